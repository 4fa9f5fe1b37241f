"""What was resolved: somebody sees to it by a day, and the next meeting hears how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings import rules
from shuniu.meetings.models import AgendaItem, Meeting, Task, TaskReport, Unit
from shuniu.meetings.rules.joint import can_report
from shuniu.meetings.states import TASK_MOVES, MeetingState
from shuniu.registry.models import Person


@dataclass(frozen=True, slots=True)
class Duty:
    """What is to be done, by whom (a person, or a unit of a joint meeting), by when."""

    text: str
    due_on: date
    owner: Person | None = None
    unit: Unit | None = None
    item: AgendaItem | None = None


def add_task(meeting: Meeting, duty: Duty, *, by: User | None) -> Task:
    """Resolve that something is done.

    Raises:
        Refused: by the rules, no words, nobody named, or due before the meeting.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, meeting.node, meeting.kind))
        if meeting.state in {MeetingState.APPROVED, MeetingState.CANCELLED}:
            raise Refused(refuse(_("纪要已定稿或会议已取消。"), "meetings.over"))
        if not duty.text.strip():
            raise Refused(refuse(_("请填写决议事项。"), "meetings.task.text"))
        if duty.owner is None and duty.unit is None:
            raise Refused(refuse(_("请写明由谁负责。"), "meetings.task.owner"))
        if duty.due_on < timezone.localdate(meeting.starts_at):
            raise Refused(refuse(_("完成时限不能早于会议日期。"), "meetings.task.due"))
        task = Task.objects.create(
            meeting=meeting,
            item=duty.item,
            text=duty.text.strip()[:300],
            owner=duty.owner,
            unit=duty.unit,
            due_on=duty.due_on,
        )
        audit.record("meetings.task.added", meeting, by=by, node=meeting.node_id, task=task.pk)
    return task


def settle_task(task: Task, *, note: str, by: User | None, on: date | None = None) -> None:
    """It is done.

    Raises:
        Refused: by the rules, or it is settled already.
    """
    _settled(task, "finish", note, by, on)


def drop_task(task: Task, *, note: str, by: User | None) -> None:
    """It is not pursued; a reason is written down.

    Raises:
        Refused: by the rules, settled already, or no reason.
    """
    if not note.strip():
        raise Refused(refuse(_("请写明不再办理的原因。"), "meetings.task.reason"))
    _settled(task, "drop", note, by, None)


def _settled(task: Task, move: str, note: str, by: User | None, on: date | None) -> None:
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_follow(by, task, move))
        _write_down(task, move, note, by, on)


def _write_down(task: Task, move: str, note: str, by: User | None, on: date | None) -> None:
    walk(task, TASK_MOVES[move])
    task.settled_on, task.note = on or clock.today(), note.strip()[:300]
    task.save(update_fields=["settled_on", "note"])
    audit.record(
        f"meetings.task.{move}", task.meeting, by=by, node=task.meeting.node_id, task=task.pk
    )


def report_task(
    task: Task, meeting: Meeting, *, text: str, done: bool, by: User | None
) -> TaskReport:
    """Tell a later meeting how a task stands.

    Raises:
        Refused: by the rules, no words, or the meeting is not a later one.
    """
    with transaction.atomic():
        if by is not None:
            ensure(can_report(by, task, meeting))
        if not text.strip():
            raise Refused(refuse(_("请写明进展。"), "meetings.report.text"))
        if meeting.starts_at <= task.meeting.starts_at:
            raise Refused(refuse(_("只能在以后的会议上报告进展。"), "meetings.report.later"))
        row, _new = TaskReport.objects.update_or_create(
            task=task, meeting=meeting, defaults={"text": text.strip()[:300], "done": done}
        )
        audit.record("meetings.task.reported", meeting, by=by, node=meeting.node_id, task=task.pk)
        if done and task.state == "open":
            _write_down(task, "finish", text, by, None)
    return row
