"""Parquet: a file whose columns have names and types already."""

from __future__ import annotations

import io
from collections.abc import Sequence

import polars as pl

from shuniu.sheets._guard import reading
from shuniu.sheets._sheet import Sheet


def read_parquet(data: bytes, file: str) -> Sheet:
    """The one table of a Parquet file, column by column; null and NaN are blank.

    Raises:
        FindingsError: ``S104`` when the file is damaged.
    """
    with reading(file):
        frame = pl.read_parquet(io.BytesIO(data))
        return Sheet(
            file=file,
            name="",
            columns=[_cells(series) for series in frame.get_columns()],
            typed_titles=tuple(frame.columns),
        )


def _cells(series: pl.Series) -> Sequence[object]:
    if series.dtype.is_numeric():
        series = series.cast(pl.Float64).fill_nan(None)
    return ["" if value is None else value for value in series.to_list()]
