"""A year in twelve months: what is planned and what was held, of the organisation and its branch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.meetings.models import Meeting, PlanItem
from shuniu.meetings.queries import plans
from shuniu.meetings.states import OF_PARTY, ItemState, MeetingState
from shuniu.registry.models import Organisation, PartyCover
from shuniu.registry.queries.party import holds

BRANCH, OWN = "branch", "organisation"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar.

    Attributes:
        on: its day; that of its meeting, where there is one.
        title: of the meeting, or of the item.
        kind: in words.
        state: how it stands.
        branch: whether a branch holds it.
        holder: the branch, where another organisation is its home.
        item: in the plan; nothing for a meeting that was not planned.
        meeting: where one is called or held, and may be seen.
        ours: whether it stands in the plan of this organisation.
    """

    on: date
    title: str
    kind: str
    state: ItemState
    branch: bool
    holder: str = ""
    item: PlanItem | None = None
    meeting: Meeting | None = None
    ours: bool = False

    @property
    def open(self) -> bool:
        """Whether its meeting is still to be called."""
        return self.item is not None and self.item.meeting_id is None and not self.item.dropped


@dataclass(slots=True)
class Month:
    """A month with what is in it, by day."""

    number: int
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of an organisation.

    Attributes:
        months: twelve.
        tally: how far it is carried out; meetings outside the plan count as well.
        lapses: what the rules asked for in past periods and nobody recorded.
        begun: whether anything stands in the plan.
    """

    months: list[Month]
    tally: plans.Tally
    lapses: list[plans.Lapse]
    begun: bool


def year_of(user: User, organisation: Organisation, year: int, of: str = "") -> Year:
    """The calendar of a year.

    Args:
        user: who looks; meetings elsewhere that they may not see are shown as their items only.
        organisation: whose.
        year: which.
        of: ``branch`` or ``organisation`` for one side only.
    """
    today = clock.today()
    covering = _covering(organisation, year)
    items = _items(organisation, covering, year)
    held = _meetings(user, organisation, covering, year)
    seen = {one.pk for one in held}
    entries = [_of_item(one, organisation, seen, today) for one in items]
    planned = {one.meeting_id for one in items if one.meeting_id is not None}
    entries += [
        _of_meeting(one, organisation, today)
        for one in held
        if one.pk not in planned and one.state != MeetingState.CANCELLED
    ]
    if of in {BRANCH, OWN}:
        entries = [one for one in entries if one.branch == (of == BRANCH)]
    months = [Month(number) for number in range(1, 13)]
    for entry in sorted(entries, key=lambda one: (one.on, one.title)):
        months[entry.on.month - 1].entries.append(entry)
    day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
    asked = [
        one
        for one in plans.needs(organisation, day)
        if of not in {BRANCH, OWN} or (one.party is not None) == (of == BRANCH)
    ]
    missed = plans.lapses(asked, plans.meetings_in(organisation, year), year)
    return Year(months, plans.tally(one.state for one in entries), missed, bool(items))


def _covering(organisation: Organisation, year: int) -> list[int]:
    """The branches that covered an organisation on the last day of a year, or today."""
    day = min(clock.today(), date(year, 12, 31))
    rows = PartyCover.objects.filter(holds(day), holds(day, "party__"), organisation=organisation)
    return list(rows.values_list("party_id", flat=True))


def _items(organisation: Organisation, covering: list[int], year: int) -> list[PlanItem]:
    rows = PlanItem.objects.filter(plan__year=year).filter(
        Q(plan__organisation=organisation) | Q(party__in=covering)
    )
    return list(rows.select_related("plan", "party", "meeting"))


def _meetings(
    user: User, organisation: Organisation, covering: list[int], year: int
) -> list[Meeting]:
    rows = Meeting.objects.filter(starts_at__year=year).filter(
        Q(organisation=organisation) | Q(party__in=covering)
    )
    return list(within(rows, user, Capability.MEETINGS_SEE).select_related("party"))


def _of_item(item: PlanItem, organisation: Organisation, seen: set[int], today: date) -> Entry:
    meeting, ours = item.meeting, item.plan.organisation_id == organisation.pk
    on = item.on if meeting is None else timezone.localdate(meeting.starts_at)
    known = meeting if meeting is not None and meeting.pk in seen else None
    if on.year != item.plan.year:
        on = item.on  # held after the turn of the year: it stays where it was planned
    return Entry(
        on,
        item.title if known is None else known.title,
        item.get_kind_display(),
        plans.state_of(item, today),
        item.party_id is not None,
        "" if ours or item.party is None else item.party.name,
        item,
        known,
        ours,
    )


def _of_meeting(meeting: Meeting, organisation: Organisation, today: date) -> Entry:
    away = meeting.party is not None and meeting.party.home_id != organisation.pk
    return Entry(
        timezone.localdate(meeting.starts_at),
        meeting.title,
        meeting.get_kind_display(),
        plans.state_of_meeting(meeting, today),
        meeting.kind in OF_PARTY,
        meeting.party.name if away and meeting.party is not None else "",
        None,
        meeting,
    )
