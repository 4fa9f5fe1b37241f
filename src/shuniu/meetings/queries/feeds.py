"""Calendars that phones subscribe to: meetings, open items of year plans, tasks due; nobody's name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.meetings.models import Feed, Meeting, PlanItem, Task
from shuniu.meetings.states import MeetingState, TaskState
from shuniu.registry.models import PartyCover
from shuniu.registry.queries.party import holds

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
MOST = 1500  # lines of each sort in one calendar: a phone reads no more with profit
_LASTS = timedelta(hours=1)  # where nobody said how long
_ZONE = "Asia/Shanghai"
# A later version of the same event bears a higher number.
_SEQUENCE = {
    MeetingState.PLANNED: 0,
    MeetingState.CALLED: 1,
    MeetingState.OPEN: 2,
    MeetingState.HELD: 3,
    MeetingState.APPROVED: 3,
    MeetingState.CANCELLED: 3,
}
_STATUS = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def digest_of(token: str) -> str:
    """SHA-256 of a secret: that alone is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_by(token: str) -> Feed | None:
    """The feed behind a secret, where it has not ended."""
    rows = Feed.objects.select_related("user", "organisation__node")
    return rows.filter(token_hash=digest_of(token), ended_at__isnull=True).first()


def feeds_of(user: User) -> QuerySet[Feed]:
    """The feeds of a person that have not ended, the newest first."""
    rows = Feed.objects.filter(user=user, ended_at__isnull=True)
    return rows.select_related("organisation__node", "user").order_by("-pk")


def calendar_of(feed: Feed, base: str) -> bytes:
    """The calendar of a feed as iCalendar; the same rows give the same bytes.

    Args:
        feed: with its user and organisation.
        base: the address of this hub, such as ``https://hub.example/``.
    """
    today = clock.today()
    found = Calendar()
    found.add("prodid", "-//Shuniu//meetings//ZH")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name_of(feed))
    found.add("x-wr-timezone", _ZONE)
    found.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT6H")
    found.add_component(_zone())
    covering = _covering(feed, today)
    host = hashlib.sha256(base.encode()).hexdigest()[:12]
    for meeting in _meetings(feed, covering, today):
        found.add_component(_meeting(meeting, base, host))
    for item in _items(feed, covering, today):
        found.add_component(_item(item, base, host))
    for task in _tasks(feed, covering, today):
        found.add_component(_task(task, base, host))
    return bytes(found.to_ical())


def name_of(feed: Feed) -> str:
    """What phones call the calendar."""
    if feed.organisation is not None:
        return _("%(name)s会议") % {"name": feed.organisation.short_name or feed.organisation.name}
    return _("会议日历")


def _covering(feed: Feed, today: date) -> list[int]:
    if feed.organisation_id is None:
        return []
    rows = PartyCover.objects.filter(holds(today), holds(today, "party__"))
    return list(rows.filter(organisation=feed.organisation_id).values_list("party_id", flat=True))


def _meetings(feed: Feed, covering: list[int], today: date) -> list[Meeting]:
    zone = ZoneInfo(_ZONE)
    begin = datetime.combine(today - BACK, time.min, zone)
    rows = Meeting.objects.filter(starts_at__gte=begin, starts_at__lt=begin + BACK + AHEAD)
    rows = within(rows, feed.user, Capability.MEETINGS_SEE)
    if feed.organisation_id is not None:
        rows = rows.filter(Q(organisation=feed.organisation_id) | Q(party__in=covering))
    rows = rows.select_related("organisation", "party").order_by("-starts_at", "-pk")
    return list(rows[:MOST])[::-1]


def _items(feed: Feed, covering: list[int], today: date) -> list[PlanItem]:
    rows = PlanItem.objects.filter(
        meeting__isnull=True, dropped="", on__gte=today - BACK, on__lt=today + AHEAD
    )
    if feed.organisation_id is None:
        place = "plan__organisation__node"
        rows = within(rows, feed.user, Capability.MEETINGS_SEE, field=place)
    else:
        rows = rows.filter(Q(plan__organisation=feed.organisation_id) | Q(party__in=covering))
    return list(rows.select_related("plan__organisation", "party").order_by("on", "pk")[:MOST])


def _tasks(feed: Feed, covering: list[int], today: date) -> list[Task]:
    rows = Task.objects.filter(
        state=TaskState.OPEN, due_on__gte=today - BACK, due_on__lt=today + AHEAD
    )
    rows = within(rows, feed.user, Capability.MEETINGS_SEE, field="meeting__node")
    if feed.organisation_id is not None:
        whose = Q(meeting__organisation=feed.organisation_id) | Q(meeting__party__in=covering)
        rows = rows.filter(whose)
    rows = rows.select_related("meeting__organisation", "meeting__party")
    return list(rows.order_by("due_on", "pk")[:MOST])


def _zone() -> Component:
    """Shanghai has kept one time since 1991; what phones need to know of it."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", _ZONE)
    standard.add("dtstart", datetime(1991, 9, 15, 1))  # noqa: DTZ001 (local time, as the format asks)
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _meeting(meeting: Meeting, base: str, host: str) -> Event:
    zone = ZoneInfo(_ZONE)
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{host}.shuniu")
    known = (meeting.made_at, meeting.called_at, meeting.recorded_at, meeting.approved_at)
    event.add("dtstamp", max(one for one in known if one is not None))
    begins = meeting.starts_at.astimezone(zone)
    event.add("dtstart", begins)
    event.add("dtend", (meeting.ends_at or meeting.starts_at + _LASTS).astimezone(zone))
    words = {"title": meeting.title, "who": _who(meeting)}
    event.add("summary", _("%(title)s（%(who)s）") % words if words["who"] else meeting.title)
    if meeting.place:
        event.add("location", meeting.place)
    state = MeetingState(meeting.state)
    event.add("status", _STATUS.get(state, "CONFIRMED"))
    event.add("sequence", meeting.version - 1 + _SEQUENCE[state])
    event.add("url", urljoin(base, reverse("meetings:meeting", args=[meeting.pk])))
    return event


def _item(item: PlanItem, base: str, host: str) -> Event:
    who = item.party.name if item.party is not None else str(item.plan.organisation)
    words = _("计划：%(title)s（%(who)s）") % {"title": item.title, "who": who}
    event = _all_day(f"plan-{item.pk}@{host}.shuniu", item.on, words, item.changed_at)
    event.add("sequence", item.version - 1)
    event.add("url", urljoin(base, reverse("meetings:plan_item", args=[item.pk])))
    return event


def _task(task: Task, base: str, host: str) -> Event:
    """Its words stay at home: people write names into them."""
    words = _("决议事项到期（%(title)s）") % {"title": task.meeting.title}
    at = task.meeting.recorded_at or task.meeting.made_at
    event = _all_day(f"task-{task.pk}@{host}.shuniu", task.due_on, words, at)
    event.add("sequence", 0)
    event.add("url", urljoin(base, reverse("meetings:meeting", args=[task.meeting_id])))
    return event


def _all_day(uid: str, on: date, words: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", at)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", words)
    event.add("transp", "TRANSPARENT")
    return event


def _who(meeting: Meeting) -> str:
    if meeting.party is not None:
        return meeting.party.name
    return str(meeting.organisation) if meeting.organisation is not None else ""


@dataclass(frozen=True, slots=True)
class Served:
    """A calendar as it goes out: its bytes, their digest, when they last became others."""

    body: bytes
    digest: str
    changed_at: datetime


def public_base(otherwise: str) -> str:
    """The address of this hub: the one that is set, or the one it was called by."""
    return str(settings.SHUNIU_PUBLIC_URL or otherwise)
