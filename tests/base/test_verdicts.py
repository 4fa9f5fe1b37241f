"""Answers with reasons."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy

from shuniu.base.verdicts import ALLOWED, Refused, ensure, refuse


def test_yes_is_true_and_has_no_reason() -> None:
    assert ALLOWED
    assert ALLOWED.reason == ""
    ensure(ALLOWED)


def test_no_is_false_and_says_why_and_by_which_rule() -> None:
    verdict = refuse(gettext_lazy("名称不能为空。"), "registry.name")
    assert not verdict
    assert (verdict.reason, verdict.rule) == ("名称不能为空。", "registry.name")
    assert type(verdict.reason) is str  # it must outlive the request and its language


def test_an_act_goes_on_only_after_a_yes() -> None:
    verdict = refuse("不行。")
    with pytest.raises(Refused) as refusal:
        ensure(verdict)
    assert refusal.value.verdict is verdict
    assert str(refusal.value) == "不行。"
