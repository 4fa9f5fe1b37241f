"""Single cells: what is read, what is refused, and in which words."""

from __future__ import annotations

import datetime
import math

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from shuniu.findings import Text
from shuniu.sheets import ColumnSpec, Kind, Option, Reading, read_table
from tests.sheets.conftest import Book, found, only

NAME = ColumnSpec("name", ("名称",), Kind.NAME)
LEVELS = (
    Option("high", Text("优秀", "excellent")),
    Option("low", Text("合格", "qualified"), also=("达标",)),
)


def one(book: Book, spec: ColumnSpec, cell: object) -> Reading:
    path = book([["名称", spec.titles[0]], ["甲协会", cell]])
    return read_table(path, [NAME, spec])


def value(reading: Reading, key: str = "x") -> float:
    assert not reading.findings, [f.line() for f in reading.findings]
    return float(reading.table.numbers(key)[0])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12, 12),
        (12.5, 12.5),
        ("１２．５", 12.5),
        ("1,234,567", 1234567),
        ("１，２３４", 1234),
        (" 12\u00a0", 12),
        ("12 次", 12),
        ("12次", 12),
        ("1.5万次", 15000),
        ("2万", 20000),
        ("−3", -3),
        ("1.2E+03", 1200),
        (".5", 0.5),
    ],
)
def test_numbers_are_read_as_people_write_them(book: Book, cell: object, number: float) -> None:
    assert value(one(book, ColumnSpec("x", ("活动",), unit="次"), cell)) == number


@pytest.mark.parametrize(
    "cell",
    [
        "约12",
        "8-10",
        "八万",
        "1,5",
        "12.3.4",
        "1 200",
        "无",
        "-",
        "/",
        True,
        "1_000",
        "inf",
        "9" * 400,
    ],
)
def test_what_is_no_number_for_certain_is_refused(book: Book, cell: object) -> None:
    reading = one(book, ColumnSpec("x", ("活动",), unit="次"), cell)
    assert found(reading) == [("S143", "B2")]
    assert math.isnan(reading.table.numbers("x")[0])


def test_a_date_in_a_number_column_is_refused(book: Book) -> None:
    finding = only(one(book, ColumnSpec("x", ("活动",)), datetime.date(2026, 3, 5)))
    assert finding.code == "S143"
    assert "2026-03-05" in finding.text.zh


@pytest.mark.parametrize("cell", ["12元", "12 万元", "5%"])
def test_another_unit_is_refused(book: Book, cell: str) -> None:
    reading = one(book, ColumnSpec("x", ("活动",), unit="次"), cell)
    assert found(reading) == [("S144", "B2")]


def test_money_is_read_with_its_sign_and_scale(book: Book) -> None:
    spec = ColumnSpec("x", ("净资产",), unit="元")
    assert value(one(book, spec, "￥120,000.50元")) == 120000.5
    assert value(one(book, spec, "12万元")) == 120000


def test_a_scale_before_a_scaled_unit_is_refused(book: Book) -> None:
    reading = one(book, ColumnSpec("x", ("净资产",), unit="万元"), "12万")
    assert found(reading) == [("S144", "B2")]


def test_limits_and_whole_numbers_are_held(book: Book) -> None:
    spec = ColumnSpec("x", ("名次",), Kind.WHOLE, low=1, high=10)
    assert value(one(book, spec, 10)) == 10
    assert found(one(book, spec, 11)) == [("S145", "B2")]
    assert found(one(book, spec, 2.5)) == [("S146", "B2")]
    assert "between 1 and 10" in only(one(book, spec, 0)).text.en


@pytest.mark.parametrize(
    ("cell", "points"),
    [("85%", 85), ("８５．５％", 85.5), ("5‰", 0.5), (85, 85), (0, 0), ("0.85%", 0.85)],
)
def test_percents_are_points_of_a_hundred(book: Book, cell: object, points: float) -> None:
    assert value(one(book, ColumnSpec("x", ("参评率",), Kind.PERCENT), cell)) == points


def test_a_percent_cell_is_read_as_it_shows(book: Book) -> None:
    def percent(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "0.00%"

    path = book([["名称", "参评率"], ["甲协会", 0.85]], percent)
    assert value(read_table(path, [NAME, ColumnSpec("x", ("参评率",), Kind.PERCENT)])) == 85


@pytest.mark.parametrize("cell", [0.85, 1, "0.85"])
def test_a_bare_fraction_is_ambiguous_and_refused(book: Book, cell: object) -> None:
    finding = only(one(book, ColumnSpec("x", ("参评率",), Kind.PERCENT), cell))
    assert (finding.code, finding.place.cell) == ("S147", "B2")


def test_a_header_that_says_percent_settles_bare_numbers(book: Book) -> None:
    path = book([["名称", "参评率（%）"], ["甲协会", 0.85]])
    assert value(read_table(path, [NAME, ColumnSpec("x", ("参评率",), Kind.PERCENT)])) == 0.85


@pytest.mark.parametrize(
    "cell", ["是", "有", "√", "✔", "对勾", "Y", "yes", 1, "1", True, "ＴＲＵＥ"]
)
def test_the_words_for_yes_are_read(book: Book, cell: object) -> None:
    assert value(one(book, ColumnSpec("x", ("党组织",), Kind.YES_NO), cell)) == 1


@pytest.mark.parametrize("cell", ["否", "无", "×", "N", "no", 0, "0", False, "没有"])
def test_the_words_for_no_are_read(book: Book, cell: object) -> None:
    assert value(one(book, ColumnSpec("x", ("党组织",), Kind.YES_NO), cell)) == 0


@pytest.mark.parametrize("cell", ["部分", "有(3个)", 2, "是否", "/"])
def test_other_words_are_neither_yes_nor_no(book: Book, cell: object) -> None:
    assert found(one(book, ColumnSpec("x", ("党组织",), Kind.YES_NO), cell)) == [("S148", "B2")]


@pytest.mark.parametrize(
    ("cell", "index"), [("优 秀", 0), ("HIGH", 0), ("达标", 1), ("qualified", 1)]
)
def test_choices_are_read_by_key_title_and_other_words(book: Book, cell: str, index: int) -> None:
    assert value(one(book, ColumnSpec("x", ("等次",), Kind.CHOICE, LEVELS), cell)) == index


def test_an_unknown_choice_names_the_options(book: Book) -> None:
    finding = only(one(book, ColumnSpec("x", ("等次",), Kind.CHOICE, LEVELS), "良好"))
    assert finding.code == "S149"
    assert "优秀、合格" in finding.text.zh
    assert "excellent, qualified" in finding.text.en


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "２０２６年０３月０５日",
        "20260305",
        20260305,
        46086,
        "46086",
        datetime.date(2026, 3, 5),
        datetime.datetime(2026, 3, 5, 18, 30),
        "2026-03-05 18:30:00",
    ],
)
def test_dates_are_read_in_every_usual_form(book: Book, cell: object) -> None:
    days = value(one(book, ColumnSpec("x", ("成立日期",), Kind.DATE), cell))
    assert datetime.date(1970, 1, 1) + datetime.timedelta(days) == datetime.date(2026, 3, 5)


@pytest.mark.parametrize(
    "cell", ["2026年3月", "3/5/2026", "26-3-5", "2026-02-30", 2026, "昨天", True]
)
def test_what_is_no_date_for_certain_is_refused(book: Book, cell: object) -> None:
    assert found(one(book, ColumnSpec("x", ("成立日期",), Kind.DATE), cell)) == [("S150", "B2")]


@pytest.mark.parametrize("cell", ["不适用", "N/A", "n/a", "——", "不 适 用"])
def test_not_applicable_is_not_the_same_as_missing(book: Book, cell: str) -> None:
    for kind in (Kind.NUMBER, Kind.PERCENT, Kind.YES_NO, Kind.DATE):
        assert value(one(book, ColumnSpec("x", ("项",), kind), cell)) == -math.inf


@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000"])
def test_a_blank_cell_is_missing(book: Book, cell: object) -> None:
    assert math.isnan(value(one(book, ColumnSpec("x", ("项",), Kind.YES_NO), cell)))


def test_text_keeps_codes_that_excel_made_numbers(book: Book) -> None:
    spec = ColumnSpec("x", ("电话",), Kind.TEXT)
    assert one(book, spec, 14000000012).table.texts("x") == ["14000000012"]
    assert found(one(book, spec, 110105194912310021)) == [("S152", "B2")]


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#DIV/0!"])
def test_error_cells_are_named(book: Book, cell: str) -> None:
    finding = only(one(book, ColumnSpec("x", ("项",)), cell))
    assert (finding.code, finding.place.cell) == ("S141", "B2")
    assert cell in finding.text.zh


def test_a_formula_without_its_result_asks_to_be_saved_in_excel(book: Book) -> None:
    finding = only(one(book, ColumnSpec("x", ("项",)), "=1+1"))
    assert (finding.code, finding.place.cell) == ("S142", "B2")
    assert "打开并保存" in finding.fix.zh
