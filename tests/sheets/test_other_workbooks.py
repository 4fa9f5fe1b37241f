"""Workbooks that Excel did not write: .ods by its markup, .xls by its records."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from shuniu.findings import FindingsError
from shuniu.sheets import ColumnSpec, Kind, read_table
from tests.sheets.conftest import found

SPECS = (
    ColumnSpec("name", ("名称",), Kind.NAME),
    ColumnSpec("rate", ("参评率",), Kind.PERCENT),
    ColumnSpec("founded", ("成立日期",), Kind.DATE),
    ColumnSpec("assets", ("净资产",)),
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"
URN = "urn:oasis:names:tc:opendocument:xmlns:"


def ods(path: Path, rows: str) -> Path:
    spaces = " ".join(
        f'xmlns:{prefix}="{URN}{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    sheet = f'<table:table table:name="数据">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    manifest = f'<m:file-entry m:full-path="/" m:media-type="{ODS}"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{URN}manifest:1.0">{manifest}</m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:calcext="urn:x">{body}</office:document-content>',
        )
    return path


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(words: str, attributes: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell>"


TITLES = row(*(cell(spec.label) for spec in SPECS))
BLANK_ROWS = row(
    '<table:table-cell table:number-columns-repeated="16384"/>',
    attributes='table:number-rows-repeated="1048570"',
)


def test_an_ods_is_read_with_percents_dates_errors_and_hidden_rows(tmp_path: Path) -> None:
    data = row(
        cell("甲协会"),
        cell("85%", 'office:value-type="percentage" office:value="0.85"'),
        cell("2026年", 'office:value-type="date" office:date-value="2026-03-05"'),
        cell("#DIV/0!", 'office:value-type="string" calcext:value-type="error"'),
        attributes='table:visibility="collapse"',
    )
    reading = read_table(ods(tmp_path / "hub.ods", TITLES + data + BLANK_ROWS), SPECS)
    assert found(reading) == [("S136", ""), ("S141", "D2")]
    assert reading.table.numbers("rate").tolist() == [85]
    assert reading.table.numbers("founded").tolist() == [20517]


@pytest.mark.parametrize(
    "bomb",
    [
        row(
            cell("1", 'table:number-columns-repeated="16000" office:value-type="string"'),
            attributes='table:number-rows-repeated="1000000"',
        ),
        row('<table:table-cell table:number-columns-repeated="999999999"/>', cell("x")),
    ],
)
def test_an_ods_that_unfolds_to_too_much_is_refused(tmp_path: Path, bomb: str) -> None:
    with pytest.raises(FindingsError) as error:
        read_table(ods(tmp_path / "hub.ods", TITLES + bomb), SPECS)
    assert error.value.findings[0].code == "S105"


def test_an_xls_is_read_by_its_values_and_says_what_it_hides(tmp_path: Path) -> None:
    path = tmp_path / "hub.xls"
    path.write_bytes(xls([["名称", "净资产", "参评率"], ["甲协会", 12.5, 0.85]]))
    reading = read_table(path, SPECS)
    assert found(reading) == [("S111", ""), ("S125", ""), ("S147", "C2")]
    assert reading.table.texts("name") == ["甲协会"]
    assert reading.table.numbers("assets").tolist() == [12.5]


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls(rows: list[list[str | float]]) -> bytes:
    """A BIFF8 workbook of one sheet, the records a reader cannot do without."""
    name = b"Sheet1"
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    end = record(0x0A, b"")
    at = len(start) + 4 + 8 + len(name) + len(end)
    bound = record(0x85, struct.pack("<IHBB", at, 0, len(name), 0) + name)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for r, cells in enumerate(rows):
        for c, value in enumerate(cells):
            head = struct.pack("<HHH", r, c, 0)
            if isinstance(value, str):
                words = value.encode("utf-16-le")
                sheet += record(0x204, head + struct.pack("<HB", len(value), 1) + words)
            else:
                sheet += record(0x203, head + struct.pack("<d", value))
    return compound("Workbook", start + bound + end + sheet + end)


def compound(stream: str, data: bytes) -> bytes:
    """A compound file of one stream."""
    data = data.ljust(4096, b"\0")
    count = -(-len(data) // 512)
    data = data.ljust(count * 512, b"\0")
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    header = io.BytesIO()
    header.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16))
    header.write(struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10))
    header.write(struct.pack("<IIIIIIIII", 1, 1, 0, 4096, end, 0, end, 0, 0))
    header.write(struct.pack("<I", free) * 108)
    table = [0xFFFFFFFD, end, *range(3, 2 + count), end]
    table += [free] * (128 - len(table))
    entries = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, free, 2, len(data))
    return header.getvalue() + struct.pack("<128I", *table) + entries + bytes(256) + data


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBB", len(words) + 2, kind, 1)
    return (
        head
        + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
