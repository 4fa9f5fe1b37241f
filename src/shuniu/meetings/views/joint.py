"""Joint meetings: called, units, topics, tasks and what was told of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import ensure
from shuniu.meetings import rules as meeting_rules
from shuniu.meetings import services
from shuniu.meetings.forms import joint as forms
from shuniu.meetings.models import Meeting, Topic, Unit
from shuniu.meetings.queries import joint as queries
from shuniu.meetings.queries import listing, standing, telling
from shuniu.meetings.rules import joint as rules
from shuniu.meetings.services import joint
from shuniu.meetings.views.acts import act

_MOVES = ("call", "open", "close", "reopen", "approve", "cancel")


def _gathering(request: SignedIn, pk: int) -> Meeting:
    row = found(queries.find(pk))
    return found(row, rules.can_see(request.user, row))


def _run(request: SignedIn, pk: int) -> Meeting:
    row = _gathering(request, pk)
    found(row, rules.can_convene(request.user, row.node))
    ensure(rules.can_run(request.user, row))
    return row


@needs(Capability.MEETINGS_SEE)
def gatherings(request: SignedIn) -> HttpResponse:
    """Joint meetings, the latest first."""
    context = {
        "page": page_of(queries.visible(request.user), request),
        "convenes": queries.places_for(request.user).exists(),
    }
    return render(request, "meetings/joint_list.html", context)


@needs(Capability.MEETINGS_JOINT)
def convene(request: SignedIn) -> HttpResponse:
    """Plan one."""
    nodes = queries.places_for(request.user).order_by("path")
    form = forms.ConveneForm(request.POST or None, nodes=nodes)
    made: list[Meeting] = []

    def do(data: dict[str, Any]) -> None:
        made.append(joint.convene(joint.Gathering(**data), by=request.user))

    back = reverse("meetings:joint")
    words = (_("召集联席会议"), _("列入计划"), _("已列入计划，请核对参加单位。"))
    answer = act(request, form, words, back, do)
    return redirect("meetings:joint_meeting", made[0].pk) if made else answer


@needs(Capability.MEETINGS_SEE)
def gathering(request: SignedIn, pk: int) -> HttpResponse:
    """Everything about one."""
    row, user = _gathering(request, pk), request.user
    units = queries.units_of(row)
    context = {
        "meeting": row,
        "units": [(one, queries.name_of(one), bool(rules.can_bring(user, one))) for one in units],
        "own": [one for one in units if rules.speaks_for(user, one)],
        "topics": [(one, queries.name_of(one.unit)) for one in queries.topics_of(row)],
        "agenda": listing.agenda(row),
        "due": [
            (one, queries.name_of(one.task.unit), bool(rules.can_report(user, one.task, row)))
            for one in queries.due(row)
            if one.task.unit is not None
        ],
        "tasks": [
            (one, queries.name_of(one.unit))
            for one in row.tasks.select_related("unit__organisation", "unit__partner")
            if one.unit is not None
        ],
        "valid": standing.validity(row),
        "notice": telling.notice_text(row) if row.state in rules.GATHERING else "",
        "runs": rules.can_run(user, row),
        "gathers": row.state in rules.GATHERING,
        "keeps": meeting_rules.can_keep(user, row.node, row.kind),
        "moves": {one: bool(meeting_rules.can_take(user, row, one)) for one in _MOVES},
    }
    return render(request, "meetings/joint.html", context)


@needs(Capability.MEETINGS_JOINT)
def units(request: SignedIn, pk: int) -> HttpResponse:
    """Look for units and ask them to take part."""
    row = _run(request, pk)
    words = request.GET.get("q", "").strip()
    if request.method == "POST":
        chosen = queries.chosen(_numbers(request, "organisation"), _numbers(request, "partner"))
        new = joint.add_units(row, *chosen, by=request.user)
        words = ngettext("已邀请 %(n)s 家单位。", "已邀请 %(n)s 家单位。", new)
        messages.success(request, words % {"n": new})
        return redirect("meetings:joint_units", row.pk)
    organisations, partners = queries.candidates(row, words)
    context = {
        "meeting": row,
        "words": words,
        "organisations": organisations,
        "partners": partners,
        "units": [(one, queries.name_of(one)) for one in queries.units_of(row)],
    }
    return render(request, "meetings/joint_units.html", context)


def _numbers(request: SignedIn, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isdigit()]


@needs(Capability.MEETINGS_JOINT)
@require_POST
def presence(request: SignedIn, pk: int) -> HttpResponse:
    """Which units are there, with how many people."""
    row = _run(request, pk)
    there = {}
    for unit in row.units.all():
        said = request.POST.get(f"people-{unit.pk}", "").strip()
        there[unit.pk] = min(int(said), 500) if said.isdigit() else 0
    joint.mark_units(row, there, by=request.user)
    messages.success(request, _("到会情况已保存。"))
    return redirect("meetings:joint_meeting", row.pk)


@needs(Capability.MEETINGS_JOINT)
@require_POST
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask the units for topics."""
    row = _run(request, pk)
    told = joint.ask_for_topics(row, by=request.user)
    words = ngettext("已通知 %(n)s 人报送议题。", "已通知 %(n)s 人报送议题。", told)
    messages.success(request, words % {"n": told})
    return redirect("meetings:joint_meeting", row.pk)


@needs(Capability.MEETINGS_JOINT)
@require_POST
def drop_unit(request: SignedIn, pk: int) -> HttpResponse:
    """A unit does not take part after all."""
    unit = found(queries.find_unit(pk))
    row = _run(request, unit.meeting_id)
    joint.drop_unit(unit, by=request.user)
    messages.success(request, _("已移出。"))
    return redirect("meetings:joint_units", row.pk)


def _unit(request: SignedIn, pk: int) -> Unit:
    unit = found(queries.find_unit(pk))
    return found(unit, rules.speaks_for(request.user, unit))


@needs(Capability.MEETINGS_KEEP, Capability.MEETINGS_JOINT)
def bring(request: SignedIn, pk: int) -> HttpResponse:
    """A topic or a case from a unit."""
    unit = _unit(request, pk)
    ensure(rules.can_bring(request.user, unit))
    form = forms.TopicForm(request.POST or None)
    words = (_("报送议题或案例"), _("报送"), _("已报送，召集人处理后会通知您。"))

    def do(data: dict[str, Any]) -> None:
        joint.bring_topic(unit, **data, by=request.user)

    return act(request, form, words, _back(unit.meeting), do)


def _back(row: Meeting) -> str:
    return reverse("meetings:joint_meeting", args=[row.pk])


def _topic(request: SignedIn, pk: int) -> Topic:
    topic = found(queries.find_topic(pk))
    return found(topic, rules.can_convene(request.user, topic.meeting.node))


@needs(Capability.MEETINGS_JOINT)
@require_POST
def take(request: SignedIn, pk: int) -> HttpResponse:
    """Put a topic on the agenda."""
    topic = _topic(request, pk)
    joint.take_topic(topic, by=request.user)
    messages.success(request, _("已列入议程，并通知了报送单位。"))
    return redirect(_back(topic.meeting))


@needs(Capability.MEETINGS_JOINT)
def decline(request: SignedIn, pk: int) -> HttpResponse:
    """Not this time, and why."""
    topic = _topic(request, pk)
    form = forms.ReasonForm(request.POST or None)
    words = (_("不列入议程"), _("不列入"), _("已答复报送单位。"))

    def do(data: dict[str, Any]) -> None:
        joint.decline_topic(topic, **data, by=request.user)

    return act(request, form, words, _back(topic.meeting), do)


@needs(Capability.MEETINGS_JOINT)
def add_task(request: SignedIn, pk: int) -> HttpResponse:
    """Something a unit sees to until next time."""
    row = _run(request, pk)
    form = forms.UnitTaskForm(request.POST or None, units=queries.units_of(row))
    words = (_("布置任务"), _("保存"), _("已布置，下次联席会议须报告进展。"))

    def do(data: dict[str, Any]) -> None:
        duty = services.Duty(data["text"], data["due_on"], unit=form.chosen())
        services.add_task(row, duty, by=request.user)

    return act(request, form, words, _back(row), do)


@needs(Capability.MEETINGS_KEEP, Capability.MEETINGS_JOINT)
def report(request: SignedIn, pk: int, task: int) -> HttpResponse:
    """How a task of last time stands."""
    row = _gathering(request, pk)
    one = found(next((one.task for one in queries.due(row) if one.task.pk == task), None))
    found(one, rules.can_report(request.user, one, row))
    form = forms.ReportForm(request.POST or None)

    def do(data: dict[str, Any]) -> None:
        services.report_task(one, row, **data, by=request.user)

    return act(request, form, (_("报告进展"), _("保存"), _("已登记进展。")), _back(row), do)
