"""What the markup of an .ods says beyond the values, and how much it will unfold to.

One element of an .ods can say “this cell, a million times”, so the extent is added up from the
repeats before any reader unfolds them.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from shuniu.sheets._markup import Address, SheetMarkup

_ELEMENT = re.compile(
    rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^<>]*)>"
    rb"(?:\s*<text:p[^<>]*>([^<>]*))?"
)
_REPEATED = re.compile(rb"table:number-(?:columns|rows)-repeated=\"([0-9]{1,9})\"")
_NAME = re.compile(rb"table:name=\"([^\"<>]*)\"")
_FILLED = re.compile(rb"value-type=|table:formula=")
_MANY = 1000
"""A percent or error repeated more often than this is marked in its first cells only."""


@dataclass(slots=True)
class _Found:
    rows: int = 0
    columns: int = 0
    height: int = 0
    errors: dict[Address, str] = field(default_factory=dict)
    percents: list[Address] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


class OpenDocument:
    """The markup of an .ods workbook."""

    date_1904 = False

    def __init__(self, xml: bytes) -> None:
        self._sheets: dict[str, _Found] = {}
        self._found = _Found()
        self._row: list[tuple[int, int, bytes, bytes]] = []
        self._row_attributes = b""
        for match in _ELEMENT.finditer(xml):
            self._take(match)

    def names(self) -> list[str]:
        """Names of all sheets."""
        return list(self._sheets)

    def sheet(self, name: str) -> SheetMarkup | None:
        """The markup of the sheet, or ``None`` when there is none of that name."""
        found = self._sheets.get(name)
        if found is None:
            return None
        return SheetMarkup(
            rows=found.rows,
            columns=found.columns,
            errors=found.errors,
            uncalculated=frozenset(),
            percents=tuple(found.percents),
            hidden=frozenset(found.hidden),
        )

    def _take(self, match: re.Match[bytes]) -> None:
        closing, kind, attributes, words = match.groups()
        if kind == b"table":
            name = _NAME.search(attributes)
            if name is not None:
                self._found = _Found()
                self._sheets[html.unescape(name[1].decode("utf-8", "replace"))] = self._found
        elif kind == b"table-row":
            if closing or attributes.endswith(b"/"):
                self._end_row(_repeats(attributes if not closing else self._row_attributes))
            else:
                self._row, self._row_attributes = [], attributes
        elif not closing:
            start = self._row[-1][0] + self._row[-1][1] if self._row else 0
            self._row.append((start, _repeats(attributes), attributes, words or b""))

    def _end_row(self, repeats: int) -> None:
        found, row = self._found, self._found.height
        filled = [cell for cell in self._row if _FILLED.search(cell[2])]
        for start, times, attributes, words in filled:
            for column in range(start, start + min(times, _MANY)):
                self._mark((row, column), attributes, words)
        if filled:
            found.rows = row + repeats
            found.columns = max(found.columns, filled[-1][0] + filled[-1][1])
            if b"table:visibility=" in self._row_attributes:
                found.hidden.add(row)
        found.height += repeats
        self._row = []

    def _mark(self, address: Address, attributes: bytes, words: bytes) -> None:
        if b'value-type="error"' in attributes:
            self._found.errors[address] = html.unescape(words.decode("utf-8", "replace")) or "#"
        elif b'office:value-type="percentage"' in attributes:
            self._found.percents.append(address)


def _repeats(attributes: bytes) -> int:
    match = _REPEATED.search(attributes)
    return max(1, int(match[1])) if match else 1
