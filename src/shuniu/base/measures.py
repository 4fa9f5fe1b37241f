"""Measures: declared expressions over flat facts, run column by column, never row by row.

A declaration says which facts count (kind, words they carry, window of time) and what is taken of
them. The result for an organisation carries the records behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from shuniu.base import facts
from shuniu.findings import Text

Take = Literal["count", "sum", "any", "people", "word", "months_since", "days_since", "latest"]
Window = Literal["held", "year", "three_years", "last_year", "ever"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One declared measure.

    Attributes:
        key: stable name; frameworks ask for it as an input.
        title: for people.
        fact: kind of the facts.
        take: ``count`` of facts, ``sum`` of amounts, ``any``, number of different ``people``, the
            ``word`` of the latest, whole ``months_since`` or ``days_since`` it began, or the
            ``latest`` amount.
        window: facts that ``held`` on the day; that began in the ``year`` or ``three_years`` up to
            the day, or in the calendar year before it (``last_year``); or ``ever``.
        where: attribute → words of which one must be there.
        word: the attribute for ``take: word``.
        nothing: the value where no fact counts; ``None`` means it cannot be said.
        unit: of the value.
    """

    key: str
    title: Text
    fact: str
    take: Take
    window: Window = "held"
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    word: str = ""
    nothing: int | float | bool | str | None = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of an organisation and the records behind it."""

    value: int | float | bool | str | None
    records: tuple[str, ...]


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
        empty = Measured(one.nothing, ())
        out[one.key] = {number: found.get(number, empty) for number in organisations}
    return out


def _grouped(one: Measure, frame: pl.DataFrame, day: date) -> dict[int, Measured]:
    kept = frame.filter(_in_window(one.window, day))
    for attribute, words in one.where.items():
        kept = kept.filter(pl.col(attribute).is_in(list(words)))
    if kept.is_empty():
        return {}
    grouped = (
        kept.sort("day", "record")
        .group_by("organisation", maintain_order=True)
        .agg(_taken(one, day).alias("value"), pl.col("record").alias("records"))
    )
    return {
        number: Measured(value, tuple(records))
        for number, value, records in grouped.select("organisation", "value", "records").rows()
    }


def _in_window(window: Window, day: date) -> pl.Expr:
    began = pl.col("day")
    match window:
        case "held":
            return (began <= day) & (pl.col("until").is_null() | (pl.col("until") >= day))
        case "year":
            return (began > _years_before(day, 1)) & (began <= day)
        case "three_years":
            return (began > _years_before(day, 3)) & (began <= day)
        case "last_year":
            return began.dt.year() == day.year - 1
        case "ever":
            return began <= day


def _taken(one: Measure, day: date) -> pl.Expr:
    match one.take:
        case "count":
            return pl.len().cast(pl.Int64)
        case "sum":
            return pl.col("amount").sum()
        case "any":
            return pl.lit(value=True).first()
        case "people":
            return pl.col("person").filter(pl.col("person") != "").n_unique().cast(pl.Int64)
        case "word":
            return pl.col(one.word).last()
        case "latest":
            return pl.col("amount").last()
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


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
