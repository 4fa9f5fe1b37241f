"""Joint meetings: who calls units together, who brings topics, what has to be heard first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.meetings.models import Meeting, Task, Topic, Unit
from shuniu.meetings.states import MeetingKind, MeetingState

GATHERING = (MeetingState.PLANNED, MeetingState.CALLED)
UNDER_WAY = (*GATHERING, MeetingState.OPEN)


def can_convene(user: User, node: Node) -> Verdict:
    """Whether somebody may call the units of a place together."""
    return may(user, Capability.MEETINGS_JOINT, node)


def can_run(user: User, meeting: Meeting) -> Verdict:
    """Whether somebody may change who takes part, and what is talked about."""
    verdict = can_convene(user, meeting.node)
    if verdict and (meeting.kind != MeetingKind.JOINT or meeting.state not in UNDER_WAY):
        return refuse(_("会议已经结束或取消，内容不能再改。"), "meetings.over")
    return verdict


def speaks_for(user: User, unit: Unit) -> Verdict:
    """Whether somebody speaks for a unit: its own people, or who called it."""
    if unit.organisation is not None:
        verdict = may(user, Capability.MEETINGS_KEEP, unit.organisation.node)
        if verdict:
            return verdict
    return can_convene(user, unit.meeting.node)


def can_see(user: User, meeting: Meeting) -> Verdict:
    """Whether somebody may see a joint meeting: those of its place, and of its units."""
    verdict = may(user, Capability.MEETINGS_SEE, meeting.node)
    if verdict:
        return verdict
    for unit in meeting.units.select_related("organisation__node"):
        if unit.organisation is not None and may(
            user, Capability.MEETINGS_SEE, unit.organisation.node
        ):
            return ALLOWED
    return verdict


def can_bring(user: User, unit: Unit) -> Verdict:
    """Whether a topic may be brought for a unit: until the meeting opens."""
    verdict = speaks_for(user, unit)
    if verdict and unit.meeting.state not in GATHERING:
        return refuse(_("会议已经开始，请在会上提出。"), "meetings.topic.late")
    return verdict


def waiting(topic: Topic) -> Verdict:
    """Whether nobody has said yet what becomes of a topic."""
    if topic.item_id is not None or topic.declined:
        return refuse(_("这一议题已经处理。"), "meetings.topic.settled")
    return ALLOWED


def can_report(user: User, task: Task, meeting: Meeting) -> Verdict:
    """Whether somebody may tell a meeting how a task stands: its unit, or who keeps the meeting."""
    if meeting.kind == MeetingKind.JOINT and task.unit is not None:
        verdict = speaks_for(user, task.unit)
    else:
        needed = Capability.MEETINGS_KEEP
        verdict = may(user, needed, meeting.node)
    if verdict and meeting.state not in UNDER_WAY:
        return refuse(_("会议已经结束或取消，内容不能再改。"), "meetings.over")
    return verdict
