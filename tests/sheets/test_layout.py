"""Where the table stands in the sheet: headers, rows, totals, remarks, repeats."""

from __future__ import annotations

import numpy as np
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from shuniu.findings import FindingsError, Severity
from shuniu.sheets import ColumnSpec, Kind, RowPlace, read_table
from tests.sheets.conftest import Book, found, only

NAME = ColumnSpec("name", ("名称", "Name"), Kind.NAME, required=True)
CODE = ColumnSpec("code", ("统一社会信用代码",), Kind.CODE)
MEMBERS = ColumnSpec("members", ("党员人数",), Kind.WHOLE, required=True)
ASSETS = ColumnSpec("assets", ("净资产",), unit="元")


def test_a_plain_table_is_read_and_remembers_its_cells(book: Book) -> None:
    path = book([["名称", "党员人数", "净资产"], ["甲协会", 3, 100], ["乙协会", None, 200.5]])
    reading = read_table(path, [NAME, MEMBERS, ASSETS], file_name="交来的表.xlsx")
    assert reading.findings == ()
    assert reading.usable
    table = reading.table
    assert table.texts("name") == ["甲协会", "乙协会"]
    np.testing.assert_array_equal(table.numbers("members"), [3, np.nan])
    assert table.places == (RowPlace("数据", 2), RowPlace("数据", 3))
    assert str(table.place("assets", 1)) == "交来的表.xlsx 数据!C3"


def test_titles_above_and_remarks_below_are_no_organisations(book: Book) -> None:
    path = book(
        [
            ["某枢纽 2026 年数据表"],
            ["填报单位：某枢纽", None, "2026 年"],
            ["序号", "名称", "党员人数"],
            [1, "甲协会", 3],
            [None, None, None],
            [2, "乙协会", 4],
            [3, None, None],
            [None, "合 计", 7],
            ["合计", None, 7],
            ["注：以上为年末数。"],
            ["填表人：", "某某"],
            [None, " "],
        ],
        lambda sheet: sheet.merge_cells("A1:C1"),
    )
    reading = read_table(path, [NAME, MEMBERS])
    assert reading.table.texts("name") == ["甲协会", "乙协会"]
    assert found(reading) == [("S131", "8"), ("S131", "9"), ("S132", "11")]
    assert reading.usable


def test_a_header_of_two_rows_with_merged_groups_is_read(book: Book) -> None:
    def merge(sheet: Worksheet) -> None:
        for cells in ("A2:A3", "B2:C2", "D2:E2"):
            sheet.merge_cells(cells)

    path = book(
        [
            ["数据表"],
            ["名称", "党建", None, "业务", None],
            [None, "人数", "活动", "人数", "活动"],
            ["甲协会", 1, 2, 3, 4],
        ],
        merge,
    )
    keys = ("党建人数", "党建活动", "业务人数", "业务活动")
    reading = read_table(path, [NAME, *(ColumnSpec(f"c{i}", (k,)) for i, k in enumerate(keys))])
    assert reading.findings == ()
    assert [reading.table.numbers(f"c{i}")[0] for i in range(4)] == [1, 2, 3, 4]
    assert reading.table.letters["c3"] == "E"


def test_a_header_of_three_rows_is_read(book: Book) -> None:
    def merge(sheet: Worksheet) -> None:
        for cells in ("A1:A3", "B1:D1", "B2:C2", "D2:D3"):
            sheet.merge_cells(cells)

    path = book(
        [
            ["名称", "总表", None, None],
            [None, "党建", None, "净资产"],
            [None, "党员人数", "活动", None],
            ["甲协会", 1, 2, 3],
        ],
        merge,
    )
    reading = read_table(path, [NAME, MEMBERS, ASSETS, ColumnSpec("events", ("活动",))])
    assert reading.findings == ()
    assert reading.table.numbers("assets").tolist() == [3]
    assert reading.table.numbers("events").tolist() == [2]


@pytest.mark.parametrize(
    "title", ["党员 人数", "党员人数*", "＊党员人数（人）", "党员人数：", "MEMBERS"]
)
def test_header_words_are_matched_loosely(book: Book, title: str) -> None:
    path = book([["name", title], ["甲协会", 3]])
    assert read_table(path, [NAME, MEMBERS]).findings == ()


def test_missing_unknown_and_doubled_columns_are_all_said_at_once(book: Book) -> None:
    path = book([["名称", "净资产", "净资产", "别的"], ["甲协会", 1, 1, 1]])
    reading = read_table(path, [NAME, CODE, MEMBERS, ASSETS])
    assert found(reading) == [("S122", ""), ("S125", ""), ("S124", "C1"), ("S123", "D1")]
    assert not reading.usable
    assert np.isnan(reading.table.numbers("members")).all()
    assert reading.table.texts("code") == [""]


def test_a_header_in_another_unit_is_an_error(book: Book) -> None:
    path = book([["名称", "净资产（万元）"], ["甲协会", 1]])
    finding = only(read_table(path, [NAME, ASSETS]))
    assert (finding.code, finding.severity) == ("S126", Severity.ERROR)


def test_a_row_without_a_name_and_a_repeated_header_are_said(book: Book) -> None:
    path = book([["名称", "党员人数"], ["甲协会", 1], [None, 2], ["名称", "党员人数"], ["乙", 3]])
    reading = read_table(path, [NAME, MEMBERS])
    assert found(reading) == [("S133", "A3"), ("S139", "A4")]
    assert reading.table.texts("name") == ["甲协会", "乙"]


def test_repeated_names_and_codes_name_both_cells(book: Book) -> None:
    rows = [["名称", "统一社会信用代码", "党员人数"]]
    path = book([*rows, ["甲协会", "51A", 1], ["甲 协会", "51B", 2], ["丙", "51a", 3]])
    reading = read_table(path, [NAME, CODE, MEMBERS])
    assert found(reading) == [("S134", "A3"), ("S134", "B4")]
    assert "A2" in reading.findings[0].text.zh
    assert "B2" in reading.findings[1].text.en


def test_hidden_rows_are_read_and_said(book: Book) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    path = book([["名称", "党员人数"], ["甲", 1], ["乙", 2]], hide)
    reading = read_table(path, [NAME, MEMBERS])
    assert len(reading.table) == 2
    finding = only(reading)
    assert (finding.code, finding.severity) == ("S136", Severity.NOTE)
    assert "3" in finding.text.zh


def test_merged_cells_among_the_data_are_refused(book: Book) -> None:
    path = book(
        [["名称", "党员人数"], ["甲", 1], ["乙", None]], lambda sheet: sheet.merge_cells("B2:B3")
    )
    finding = only(read_table(path, [NAME, MEMBERS]))
    assert (finding.code, finding.place.cell) == ("S138", "B2")
    assert "B2:B3" in finding.text.zh


def test_a_flood_of_one_fault_is_cut_and_counted(book: Book) -> None:
    path = book([["名称", "党员人数"], *([f"第{i}会", "很多"] for i in range(80))])
    reading = read_table(path, [NAME, MEMBERS])
    assert [f.code for f in reading.findings] == ["S143"] * 50 + ["S160"]
    assert "30" in reading.findings[-1].text.zh


def test_faults_of_several_columns_come_together(book: Book) -> None:
    path = book([["名称", "党员人数", "净资产"], ["甲", "很多", "?"], ["乙", 1.5, 2]])
    reading = read_table(path, [NAME, MEMBERS, ASSETS])
    assert found(reading) == [("S143", "B2"), ("S146", "B3"), ("S143", "C2")]


def test_every_finding_speaks_both_languages_and_says_what_to_do(book: Book) -> None:
    path = book([["名称", "党员人数", "?"], ["甲", "很多"], ["甲", 1.5], [None, 1]])
    reading = read_table(path, [NAME, MEMBERS, CODE])
    assert len(reading.findings) == 6
    for finding in reading.findings:
        assert finding.place.file == "hub.xlsx"
        for text in (finding.text, finding.fix):
            assert text.zh
            assert text.en != text.zh
            assert "{" not in text.zh + text.en


def test_the_sheet_that_fits_best_is_read(book: Book) -> None:
    def more(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("说明", 0)
        other.append(["名称", "怎样填写"])
        sheet.parent.create_sheet("空")

    path = book([["名称", "党员人数"], ["甲", 1]], more)
    assert read_table(path, [NAME, MEMBERS]).table.places == (RowPlace("数据", 2),)
    with pytest.raises(FindingsError) as error:
        read_table(path, [NAME, MEMBERS], sheet="没有")
    assert error.value.findings[0].code == "S108"


def test_two_sheets_that_fit_alike_are_said(book: Book) -> None:
    def more(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("去年").append(["名称", "党员人数"])

    path = book([["名称", "党员人数"], ["甲", 1]], more)
    assert found(read_table(path, [NAME, MEMBERS])) == [("S109", "")]


def test_a_sheet_without_the_header_is_refused(book: Book) -> None:
    with pytest.raises(FindingsError) as error:
        read_table(book([["别的", "东西"], [1, 2]]), [NAME, MEMBERS])
    assert error.value.findings[0].code == "S121"
    assert "名称、党员人数" in error.value.findings[0].text.zh


def test_a_header_with_nothing_below_is_said(book: Book) -> None:
    reading = read_table(book([["名称", "党员人数"]]), [NAME, MEMBERS])
    assert found(reading) == [("S137", "")]
    assert len(reading.table) == 0


def test_a_row_of_units_belongs_to_the_header(book: Book) -> None:
    rate = ColumnSpec("rate", ("参评率",), Kind.PERCENT)
    path = book([["名称", "净资产", "参评率"], [None, "元", "（%）"], ["甲", 5, 0.5]])
    reading = read_table(path, [NAME, ASSETS, rate])
    assert reading.findings == ()
    assert reading.table.numbers("rate").tolist() == [0.5]
    path = book([["名称", "净资产"], [None, "万元"], ["甲", 5]])
    assert found(read_table(path, [NAME, ASSETS])) == [("S126", "B2")]


def test_a_row_that_numbers_the_columns_is_no_organisation(book: Book) -> None:
    path = book([["名称", "党员人数", "净资产"], ["甲", 1, 2], ["某协会", 3, 100]])
    reading = read_table(path, [NAME, MEMBERS, ASSETS])
    assert found(reading) == [("S139", "A2")]
    assert reading.table.texts("name") == ["某协会"]
