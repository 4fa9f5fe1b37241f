"""The short way: an ordinary meeting that took place is written down in one go, on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import Refused, refuse
from shuniu.meetings.models import Meeting
from shuniu.meetings.queries import regulations
from shuniu.meetings.services.agenda import Item, add_item
from shuniu.meetings.services.attending import absent, excuse, mark_all
from shuniu.meetings.services.calling import Draft, call_meeting, open_meeting, plan_meeting
from shuniu.meetings.services.closing import close_meeting
from shuniu.meetings.services.tasks import Duty, add_task
from shuniu.meetings.states import ItemKind


@dataclass(frozen=True, slots=True)
class Record:
    """An ordinary meeting as it was.

    Attributes:
        draft: what it was.
        topics: what was reported or talked about.
        away: numbers of persons who did not come, with their reason; an empty one is an absence.
        called_on: when it was called; nothing where nobody was called.
        duties: what was resolved, who sees to it, by when.
        photo: one photo or scan, never required.
        late_reason: why it is written down so late, where it is.
    """

    draft: Draft
    topics: Sequence[str] = ()
    away: Mapping[int, str] = field(default_factory=dict)
    called_on: date | None = None
    duties: Sequence[Duty] = ()
    photo: StoredFile | None = None
    late_reason: str = ""


def record_meeting(record: Record, *, by: User | None) -> Meeting:
    """Write down a meeting that is over; late records are marked, never refused.

    Raises:
        Refused: by the rules, it is still to come, nothing was talked about, or late without a reason.
    """
    draft = record.draft
    with transaction.atomic():
        if draft.starts_at > clock.now():
            raise Refused(refuse(_("会议还没有到开始时间，请先列入计划。"), "meetings.early"))
        topics = [one.strip() for one in record.topics if one.strip()]
        if not topics:
            raise Refused(refuse(_("请至少写一句会议内容。"), "meetings.topics"))
        late = clock.now() - draft.starts_at > timedelta(days=regulations.LATE_DAYS)
        if late and not record.late_reason.strip():
            words = _("会议过去已超过 %(days)s 天，请写明补录原因。")
            raise Refused(refuse(words % {"days": regulations.LATE_DAYS}, "meetings.late"))
        meeting = plan_meeting(draft, by=by)
        if record.called_on is not None:
            at = draft.starts_at - (draft.starts_at.date() - record.called_on)
            call_meeting(meeting, by=by, at=at)
        open_meeting(meeting, by=by)
        for topic in topics:
            add_item(meeting, Item(ItemKind.REPORT, topic), by=by)
        _attended(meeting, record, by)
        for duty in record.duties:
            add_task(meeting, duty, by=by)
        meeting.photo, meeting.late_reason = record.photo, record.late_reason.strip()[:200]
        meeting.save(update_fields=["photo", "late_reason"])
        close_meeting(meeting, by=by, at=draft.ends_at or draft.starts_at + timedelta(hours=1))
    return meeting


def _attended(meeting: Meeting, record: Record, by: User | None) -> None:
    rows = meeting.roll.filter(person_id__in=list(record.away)).select_related("meeting__node")
    for row in rows:
        reason = record.away[row.person_id]
        if reason.strip():
            excuse(row, reason=reason, by=by)
        else:
            absent(row, by=by)
    mark_all(meeting, by=by)
