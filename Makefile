# An alias for ./dev, for those who type make.
VERBS = setup demo check test soak bench serve manage bundle fmt lock build clean
.PHONY: $(VERBS)
$(VERBS):
	@./dev $@
