"""What the markup of an .xlsx says beyond the values: errors, formulas, percents, hidden rows.

The fast reader gives values only: an error cell and a blank look alike to it, and 0.85 and 85%
too. This module reads the same XML by pattern, which expands no entity and builds no tree.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from shuniu.sheets._sheet import MAX_CELLS
from shuniu.sheets._table import column_index

Address = tuple[int, int]

_TAG = rb"<(?:\w+:)?"
_END = rb"</(?:\w+:)?"
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_SHEET = re.compile(_TAG + rb"sheet\b([^<>]*)>")
_RELATION = re.compile(_TAG + rb"Relationship\b([^<>]*)>")
_FORMAT = re.compile(_TAG + rb"numFmt\b([^<>]*)>")
_CELL_FORMATS = re.compile(_TAG + rb"cellXfs\b[^<>]*>")
_CELL_FORMAT = re.compile(_TAG + rb"xf\b([^<>]*)>")
_HIDDEN = re.compile(_TAG + rb"row\b([^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*)>")
_ERROR = re.compile(
    _TAG + rb"c\b([^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*)>(?:" + _TAG + rb"f\b[^<>]*(?:/>|>[^<>]*"
    + _END + rb"f>))?(?:\s*" + _TAG + rb"v>([^<>]*)<)?"
)  # fmt: skip
# Possessive: a long run of spaces in a damaged file must not be tried in every split.
_UNCALCULATED = re.compile(
    _TAG + rb"c\b([^<>]*+)>\s*+" + _TAG + rb"f\b[^<>]*(?:/>|>[^<>]*+" + _END + rb"f>)\s*+(?:"
    + _TAG + rb"v\s*+/>|" + _TAG + rb"v>\s*+" + _END + rb"v>)?+\s*+" + _END + rb"c>"
)  # fmt: skip
_FILLED = re.compile(
    _TAG + rb"c\s(?:[^<>]*?\s)?r\s*=\s*[\"']([A-Za-z]{1,9})([0-9]{1,19})[\"'][^<>]*(?<!/)>"
)
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_LETTERS = re.compile(rb' r="([A-Z]{1,3})[0-9]')
_NEAR = 99_999
_ODD = re.compile(rb"[\t\r\n]r\s*=|\br\s+=|\br=\s*'|\br=\s+\"| r=\"[A-Z]*[a-z]")
_FAR = re.compile(rb' r="(?:[A-Z]{4}|[A-Z]+[0-9]{6})')
_PERCENT_BUILTIN = frozenset({b"9", b"10"})


@dataclass(frozen=True, slots=True)
class SheetMarkup:
    """What was seen in one sheet; addresses are row and column from 0."""

    rows: int
    columns: int
    errors: dict[Address, str]
    uncalculated: frozenset[Address]
    percents: tuple[Address, ...]
    hidden: frozenset[int]


class BookMarkup:
    """The markup of a workbook, read sheet by sheet on demand."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        book = _part(archive, "xl/workbook.xml")
        self.date_1904 = re.search(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']", book) is not None
        self._parts = _sheet_parts(book, _part(archive, "xl/_rels/workbook.xml.rels"))
        self._percent = _percent_style(_part(archive, "xl/styles.xml"))

    def sheet(self, name: str) -> SheetMarkup | None:
        """The markup of the sheet, or ``None`` when its part cannot be told."""
        part = self._parts.get(name)
        xml = _part(self._archive, part) if part else b""
        if not xml:
            return None
        rows, columns = _extent(xml)
        return SheetMarkup(
            rows=rows,
            columns=columns,
            errors=dict(_errors(xml)),
            uncalculated=frozenset(_uncalculated(xml)),
            percents=tuple(self._percents(xml)),
            hidden=frozenset(_hidden(xml)),
        )

    def _percents(self, xml: bytes) -> Iterator[Address]:
        if self._percent is None:
            return
        for match in self._percent.finditer(xml):
            address = _address(match[1])
            if address is not None:
                yield address


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        return b""


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return {m[1]: m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(tag)}


def _sheet_parts(book: bytes, relations: bytes) -> dict[str, str]:
    targets: dict[bytes, str] = {}
    for match in _RELATION.finditer(relations):
        relation = _attributes(match[1])
        target = relation.get(b"Target", b"").decode("utf-8", "replace")
        targets[relation.get(b"Id", b"")] = posixpath.normpath(
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    parts: dict[str, str] = {}
    for match in _SHEET.finditer(book):
        sheet = _attributes(match[1])
        relation_id = next((v for k, v in sheet.items() if k.endswith(b":id")), b"")
        name = html.unescape(sheet.get(b"name", b"").decode("utf-8", "replace"))
        parts[name] = targets.get(relation_id, "")
    return parts


def _percent_style(styles: bytes) -> re.Pattern[bytes] | None:
    """The pattern of a cell whose style shows a percentage, or ``None`` without such styles."""
    percent = set(_PERCENT_BUILTIN)
    for match in _FORMAT.finditer(styles):
        number_format = _attributes(match[1])
        if b"%" in number_format.get(b"formatCode", b""):
            percent.add(number_format.get(b"numFmtId", b""))
    start = _CELL_FORMATS.search(styles)
    block = styles[start.end() : styles.find(b"cellXfs", start.end())] if start else b""
    indices = [
        str(index).encode()
        for index, match in enumerate(_CELL_FORMAT.finditer(block))
        if _attributes(match[1]).get(b"numFmtId") in percent
    ]
    if not indices:
        return None
    style = rb"\bs\s*=\s*[\"'](?:" + b"|".join(indices) + rb")[\"']"
    return re.compile(_TAG + rb"c\b([^<>]*" + style + rb"[^<>]*)(?<!/)>")


def _extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns up to the last filled cell, or a quick upper bound that is small."""
    if _ODD.search(xml) is None and _FAR.search(xml) is None:
        columns = _columns(set(_LETTERS.findall(xml)))
        if columns * _NEAR <= MAX_CELLS:
            return _NEAR, columns
    rows, letters = 0, set()
    for match in _FILLED.finditer(xml):
        letters.add(match[1])
        rows = max(rows, int(match[2]))
    return rows, _columns(letters)


def _columns(letters: set[bytes]) -> int:
    return max((1 + column_index(letter.decode().upper()) for letter in letters), default=0)


def _address(attributes: bytes) -> Address | None:
    match = _ADDRESS.search(attributes)
    return (int(match[2]) - 1, column_index(match[1].decode())) if match else None


def _errors(xml: bytes) -> Iterator[tuple[Address, str]]:
    for match in _ERROR.finditer(xml):
        address = _address(match[1])
        if address is not None:
            yield address, html.unescape((match[2] or b"#").decode("utf-8", "replace"))


def _uncalculated(xml: bytes) -> Iterator[Address]:
    for match in _UNCALCULATED.finditer(xml):
        address = _address(match[1])
        # A text result may be the empty text; any other formula has a result or was never run.
        if address is not None and _attributes(match[1]).get(b"t") != b"str":
            yield address


def _hidden(xml: bytes) -> Iterator[int]:
    for match in _HIDDEN.finditer(xml):
        row = _attributes(match[1]).get(b"r", b"")
        if row.isdigit():
            yield int(row) - 1
