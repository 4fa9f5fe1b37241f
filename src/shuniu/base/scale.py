"""The same declared measures on an engine for a city or a province: DuckDB, PostgreSQL, SQLite.

A declaration becomes one Ibis expression over a table of facts. Engines differ in dates, quarters,
booleans and the order of adding floats, so the tables carry none of them: days are whole numbers
(20261123, and days since 1970), periods are words written at ingestion, amounts are thousandths.

Needs the optional extra ``scale``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import ibis
import polars as pl

from shuniu.base import facts
from shuniu.base.measures import MONTHS, Measure, Measured, Window, months_before, typed

_EPOCH = date(1970, 1, 1)
_NEVER = 99_991_231  # a fact without an end


def tables(
    kinds: Sequence[str], organisations: Sequence[int], day: date
) -> dict[str, pl.DataFrame]:
    """The facts of some kinds, ready for any engine."""
    return {kind: plain(facts.frame(kind, organisations, day)) for kind in kinds}


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """A table of facts in whole numbers and words only."""
    began, until = pl.col("day"), pl.col("until")
    return frame.with_columns(
        began=_number(began),
        ended=_number(until).fill_null(_NEVER),
        ordinal=(began - pl.lit(_EPOCH)).dt.total_days(),
    ).drop("day", "until", "amount")


def _number(day: pl.Expr) -> pl.Expr:
    year, month = day.dt.year().cast(pl.Int64), day.dt.month().cast(pl.Int64)
    return year * 10_000 + month * 100 + day.dt.day().cast(pl.Int64)


def write(frames: Mapping[str, pl.DataFrame], folder: Path) -> list[Path]:
    """A snapshot of facts in Parquet, a file for each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for kind, frame in sorted(frames.items()):
        path = folder / f"{kind}.parquet"
        frame.write_parquet(path)
        made.append(path)
    return made


def load(engine: Any, kind: str, frame: pl.DataFrame) -> Any:
    """Put a table of facts, as ``plain`` shapes it, into an engine; returns it there."""
    name = f"facts_{kind.replace('.', '_')}"
    if engine.name == "duckdb":
        return engine.create_table(name, frame.to_arrow(), overwrite=True)
    types = {str: "string", int: "int64"}
    schema = {
        column: types[dtype.to_python()]
        for column, dtype in zip(frame.columns, frame.dtypes, strict=True)
    }
    table = engine.create_table(name, schema=ibis.schema(schema), overwrite=True)
    if engine.name == "postgres":  # row by row takes fifty times as long
        columns = ", ".join(f'"{one}"' for one in frame.columns)
        with (
            engine.con.cursor() as cursor,
            cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy,
        ):
            for row in frame.iter_rows():
                copy.write_row(row)
    else:
        marks = ", ".join("?" * frame.width)
        engine.con.executemany(f'INSERT INTO "{name}" VALUES ({marks})', frame.iter_rows())  # noqa: S608 (our own name)
    engine.con.commit()
    return table


def measure_folder(
    declared: Sequence[Measure], folder: Path, day: date
) -> dict[str, dict[int, Measured]]:
    """All measures over a snapshot in Parquet, by DuckDB; kinds without a file have no facts."""
    engine = ibis.duckdb.connect()
    found = {path.stem: engine.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    return measure_on(engine, found, [one for one in declared if one.fact in found], day)


def measure_on(
    engine: Any, found: Mapping[str, Any], declared: Sequence[Measure], day: date
) -> dict[str, dict[int, Measured]]:
    """All measures on an engine: key → organisation → value, for those that have facts.

    Args:
        engine: a connection of Ibis.
        found: kind → its table there, as ``plain`` shapes it.
        declared: the measures; their kinds must be in ``found``.
        day: as on which.

    Raises:
        KeyError: a measure reads facts that are not there.
    """
    out: dict[str, dict[int, Measured]] = {}
    for one in declared:
        kept = counted(one, found[one.fact], day)
        values = _rows(engine, expression(one, kept, day))
        records: dict[int, list[str]] = {}
        ordered = kept.order_by("organisation", "began", "record")
        for organisation, record in _rows(engine, ordered.select("organisation", "record")):
            records.setdefault(int(organisation), []).append(record)
        out[one.key] = {
            int(organisation): Measured(typed(one, value), tuple(records[int(organisation)]))
            for organisation, value in values
        }
    return out


def _rows(engine: Any, expression: Any) -> list[tuple[Any, ...]]:
    cursor = engine.raw_sql(engine.compile(expression))
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    if engine.name != "duckdb":  # there it is the connection itself
        cursor.close()
    return rows


def counted(one: Measure, table: Any, day: date) -> Any:
    """The facts that a measure counts: in its window, with its words."""
    return table.filter(_in_window(one.window, table, day), _carries(one.where, table))


def expression(one: Measure, kept: Any, day: date) -> Any:
    """A measure as an expression: ``organisation`` and ``value``."""
    if one.take in {"word", "yes", "latest"}:
        last = ibis.window(
            group_by="organisation", order_by=[kept.began.desc(), kept.record.desc()]
        )
        numbered = kept.mutate(place=ibis.row_number().over(last))
        column = "milli" if one.take == "latest" else one.word
        return numbered.filter(numbered.place == 0).select("organisation", value=numbered[column])
    return kept.group_by("organisation").aggregate(value=_taken(one, kept, day))


def _taken(one: Measure, kept: Any, day: date) -> Any:
    first = kept.began.min()
    match one.take:
        case "count" | "any":
            return kept.count()
        case "sum":
            return kept.milli.sum()
        case "people":
            return kept.person.nullif("").nunique()
        case "distinct":
            return kept[one.word].nunique()
        case "days_since":
            return (day - _EPOCH).days - kept.ordinal.min()
        case "months_since":
            months = (day.year - first // 10_000) * 12 + day.month - first // 100 % 100
            return months - ibis.ifelse(first % 100 > day.day, 1, 0)
        case _:  # share
            carrying = ibis.ifelse(_carries(one.share_of, kept), 1, 0).sum()
            return carrying.cast("float64") * 100 / kept.count().cast("float64")


def _carries(words: Mapping[str, tuple[str, ...]], table: Any) -> Any:
    found = [table[attribute].isin(list(some)) for attribute, some in words.items()]
    return reduce(and_, found, ibis.literal(value=True))


def _in_window(window: Window, table: Any, day: date) -> Any:
    today = _whole(day)
    match window:
        case "held":
            return (table.began <= today) & (table.ended >= today)
        case "half_year" | "year" | "three_years":
            since = _whole(months_before(day, MONTHS[window]))
            return (table.began > since) & (table.began <= today)
        case "last_year":
            return (table.began // 10_000) == day.year - 1
        case _:
            return table.began <= today


def _whole(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
