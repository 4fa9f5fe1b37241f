"""How far somebody is on the way: what rules and clocks read, gathered once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shuniu.members.models import Member
from shuniu.members.queries.admissions import Answer, can_admit
from shuniu.members.queries.calendar import later


@dataclass(frozen=True, slots=True)
class Way:
    """Plain facts of somebody's way into the party.

    Attributes:
        done: the day of each step that is done.
        facts: what was noted with each.
        counted_from: from when cultivation counts, carried over from another unit.
        half_years: days of the half-year entries.
        hours: hours of training.
        leaves_on: when they will leave the unit, where that is known.
        admission: whether members can be admitted where they are.
        open: whether they are on the roster.
    """

    done: Mapping[int, date] = field(default_factory=dict)
    facts: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    counted_from: date | None = None
    half_years: tuple[date, ...] = ()
    hours: Decimal = Decimal(0)
    leaves_on: date | None = None
    admission: Answer = field(default_factory=lambda: Answer(""))
    open: bool = True

    @property
    def start(self) -> date | None:
        """From when cultivation counts: as carried over, or since they are activists."""
        begun = self.done.get(3)
        if self.counted_from is not None and begun is not None:
            return min(self.counted_from, begun)
        return self.counted_from or begun

    def probation_end(self, months: int) -> date | None:
        """When the probation ends, extended or not."""
        begun = self.done.get(15)
        if begun is None:
            return None
        return later(begun, months + self.extended)

    @property
    def extended(self) -> int:
        """By how many months the probation was extended."""
        return int(self.facts.get(21, {}).get("extended_months", 0))


def way_of(member: Member, on: date) -> Way:
    """The way of one."""
    return ways_of([member], on)[member.pk]


def ways_of(members: Iterable[Member], on: date) -> dict[int, Way]:
    """The ways of many; the answer for an organisation is worked out once."""
    answers: dict[int, Answer] = {}
    found: dict[int, Way] = {}
    for member in members:
        if member.organisation_id not in answers:
            answers[member.organisation_id] = can_admit(member.organisation, on)
        found[member.pk] = _way(member, answers[member.organisation_id])
    return found


def _way(member: Member, answer: Answer) -> Way:
    """With ``steps``, ``half_years`` and ``trainings`` prefetched where there are many."""
    steps = list(member.steps.all())
    return Way(
        done={one.number: one.on for one in steps},
        facts={one.number: one.facts for one in steps},
        counted_from=member.counted_from,
        half_years=tuple(sorted(one.on for one in member.half_years.all())),
        hours=sum((one.hours for one in member.trainings.all()), Decimal(0)),
        leaves_on=member.leaves_on,
        admission=answer,
        open=member.until is None,
    )
