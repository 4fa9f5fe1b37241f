"""A meeting ends; its minutes are checked and frozen."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.events import announce
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings import rules
from shuniu.meetings.models import Meeting
from shuniu.meetings.queries import minutes, regulations, standing
from shuniu.meetings.queries.joint import unreported
from shuniu.meetings.services.joint import report_absent
from shuniu.meetings.states import MOVES, MeetingHeld, MeetingKind, MeetingState, Presence
from shuniu.members.services import note_presences

LATE_AFTER = timedelta(days=regulations.LATE_DAYS)


def close_meeting(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> None:
    """It is over: whoever did not come is absent, the quorum is computed and kept.

    Raises:
        Refused: by the rules, it has not begun, or items are not voted on.
    """
    if by is not None:
        ensure(rules.can_take(by, meeting, "close"))
    ensure(rules.begun(meeting))
    if meeting.kind == MeetingKind.JOINT:
        _ensure_heard(meeting)
    _ensure_voted(meeting)  # holds no rows: whoever votes holds the meeting first
    with transaction.atomic():
        walk(meeting, MOVES["close"])
        meeting.roll.filter(presence=Presence.EXPECTED).update(presence=Presence.ABSENT)
        found = standing.validity(meeting)
        there = found.there
        meeting.ends_at = meeting.ends_at or max(at or clock.now(), meeting.starts_at)
        meeting.recorded_at = clock.now()
        meeting.quorum = {
            "should": there.should,
            "present": there.present,
            "least": there.least,
            "met": found.quorum,
            "notice": found.notice,
            "steps": [{"zh": one.zh, "en": one.en} for one in found.steps],
        }
        meeting.save(update_fields=["ends_at", "recorded_at", "quorum"])
        _count_presences(meeting)
        audit.record(
            "meetings.closed",
            meeting,
            by=by,
            node=meeting.node_id,
            should=there.should,
            present=there.present,
            valid=found.ok,
        )
        announce(MeetingHeld(meeting.pk, meeting.kind))


def reopen_meeting(meeting: Meeting, *, by: User) -> None:
    """Something is missing in the record; votes that were taken stand.

    Raises:
        Refused: by the rules, or the minutes are frozen.
    """
    with transaction.atomic():
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        ensure(rules.can_take(by, meeting, "reopen"))
        walk(meeting, MOVES["reopen"])
        audit.record("meetings.reopened", meeting, by=by, node=meeting.node_id)


def approve_minutes(meeting: Meeting, *, by: User | None) -> str:
    """Freeze the minutes under their digest; names stand in them as pseudonymous keys.

    Raises:
        Refused: by the rules, or the meeting is not over.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_take(by, meeting, "approve"))
        ensure(rules.spoken(meeting))
        text = minutes.frozen(meeting)
        digest = hashlib.sha256(text.encode()).hexdigest()
        if meeting.state != MeetingState.HELD:
            walk(meeting, MOVES["approve"])  # says why not
        Meeting.objects.filter(pk=meeting.pk).update(minutes=text, digest=digest)
        walk(meeting, MOVES["approve"])
        meeting.minutes, meeting.digest = text, digest
        meeting.approved_at, meeting.approved_by = clock.now(), by
        meeting.save(update_fields=["approved_at", "approved_by"])
        audit.record("meetings.approved", meeting, by=by, node=meeting.node_id, digest=digest)
    return digest


def _ensure_heard(meeting: Meeting) -> None:
    """Every task of earlier joint meetings was told of, or its unit is not there."""
    meeting.units.filter(presence=Presence.EXPECTED).update(presence=Presence.ABSENT)
    report_absent(meeting)
    open_ = unreported(meeting)
    if open_:
        words = _("还有 %(count)s 项上次会议的任务没有报告进展，如“%(text)s”。请先逐项登记。")
        told = {"count": len(open_), "text": open_[0].text}
        raise Refused(refuse(words % told, "meetings.unreported"))


def _ensure_voted(meeting: Meeting) -> None:
    """What can be voted on must be; what nobody may decide here keeps no meeting open."""
    if not meeting.roll.filter(vote=True, presence=Presence.PRESENT).exists():
        return
    for open_ in meeting.agenda.filter(kind__in=rules.VOTED, outcome=""):
        if not rules.guarded(open_):
            continue
        words = _("议题“%(title)s”还没有表决结果。请先表决，或改为讨论事项。")
        raise Refused(refuse(words % {"title": open_.title}, "meetings.unvoted"))


def _count_presences(meeting: Meeting) -> None:
    on, record = timezone.localdate(meeting.starts_at), f"meetings.meeting:{meeting.pk}"
    if meeting.party_id is None:
        return
    there = meeting.roll.filter(presence=Presence.PRESENT).values_list("person_id", flat=True)
    note_presences(there, on=on, kind=meeting.kind, record=record)
