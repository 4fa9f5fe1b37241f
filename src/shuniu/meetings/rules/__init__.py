"""May they see, keep, move a meeting? And whoever sits above may forbid an outcome: guards."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import clock, files, rulebook
from shuniu.base.models import StoredFile
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.meetings.models import AgendaItem, Attendee, Idea, Meeting, Task
from shuniu.meetings.queries import minutes
from shuniu.meetings.states import (
    IDEA_MOVES,
    MOVES,
    SOUND,
    TASK_MOVES,
    ItemKind,
    MeetingKind,
    MeetingState,
)
from shuniu.members.queries.rosters import persons_of

PHOTOS = "meetings.photo"  # the door of photos and scans


@files.door(PHOTOS)
def can_open_photo(user: object, file: StoredFile) -> bool:
    """Whoever may see the meeting."""
    rows = Meeting.objects.filter(photo=file).select_related("node")
    return isinstance(user, User) and any(can_see(user, one) for one in rows)


Guard = Callable[[AgendaItem], Verdict]
Seal = Callable[[Meeting], Verdict]
_GUARDS: list[Guard] = []
_SEALS: list[Seal] = []
VOTED = (ItemKind.DECIDE, ItemKind.STUDY)
CHECK = rulebook.declare(
    "meetings.check_words",
    default=True,
    title=gettext_lazy("纪要定稿前须经发言人核对"),
    source=gettext_lazy("枢纽自定"),
)
GOING = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.OPEN)


def guard(function: Guard) -> Guard:
    """Register who is asked before any outcome is written down, whoever acts."""
    if function not in _GUARDS:
        _GUARDS.append(function)
    return function


def seal(function: Seal) -> Seal:
    """Register who is asked before the record of a meeting is opened again."""
    if function not in _SEALS:
        _SEALS.append(function)
    return function


def guarded(item: AgendaItem) -> Verdict:
    """What all guards say about an outcome on an item; the first refusal counts."""
    for one in _GUARDS:
        verdict = one(item)
        if not verdict:
            return verdict
    return ALLOWED


def can_see(user: User, meeting: Meeting) -> Verdict:
    """Whether a meeting may be seen."""
    return may(user, Capability.MEETINGS_SEE, meeting.node)


def can_keep(user: User, node: Node, kind: str) -> Verdict:
    """Whether meetings of a kind may be prepared and recorded at a place."""
    needed = Capability.MEETINGS_JOINT if kind == MeetingKind.JOINT else Capability.MEETINGS_KEEP
    return may(user, needed, node)


def can_change(user: User, meeting: Meeting) -> Verdict:
    """Whether the agenda and the roll may still be changed."""
    verdict = can_keep(user, meeting.node, meeting.kind)
    return verdict and changeable(meeting)


def changeable(meeting: Meeting) -> Verdict:
    """Whether a meeting still goes on, whoever asks."""
    if meeting.state in GOING:
        return ALLOWED
    return refuse(
        _("会议已经结束或取消，内容不能再改；更正请在纪要定稿前重新打开会议。"),
        "meetings.over",
    )


def can_take(user: User, meeting: Meeting, move: str) -> Verdict:
    """Whether a meeting may take a step of its life."""
    verdict = can_keep(user, meeting.node, meeting.kind)
    verdict = verdict and can_move(meeting, MOVES[move])
    for one in _SEALS if move == "reopen" else ():
        verdict = verdict and one(meeting)
    return verdict


def can_vote_on(user: User, item: AgendaItem) -> Verdict:
    """Whether an outcome may be recorded on an item now."""
    verdict = can_keep(user, item.meeting.node, item.meeting.kind)
    return verdict and votable(item)


def votable(item: AgendaItem) -> Verdict:
    """Whether an item can be voted on as things stand, whoever asks."""
    if item.kind not in VOTED:
        return refuse(_("这一议题不是表决事项。"), "meetings.item.kind")
    if item.meeting.state != MeetingState.OPEN:
        return refuse(_("会议进行中才能表决。请先开始会议。"), "meetings.item.open")
    if timezone.localdate(item.meeting.starts_at) > clock.today():
        return refuse(_("还没有到会议日期，不能提前表决。"), "meetings.early")
    if item.outcome in SOUND:
        return refuse(_("这一议题已经表决，结果不能改写。"), "meetings.item.voted")
    return guarded(item)


def can_record(user: User, node: Node, kind: str) -> Verdict:
    """Whether a meeting that is over may be written down in one go."""
    return can_keep(user, node, kind)


def can_follow(user: User, task: Task, move: str) -> Verdict:
    """Whether a resolution's task may be settled or taken up again."""
    verdict = can_keep(user, task.meeting.node, task.meeting.kind)
    return verdict and can_move(task, TASK_MOVES[move])


def can_settle(user: User, idea: Idea, move: str) -> Verdict:
    """Whether an idea may get an owner or be dropped."""
    verdict = can_keep(user, idea.meeting.node, idea.meeting.kind)
    return verdict and can_move(idea, IDEA_MOVES[move])


def is_own(user: User, row: Attendee) -> bool:
    """Whether somebody on a roll is the person who signs in with an account."""
    return row.person_id in persons_of(user)


def can_check(user: User, row: Attendee) -> Verdict:
    """Whether a speaker's words may be found right: by themselves, or noted by the recorder."""
    if row.meeting.state == MeetingState.APPROVED:
        return refuse(_("纪要已经定稿。"), "meetings.check.frozen")
    if is_own(user, row):
        return ALLOWED
    return can_keep(user, row.meeting.node, row.meeting.kind)


def spoken(meeting: Meeting) -> Verdict:
    """Whether everybody whose words are on record has found them right, where the hub asks so."""
    if not rulebook.value(CHECK, timezone.localdate(meeting.starts_at)):
        return ALLOWED
    open_ = [one for one in minutes.speakers(meeting) if one.checked_at is None]
    if open_:
        words = _("还有 %(count)s 位发言人没有核对发言记录。请先在纪要页核对。")
        return refuse(words % {"count": len(open_)}, "meetings.check.open")
    return ALLOWED


def begun(meeting: Meeting) -> Verdict:
    """Whether its hour has come; nobody closes a meeting that has not begun."""
    if meeting.starts_at > clock.now():
        return refuse(_("会议还没有到开始时间。"), "meetings.early")
    return ALLOWED
