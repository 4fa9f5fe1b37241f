"""Rounds as the hub runs them: planned, opened, watched, moved on."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.rounds import ExtendForm, FilterForm, PickForm, PlanForm, TableForm
from shuniu.evaluation.models import Round
from shuniu.evaluation.queries import rounds as queries
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import rounds as rules
from shuniu.evaluation.services import rounds as services
from shuniu.evaluation.services import snapshots
from shuniu.evaluation.states import EntryState, RoundState

_STEPS = (
    RoundState.DRAFT,
    RoundState.ANSWERING,
    RoundState.ASSESSING,
    RoundState.PROPOSED,
    RoundState.DECIDING,
    RoundState.PUBLIC,
    RoundState.ISSUED,
)


@needs(Capability.ROUNDS_SEE)
def rounds(request: SignedIn) -> HttpResponse:
    """All rounds somebody may see."""
    context = {
        "page": page_of(queries.seen(request.user), request),
        "may_plan": nodes_where(request.user, Capability.ROUNDS_RUN).exists(),
    }
    return render(request, "evaluation/rounds/list.html", context)


@needs(Capability.ROUNDS_RUN)
def add(request: SignedIn) -> HttpResponse:
    """Plan a round."""
    nodes = nodes_where(request.user, Capability.ROUNDS_RUN).filter(kind__in=("hub", "area"))
    initial = {"node": nodes.first()}
    form = PlanForm(
        request.POST or None, nodes=nodes, earlier=queries.earlier(request.user), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = services.plan_round(form.plan(), node=form.cleaned_data["node"], by=request.user)
            messages.success(request, _("已建立。接下来选定各类单位适用的标准，再邀请单位。"))
            return redirect("evaluation:round", row.pk)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    return render(request, "evaluation/rounds/form.html", {"form": form})


@needs(Capability.ROUNDS_RUN)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Change a round that has not begun."""
    row = found(queries.run(request.user, pk))
    initial = {name: getattr(row, name) for name in PlanForm.base_fields if hasattr(row, name)}
    initial["tolerance"] = row.tolerance / 1000
    form = PlanForm(
        request.POST or None,
        nodes=nodes_where(request.user, Capability.ROUNDS_RUN).filter(pk=row.node_id),
        earlier=queries.earlier(request.user, row),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_round(row, form.plan(), by=request.user)
            messages.success(request, _("已保存。"))
            return redirect("evaluation:round", pk)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    return render(request, "evaluation/rounds/form.html", {"form": form, "round": row})


@needs(Capability.ROUNDS_SEE)
def round_page(request: SignedIn, pk: int) -> HttpResponse:
    """Where a round stands, what to do next, who is stuck."""
    row = found(queries.visible(request.user, pk))
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    counts = queries.board(row, request.user)
    rows = queries.entries(row, request.user, state=state, words=words)
    page = page_of(rows, request)
    context = {
        "round": row,
        "whole": queries.shown(request.user, pk) is not None,
        "steps": [one.label for one in _STEPS],
        "step": _STEPS.index(RoundState(row.state)) + 1 if row.state in _STEPS else 8,
        "board": [(one, EntryState(one).label, n) for one, n in counts.items()],
        "total": sum(counts.values()),
        "page": page,
        "differing": queries.differing(page) if row.two_assessors else set(),
        "state": state,
        "words": words,
        "kinds": queries.kinds(row) if row.state == RoundState.DRAFT else [],
        "runs": bool(rules.can_plan(request.user, row)),
        "next": _next(request, row),
    }
    return render(request, "evaluation/rounds/round.html", context)


def _next(request: SignedIn, row: Round) -> list[tuple[str, str, str]]:
    """What to do next: words, address, and why not yet."""
    if not rules.can_plan(request.user, row):
        return []
    steps = {
        RoundState.DRAFT: [(_("开始填报"), "round_open", rules.can_open(request.user, row))],
        RoundState.ANSWERING: [
            (_("结束填报，进入评分"), "round_assess", rules.can_take(request.user, row, "assess")),
            (_("延长期限"), "round_extend", rules.can_extend(request.user, row)),
        ],
        RoundState.ASSESSING: [
            (_("分派评分任务"), "round_assign", rules.can_plan(request.user, row)),
            (_("形成建议"), "round_propose", rules.can_take(request.user, row, "propose")),
            (_("延长期限"), "round_extend", rules.can_extend(request.user, row)),
        ],
        RoundState.PROPOSED: [
            (_("查看建议"), "proposal", rules.can_plan(request.user, row)),
            (_("退回评分"), "round_reassess", rules.can_take(request.user, row, "reassess")),
        ],
    }
    return [
        (words, reverse(f"evaluation:{name}", args=[row.pk]), verdict.reason)
        for words, name, verdict in steps.get(RoundState(row.state), [])
    ]


@needs(Capability.ROUNDS_RUN)
def table(request: SignedIn, pk: int, kind: str, size: str) -> HttpResponse:
    """Which framework scores a type and size."""
    row = found(queries.run(request.user, pk))
    here = found(next((k for k in queries.kinds(row) if (k.type, k.size) == (kind, size)), None))
    held = here.table
    initial = {"framework": f"{held.framework_id}:{held.variant}" if held else ""}
    usable = queries.usable_for(row, kind, size)
    form = TableForm(request.POST or None, usable=usable, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _set_table(row, (kind, size), form, request)
            messages.success(request, _("已设定适用标准。"))
            return redirect("evaluation:round", pk)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    context = {"form": form, "round": row, "kind": here}
    return render(request, "evaluation/rounds/table.html", context)


def _set_table(row: Round, kind: tuple[str, str], form: TableForm, request: SignedIn) -> None:
    chosen = form.chosen
    if chosen is None:
        services.clear_table(row, kind=kind, by=request.user)
        return
    services.set_table(
        row, kind=kind, framework=chosen.framework, by=request.user, variant=chosen.variant
    )


@needs(Capability.ROUNDS_RUN)
def invite(request: SignedIn, pk: int) -> HttpResponse:
    """Put organisations on the list: everybody looked for, or picked ones."""
    row = found(queries.run(request.user, pk))
    sent = request.method == "POST"
    looked = FilterForm(request.POST if sent else request.GET)
    rows = queries.not_invited(row, looked.wanted)
    form = PickForm(request.POST if sent else None, rows=rows)
    everybody = "everybody" in request.POST
    if sent and (everybody or form.is_valid()):
        chosen = list(rows) if everybody else list(form.cleaned_data["organisations"])
        left = services.invite(row, chosen, by=request.user)
        words = _("已邀请 %(count)s 家。")
        messages.success(request, words % {"count": len(chosen) - len(left)})
        if left:
            words = _("有 %(count)s 家所属类型没有设定评价标准，没有列入。")
            messages.warning(request, words % {"count": len(left)})
        return redirect("evaluation:round", pk)
    context = {"round": row, "page": page_of(rows, request, 100), "form": form, "filter": looked}
    return render(request, "evaluation/rounds/invite.html", context)


@needs(Capability.ROUNDS_RUN)
@require_POST
def uninvite(request: SignedIn, pk: int, entry: int) -> HttpResponse:
    """Take an organisation off the list."""
    row = found(queries.run(request.user, pk))
    services.uninvite(
        found(queries.entries(row, request.user).filter(pk=entry).first()), by=request.user
    )
    messages.success(request, _("已移出名单。"))
    return redirect("evaluation:round", pk)


@needs(Capability.ROUNDS_RUN)
def open_round(request: SignedIn, pk: int) -> HttpResponse:
    """Show whom a gate keeps out; then freeze and open."""
    row = found(queries.run(request.user, pk))
    if request.method == "POST":
        services.open_round(row, by=request.user)
        messages.success(request, _("已开始填报，并已通知各单位联络员。"))
        return redirect("evaluation:round", pk)
    verdict = rules.can_open(request.user, row)
    out = snapshots.preview(row) if verdict else {}
    names = {one.pk: one for one in queries.entries(row, request.user).filter(pk__in=out)}
    context = {
        "round": row,
        "verdict": verdict,
        "kept_out": [(names[n], [say(w) for w in words]) for n, words in out.items()],
        "total": sum(queries.board(row, request.user).values()),
    }
    return render(request, "evaluation/rounds/open.html", context)


@needs(Capability.ROUNDS_RUN)
@require_POST
def remind(request: SignedIn, pk: int) -> HttpResponse:
    """Remind those who have not handed in."""
    row = found(queries.run(request.user, pk))
    count = services.remind(row, by=request.user)
    messages.success(request, _("已提醒 %(count)s 人。") % {"count": count})
    return redirect("evaluation:round", pk)


@needs(Capability.ROUNDS_RUN)
def extend(request: SignedIn, pk: int) -> HttpResponse:
    """Give more time."""
    row = found(queries.run(request.user, pk))
    initial = {"answers_until": row.answers_until, "assess_until": row.assess_until}
    form = ExtendForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.extend(row, by=request.user, **form.cleaned_data)
            messages.success(request, _("已延长期限。"))
            return redirect("evaluation:round", pk)
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    words = _("还没有提交的单位会收到通知。")
    return confirm(request, row, _("延长期限"), words, form=form)


def confirm(request: SignedIn, row: Round, title: str, text: str, **more: object) -> HttpResponse:
    """Ask before a step of a round is taken."""
    context = {
        "title": title,
        "text": text,
        "back": reverse("evaluation:round", args=[row.pk]),
        "danger": False,
        "form": "",
        **more,
    }
    return render(request, "ui/confirm.html", context)


@needs(Capability.ROUNDS_RUN)
def assess(request: SignedIn, pk: int) -> HttpResponse:
    """End the answering."""
    row = found(queries.run(request.user, pk))
    words = _("没有提交的单位不再参加本次评价，已提交的进入评分。")
    return step(request, row, services.start_assessing, (_("结束填报，进入评分"), words))


def step(
    request: SignedIn,
    row: Round,
    act: Callable[..., object],
    words: tuple[str, str],
    then: str = "round",
) -> HttpResponse:
    """Ask, then take a step that needs nothing but a decision."""
    if request.method == "POST":
        act(row, by=request.user)
        messages.success(request, _("已办理。"))
        return redirect(f"evaluation:{then}", row.pk)
    return confirm(request, row, *words)
