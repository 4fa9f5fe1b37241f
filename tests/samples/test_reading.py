"""The sample workbook goes through the reader of real sheets, and every cell means what was meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from samples._organisations import Organisation, organisations
from samples._workbook import CODE, NAME
from samples.make_hub import FRAMEWORK, make_hub
from shuniu.findings import Severity
from shuniu.scoring import Column, ColumnKind, Mark, Scorer, load_framework
from shuniu.sheets import ColumnSpec, Kind, Option, Reading, read_table

COLUMNS = Scorer(load_framework(FRAMEWORK)).columns
EPOCH = date(1970, 1, 1).toordinal()


def spec(column: Column) -> ColumnSpec:
    options = tuple(Option(option.key, option.title) for option in column.options)
    kind = Kind(column.kind.value)
    return ColumnSpec(
        column.key, (column.title.zh,), kind, options, required=True, unit=column.unit
    )


@pytest.fixture(scope="module")
def hub() -> list[Organisation]:
    return organisations()


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    path: Path = tmp_path_factory.mktemp("hub") / "hub.xlsx"
    make_hub(path)
    who = (
        ColumnSpec("name", (NAME,), Kind.NAME, required=True),
        ColumnSpec("code", (CODE,), Kind.CODE, required=True),
    )
    return read_table(path, (*who, *(spec(column) for column in COLUMNS)))


def test_nothing_in_it_is_an_error(reading: Reading) -> None:
    errors = [f.line("en") for f in reading.findings if f.severity is Severity.ERROR]
    assert errors == []


def test_blank_rows_below_are_no_organisations(reading: Reading, hub: list[Organisation]) -> None:
    assert reading.table.texts("name") == [one.identity.name for one in hub]
    assert reading.table.texts("code") == [one.identity.code for one in hub]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_cell_reads_back_as_it_was_meant(
    column: Column, reading: Reading, hub: list[Organisation]
) -> None:
    meant = np.array([as_read(column, one) for one in hub])
    np.testing.assert_allclose(reading.table.numbers(column.key), meant, rtol=0, atol=1e-9)


def as_read(column: Column, one: Organisation) -> float:
    value = one.values[column.key]
    if value is Mark.MISSING:
        return float("nan")
    if value is Mark.NOT_APPLICABLE:
        return float("-inf")
    milli = column.encode(value)
    return milli / 1000 - (EPOCH if column.kind is ColumnKind.DATE else 0)
