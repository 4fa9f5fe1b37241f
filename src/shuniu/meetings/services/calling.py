"""A meeting is planned, called, opened, or taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.meetings import rules
from shuniu.meetings.models import Attendee, Meeting, PlanItem
from shuniu.meetings.queries.rolls import BODIES, roll_for
from shuniu.meetings.queries.telling import notice_text, people_told
from shuniu.meetings.services import plans
from shuniu.meetings.states import MOVES, OF_PARTY, MeetingKind
from shuniu.registry.models import Body, Organisation, PartyOrganisation, Person


@dataclass(frozen=True, slots=True)
class Draft:
    """What a meeting is to be.

    Attributes:
        kind: of meeting.
        title: as it stands in the minutes.
        starts_at: when.
        organisation: whose; nothing for a joint meeting.
        body: which body sits; for a meeting of a branch nothing.
        party: which branch; for a meeting of a body nothing.
        node: where a joint meeting is called.
        also: a second kind that the same sitting serves.
        item: of the year plan from which it is called; otherwise the nearest open one is taken.
    """

    kind: str
    title: str
    starts_at: datetime
    organisation: Organisation | None = None
    body: Body | None = None
    party: PartyOrganisation | None = None
    node: Node | None = None
    place: str = ""
    ends_at: datetime | None = None
    chair: Person | None = None
    recorder: Person | None = None
    also: str = ""
    item: PlanItem | None = None


def plan_meeting(draft: Draft, *, by: User | None) -> Meeting:
    """Put a meeting into the calendar, with everybody who should attend on its roll.

    What the year plan holds of its kind is fulfilled by it.

    Raises:
        Refused: by the rules; the body or branch does not hold meetings of this kind.
    """
    with transaction.atomic():
        node = _node_of(draft)
        if by is not None:
            ensure(rules.can_keep(by, node, draft.kind))
        _ensure_fits(draft)
        meeting = Meeting.objects.create(
            node=node,
            organisation=draft.organisation,
            body=draft.body,
            party=draft.party,
            kind=draft.kind,
            also=draft.also,
            title=draft.title.strip(),
            starts_at=draft.starts_at,
            ends_at=draft.ends_at,
            place=draft.place.strip(),
            chair=draft.chair,
            recorder=draft.recorder,
            code_key=secrets.token_hex(16),
            made_by=by,
        )
        draw_roll(meeting)
        plans.fulfil(meeting, by=by, item=draft.item)
        audit.record("meetings.planned", meeting, by=by, node=node.pk, kind=draft.kind)
    return meeting


def draw_roll(meeting: Meeting) -> None:
    """Write down who should attend, as posts and rosters say on the day of the meeting."""
    seats = roll_for(meeting, timezone.localdate(meeting.starts_at))
    Attendee.objects.bulk_create(
        [
            Attendee(
                meeting=meeting,
                person_id=one.person_id,
                organisation_id=one.organisation_id,
                vote=one.vote and not one.observer,
                observer=one.observer,
            )
            for one in seats
        ]
    )


def _node_of(draft: Draft) -> Node:
    if draft.node is not None:
        return draft.node
    if draft.organisation is not None:
        return draft.organisation.node
    if draft.party is not None:
        return draft.party.home.node
    raise Refused(refuse(_("请选择会议属于哪个单位。"), "meetings.place"))


def _ensure_fits(draft: Draft) -> None:
    if not draft.title.strip():
        raise Refused(refuse(_("请填写会议名称。"), "meetings.title"))
    if draft.ends_at is not None and draft.ends_at < draft.starts_at:
        raise Refused(refuse(_("结束时间不能早于开始时间。"), "meetings.times"))
    if draft.kind in OF_PARTY and draft.party is None:
        raise Refused(refuse(_("请选择召开会议的党组织。"), "meetings.party"))
    if draft.kind in BODIES and draft.body is None:
        raise Refused(refuse(_("请选择召开会议的机构。"), "meetings.body"))
    if draft.body is not None and BODIES.get(draft.kind) != draft.body.kind:
        words = _("“%(body)s”不召开“%(kind)s”。") % {
            "body": draft.body.name or draft.body.get_kind_display(),
            "kind": MeetingKind(draft.kind).label,
        }
        raise Refused(refuse(words, "meetings.body"))


def call_meeting(meeting: Meeting, *, by: User | None, at: datetime | None = None) -> None:
    """Notice goes out; the days until the meeting count from now.

    Args:
        meeting: planned.
        by: who calls.
        at: when it was called, where it is written down afterwards; never after the meeting began.

    Raises:
        Refused: by the rules, or it was called before.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_take(by, meeting, "call"))
        walk(meeting, MOVES["call"])
        meeting.called_at = min(at or clock.now(), clock.now())
        meeting.save(update_fields=["called_at"])
        if meeting.starts_at > clock.now():
            told = [one for one in people_told(meeting) if by is None or one != by.pk]
            notify(told, notice_text(meeting), reverse("meetings:meeting", args=[meeting.pk]))
        audit.record("meetings.called", meeting, by=by, node=meeting.node_id)


def open_meeting(meeting: Meeting, *, by: User | None) -> None:
    """It begins.

    Raises:
        Refused: by the rules, or it is over.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_take(by, meeting, "open"))
        walk(meeting, MOVES["open"])
        audit.record("meetings.opened", meeting, by=by, node=meeting.node_id)


def cancel_meeting(meeting: Meeting, *, reason: str, by: User | None) -> None:
    """It does not take place; what the year plan held for it is open again.

    Raises:
        Refused: by the rules, it has begun, or no reason is given.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_take(by, meeting, "cancel"))
        if not reason.strip():
            raise Refused(refuse(_("请写明取消的原因。"), "meetings.reason"))
        walk(meeting, MOVES["cancel"])
        meeting.late_reason = reason.strip()[:200]
        meeting.save(update_fields=["late_reason"])
        plans.release(meeting, by=by)
        audit.record("meetings.cancelled", meeting, by=by, node=meeting.node_id)
