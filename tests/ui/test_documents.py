"""Papers come out whole and can be opened again."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.conf import LazySettings
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from shuniu.ui.documents import (
    Attachment,
    Block,
    BrokenPaper,
    NoSuchPaper,
    Official,
    Sheet,
    Table,
    fill,
    official,
    paper,
    pdf,
    png,
    workbook,
)
from shuniu.ui.documents.charts import bars

PAPER = Official(
    issuer="示例区社会组织综合党委",
    number="枢评〔2026〕1号",
    title=("关于公布二〇二六年度", "有效覆盖评价结果的决定"),
    to="各社会组织",
    body=(
        Block("一、总体情况", 1),
        Block("（一）参评情况", 2),
        Block("本次评价共120家。" * 6),
        Block(table=Table(("序号", "单位", "等级"), (("1", "甲协会", "优秀"),))),
    ),
    attachments=("名单", "说明"),
    signed="示例区社会组织综合党委",
    day=date(2026, 11, 23),
)


def opened(made: Official = PAPER) -> Document:  # type: ignore[valid-type]
    return Document(io.BytesIO(official(made)))


def test_official_paper_has_the_page_of_the_standard_and_its_words() -> None:
    document = opened()
    section = document.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(x / 36000) for x in edges] == [37, 35, 28, 26]
    assert abs(section.page_width - Mm(210)) < Mm(1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    words = [p.text for p in document.paragraphs]
    assert "枢评〔2026〕1号" in words
    assert "各社会组织：" in words
    assert "2026年11月23日" in words
    assert document.tables[0].rows[1].cells[1].text == "甲协会"


def test_body_is_set_28_by_22_and_each_level_in_its_font() -> None:
    found = {p.text: p for p in opened().paragraphs}
    body = found["本次评价共120家。" * 6]
    assert body.paragraph_format.line_spacing is not None
    assert abs(body.paragraph_format.line_spacing.pt - 28.95) < 0.01
    assert body.runs[0].font.size.pt == 16
    spacing = body.runs[0]._r.rPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:val")) == "-5"
    indent = body._p.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    fonts = {
        words: found[words].runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))
        for words in ("一、总体情况", "（一）参评情况", "关于公布二〇二六年度")
    }
    assert list(fonts.values()) == ["黑体", "楷体_GB2312", "方正小标宋简体"]
    assert str(found["示例区社会组织综合党委"].text) == PAPER.signed


def test_the_head_is_red_and_stays_on_one_line() -> None:
    head = opened().paragraphs[0]
    assert str(head.runs[0].font.color.rgb) == "C00000"
    long = opened(replace(PAPER, issuer="某" * 24)).paragraphs[0]
    assert long.runs[0].font.size.pt * 24 <= 442


def test_who_signs_stands_centred_above_the_day() -> None:
    signed, day = opened().paragraphs[-2:]

    def tail(paragraph: object) -> int:
        return int(paragraph._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")))

    assert tail(day) == 400
    assert tail(signed) == 400 + 700 / 2 - 1100 / 2 + 0  # seven full widths under eleven


def test_pages_are_numbered_outside_right_and_left() -> None:
    document = opened()
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer in (section.footer, section.even_page_footer):
        xml = footer._element.xml
        assert "PAGE" in xml
        assert "— " in footer.paragraphs[0].text


def test_attachments_are_named_and_stand_on_pages_of_their_own() -> None:
    table = Table(("序号", "单位"), (("1", "乙协会"),))
    many = replace(PAPER, attachments=(Attachment("名单", (Block(table=table),)), "说明"))
    document = opened(many)
    words = [p.text for p in document.paragraphs]
    assert "附件：1.名单" in words
    assert "　　　2.说明" in words
    assert document.tables[-1].rows[1].cells[1].text == "乙协会"
    head = next(p for p in document.paragraphs if p.text == "附件1")
    assert head.paragraph_format.page_break_before
    assert words.count("附件2") == 0


def test_the_foot_says_who_gets_copies_and_who_printed() -> None:
    document = opened(replace(PAPER, copies="区民政局", printed="示例区社会组织综合党委"))
    foot = document.tables[-1]
    assert [row.cells[0].text for row in foot.rows] == [
        "抄送：区民政局。",
        "示例区社会组织综合党委\t2026年11月23日印发",
    ]
    assert foot._tbl.tblPr.find(qn("w:tblpPr")).get(qn("w:tblpYSpec")) == "bottom"
    assert len(opened(replace(PAPER, printed="甲")).tables[-1].rows) == 1
    assert len(opened().tables) == 1


def test_no_page_carries_a_signature_alone() -> None:
    paragraphs = opened().paragraphs
    assert all(one.paragraph_format.keep_with_next for one in paragraphs[-5:-1])


def test_the_properties_stand_in_the_order_that_strict_readers_want() -> None:
    with zipfile.ZipFile(io.BytesIO(official(PAPER))) as box:
        texts = [box.read(n).decode() for n in box.namelist() if re.match(r"word/(doc|foot)", n)]
    for text in texts:
        for found in re.findall(r"<w:rPr>(.*?)</w:rPr>", text):
            tags = re.findall(r"<w:(rFonts|b|color|spacing|sz|lang)\b", found)
            order = ["rFonts", "b", "color", "spacing", "sz", "lang"]
            assert tags == sorted(tags, key=order.index)


def test_workbook_keeps_codes_as_text_and_runs_nothing() -> None:
    rows = [
        ("5111000050000012XW", "=1+1", 87.5, date(2026, 1, 2), True),
        ("@x", "+2", None, None, 110101199003078515),
    ]
    heads = ("代码", "名称", "分", "日期", "是否")
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([Sheet("名册", heads, rows, title="名册"), Sheet("名册", heads, [])]))
    )
    assert book.sheetnames == ["名册", "名册 2"]
    page = book["名册"]
    assert page["A3"].value == "5111000050000012XW"
    assert page["A3"].number_format == "@"
    assert page["B3"].value == "=1+1"
    assert page["B3"].data_type == "s"
    assert page["C3"].value == 87.5
    assert page["E3"].value == "是"
    assert page["E4"].value == "110101199003078515"
    assert page["A4"].data_type == "s"
    assert page.freeze_panes == "B3"
    assert page.auto_filter.ref == "A2:E4"
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$2:$2"


@pytest.mark.parametrize("name", ["a/b:c[d]*?", "很" * 40, "", "'"])
def test_any_name_of_a_sheet_will_do(name: str) -> None:
    made = workbook([Sheet(name, ("甲",), []), Sheet(name, ("甲",), [])])
    assert len(openpyxl.load_workbook(io.BytesIO(made)).sheetnames) == 2


def test_chart_is_drawn_for_word_with_chinese_words() -> None:
    drawn = png(bars([("单独组建", 42), ("未建", 7)], "组建方式"))
    assert drawn.startswith(b"\x89PNG")


@pytest.fixture
def own_papers(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SHUNIU_DATA = tmp_path
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


def test_a_paper_of_the_hub_replaces_ours(own_papers: Path) -> None:
    assert "ui" in paper("house.typ").parts
    (own_papers / "house.typ").write_text("// ours", encoding="utf-8")
    assert paper("house.typ") == own_papers / "house.typ"


@pytest.mark.parametrize("name", ["nothing.typ", "../keys.json", "../../etc/passwd"])
def test_a_name_never_leads_out_of_the_folders(own_papers: Path, name: str) -> None:
    (own_papers.parent / "keys.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NoSuchPaper):
        paper(name)


@pytest.mark.django_db
def test_a_pdf_is_made_from_a_template_and_data(own_papers: Path) -> None:
    (own_papers / "small.typ").write_text(
        '#import "house.typ": *\n#let d = json("data.json")\n#show: paper.with(title: d.title)\n'
        '= #d.title\n#image("c.svg")\n#pagebreak()\n#d.words',
        encoding="utf-8",
    )
    made = pdf(
        "small.typ",
        {"title": "评分表", "words": "*不是*标记 #let"},
        images={"c.svg": bars([("示范", 3)], "x").encode()},
    )
    assert made.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) in {0, 2}  # pages may be packed


@pytest.mark.django_db
def test_a_faulty_template_is_told_by_name_and_place(own_papers: Path) -> None:
    (own_papers / "bad.typ").write_text("#nothing()", encoding="utf-8")
    with pytest.raises(BrokenPaper, match=r"bad\.typ"):
        pdf("bad.typ", {})


def test_a_word_form_is_filled_and_what_people_typed_is_no_markup(own_papers: Path) -> None:
    blank = Document()
    blank.add_paragraph("单位：{{ name }}")
    blank.add_paragraph("{% for one in items %}{{ one }}；{% endfor %}")
    blank.save(str(own_papers / "form.docx"))
    made = fill("form.docx", {"name": "<甲> & {{ 乙 }}", "items": ["会议", "活动"]})
    words = [p.text for p in Document(io.BytesIO(made)).paragraphs]
    assert words == ["单位：<甲> & {{ 乙 }}", "会议；活动；"]


def test_a_word_form_reaches_nothing_but_its_data(own_papers: Path) -> None:
    blank = Document()
    blank.add_paragraph("{{ ''.__class__.__mro__ }}")
    blank.save(str(own_papers / "evil.docx"))
    with pytest.raises(Exception, match=r"unsafe|attribute"):
        fill("evil.docx", {})
