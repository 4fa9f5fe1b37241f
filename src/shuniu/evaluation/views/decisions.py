"""Sittings of the committee: called, opened, voted in, closed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.decisions import (
    CallForm,
    DeviationForm,
    RecusalForm,
    ReviewForm,
    RollForm,
)
from shuniu.evaluation.models import Sitting
from shuniu.evaluation.queries import agenda, limits
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.queries import publicity as publicity_queries
from shuniu.evaluation.rules import decisions as rules
from shuniu.evaluation.services import decisions as services
from shuniu.evaluation.states import SittingKind


@needs(Capability.ROUNDS_SEE)
def sittings(request: SignedIn, pk: int) -> HttpResponse:
    """All sittings of a round."""
    round_ = found(publicity_queries.round_for(request.user, pk))
    context = {
        "round": round_,
        "sittings": queries.sittings_of(round_),
        "may_call": [
            (kind, label)
            for kind, label in SittingKind.choices
            if rules.can_call(request.user, round_, kind)
        ],
        "why_not": rules.can_call(request.user, round_, SittingKind.FINAL).reason,
    }
    return render(request, "evaluation/sittings/list.html", context)


@needs(Capability.ROUNDS_RUN)
def call(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """Call a sitting."""
    round_ = found(publicity_queries.round_for(request.user, pk))
    found(kind if kind in SittingKind.values else None)
    day = max(round_.decide_on or clock.today(), clock.today())
    form = CallForm(round_, kind, request.POST or None, initial={"held_on": day})
    if form.is_valid():
        try:
            members = list(form.cleaned_data["members"])
            made = services.call_sitting(round_, members, form.call(), by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已召集，并通知了每位委员。"))
            return redirect("evaluation:sitting", made.pk)
    context = {"round": round_, "form": form, "kind": SittingKind(kind).label}
    return render(request, "evaluation/sittings/call.html", context)


@signed_in
def sitting(request: SignedIn, pk: int) -> HttpResponse:
    """One sitting: roll, agenda, votes."""
    row = found(queries.sitting_for(request.user, pk))
    conducts = bool(rules.can_conduct(request.user, row))
    mine = queries.member_of(row, request.user)
    context = {
        "sitting": row,
        "round": row.round,
        "agenda": agenda.agenda(row, user=request.user),
        "roll": RollForm(queries.members_of(row)),
        "quorum": queries.quorum_of(row),
        "kept": queries.texts(row.quorum.get("steps", [])),
        "rule": queries.rules_of(row),
        "recusals": queries.recusals_among(row),
        "mine": mine,
        "conducts": conducts,
        "may_put": rules.can_put(request.user, row),
        "may_close": rules.can_close(request.user, row) if conducts else None,
        "waiting": queries.unlisted(row).count() if row.kind == SittingKind.FINAL else 0,
        "blocked": queries.blocked_lines(row)[:20] if row.kind == SittingKind.FINAL else [],
        "objections": queries.objections_to_review(row),
        "choices": queries.BALLOT_CHOICES,
    }
    return render(request, "evaluation/sittings/sitting.html", context)


@require_POST
@signed_in
def roll(request: SignedIn, pk: int) -> HttpResponse:
    """Note who came."""
    row = found(queries.sitting_for(request.user, pk))
    form = RollForm(queries.members_of(row), request.POST)
    if form.is_valid():
        services.mark_present(row, form.marks(), by=request.user)
        messages.success(request, _("签到已保存。"))
    else:
        messages.error(request, _("签到没有保存：缺席原因最多 120 字。"))
    return redirect("evaluation:sitting", row.pk)


@require_POST
@signed_in
def open_(request: SignedIn, pk: int) -> HttpResponse:
    """Begin."""
    row = found(queries.sitting_for(request.user, pk))
    return _done(request, row, lambda: services.open_sitting(row, by=request.user), _("会议开始。"))


@require_POST
@signed_in
def list_(request: SignedIn, pk: int) -> HttpResponse:
    """Put the proposal to the vote."""
    row = found(queries.sitting_for(request.user, pk))
    said = _("已列入议题，委员可以表决。")
    return _done(request, row, lambda: services.propose_list(row, by=request.user), said)


@require_POST
@signed_in
def close(request: SignedIn, pk: int) -> HttpResponse:
    """End."""
    row = found(queries.sitting_for(request.user, pk))
    return _done(
        request, row, lambda: services.close_sitting(row, by=request.user), _("会议结束。")
    )


@signed_in
def pick(request: SignedIn, pk: int, what: str) -> HttpResponse:
    """Which organisation: for another grade, or to keep out of."""
    row = found(queries.sitting_for(request.user, pk))
    words = request.GET.get("q", "").strip()
    page = page_of(agenda.pickable(row, words=words), request)
    context = {"sitting": row, "round": row.round, "page": page, "words": words, "what": what}
    return render(request, "evaluation/sittings/pick.html", context)


@signed_in
def deviate(request: SignedIn, pk: int, entry: int) -> HttpResponse:
    """Put another grade to the vote."""
    row = found(queries.sitting_for(request.user, pk))
    line = found(queries.line_by_entry(row.round, entry))
    form = DeviationForm(limits.grades_of(line.entry), request.POST or None)
    if form.is_valid():
        try:
            services.propose_deviation(row, line.entry, form.deviation(), by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("调整议题已提出，委员可以表决。"))
            return redirect("evaluation:sitting", row.pk)
    context = {
        "sitting": row,
        "round": row.round,
        "line": line,
        "form": form,
        "limits": limits.limits_of(line.entry),
        "allowed": rules.can_deviate(request.user, row, line.entry),
    }
    return render(request, "evaluation/sittings/deviate.html", context)


@signed_in
def review(request: SignedIn, pk: int, objection: int) -> HttpResponse:
    """Put an objection to the vote."""
    row = found(queries.sitting_for(request.user, pk))
    about = found(publicity_queries.objection_for(request.user, objection))
    form = ReviewForm(limits.grades_of(about.entry), request.POST or None)
    if form.is_valid():
        try:
            services.propose_review(row, about, form.review(), by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已列入议题，委员可以表决。"))
            return redirect("evaluation:sitting", row.pk)
    context = {
        "sitting": row,
        "round": row.round,
        "objection": about,
        "result": queries.result_of(about.entry),
        "form": form,
        "limits": limits.limits_of(about.entry),
        "allowed": rules.can_review(request.user, row, about),
    }
    return render(request, "evaluation/sittings/review.html", context)


@signed_in
def recuse(request: SignedIn, pk: int, entry: int) -> HttpResponse:
    """Keep out of an organisation."""
    row = found(queries.sitting_for(request.user, pk))
    line = found(queries.line_by_entry(row.round, entry))
    form = RecusalForm(row, request.user, request.POST or None)
    if form.is_valid():
        try:
            said = form.cleaned_data
            who, why = said["user"], said["reason"]
            services.recuse(who, line.entry, reason=why, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已登记回避，该单位由其他委员单独表决。"))
            return redirect("evaluation:sitting", row.pk)
    context = {"sitting": row, "round": row.round, "line": line, "form": form}
    return render(request, "evaluation/sittings/recuse.html", context)


@signed_in
def motion(request: SignedIn, pk: int) -> HttpResponse:
    """What a motion is about, entry by entry, and who voted how."""
    row = found(queries.motion_for(request.user, pk))
    words = request.GET.get("q", "").strip()
    shown = agenda.agenda(row.sitting, user=request.user)
    context = {
        "motion": row,
        "sitting": row.sitting,
        "round": row.sitting.round,
        "row": next(one for one in shown if one.motion.pk == row.pk),
        "page": page_of(agenda.lines_of(row, words=words), request, size=50),
        "words": words,
        "choices": queries.BALLOT_CHOICES,
        "conducts": rules.can_conduct(request.user, row.sitting),
    }
    return render(request, "evaluation/sittings/motion.html", context)


@require_POST
@signed_in
def cast(request: SignedIn, pk: int) -> HttpResponse:
    """Vote."""
    row = found(queries.motion_for(request.user, pk))
    choice = request.POST.get("choice", "")
    done = _("您对第 %(number)s 项的表决已记录，计票前可以更改。") % {"number": row.number}
    return _done(
        request, row.sitting, lambda: services.cast(row, choice, by=request.user), done, row.number
    )


@require_POST
@signed_in
def count(request: SignedIn, pk: int) -> HttpResponse:
    """Close a motion."""
    row = found(queries.motion_for(request.user, pk))
    done = _("第 %(number)s 项已计票。") % {"number": row.number}
    return _done(
        request, row.sitting, lambda: services.close_motion(row, by=request.user), done, row.number
    )


@require_POST
@signed_in
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take a motion off the agenda."""
    row = found(queries.motion_for(request.user, pk))
    done = _("第 %(number)s 项已撤下。") % {"number": row.number}
    return _done(request, row.sitting, lambda: services.withdraw_motion(row, by=request.user), done)


def _done(
    request: SignedIn, row: Sitting, act: Callable[[], object], said: str, number: int = 0
) -> HttpResponse:
    """Act, and say on the sitting's page what came of it."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.verdict.reason)
    else:
        messages.success(request, said)
    place = f"#motion-{number}" if number else ""
    return redirect(reverse("evaluation:sitting", args=[row.pk]) + place)
