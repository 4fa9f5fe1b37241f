"""The workbook, read back the way Excel would."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from shuniu.papers import write_workbook

from ._runs import NAMES, results

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*xtension is not supported"
)  # openpyxl and data bars


def test_the_summary_has_a_line_per_organisation_with_exact_points(tmp_path: Path) -> None:
    write_workbook(results(), tmp_path / "x.xlsx")
    page = openpyxl.load_workbook(tmp_path / "x.xlsx")["汇总"]
    lines = [[cell.value for cell in row[:7]] for row in page.iter_rows(min_row=4, max_row=6)]
    assert [line[1] for line in lines] == list(NAMES)
    assert [line[4] for line in lines] == [100, 46.667, "—"]
    assert [line[5] for line in lines] == ["优", "不合格", ""]
    assert [line[6] for line in lines] == ["已评定", "已评定", "待补数据"]


def test_each_organisation_has_a_sheet_that_says_why(tmp_path: Path) -> None:
    write_workbook(results(), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert len(book.sheetnames) == 4 + len(NAMES)
    assert all(len(name) <= 31 for name in book.sheetnames)
    page = book[book.sheetnames[5]]
    words = "\n".join(str(c.value) for row in page.iter_rows() for c in row if c.value is not None)
    assert "组织生活 = 5 次" in words
    assert "在 0 与 12 之间按比例，得 16.667 分" in words
    assert "由 5 次 到 6 次，可加" in words


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path) -> None:
    write_workbook(results(), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    cells = [c for page in book for row in page.iter_rows() for c in row]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []


def test_links_lead_to_the_sheets(tmp_path: Path) -> None:
    write_workbook(results(), tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    targets = [book["汇总"].cell(row, 2).hyperlink for row in (4, 5, 6)]
    names = [str(link.location).split("!")[0].strip("'") for link in targets if link]
    assert names == book.sheetnames[4:]


def test_a_run_of_nobody_still_gives_a_workbook(tmp_path: Path) -> None:
    write_workbook(results((), ()), tmp_path / "x.xlsx")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[0] == "汇总"


def test_english_is_complete(tmp_path: Path) -> None:
    write_workbook(results(), tmp_path / "x.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames[:4] == ["Summary", "Charts", "Rules", "About"]
    assert book["Summary"]["F6"].value in {None, ""}
