"""Papers come out whole and can be opened again."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from docx import Document
from docx.shared import Mm

from shuniu.ui.documents import Block, Official, Sheet, Table, official, png, workbook
from shuniu.ui.documents.charts import bars

PAPER = Official(
    issuer="示例区社会组织综合党委",
    number="枢评〔2026〕1号",
    title=("关于公布二〇二六年度", "有效覆盖评价结果的决定"),
    to="各社会组织",
    body=(
        Block("一、总体情况", 1),
        Block("本次评价共120家。" * 6),
        Block(table=Table(("序号", "单位", "等级"), (("1", "甲协会", "优秀"),))),
    ),
    attachments=("名单", "说明"),
    signed="示例区社会组织综合党委",
    day=date(2026, 11, 23),
)


def test_official_paper_has_the_page_of_the_standard_and_its_words() -> None:
    document = Document(io.BytesIO(official(PAPER)))
    section = document.sections[0]
    assert [round(x / 36000) for x in (section.top_margin, section.left_margin)] == [37, 28]
    assert abs(section.page_width - Mm(210)) < Mm(1)
    words = [p.text for p in document.paragraphs]
    assert "枢评〔2026〕1号" in words
    assert "各社会组织：" in words
    assert "2026年11月23日" in words
    assert document.tables[0].rows[1].cells[1].text == "甲协会"


def test_workbook_keeps_codes_as_text_and_runs_nothing() -> None:
    rows = [("5111000050000012XW", "=1+1", 87.5, date(2026, 1, 2)), ("@x", "+2", None, None)]
    book = workbook([Sheet("名册", ("代码", "名称", "分", "日期"), rows, title="名册")])
    page = openpyxl.load_workbook(io.BytesIO(book)).active
    assert page is not None
    assert page["A3"].value == "5111000050000012XW"
    assert page["B3"].value == "=1+1"
    assert page["B3"].data_type == "s"
    assert page["C3"].value == 87.5
    assert page["A4"].data_type == "s"


def test_chart_is_drawn_for_word_with_chinese_words() -> None:
    drawn = png(bars([("单独组建", 42), ("未建", 7)], "组建方式"))
    assert drawn.startswith(b"\x89PNG")
