"""How often in a year: periods, where in them a meeting is best held, working days."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from shuniu.meetings.states import MeetingKind

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_NEAR = timedelta(days=31)  # what has no period is fulfilled by what is held about that time
_K = MeetingKind
# In which month of its period (the last one, where it is shorter) and about which day of it.
_BEST: dict[str, tuple[int, int]] = {
    _K.ASSEMBLY_PARTY: (3, 20),
    _K.COMMITTEE_PARTY: (1, 6),
    _K.GROUP_PARTY: (1, 25),
    _K.LECTURE: (6, 25),  # about the first of July
    _K.THEME_DAY: (1, 15),
    _K.LIFE: (12, 5),  # usually in the last quarter
    _K.REVIEW: (12, 12),
    _K.COUNCIL: (3, 12),  # before the yearly report is due
    _K.STANDING: (4, 10),
    _K.SUPERVISORS: (3, 18),
    _K.ASSEMBLY: (4, 22),
}
_OTHERWISE = (2, 20)
_FIXED = (
    *((1, day) for day in (1, 2, 3)),
    *((4, day) for day in (4, 5, 6)),
    *((5, day) for day in (1, 2, 3, 4, 5)),
    *((10, day) for day in (1, 2, 3, 4, 5, 6, 7)),
)
# First days of the lunar year; the days off around it are kept clear.
_SPRING = tuple(
    date.fromisoformat(one)
    for one in (
        *("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03"),
        *("2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08"),
    )
)
_LUNAR = frozenset(
    date.fromisoformat(one)  # Dragon Boat and Mid-Autumn
    for one in (
        *("2026-06-19", "2026-09-25", "2027-06-09", "2027-09-15", "2028-05-28", "2028-10-03"),
        *("2029-06-16", "2029-09-22", "2030-06-05", "2030-09-12"),
    )
)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a period in which one meeting is due, and the day that suits it best."""

    span: Span
    target: date


def periods(every: str, year: int) -> list[Span]:
    """The periods of a year; none where a kind has no frequency."""
    length = MONTHS.get(every, 0)
    if not length:
        return []
    return [_months(year, first, length) for first in range(1, 13, length)]


def period_of(every: str, day: date) -> Span:
    """The period a day lies in; where there is none, a month before and after."""
    for span in periods(every, day.year):
        if span.holds(day):
            return span
    return Span(day - _NEAR, day + _NEAR)


def slots(kind: str, span: Span, times: int) -> list[Slot]:
    """A period in as many equal parts as there are meetings due, each with its best day."""
    months = span.last.month - span.first.month + 1
    edges = [round(months * n / times) for n in range(times + 1)]
    if times > months:  # more than one in a month: the month in days
        return _days(span, times)
    found = []
    for begin, end in pairwise(edges):
        part = _months(span.first.year, span.first.month + begin, end - begin)
        month, day = _BEST.get(kind, _OTHERWISE)
        found.append(
            Slot(
                part, date(part.first.year, min(part.first.month + month - 1, part.last.month), day)
            )
        )
    return found


def _days(span: Span, times: int) -> list[Slot]:
    length = (span.last - span.first).days + 1
    edges = [span.first + timedelta(days=round(length * n / times)) for n in range(times + 1)]
    return [
        Slot(Span(begin, end - timedelta(days=1)), begin + (end - begin) // 2)
        for begin, end in pairwise(edges)
    ]


def _months(year: int, month: int, length: int) -> Span:
    after = month + length
    end = date(year + 1, 1, 1) if after > 12 else date(year, after, 1)
    return Span(date(year, month, 1), end - timedelta(days=1))


def works(day: date) -> bool:
    """Whether offices are open: no weekend, no public holiday that is known beforehand."""
    if day.weekday() > 4 or (day.month, day.day) in _FIXED or day in _LUNAR:
        return False
    return not any(-1 <= (day - first).days <= 7 for first in _SPRING)


def pick(slot: Slot, taken: Collection[date], since: date) -> date | None:
    """The working day of a slot that is nearest its best one, free if one is, never before a day."""
    length = (slot.span.last - slot.span.first).days + 1
    days = [slot.span.first + timedelta(days=n) for n in range(length)]
    days = [day for day in days if day >= since]
    open_days = [day for day in days if works(day)] or days
    free = [day for day in open_days if day not in taken] or open_days
    # Later rather than earlier, where both are as near.
    return min(
        free, key=lambda day: (abs((day - slot.target).days), day < slot.target), default=None
    )


def name(span: Span) -> str:
    """A period in words: a month, a quarter, half a year, a year; empty for a span of another sort."""
    if span == _months(span.first.year, span.first.month, 1):
        return _("%(month)s月") % {"month": span.first.month}
    if span in periods("quarter", span.first.year):
        return _("第%(number)s季度") % {"number": span.last.month // 3}
    if span in periods("half_year", span.first.year):
        return _("上半年") if span.first.month == 1 else _("下半年")
    return _("全年") if span in periods("year", span.first.year) else ""
