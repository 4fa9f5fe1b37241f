"""Who assesses what: shared out evenly, or place by place; recusals."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.reasons import ReasonForm
from shuniu.evaluation.forms.rounds import AssessorForm, AssessorsForm
from shuniu.evaluation.models import Entry
from shuniu.evaluation.queries import entries as entry_queries
from shuniu.evaluation.queries import rounds as queries
from shuniu.evaluation.queries import work as work_queries
from shuniu.evaluation.rules import assessment as rules
from shuniu.evaluation.rules import rounds as round_rules
from shuniu.evaluation.services import assessment


@needs(Capability.ROUNDS_RUN)
def assign(request: SignedIn, pk: int) -> HttpResponse:
    """Share the entries out among assessors."""
    row = found(queries.run(request.user, pk))
    form = AssessorsForm(request.POST or None, rows=queries.assessors(row))
    if request.method == "POST" and form.is_valid():
        try:
            left = assessment.assign_evenly(
                row, assessors=list(form.cleaned_data["assessors"]), by=request.user
            )
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
        else:
            messages.success(request, _("已分派，并已通知评估专家。"))
            if left:
                words = _("有 %(count)s 家没有足够的专家可派，请增加专家后再分派。")
                messages.warning(request, words % {"count": len(left)})
            return redirect("evaluation:round", pk)
    context = {"round": row, "form": form, "loads": queries.loads(row)}
    return render(request, "evaluation/rounds/assign.html", context)


def _entry(request: SignedIn, pk: int) -> Entry:
    """An entry of a round that this person runs."""
    row = entry_queries.entry(pk)
    return found(row, round_rules.can_plan(request.user, row.round) if row is not None else None)


@needs(Capability.ROUNDS_RUN)
def assessors(request: SignedIn, pk: int) -> HttpResponse:
    """The places of an entry: who has which, who keeps out; a free place is given to somebody."""
    row = _entry(request, pk)
    tasks = work_queries.tasks_on(row)
    places = work_queries.free_places(row, tasks)
    form = AssessorForm(request.POST or None, rows=queries.assessors(row.round), places=places)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            assessment.assign(row, user=held["user"], order=held["order"], by=request.user)
            messages.success(request, _("已分派，并已通知评估专家。"))
            return redirect("evaluation:assessors", pk)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    context = {
        "entry": row,
        "tasks": tasks,
        "places": places,
        "form": form,
        "recusals": work_queries.recusals_on(row),
        "verdict": rules.can_assign(request.user, row.round),
        "can_reopen": rules.can_reopen(request.user, row),
        "can_reconcile": rules.can_reconcile(request.user, row),
    }
    return render(request, "evaluation/rounds/assessors.html", context)


@needs(Capability.ROUNDS_RUN)
def take_back(request: SignedIn, pk: int, task: int) -> HttpResponse:
    """Take an open task away from somebody."""
    row = _entry(request, pk)
    one = found(next((t for t in work_queries.tasks_on(row) if t.pk == task), None))
    if request.method == "POST":
        assessment.take_back(one, by=request.user)
        messages.success(request, _("已收回。"))
        return redirect("evaluation:assessors", pk)
    context = {
        "title": _("收回评分任务"),
        "text": f"{row.organisation.name} · {one.user}",
        "consequence": _("该专家已写下的评分不再使用，只保留在审计记录中。"),
        "back": f"/entries/{pk}/assessors/",
        "form": "",
    }
    return render(request, "ui/confirm.html", context)


@needs(Capability.ROUNDS_RUN)
def keep_out(request: SignedIn, pk: int, user: int) -> HttpResponse:
    """The hub keeps an assessor out of everything about the organisation."""
    row = _entry(request, pk)
    who = found(queries.assessors(row.round).filter(pk=user).first())
    form = ReasonForm(request.POST or None, label=_("回避理由"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        assessment.recuse(who, organisation=row.organisation, reason=reason, by=request.user)
        messages.success(request, _("已登记回避。"))
        return redirect("evaluation:assessors", pk)
    context = {
        "title": _("登记回避"),
        "text": f"{row.organisation.name} · {who}",
        "consequence": _("该专家看不到该单位的任何内容，尚未定分的任务需要重新分派。"),
        "back": f"/entries/{pk}/assessors/",
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


@needs(Capability.ROUNDS_RUN)
@require_POST
def let_in(request: SignedIn, pk: int, recusal: int) -> HttpResponse:
    """End a recusal."""
    row = _entry(request, pk)
    one = found(next((r for r in work_queries.recusals_on(row) if r.pk == recusal), None))
    assessment.end_recusal(one, by=request.user)
    messages.success(request, _("已解除回避。"))
    return redirect("evaluation:assessors", pk)
