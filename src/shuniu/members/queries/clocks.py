"""The clocks that run for somebody: what is due by when. None of them acts; people do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from shuniu.members.queries.calendar import later
from shuniu.members.queries.parameters import Parameters
from shuniu.members.queries.ways import Way
from shuniu.members.states import BY_NUMBER

_SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that is due.

    Attributes:
        code: stable word.
        words: what.
        due: by when.
        tone: ``bad`` when over, ``warn`` when soon, else ``info``.
    """

    code: str
    words: str
    due: date
    tone: str


def clocks(way: Way, on: date, rules: Parameters) -> list[Clock]:
    """What is due for somebody, the earliest first."""
    if not way.open:
        return []
    return sorted(_clocks(way, on, rules), key=lambda one: (one.due, one.code))


def half_year_due(way: Way, rules: Parameters) -> date | None:
    """When the next half-year entry is due; none outside cultivation and probation."""
    done = way.done
    start = way.start
    if 15 in done:
        return None if 22 in done else _next(done[15], way.half_years, rules)
    if start is None or 7 in done:
        return None
    return _next(start, way.half_years, rules)


def half_years_due(start: date, until: date, rules: Parameters) -> list[date]:
    """The days on which an entry was due, from a day on, up to a day."""
    found, number = [], 1
    while (due := later(start, rules.half_year * number)) <= until:
        found.append(due)
        number += 1
    return found


def _next(start: date, entries: tuple[date, ...], rules: Parameters) -> date:
    """Each entry moves the clock on; an early one does not cut the half-year short."""
    given = sum(1 for one in entries if one > start)
    return later(start, rules.half_year * (given + 1))


def _clock(code: str, words: str, due: date, on: date) -> Clock:
    tone = "bad" if due < on else "warn" if due - on <= _SOON else "info"
    return Clock(code, words, due, tone)


def _clocks(way: Way, on: date, rules: Parameters) -> Iterator[Clock]:
    done = way.done
    if 1 in done and 2 not in done:
        yield _clock("talk", _("派人谈话"), later(done[1], rules.talk), on)
    due = half_year_due(way, rules)
    if due is not None:
        yield _clock("half_year", _("半年考察"), due, on)
    if way.start is not None and 6 not in done and 15 not in done:
        earliest = later(way.start, rules.cultivation)
        yield Clock("cultivation", _("满培养考察期，可以研究确定发展对象"), earliest, "info")
    if 10 in done and 15 not in done:
        until = later(done[10], rules.review)
        yield _clock("review", _("政治审查结论到期"), until, on)
    if 13 in done and 15 not in done:
        yield _clock("meeting", _("召开支部大会讨论接收"), later(done[13], rules.meeting), on)
    yield from _approvals(way, on, rules)
    end = way.probation_end(rules.probation)
    if end is not None and 23 not in done:
        words = _("讨论转正") if 22 in done else _("预备期满，提出转正申请")
        yield _clock("probation", words, end, on)


def _approvals(way: Way, on: date, rules: Parameters) -> Iterator[Clock]:
    done = way.done
    if 15 in done and 17 not in done:
        due, last = later(done[15], rules.approve), later(done[15], rules.approve_most)
        if on > due:
            words = _("审批已超过期限，最迟不能超过六个月，逾期须重新办理")
            yield Clock("approval_last", words, last, "bad")
        else:
            tone = "warn" if on >= later(done[15], rules.approve_warn) else "info"
            yield Clock("approval", _("上级党委审批"), due, tone)
    if 23 in done and 24 not in done:
        yield _clock("full_approval", _("上级党委审批转正"), later(done[23], rules.approve), on)


def next_step(way: Way) -> int | None:
    """The first step that is not done and waits for nothing else."""
    for number, step in BY_NUMBER.items():
        if number not in way.done and all(one in way.done for one in step.waits_for):
            return number
    return None
