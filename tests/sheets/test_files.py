"""Kinds of files, and files that are not what they seem."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from shuniu.findings import FindingsError
from shuniu.sheets import ColumnSpec, Kind, Reading, read_table
from tests.sheets.conftest import Book, found

SPECS = (
    ColumnSpec("name", ("名称",), Kind.NAME, required=True),
    ColumnSpec("members", ("党员人数",), Kind.WHOLE),
    ColumnSpec("rate", ("参评率",), Kind.PERCENT),
    ColumnSpec("founded", ("成立日期",), Kind.DATE),
    ColumnSpec("party", ("党组织",), Kind.YES_NO),
)
TITLES = "名称,党员人数,参评率,成立日期,党组织"
TextFile = Callable[..., Path]
FOUNDED = (datetime.date(2026, 3, 5) - datetime.date(1970, 1, 1)).days


def refusal(path: Path, name: str | None = None) -> str:
    with pytest.raises(FindingsError) as error:
        read_table(path, SPECS, file_name=name)
    (finding,) = error.value.findings
    return finding.code


def assert_one_good_row(reading: Reading) -> None:
    assert found(reading) == []
    assert reading.table.texts("name") == ["甲，协会"]
    values = [reading.table.numbers(key)[0] for key in ("members", "rate", "founded", "party")]
    assert values == [1200, 85, FOUNDED, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimited_text_is_read_in_every_encoding(
    text_file: TextFile, encoding: str, delimiter: str
) -> None:
    row = ["甲，协会", '"1,200"', "85%", "2026年3月5日", "是"]
    text = "\r\n".join([TITLES.replace(",", delimiter), delimiter.join(row), "", ""])
    assert_one_good_row(read_table(text_file(text.encode(encoding)), SPECS))


def test_quotes_and_line_breaks_in_csv_cells_are_kept(text_file: TextFile) -> None:
    text = 'name,remark\n"甲""协会""","第一行\n第二行"\n乙,\n'
    specs = (SPECS[0], ColumnSpec("remark", (), Kind.TEXT))
    table = read_table(text_file(text.encode()), specs).table
    assert table.texts("name") == ['甲"协会"', "乙"]
    assert table.texts("remark") == ["第一行\n第二行", ""]


def test_short_and_long_csv_rows_are_read(text_file: TextFile) -> None:
    reading = read_table(text_file(f"{TITLES}\n甲\n乙,1,2%,,,,\n".encode()), SPECS)
    assert found(reading) == []
    np.testing.assert_array_equal(reading.table.numbers("members"), [np.nan, 1])


def test_an_unclosed_quote_is_refused_with_its_line(text_file: TextFile) -> None:
    path = text_file(f'{TITLES}\n"甲,1,2%,,\n乙,1,2%,,\n'.encode())
    with pytest.raises(FindingsError) as error:
        read_table(path, SPECS)
    assert error.value.findings[0].code == "S104"
    assert error.value.findings[0].place.line == 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "S110"),
        (b"\0\0\0", "S110"),
        (b"  \r\n", "S110"),
        (TITLES.encode() + b"\n\x81", "S107"),
        (TITLES.encode() + b"\na\0b", "S107"),
        (b"<html><table><tr><td>x</td></tr></table>", "S106"),
        (b"PK\x03\x04 and then nothing", "S104"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "S104"),
        (b"PAR1 broken PAR1", "S104"),
    ],
)
def test_unreadable_bytes_are_refused_with_a_reason(
    text_file: TextFile, data: bytes, code: str
) -> None:
    assert refusal(text_file(data)) == code


def test_an_unknown_binary_a_folder_and_a_missing_file_are_refused(
    text_file: TextFile, tmp_path: Path
) -> None:
    assert refusal(text_file(b"\x7fELF\0\0\0\0", "hub.xlsx")) == "S102"
    assert refusal(tmp_path) == "S101"
    assert refusal(tmp_path / "none.xlsx") == "S101"


def test_control_characters_in_a_cell_are_refused(text_file: TextFile) -> None:
    reading = read_table(text_file(f"{TITLES}\n甲\x07,1,2%,,\n".encode()), SPECS)
    assert found(reading) == [("S153", "A2")]


def test_the_bytes_decide_and_not_the_name(book: Book, tmp_path: Path) -> None:
    path = book([TITLES.split(","), ["甲，协会", "1,200", "85%", "2026-3-5", "是"]])
    assert_one_good_row(read_table(path.rename(tmp_path / "hub.xls"), SPECS))
    text = f"{TITLES}\n甲，协会,1200,85%,2026-3-5,是".encode()
    (tmp_path / "text.xlsx").write_bytes(text)
    assert_one_good_row(read_table(tmp_path / "text.xlsx", SPECS))


def test_codes_wrapped_as_formulas_in_csv_are_unwrapped(text_file: TextFile) -> None:
    specs = (SPECS[0], ColumnSpec("code", ("代码",), Kind.CODE))
    table = read_table(text_file('名称,代码\n甲,="0012"\n'.encode()), specs).table
    assert table.texts("code") == ["0012"]


def test_parquet_is_read_by_its_types(tmp_path: Path) -> None:
    path = tmp_path / "hub.parquet"
    columns = {
        "name": ["甲", "乙"],
        "members": [3, None],
        "rate": [0.5, float("nan")],
        "founded": [datetime.date(2026, 3, 5), None],
        "party": [True, None],
        "other": [1, 2],
    }
    pl.DataFrame(columns).write_parquet(path)
    reading = read_table(path, SPECS)
    assert found(reading) == [("S123", "F1")]
    np.testing.assert_array_equal(reading.table.numbers("members"), [3, np.nan])
    np.testing.assert_array_equal(reading.table.numbers("rate"), [0.5, np.nan])
    np.testing.assert_array_equal(reading.table.numbers("founded"), [FOUNDED, np.nan])
    np.testing.assert_array_equal(reading.table.numbers("party"), [1, np.nan])


def test_dates_of_the_1904_system_are_read_right(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["名称", "成立日期"])
    sheet.append(["甲", datetime.date(2026, 3, 5)])
    sheet.append(["乙", 46086 - 1462])
    workbook.save(tmp_path / "mac.xlsx")
    table = read_table(tmp_path / "mac.xlsx", (SPECS[0], SPECS[3])).table
    assert table.numbers("founded").tolist() == [FOUNDED, FOUNDED]


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book([["名称"], ["甲"]])
    monkeypatch.setattr("shuniu.sheets._workbook.MAX_UNPACKED", 1000)
    assert refusal(path) == "S105"


def test_a_cell_in_the_far_corner_is_refused_before_it_fills_memory(book: Book) -> None:
    path = book([["名称"], ["甲"]], lambda sheet: sheet.cell(1_048_576, 16_384, 1))
    assert refusal(path) == "S105"


def test_a_file_above_the_limit_is_refused_unread(
    text_file: TextFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shuniu.sheets._open.MAX_BYTES", 10)
    assert refusal(text_file(TITLES.encode())) == "S105"


def test_an_encrypted_workbook_asks_for_the_password_to_be_removed(text_file: TextFile) -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528)
    data = head + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
    assert refusal(text_file(data, "hub.xlsx")) == "S103"


def test_a_damaged_part_is_refused(book: Book) -> None:
    path = book([["名称"], ["甲"]])
    data = bytearray(path.read_bytes())
    data[zipfile.ZipFile(path).getinfo("xl/styles.xml").header_offset + 60] ^= 0xFF
    path.write_bytes(data)
    assert refusal(path) == "S104"


def _sample() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (
        TITLES.split(","),
        ["甲", 1, "85%", "2026-3-5", "是"],
        ["乙", "=1", 2, None, "#N/A"],
    ):
        sheet.append(row)
    sheet.merge_cells("A5:B5")
    sheet["C3"].number_format = "0%"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


SAMPLE = _sample()
CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6)
FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _changed(data: bytes, changes: list[tuple[float, int]]) -> bytes:
    out = bytearray(data)
    for at, byte in changes:
        out[int(at * len(out))] = byte
    return bytes(out)


def _repacked(part: str, changes: list[tuple[float, int]]) -> bytes:
    """The sample with changes inside one part, its checksums right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _changed(data, changes) if name == part else data)
    return out.getvalue()


def _ends_well(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        reading = read_table(path, SPECS)
    except FindingsError as error:
        assert error.findings
    else:
        assert all(len(reading.table.columns[spec.key]) == len(reading.table) for spec in SPECS)


@FUZZ
@given(changes=CHANGES)
def test_changed_bytes_end_in_a_table_or_a_finding(
    tmp_path: Path, changes: list[tuple[float, int]]
) -> None:
    _ends_well(tmp_path / "fuzz.xlsx", _changed(SAMPLE, changes))


@FUZZ
@given(
    part=st.sampled_from(
        [
            "xl/worksheets/sheet1.xml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
        ]
    ),
    changes=CHANGES,
)
def test_changed_markup_ends_in_a_table_or_a_finding(
    tmp_path: Path, part: str, changes: list[tuple[float, int]]
) -> None:
    _ends_well(tmp_path / "fuzz.xlsx", _repacked(part, changes))


@FUZZ
@given(changes=CHANGES)
def test_changed_text_ends_in_a_table_or_a_finding(
    tmp_path: Path, changes: list[tuple[float, int]]
) -> None:
    text = f'{TITLES}\n甲,1,85%,2026-3-5,是\n"乙",2,1%,,\n'.encode()
    _ends_well(tmp_path / "fuzz.csv", _changed(text, changes))


def test_workbook_whose_list_of_sheets_is_unreadable_is_refused_by_its_name(tmp_path: Path) -> None:
    whole = tmp_path / "whole.xlsx"
    book = openpyxl.Workbook()
    book.save(whole)
    path = tmp_path / "hub.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(b"<sheet ", b"<shoot ")
            new.writestr(name, content)
    with pytest.raises(FindingsError) as error:
        read_table(path, SPECS)
    assert [one.place.file for one in error.value.findings] == ["hub.xlsx"]
