"""What the system proposes for a round: computed, shown, taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.evaluation.forms.reasons import ReasonForm
from shuniu.evaluation.queries import rounds as queries
from shuniu.evaluation.rules import rounds as rules
from shuniu.evaluation.services import proposals
from shuniu.evaluation.services import rounds as services
from shuniu.evaluation.views.rounds import confirm, step


@needs(Capability.ROUNDS_RUN)
def propose(request: SignedIn, pk: int) -> HttpResponse:
    """Compute the proposal."""
    row = found(queries.run(request.user, pk))
    words = _("系统按标准计算每家的得分和建议等级；以前的建议保留备查。")
    return step(request, row, proposals.propose, (_("形成建议"), words), "proposal")


@needs(Capability.ROUNDS_RUN)
def reassess(request: SignedIn, pk: int) -> HttpResponse:
    """Back to assessment, with a reason."""
    row = found(queries.run(request.user, pk))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.reassess(row, reason=form.cleaned_data["reason"], by=request.user)
        return redirect("evaluation:round", pk)
    words = _("退回后可以重新评分，再次形成建议。")
    return confirm(request, row, _("退回评分"), words, form=form)


@needs(Capability.ROUNDS_SEE)
def proposal(request: SignedIn, pk: int) -> HttpResponse:
    """What the system proposes, with how everybody compares."""
    row = found(queries.shown(request.user, pk))
    made = queries.proposals(row).first()
    runs = bool(rules.can_plan(request.user, row))
    context: dict[str, object] = {"round": row, "proposal": made, "runs": runs}
    if made is not None:
        grade, words = request.GET.get("grade", ""), request.GET.get("q", "").strip()
        counted = queries.grades(made)
        page = page_of(queries.lines(made, grade=grade, words=words), request, 50)
        context |= {
            "page": page,
            "limits": queries.limit_words(page),
            "grades": counted,
            "chart": [(title, n, f"?grade={key}") for key, title, _en, n in counted],
            "grade": grade,
            "words": words,
        }
    return render(request, "evaluation/rounds/proposal.html", context)
