"""Flat facts: what rooms publish for measuring, each with the record it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so, or happened, in an organisation.

    Attributes:
        organisation: its number.
        day: when it happened or began.
        record: what it comes from, ``room.model:number``.
        until: the last day it held; ``None`` where it happened on one day or still holds.
        amount: how much; 1 where it is counted.
        attributes: words by the names its kind declares.
        person: pseudonymous key, where one is needed.
    """

    organisation: int
    day: date
    record: str
    until: date | None = None
    amount: float = 1.0
    attributes: dict[str, str] = field(default_factory=dict)
    person: str = ""


Rows = Callable[[Sequence[int], date], Iterable[Fact]]


@dataclass(frozen=True, slots=True)
class FactKind:
    """A published kind: its name, the words its facts carry, and where they come from."""

    name: str
    attributes: tuple[str, ...]
    rows: Rows


_KINDS: dict[str, FactKind] = {}


def publish(name: str, rows: Rows, attributes: tuple[str, ...] = ()) -> None:
    """Make a kind known; ``rows(organisations, day)`` gives all facts up to the day."""
    _KINDS[name] = FactKind(name, attributes, rows)


def kinds() -> list[str]:
    """The names of all kinds."""
    return sorted(_KINDS)


def frame(name: str, organisations: Sequence[int], day: date) -> pl.DataFrame:
    """The facts of a kind as a table.

    Returns:
        Columns ``organisation``, ``day``, ``until``, ``amount``, ``milli`` (the amount in whole
        thousandths), ``person``, ``record``, ``month`` (“2026-07”), ``quarter`` (“2026Q3”) and one
        for each attribute. Periods are written down here because databases disagree about them.

    Raises:
        KeyError: nobody publishes the kind.
    """
    kind = _KINDS[name]
    rows = [
        (
            *(f.organisation, f.day, f.until, f.amount, round(f.amount * 1000)),
            *(f.person, f.record, f"{f.day:%Y-%m}", f"{f.day.year}Q{(f.day.month + 2) // 3}"),
            *(f.attributes.get(a, "") for a in kind.attributes),
        )
        for f in kind.rows(organisations, day)
    ]
    schema: dict[str, pl.DataType] = {
        "organisation": pl.Int64(),
        "day": pl.Date(),
        "until": pl.Date(),
        "amount": pl.Float64(),
        "milli": pl.Int64(),
        "person": pl.String(),
        "record": pl.String(),
        "month": pl.String(),
        "quarter": pl.String(),
        **{a: pl.String() for a in kind.attributes},
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
