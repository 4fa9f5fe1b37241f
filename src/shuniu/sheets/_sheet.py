"""One sheet as it stands in the file, by columns, before any meaning is put on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shuniu.findings import Place
from shuniu.sheets._table import column_letters

Merge: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0 and inclusive."""

MAX_CELLS = 10_000_000
MAX_BYTES = 200 * 1024 * 1024
MAX_UNPACKED = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """Raw cells by column.

    Attributes:
        file: file name to say in findings.
        name: sheet name, empty where the format has none.
        columns: one sequence of raw cells per column, all of the same length.
        merges: merged ranges.
        hidden: hidden rows, from 0.
        sees: whether error values, hidden rows and percent formats could be seen.
        typed_titles: column names of a typed file, whose first row is data already.
        epoch_shift: days to add to a bare date serial (1462 in a workbook of the 1904 system).
    """

    file: str
    name: str
    columns: Sequence[Sequence[object]]
    merges: tuple[Merge, ...] = ()
    hidden: frozenset[int] = frozenset()
    sees: bool = True
    typed_titles: tuple[str, ...] = ()
    epoch_shift: int = 0

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.columns[0]) if self.columns else 0

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Where a cell, a row or a column (from 0) is."""
        letters = "" if column is None else column_letters(column)
        return Place(
            file=self.file, sheet=self.name, cell=letters + ("" if row is None else str(row + 1))
        )
