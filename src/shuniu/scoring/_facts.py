"""The data of a run: organisations, and one column of numbers per key."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from shuniu.scoring._columns import Column
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT, is_value
from shuniu.scoring._program import Floats

NOT_SAID = np.nan  # how a missing value stands in a column of floats
NOT_CONCERNED = -np.inf  # how “not applicable” stands there


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of each organisation.

    Attributes:
        names: one per organisation, in row order.
        columns: column key → floats (organisations): numbers and percentages as written, yes as 1,
            a choice as the index of its option, a date as its ordinal day; NaN is missing, -inf
            is not applicable. A key that is absent is missing for everybody.
        codes: unified social credit codes or other numbers, where known.
    """

    names: Sequence[str]
    columns: Mapping[str, Floats]
    codes: Sequence[str] = field(default=())

    def __post_init__(self) -> None:
        for key, values in self.columns.items():
            if values.shape != (len(self.names),):
                message = f"column {key} has {values.shape}, not ({len(self.names)},)"
                raise ValueError(message)

    def __len__(self) -> int:
        return len(self.names)

    def milli(self, key: str, row: int) -> int:
        """One value in thousandths, or a mark."""
        values = self.columns.get(key)
        value = math.nan if values is None else float(values[row])
        if math.isnan(value):
            return MISSING
        return NOT_APPLICABLE if value == -math.inf else math.floor(value * 1000.0 + 0.5)


def encoded(columns: Sequence[Column], rows: Sequence[Mapping[str, object]]) -> dict[str, Floats]:
    """Columns of floats from rows of values as a person writes them.

    Args:
        columns: what the framework asks for.
        rows: per organisation, column key → value; ``None`` is missing, ``Mark.NOT_APPLICABLE`` is
            not applicable; a key with years may hold a list, latest first.

    Raises:
        KeyError: a key that the framework does not ask for.
        ValueError: a value that does not fit its column.
    """
    known = {column.key: column for column in columns}
    for column in columns:  # what no other column is called may go by its stage-less key
        plain = column.key.partition("@")[0]
        if column.aliases and plain in column.aliases:
            known.setdefault(plain, column)
    out = {c.key: np.full(len(rows), NOT_SAID) for c in columns}
    for i, row in enumerate(rows):
        for key, value in _spread(row).items():
            if key not in known:
                message = f"“{key}” is not a column of this framework"
                raise KeyError(message)
            out[known[key].key][i] = as_float(known[key].encode(value))
    return out


def as_float(milli: int) -> float:
    """Thousandths as they stand in a column of floats."""
    if is_value(milli):
        return milli / UNIT
    return NOT_SAID if milli == MISSING else NOT_CONCERNED


def _spread(row: Mapping[str, object]) -> dict[str, object]:
    """Lists of years as one entry per year, ``name[2]`` as ``name.y2``."""
    out: dict[str, object] = {}
    for key, value in row.items():
        plain = key.replace("[", ".y").replace("]", "")
        if isinstance(value, list | tuple):
            out.update({f"{plain}.y{year}": one for year, one in enumerate(value, start=1)})
        else:
            out[plain] = value
    return out
