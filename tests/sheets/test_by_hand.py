from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from shuniu.findings import FindingsError
from shuniu.sheets import ColumnSpec, Kind, look, read_columns, read_rows

SPECS = [
    ColumnSpec("name", ("单位名称",), Kind.NAME, required=True),
    ColumnSpec("area", ("片区",), Kind.TEXT),
    ColumnSpec("staff", ("人数",), Kind.WHOLE, unit="人"),
]


def _book(path: Path, rows: list[list[object]], merges: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for one in merges:
        book.active.merge_cells(one)
    book.create_sheet("说明")
    target = path / "list.xlsx"
    book.save(target)
    return target


def test_headings_and_what_fits_are_shown(tmp_path: Path) -> None:
    path = _book(tmp_path, [["全区名册"], ["单位名称", "所在街道", "人数"], ["甲", "东", 3]])
    layout = look(path, SPECS)
    assert (layout.sheet, layout.sheets, layout.header) == ("Sheet", ("Sheet", "说明"), 2)
    assert layout.headings == {"A": "单位名称", "B": "所在街道", "C": "人数"}
    assert layout.fits == {"name": "A", "staff": "C"}
    assert layout.cells(3) == ["甲", "东", 3]


def test_a_column_chosen_by_hand_is_read(tmp_path: Path) -> None:
    path = _book(tmp_path, [["单位名称", "所在街道", "人数"], ["甲", "东", 3]])
    layout = look(path, SPECS)
    reading = read_columns(layout, SPECS, chosen={**layout.fits, "area": "B", "staff": ""})
    assert reading.table.texts("area") == ["东"]
    assert "staff" not in reading.table.letters


def test_a_header_nobody_knows_can_be_chosen_by_hand(tmp_path: Path) -> None:
    path = _book(tmp_path, [["名册"], ["甲列", "乙列", "丙列"], ["甲协会", "东", 3]])
    layout = look(path, SPECS)
    assert (layout.header, layout.fits) == (2, {})
    reading = read_columns(layout, SPECS, chosen={"name": "A", "staff": "C"})
    assert reading.table.texts("name") == ["甲协会"]
    assert reading.table.numbers("staff").tolist() == [3.0]


def test_cells_merged_downwards_hold_the_same_words(tmp_path: Path) -> None:
    rows = [["单位名称", "片区"], ["甲", "东"], ["乙", None], ["丙", "西"]]
    reading = read_columns(look(_book(tmp_path, rows, ("B2:B3",)), SPECS), SPECS)
    assert reading.table.texts("area") == ["东", "东", "西"]
    assert reading.usable


def test_every_fault_is_listed_where_asked(tmp_path: Path) -> None:
    rows = [["单位名称", "人数"], *([f"单位{n}", "很多"] for n in range(60))]
    layout = look(_book(tmp_path, rows), SPECS)
    wrong = [f for f in read_columns(layout, SPECS, cap=10**9).findings if f.code == "S143"]
    assert len(wrong) == 60
    assert sum(f.code == "S143" for f in read_columns(layout, SPECS).findings) == 50


def test_rows_of_a_program_are_judged_alike() -> None:
    rows = [{"name": "甲", "staff": "１２人"}, {"name": "乙", "staff": None}, {"name": "", "x": 1}]
    reading = read_rows(rows, SPECS)
    assert reading.table.texts("name") == ["甲", "乙", ""]
    assert reading.table.numbers("staff")[0] == 12
    assert reading.usable


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FindingsError):
        look(_book(tmp_path, [["单位名称"], ["甲"]]), SPECS, sheet="没有")
