"""Finding the header: the rows whose words fit the columns asked for best.

A header may stand under title rows and be one to three rows deep, with merged cells. Every start
among the first rows and every depth is tried; the one that fits most columns is the header, the
shallower and upper one among equals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from shuniu.sheets._sheet import Sheet
from shuniu.sheets._spec import ColumnSpec
from shuniu.sheets._units import unit_row
from shuniu.sheets._words import bare_label, label

LOOKED_AT = 20
"""Rows from the top among which a header is sought."""
_DEPTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Heading:
    """The header of a sheet.

    Attributes:
        row: its last row, from 0; -1 in a typed file.
        columns: position of a spec → its column in the sheet.
        repeats: position of a spec → further columns with the same header.
        words: the words above every column, as they stand there.
        unknown: columns with words that fit no spec.
    """

    row: int
    columns: dict[int, int] = field(default_factory=dict)
    repeats: dict[int, list[int]] = field(default_factory=dict)
    words: Sequence[str] = ()
    unknown: Sequence[int] = ()


class TitleBook:
    """The words that lead to a spec; words of two specs lead to neither."""

    def __init__(self, specs: Sequence[ColumnSpec]) -> None:
        self._known: dict[str, int | None] = {}
        self._bare: dict[str, int | None] = {}
        for position, spec in enumerate(specs):
            for title in {spec.key, *spec.titles}:
                _add(self._known, label(title), position)
                _add(self._bare, bare_label(title), position)

    def find(self, parts: Sequence[str]) -> int | None:
        """The spec of a column with these words above it, outermost first."""
        if not parts:
            return None
        joined = "".join(parts)
        for book, words in (
            (self._known, label(joined)),
            (self._known, label(parts[-1])),
            (self._bare, bare_label(joined)),
            (self._bare, bare_label(parts[-1])),
        ):
            position = book.get(words)
            if position is not None:
                return position
        return None


def _add(book: dict[str, int | None], words: str, position: int) -> None:
    if words:
        book[words] = position if book.get(words, position) == position else None


def find_heading(sheet: Sheet, specs: Sequence[ColumnSpec]) -> Heading | None:
    """The header that fits best, or ``None`` when nothing fits."""
    book = TitleBook(specs)
    if sheet.typed_titles:
        heading = _matched(book, -1, [(title,) for title in sheet.typed_titles])
        return heading if heading.columns else None
    top = _filled_top(sheet)
    best: Heading | None = None
    for depth in _DEPTHS:
        for first in range(min(LOOKED_AT, sheet.height - depth + 1)):
            heading = _matched(book, first + depth - 1, _parts(top, first, depth))
            if len(heading.columns) > (len(best.columns) if best else 0):
                best = heading
    return best and _with_units(sheet, best)


def _with_units(sheet: Sheet, heading: Heading) -> Heading:
    """The header with the row of units below it, if there is one."""
    row = heading.row + 1
    units = unit_row([column[row] for column in sheet.columns]) if row < sheet.height else None
    if units is None:
        return heading
    words = [f"{w}（{u}）" if u else w for w, u in zip(heading.words, units, strict=True)]
    return replace(heading, row=row, words=words)


def _matched(book: TitleBook, row: int, parts: Sequence[tuple[str, ...]]) -> Heading:
    heading = Heading(row=row, words=tuple("".join(p) for p in parts), unknown=(unknown := []))
    for column, words in enumerate(parts):
        position = book.find(words)
        if position is None:
            if words:
                unknown.append(column)
        elif position in heading.columns:
            heading.repeats.setdefault(position, []).append(column)
        else:
            heading.columns[position] = column
    return heading


def _parts(top: list[list[str]], first: int, depth: int) -> list[tuple[str, ...]]:
    """Per column the different words of the rows, outermost first."""
    return [
        tuple(dict.fromkeys(words for words in column[first : first + depth] if words))
        for column in top
    ]


def _filled_top(sheet: Sheet) -> list[list[str]]:
    """The words of the first rows by column, merged ranges filled throughout."""
    rows = min(sheet.height, LOOKED_AT + max(_DEPTHS))
    top = [[_words(cell) for cell in column[:rows]] for column in sheet.columns]
    for row, column, last_row, last_column in sheet.merges:
        if row < rows and column < len(top):
            for at_row, at_column in _range(row, column, min(last_row, rows - 1), last_column):
                if at_column < len(top):
                    top[at_column][at_row] = top[column][row]
    return top


def _range(row: int, column: int, last_row: int, last_column: int) -> Iterator[tuple[int, int]]:
    for at_column in range(column, min(last_column, column + 4096) + 1):
        for at_row in range(row, last_row + 1):
            yield at_row, at_column


def _words(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""
