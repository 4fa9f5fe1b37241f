"""Measures: declared expressions over flat facts, run column by column, never row by row.

A declaration says which facts count (kind, words they carry, window of time) and what is taken of
them. The result for an organisation carries the records behind it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from shuniu.base import facts
from shuniu.findings import Text

Take = Literal[
    "count",
    "sum",
    "any",
    "people",
    "word",
    "yes",
    "latest",
    "months_since",
    "days_since",
    "distinct",
    "share",
]
Window = Literal["held", "half_year", "year", "three_years", "last_year", "ever"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One declared measure.

    Attributes:
        key: stable name; frameworks ask for it as an input.
        title: for people.
        fact: kind of the facts.
        take: ``count`` of facts, ``sum`` of amounts, ``any``, number of different ``people``, the
            ``word`` of the latest, whether that word is ``yes``, whole ``months_since`` or
            ``days_since`` it began, the ``latest`` amount, number of ``distinct`` words, or the
            ``share`` (percent) of the facts that also carry the words of ``share_of``.
        window: facts that ``held`` on the day; that began in the ``half_year``, ``year`` or
            ``three_years`` up to the day, or in the calendar year before it (``last_year``); or
            ``ever``.
        where: attribute → words of which one must be there.
        word: the attribute for ``take: word``, ``yes`` and ``distinct``; ``month`` and ``quarter`` are
            there for every kind.
        share_of: attribute → words, for ``take: share``.
        nothing: the value where no fact counts; ``None`` means it cannot be said.
        applies: whether no fact means that the measure does not apply (false), or ``nothing``.
        unit: of the value.
        most: a count is cut off there: twelve months up to a day touch five quarters.
    """

    key: str
    title: Text
    fact: str
    take: Take
    window: Window = "held"
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    word: str = ""
    share_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nothing: int | float | bool | str | None = 0
    applies: bool = True
    unit: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of an organisation and the records behind it."""

    value: int | float | bool | str | None
    records: tuple[str, ...]
    applies: bool = True


def measure(
    declared: Sequence[Measure], organisations: Sequence[int], day: date
) -> dict[str, dict[int, Measured]]:
    """All measures of all organisations on a day: key → organisation → value.

    Raises:
        KeyError: a measure reads facts that nobody publishes.
    """
    frames: dict[str, pl.DataFrame] = {}
    out: dict[str, dict[int, Measured]] = {}
    for one in declared:
        if one.fact not in frames:
            frames[one.fact] = facts.frame(one.fact, organisations, day)
        found = _grouped(one, frames[one.fact], day)
        empty = Measured(one.nothing, ()) if one.applies else Measured(None, (), applies=False)
        out[one.key] = {number: found.get(number, empty) for number in organisations}
    return out


def _grouped(one: Measure, frame: pl.DataFrame, day: date) -> dict[int, Measured]:
    kept = frame.filter(_in_window(one.window, day), _carries(one.where))
    if kept.is_empty():
        return {}
    grouped = (
        kept.sort("day", "record")
        .group_by("organisation", maintain_order=True)
        .agg(_taken(one, day).alias("value"), pl.col("record").alias("records"))
    )
    return {
        number: Measured(typed(one, value), tuple(records))
        for number, value, records in grouped.select("organisation", "value", "records").rows()
    }


def typed(one: Measure, value: float | bool | str) -> int | float | bool | str:
    """A value as an engine gives it, in the type of the measure.

    Amounts are added in whole thousandths, so that the order of adding changes nothing.
    """
    match one.take:
        case "any":
            return bool(value)
        case "sum" | "latest":
            return int(value) / 1000
        case "word":
            return str(value)
        case "yes":
            return value == "yes"
        case "share":
            return float(value)
        case _:
            return int(value) if one.most is None else min(int(value), one.most)


def _carries(words: Mapping[str, tuple[str, ...]]) -> pl.Expr:
    found = pl.lit(value=True)
    for attribute, some in words.items():
        found &= pl.col(attribute).is_in(list(some))
    return found


def _in_window(window: Window, day: date) -> pl.Expr:
    began = pl.col("day")
    match window:
        case "held":
            return (began <= day) & (pl.col("until").is_null() | (pl.col("until") >= day))
        case "half_year" | "year" | "three_years":
            return (began > months_before(day, MONTHS[window])) & (began <= day)
        case "last_year":
            return began.dt.year() == day.year - 1
        case "ever":
            return began <= day


def _taken(one: Measure, day: date) -> pl.Expr:
    match one.take:
        case "count":
            return pl.len().cast(pl.Int64)
        case "sum":
            return pl.col("milli").sum()
        case "any":
            return pl.lit(value=True).first()
        case "people":
            return pl.col("person").filter(pl.col("person") != "").n_unique().cast(pl.Int64)
        case "word" | "yes":
            return pl.col(one.word).last()
        case "distinct":
            return pl.col(one.word).n_unique().cast(pl.Int64)
        case "share":
            return _carries(one.share_of).sum().cast(pl.Float64) * 100 / pl.len()
        case "latest":
            return pl.col("milli").last()
        case "days_since":
            return (pl.lit(day) - pl.col("day").min()).dt.total_days()
        case "months_since":
            return _months(pl.col("day").min(), day)


def _months(since: pl.Expr, day: date) -> pl.Expr:
    """Whole months: the day of the month must have come round."""
    whole = (day.year - since.dt.year().cast(pl.Int64)) * 12 + (
        day.month - since.dt.month().cast(pl.Int64)
    )
    return whole - (since.dt.day().cast(pl.Int64) > day.day).cast(pl.Int64)


MONTHS: dict[str, int] = {"half_year": 6, "year": 12, "three_years": 36}


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month; the last of a shorter one."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
