"""Delimited text: .csv and .tsv as Excel, WPS and databases write them."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re

from shuniu.findings import FindingsError, Place
from shuniu.sheets._notices import refuse
from shuniu.sheets._sheet import MAX_CELLS, Sheet

_WRAPPED = re.compile(r'="([^"]*)"')
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_ROWS = 30
_SAMPLE_CHARACTERS = 100_000


def read_delimited(data: bytes, file: str) -> Sheet:
    """The one sheet of a delimited text; UTF-8, GB18030 and marked UTF-16 are read.

    Raises:
        FindingsError: ``S104`` broken quoting, ``S105`` too large, ``S107`` unknown encoding.
    """
    text = _decoded(data, file)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        place = Place(file=file, line=reader.line_num)
        raise refuse("S104", place, where=f"{error}") from None
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_CELLS:
        found = f"{len(rows)} × {width}"
        raise refuse("S105", Place(file=file), found=found, limit=f"{MAX_CELLS}")
    if '="' in text:
        rows = [[_unwrapped(cell) for cell in row] for row in rows]
    columns = list(itertools.zip_longest(*rows, fillvalue=""))
    # zip_longest over rows pads short rows, so every column has one entry per row.
    return Sheet(file=file, name="", columns=columns)


def _unwrapped(cell: str) -> str:
    """``="0012"``, which systems write so that Excel keeps a code as it is, becomes ``0012``."""
    match = _WRAPPED.fullmatch(cell)
    return match[1] if match else cell


def _decoded(data: bytes, file: str) -> str:
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable(file)


def _unreadable(file: str) -> FindingsError:
    return refuse("S107", Place(file=file))


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into the most cells, evenly."""

    def width(delimiter: str) -> int:
        sample = io.StringIO(text[:_SAMPLE_CHARACTERS], newline="")
        try:
            rows = list(itertools.islice(csv.reader(sample, delimiter=delimiter), _SAMPLE_ROWS))
        except csv.Error:
            return 0
        widths = sorted(len(row) for row in rows if row)
        return widths[len(widths) // 2] if widths else 0

    return max(_DELIMITERS, key=width)
