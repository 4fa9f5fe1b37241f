"""How a sheet is laid out, so that a person can say which column is which, and the reading then."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from shuniu.sheets._cells import ErrorCell, Percent, Uncalculated
from shuniu.sheets._collect import CAP, Collector
from shuniu.sheets._heading import LOOKED_AT, Heading, find_heading
from shuniu.sheets._open import open_sheets
from shuniu.sheets._read import finished
from shuniu.sheets._sheet import Merge, Sheet
from shuniu.sheets._spec import ColumnSpec
from shuniu.sheets._table import Reading, column_index, column_letters

_WHOLE = 10**18


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheet that fits best, its headings as they stand there, and what each spec has found.

    Attributes:
        sheet: name of the sheet looked at.
        sheets: names of all sheets that could have been meant.
        header: last row of the header, as Excel counts; 0 where there is none.
        height: rows of the sheet.
        headings: letters of a column → the words above it.
        fits: key of a spec → letters of the column found for it.
    """

    sheet: str
    sheets: tuple[str, ...]
    header: int
    height: int
    headings: Mapping[str, str]
    fits: Mapping[str, str]
    source: Sheet = field(repr=False)
    heading: Heading = field(repr=False)

    def cells(self, row: int) -> list[object]:
        """The cells of a row (from 1) as values a person could have typed; blank is empty text."""
        return [_plain(column[row - 1]) for column in self.source.columns]

    def asked(self, specs: Sequence[ColumnSpec]) -> Layout:
        """The same sheet, asked for other columns."""
        return _laid_out(self.source, self.sheets, specs)

    @property
    def merges(self) -> tuple[Merge, ...]:
        """Merged ranges."""
        return self.source.merges


def look(
    path: str | os.PathLike[str],
    specs: Sequence[ColumnSpec],
    *,
    sheet: str | None = None,
    file_name: str | None = None,
) -> Layout:
    """Find the header; where none fits, the fullest of the first rows is taken for it.

    Args:
        path: a file as ``read_table`` takes it.
        specs: the columns wanted.
        sheet: name of the sheet; without it the visible sheet that fits best.
        file_name: name to say in findings.

    Raises:
        FindingsError: the file cannot be read at all, or has no such sheet.
    """
    file = file_name or Path(path).name
    sheets = open_sheets(path, file, None)
    names = tuple(one.name for one in sheets)
    if sheet:
        sheets = [one for one in sheets if one.name == sheet] or open_sheets(path, file, sheet)
    found = [_laid_out(one, names, specs) for one in sheets]
    return max(found, key=lambda one: (len(one.fits), one.height > 0))


def _laid_out(source: Sheet, names: tuple[str, ...], specs: Sequence[ColumnSpec]) -> Layout:
    heading = find_heading(source, specs) or _fullest(source)
    return Layout(
        sheet=source.name,
        sheets=names,
        header=heading.row + 1,
        height=source.height,
        headings={column_letters(n): words for n, words in enumerate(heading.words) if words},
        fits={specs[at].key: column_letters(column) for at, column in heading.columns.items()},
        source=source,
        heading=heading,
    )


def read_columns(
    layout: Layout,
    specs: Sequence[ColumnSpec],
    *,
    chosen: Mapping[str, str] | None = None,
    cap: int = CAP,
) -> Reading:
    """Read the columns ``specs``, those in ``chosen`` from where a person says.

    Cells merged downwards within one column hold the same words throughout, as they show.

    Args:
        layout: from ``look``.
        specs: the columns wanted.
        chosen: key → letters, empty for no column; where given, nothing else is used.
        cap: findings of one code listed one by one in a column.
    """
    heading = layout.asked(specs).heading
    if chosen is not None:
        heading = _by_hand(heading, specs, chosen, len(layout.source.columns))
    return finished(_filled_down(layout.source, heading.row), heading, specs, Collector(cap))


def read_rows(
    rows: Sequence[Mapping[str, object]], specs: Sequence[ColumnSpec], *, cap: int = CAP
) -> Reading:
    """Read rows that come from a program, by the same rules as those of a sheet.

    Args:
        rows: key of a spec → what the cell would hold; ``None`` is blank.
        specs: the columns wanted; others in the rows are not looked at.
        cap: as in ``read_columns``.
    """
    keys = [spec.key for spec in specs if any(spec.key in row for row in rows)]
    columns = [[_given(row.get(key)) for row in rows] for key in keys]
    source = Sheet(file="", name="", columns=columns, typed_titles=tuple(keys))
    heading = find_heading(source, specs) or Heading(row=-1)
    return finished(source, heading, specs, Collector(cap))


def _given(value: object) -> object:
    if isinstance(value, int) and abs(value) > _WHOLE:
        return str(value)  # no cell holds such a number
    return "" if value is None else value


def _fullest(sheet: Sheet) -> Heading:
    """The first row with the most words, as a header nothing is known of."""
    rows = range(min(sheet.height, LOOKED_AT))
    words = [[_said(column[row]) for column in sheet.columns] for row in rows]
    if not words:
        return Heading(row=-1)
    row = max(rows, key=lambda one: sum(map(bool, words[one])))
    return Heading(row=row, words=tuple(words[row]))


def _said(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _by_hand(
    heading: Heading, specs: Sequence[ColumnSpec], chosen: Mapping[str, str], width: int
) -> Heading:
    columns = {}
    for position, spec in enumerate(specs):
        letters = chosen.get(spec.key, "")
        if letters and column_index(letters) < width:
            columns[position] = column_index(letters)
    used = set(columns.values())
    unknown = [at for at, words in enumerate(heading.words) if words and at not in used]
    return replace(heading, columns=columns, repeats={}, unknown=unknown)


def _filled_down(sheet: Sheet, header: int) -> Sheet:
    upright = {m for m in sheet.merges if m[0] > header and m[1] == m[3] and m[2] > m[0]}
    if not upright:
        return sheet
    columns = [list(column) for column in sheet.columns]
    for row, column, last, _last_column in upright:
        if column < len(columns):
            for below in range(row + 1, min(last, sheet.height - 1) + 1):
                columns[column][below] = columns[column][row]
    return replace(
        sheet, columns=columns, merges=tuple(m for m in sheet.merges if m not in upright)
    )


def _plain(cell: object) -> object:
    if isinstance(cell, ErrorCell):
        return cell.shown
    if isinstance(cell, Uncalculated):
        return ""
    return float(cell) if isinstance(cell, Percent) else cell
