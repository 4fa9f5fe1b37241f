"""Effective coverage: covered by a party organisation that lives, not by one on paper.

No national formula exists. Here: organisations covered whose party organisation held the meetings
that the hub asks for as often as their rules say, in each period of the last two whole quarters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import rulebook
from shuniu.meetings.models import Meeting
from shuniu.meetings.queries.regulations import regulation
from shuniu.meetings.states import OF_PARTY, MeetingKind, MeetingState
from shuniu.registry.models import Organisation, PartyCover
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.queries.party import holds
from shuniu.registry.states import Standing

KINDS = rulebook.declare(
    "meetings.effective.kinds",
    [MeetingKind.ASSEMBLY_PARTY.value, MeetingKind.THEME_DAY.value],
    _("有效覆盖所看的会议"),
    _("枢纽自定：近两个完整季度内都按规定次数召开"),
    [(kind.value, kind.label) for kind in MeetingKind if kind in OF_PARTY],
)
_HELD = (MeetingState.HELD, MeetingState.APPROVED)
_LENGTHS = {"month": 1, "quarter": 3, "half_year": 6}


@dataclass(frozen=True, slots=True)
class Lacking:
    """How often a kind of meeting was held in how many periods fewer than asked for."""

    kind: MeetingKind
    periods: int
    short: int


@dataclass(frozen=True, slots=True)
class Effective:
    """Who counts.

    Attributes:
        first, last: days of the two quarters.
        base: numbers of all active organisations in view.
        covered: of these, under a party organisation on the day.
        effective: of these, under one that met as often as asked for.
        lacking: covered organisation → what its party organisation lacks; the best of several.
    """

    first: date
    last: date
    base: tuple[int, ...]
    covered: tuple[int, ...]
    effective: tuple[int, ...]
    lacking: dict[int, tuple[Lacking, ...]]


def effective_on(user: User, day: date) -> Effective:
    """Effective coverage of what somebody may see, on a day."""
    first, last = two_quarters(day)
    rows = Organisation.objects.exclude(type="hub").filter(standing=Standing.ACTIVE)
    seen = within(rows, user, Capability.MEETINGS_SEE)
    base = tuple(seen.order_by("name").values_list("pk", flat=True))
    covers = PartyCover.objects.filter(holds(day), party__kind__in=parameters(day).wide)
    by: dict[int, list[int]] = defaultdict(list)
    for organisation, party in covers.values_list("organisation_id", "party_id"):
        by[organisation].append(party)
    covered = tuple(one for one in base if one in by)
    lacks = _lacks({party for one in covered for party in by[one]}, first, last)
    lacking = {
        one: min((lacks[party] for party in by[one]), key=lambda some: sum(x.short for x in some))
        for one in covered
    }
    alive = tuple(one for one in covered if not lacking[one])
    return Effective(first, last, base, covered, alive, {k: v for k, v in lacking.items() if v})


def two_quarters(day: date) -> tuple[date, date]:
    """First and last day of the two whole quarters before a day."""
    this = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    months = this.year * 12 + this.month - 1 - 6
    return date(months // 12, months % 12 + 1, 1), this - timedelta(days=1)


def _lacks(parties: set[int], first: date, last: date) -> dict[int, tuple[Lacking, ...]]:
    kinds = rulebook.value(KINDS, last)
    wanted = {}
    for kind in kinds if isinstance(kinds, list) else ():
        rule = regulation(kind, "", last)
        if rule.every in _LENGTHS and rule.times:
            wanted[kind] = (_LENGTHS[rule.every], rule.times)
    held = _held(wanted, first, last)
    return {
        party: tuple(
            found
            for kind, (months, times) in wanted.items()
            if (found := _short(held, party, kind, months, times)).short
        )
        for party in parties
    }


def _held(
    wanted: dict[str, tuple[int, int]], first: date, last: date
) -> Counter[tuple[int, str, int]]:
    """Party organisation, kind and number of the period → meetings held."""
    rows = Meeting.objects.filter(state__in=_HELD, party__isnull=False, kind__in=wanted)
    rows = rows.filter(starts_at__date__gte=first, starts_at__date__lte=last)
    found: Counter[tuple[int, str, int]] = Counter()
    for party, kind, at in rows.values_list("party_id", "kind", "starts_at"):
        on = timezone.localdate(at)
        month = (on.year - first.year) * 12 + on.month - first.month
        found[party, kind, month // wanted[kind][0]] += 1
    return found


def _short(
    held: Counter[tuple[int, str, int]], party: int, kind: str, months: int, times: int
) -> Lacking:
    periods = 6 // months
    short = sum(held[party, kind, number] < times for number in range(periods))
    return Lacking(MeetingKind(kind), periods, short)
