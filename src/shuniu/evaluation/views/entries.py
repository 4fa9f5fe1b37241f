"""An organisation's part: what it is asked, what is open, handing in; what the hub does with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.reasons import ReasonForm
from shuniu.evaluation.models import Entry
from shuniu.evaluation.queries import entries as queries
from shuniu.evaluation.rules import entries as rules
from shuniu.evaluation.services import answers, rounds


def the_entry(request: SignedIn, pk: int) -> Entry:
    """An entry that this person may see."""
    row = queries.entry(pk)
    return found(row, rules.can_see(request.user, row) if row is not None else None)


@needs(Capability.ROUNDS_ANSWER)
def entries(request: SignedIn) -> HttpResponse:
    """The parts of somebody's own organisations."""
    page = page_of(queries.of_user(request.user), request)
    return render(request, "evaluation/entries/list.html", {"page": page})


@signed_in
def entry(request: SignedIn, pk: int) -> HttpResponse:
    """How far it is, and where to go on."""
    row = the_entry(request, pk)
    sheet = queries.own_sheet(row)
    parts = queries.parts_of(sheet)
    questions = [one for part in parts for one in part.asked]
    context = {
        "entry": row,
        "sheet": sheet,
        "parts": parts,
        "next": queries.next_open(parts),
        "asked": len(questions),
        "answered": sum(one.answered for one in questions),
        "known": sum(one.known for one in questions),
        "plan": queries.plan_of(row),
        "gates": queries.gate_words(row),
        "own": may(request.user, Capability.ROUNDS_ANSWER, row.organisation.node),
        "verdict": rules.can_answer(request.user, row),
        "can_hand_back": rules.can_hand_back(request.user, row),
        "can_admit": rules.can_admit(request.user, row),
    }
    return render(request, "evaluation/entries/entry.html", context)


@signed_in
def check(request: SignedIn, pk: int) -> HttpResponse:
    """What is open before it is handed in, and what that costs."""
    row = the_entry(request, pk)
    found(row, rules.can_submit(request.user, row))
    sheet = queries.own_sheet(row)
    parts = queries.parts_of(sheet)
    lacks = queries.lacks_of(parts)
    context = {
        "entry": row,
        "sheet": sheet,
        "parts": parts,
        "groups": queries.by_part(lacks),
        "open": sum(len(one.open) for one in lacks),
        "cost": sum(one.cost for one in lacks),
        "barred": queries.barred_by(row),
    }
    return render(request, "evaluation/entries/check.html", context)


@require_POST
@signed_in
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Hand it in."""
    row = the_entry(request, pk)
    answers.submit(row, by=request.user)
    words = _("“%(round)s”的填报已提交。结果出来前，可以在这里查看进展。")
    messages.success(request, words % {"round": row.round.title})
    return redirect("evaluation:entry", pk)


@signed_in
def hand_back(request: SignedIn, pk: int) -> HttpResponse:
    """The hub gives it back, with what is to be changed."""
    row = the_entry(request, pk)
    found(row, rules.can_hand_back(request.user, row))
    form = ReasonForm(request.POST or None, label=_("退回原因"))
    if request.method == "POST" and form.is_valid():
        try:
            answers.hand_back(row, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as error:
            form.add_error(None, error.verdict.reason)
        else:
            messages.success(request, _("已退回，并通知了对方。"))
            return redirect("evaluation:entry", pk)
    context = {
        "title": _("退回填报"),
        "text": row.organisation.name,
        "consequence": _("退回后对方可以修改，需要重新提交。"),
        "form": form,
        "back": f"/entries/{pk}/",
    }
    return render(request, "ui/confirm.html", context)


@signed_in
def admit(request: SignedIn, pk: int) -> HttpResponse:
    """The hub lets somebody take part whom a gate kept out."""
    row = the_entry(request, pk)
    found(row, rules.can_admit(request.user, row))
    form = ReasonForm(request.POST or None, label=_("准予参评的理由"))
    if request.method == "POST" and form.is_valid():
        try:
            rounds.admit(row, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as error:
            form.add_error(None, error.verdict.reason)
        else:
            messages.success(request, _("已准予参评。"))
            return redirect("evaluation:entry", pk)
    context = {
        "title": _("准予参评"),
        "text": row.organisation.name,
        "consequence": _("理由会记入审计记录。系统形成建议时仍按登记信息提示，由委员会决定。"),
        "form": form,
        "back": f"/entries/{pk}/",
        "danger": False,
    }
    return render(request, "ui/confirm.html", context)
