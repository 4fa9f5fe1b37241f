"""Which measures answer which inputs of a framework: declared expressions over the rooms' facts.

A framework asks by key; what is declared here is filled in by itself, everything else is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from shuniu.base.measures import Measure, Measured, measure
from shuniu.evaluation.sources import disclosed, meetings, people, register, work

MEASURES: tuple[Measure, ...] = (
    *register.MEASURES,
    *disclosed.MEASURES,
    *meetings.MEASURES,
    *people.MEASURES,
    *work.MEASURES,
)


def declared() -> dict[str, Measure]:
    """Every measure by its key."""
    return {one.key: one for one in MEASURES}


def values_on(organisations: Sequence[int], day: date) -> Mapping[str, Mapping[int, Measured]]:
    """All measures of organisations on a day: key → organisation → value with its records."""
    return measure(MEASURES, organisations, day)
