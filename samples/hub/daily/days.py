"""Whose life it is, and the days it is lived on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from samples._organisations import Organisation as Sample
from shuniu.base import clock
from shuniu.meetings import services as meetings
from shuniu.meetings.models import Meeting
from shuniu.registry.models import Body, Organisation, PartyOrganisation, Person

FIRST = date(2025, 11, 1)  # of the year that the running round looks back on
MONTHS = 12


@dataclass(frozen=True, slots=True)
class House:
    """An organisation with the sample it was drawn from and dice of its own."""

    row: Organisation
    sample: Sample
    council: Body
    party: PartyOrganisation | None
    rng: Random

    def most(self, key: str, most: int) -> int:
        """How many of a thing the sample has, and never more than that."""
        value = self.sample.values.get(key)
        return min(int(value), most) if isinstance(value, int | float | Decimal) else 0

    def rate(self, key: str, otherwise: float) -> float:
        """A percentage of the sample as a share of one."""
        value = self.sample.values.get(key)
        return float(value) / 100 if isinstance(value, int | float | Decimal) else otherwise

    def yes(self, key: str) -> bool:
        """Whether the sample says so."""
        return self.sample.values.get(key) is True

    def reviews(self) -> bool:
        """Whether its members are reviewed; functional branches hold no review."""
        party = self.party
        return party is not None and party.kind != "functional" and self.yes("democratic_review")


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day as the clock on the wall shows it."""
    return datetime.combine(day, time(hour - 8), UTC)


def month(number: int) -> date:
    """The first day of a month; 0 is the first of the year looked back on, -12 a year before."""
    months = FIRST.year * 12 + FIRST.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def sit(draft: meetings.Draft, day: date, *, notice: int, away: tuple[int, ...] = ()) -> Meeting:
    """A meeting planned, called in time and opened; everybody but some persons is there."""
    with clock.at(at(day - timedelta(days=notice))):
        meeting = meetings.plan_meeting(draft, by=None)
        meetings.call_meeting(meeting, by=None)
    with clock.at(at(day, 10)):
        meetings.open_meeting(meeting, by=None)
        for row in meeting.roll.filter(person_id__in=away):
            meetings.excuse(row, reason="出差", by=None)
        meetings.mark_all(meeting, by=None)
    return meeting


def head_of(body: Body) -> Person:
    """Who leads a body."""
    return body.posts.select_related("person").order_by("pk")[0].person


def voters(meeting: Meeting) -> int:
    """How many are there with a vote."""
    return meeting.roll.filter(vote=True, presence="present").count()
