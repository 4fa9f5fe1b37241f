"""Who is there: by the code on the screen, or by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings import rules
from shuniu.meetings.models import Attendee, Meeting
from shuniu.meetings.queries import codes
from shuniu.meetings.states import SOUND, MeetingState, Presence, SignedBy


def sign_in(meeting: Meeting, person_id: int, *, code: str) -> Attendee:
    """Somebody signs in with the code that the screen shows this minute.

    Raises:
        Refused: the meeting does not run, the code is old, they are not on the roll.
    """
    with transaction.atomic():
        if meeting.state != MeetingState.OPEN:
            raise Refused(refuse(_("会议没有在进行，暂不能签到。"), "meetings.sign.open"))
        if not codes.fits(meeting, code):
            words = _("签到码已更换，请重新扫描屏幕上的二维码。")
            raise Refused(refuse(words, "meetings.sign.code"))
        row = Attendee.objects.filter(meeting=meeting, person_id=person_id).first()
        if row is None:
            words = _("您不在这次会议的名单上，请找记录人登记。")
            raise Refused(refuse(words, "meetings.sign.roll"))
        if row.presence != Presence.PRESENT:
            _there(row, SignedBy.CODE)
            audit.record("meetings.signed", meeting, by=None, node=meeting.node_id, row=row.pk)
    return row


def present(row: Attendee, *, by: User | None) -> None:
    """The recorder saw them.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        _ensure(row, by)
        if row.presence == Presence.PRESENT and row.left_at is None:
            return
        _ensure_uncounted(row)
        _there(row, SignedBy.HAND)
        _noted(row, by)


def excuse(row: Attendee, *, reason: str, by: User | None) -> None:
    """Away, with a reason.

    Raises:
        Refused: by the rules, or no reason is given.
    """
    with transaction.atomic():
        _ensure(row, by)
        if not reason.strip():
            raise Refused(refuse(_("请写明请假原因。"), "meetings.excuse"))
        _ensure_uncounted(row)
        row.presence, row.reason = Presence.EXCUSED, reason.strip()[:120]
        row.signed_at, row.signed_by, row.left_at = None, "", None
        row.save(update_fields=["presence", "reason", "signed_at", "signed_by", "left_at"])
        _noted(row, by)


def absent(row: Attendee, *, by: User | None) -> None:
    """Neither there nor excused.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        _ensure(row, by)
        _ensure_uncounted(row)
        row.presence, row.reason, row.signed_at, row.signed_by = Presence.ABSENT, "", None, ""
        row.left_at = None
        row.save(update_fields=["presence", "reason", "signed_at", "signed_by", "left_at"])
        _noted(row, by)


def leave(row: Attendee, *, at: datetime | None = None, by: User | None) -> None:
    """Gone before the end: not there for what is voted on afterwards.

    Raises:
        Refused: by the rules, or they were not there.
    """
    with transaction.atomic():
        _ensure(row, by)
        if row.presence != Presence.PRESENT:
            raise Refused(refuse(_("没有到会的人不能登记离会。"), "meetings.leave"))
        moment = at or clock.now()
        _ensure_uncounted(row, moment)
        row.left_at = moment
        row.save(update_fields=["left_at"])
        _noted(row, by)


def mark_all(meeting: Meeting, *, by: User | None) -> int:
    """Everybody who has not said otherwise is there; returns how many that were.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        _ensure_going(meeting, by)
        rows = meeting.roll.filter(presence=Presence.EXPECTED)
        count = rows.update(
            presence=Presence.PRESENT, signed_at=clock.now(), signed_by=SignedBy.HAND
        )
        audit.record("meetings.marked", meeting, by=by, node=meeting.node_id, count=count)
    return count


def _ensure(row: Attendee, by: User | None) -> None:
    _ensure_going(row.meeting, by)
    row.refresh_from_db(fields=["presence", "left_at", "signed_at"])


def _ensure_going(meeting: Meeting, by: User | None) -> None:
    """Nobody votes while the roll changes; the meeting is held until the end and read anew."""
    held = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("node")
    row = held.get(pk=meeting.pk)
    ensure(rules.changeable(row) if by is None else rules.can_change(by, row))


def _ensure_uncounted(row: Attendee, until: datetime | None = None) -> None:
    """Whoever was counted in a vote stays so; they may leave after it.

    Raises:
        Refused: they were counted, later than ``until`` where that is given.
    """
    if row.presence != Presence.PRESENT:
        return
    voted = row.meeting.agenda.filter(outcome__in=SOUND)
    if row.signed_at is not None:
        voted = voted.filter(voted_at__gte=row.signed_at)
    if row.left_at is not None:
        voted = voted.filter(voted_at__lt=row.left_at)
    if until is not None:
        voted = voted.filter(voted_at__gte=until)
    if voted.exists():
        words = _("这名人员已计入一次表决，到会情况不能再改；之后离会的，请登记离会时间。")
        raise Refused(refuse(words, "meetings.attendance.voted"))


def _there(row: Attendee, how: str) -> None:
    row.presence, row.reason, row.left_at = Presence.PRESENT, "", None
    row.signed_at, row.signed_by = clock.now(), how
    row.save(update_fields=["presence", "reason", "signed_at", "signed_by", "left_at"])


def _noted(row: Attendee, by: User | None) -> None:
    audit.record(
        "meetings.attendance",
        row.meeting,
        by=by,
        node=row.meeting.node_id,
        row=row.pk,
        presence=row.presence,
    )
