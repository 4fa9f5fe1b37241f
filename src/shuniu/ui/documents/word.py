"""Official papers in Word, GB/T 9704-2012: 28 characters a line, 22 lines a page."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from shuniu.ui.documents.imprint import imprint

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
_LINE = 28.95  # points: 22 lines in 225 mm
_TIGHT = -5  # twentieths of a point: 28 characters in 156 mm


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()  # mm


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the text.

    Attributes:
        text: its words.
        level: 0 body; 1 “一、” in Hei; 2 “（一）” in Kai; 3 “1.” in Fangsong bold.
        table: a table in its place.
    """

    text: str = ""
    level: int = 0
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """What stands on pages of its own after the signature."""

    name: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Official:
    """An official paper.

    Attributes:
        issuer: whose red head it carries; empty for none.
        number: such as 枢评〔2026〕1号.
        title: lines of the title, broken by hand.
        to: whom it addresses, without the colon.
        body: the text.
        attachments: names of what is attached, or what is attached itself.
        signed: who signs.
        day: of signing.
        copies: who else receives it.
        printed: the office that prints it; the block at the foot is drawn where it is named.
    """

    issuer: str
    number: str
    title: tuple[str, ...]
    body: tuple[Block, ...]
    signed: str
    day: date
    to: str = ""
    attachments: tuple[str | Attachment, ...] = field(default=())
    copies: str = ""
    printed: str = ""


def official(paper: Official) -> bytes:
    """The paper as .docx; Word or WPS supplies the official fonts by their names."""
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments = "".join(paper.title), paper.signed, ""
    about.created = about.modified = datetime(paper.day.year, paper.day.month, paper.day.day)  # noqa: DTZ001 (a day)
    _page(document)
    if paper.issuer:
        _red_head(document, paper)
    for line in paper.title:
        _line(document, line, font=SONG, size=22, align="center", snap=False)
    _line(document, "")
    if paper.to:
        _line(document, f"{paper.to}：")
    for block in paper.body:
        _block(document, block)
    attached = [Attachment(a) if isinstance(a, str) else a for a in paper.attachments]
    _attachment_names(document, attached)
    _signature(document, paper)
    _together(document)
    for number, one in enumerate(attached, 1):
        if one.body:
            _attached(document, one, str(number) if len(attached) > 1 else "")
    if paper.printed:
        imprint(document, paper.copies, paper.printed, paper.day)
    _in_order(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _attachment_names(document: Any, attached: list[Attachment]) -> None:
    if attached:
        _line(document, "")
    for number, one in enumerate(attached, 1):
        lead = "附件：" if number == 1 else "　　　"
        which = f"{number}." if len(attached) > 1 else ""
        _line(document, f"{lead}{which}{one.name}", indent=True)


def _signature(document: Any, paper: Official) -> None:
    """The day four characters from the right; who signs stands above, centred on it."""
    day = f"{paper.day.year}年{paper.day.month}月{paper.day.day}日"
    middle = 4 + _width(day) / 2
    _line(document, "")
    _line(document, "")
    tail = max(middle - _width(paper.signed) / 2, 0)
    _line(document, paper.signed, align="right", tail=tail)
    _line(document, day, align="right", tail=4)


def _together(document: Any) -> None:
    """The last words of the text go with the signature: no page carries a signature alone."""
    for paragraph in document.paragraphs[-7:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _width(words: str) -> float:
    """In characters of full width."""
    return sum(1 if ord(c) > 0x2E80 else 0.5 for c in words)


def _attached(document: Any, one: Attachment, number: str) -> None:
    head = _line(document, f"附件{number}", font=HEI)
    head.paragraph_format.page_break_before = True
    _line(document, "")
    _line(document, one.name, font=SONG, size=22, align="center", snap=False)
    _line(document, "")
    for block in one.body:
        _block(document, block)


def _in_order(document: Any) -> None:
    """Put the parts of paragraph and run properties in the order the format prescribes."""
    section = document.sections[0]
    places = [part._element for part in (section.footer, section.even_page_footer)]  # noqa: SLF001
    for place in [document.element.body, *places]:
        for tag, order in (("w:pPr", _PARAGRAPH_ORDER), ("w:rPr", _RUN_ORDER)):
            rank = {qn(f"w:{name}"): number for number, name in enumerate(order)}
            for properties in place.iter(qn(tag)):
                properties[:] = sorted(properties, key=lambda one: rank.get(one.tag, 99))


_PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd"),
    *("snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "jc"),
    *("textDirection", "textAlignment", "outlineLvl", "rPr", "sectPr", "pPrChange"),
)
_RUN_ORDER = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color"),
    *("spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "lang"),
)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 (no public way)
        section._sectPr.remove(old)  # noqa: SLF001
    section._sectPr.append(grid)  # noqa: SLF001
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], side)


def _page_number(paragraph: Paragraph, side: str) -> None:
    paragraph.alignment = _ALIGN[side]
    _indent(paragraph._p.get_or_add_pPr(), {f"{side}Chars": "100", side: "280"})  # noqa: SLF001
    for kind, text in (("", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(text if not kind else "")
        _font(run, "宋体", 14)
        if kind in {"begin", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001
        elif kind == "code":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)  # noqa: SLF001


def _red_head(document: Any, paper: Official) -> None:
    size = min(36, int(440 / max(len(paper.issuer), 1)))
    head = _line(document, paper.issuer, font=SONG, size=size, align="center", snap=False)
    head.runs[0].font.color.rgb = RGBColor(0xC0, 0x00, 0x00)
    number = _line(document, paper.number, align="center")
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "C00000")):
        bottom.set(qn(f"w:{key}"), value)
    border.append(bottom)
    number._p.get_or_add_pPr().append(border)  # noqa: SLF001
    _line(document, "")


_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _block(document: Any, block: Block) -> None:
    if block.table is not None:
        _table(document, block.table)
        return
    font = {1: HEI, 2: KAI}.get(block.level, FANG)
    line = _line(document, block.text, font=font, indent=True, align="both")
    if block.level == 3:
        line.runs[0].bold = True


def _line(
    document: Any,
    text: str,
    *,
    font: str = FANG,
    size: float = 16,
    align: str = "left",
    **more: Any,
) -> Paragraph:
    """``more``: ``indent`` two characters, ``snap`` to the grid, ``tail`` characters at the right."""
    paragraph: Paragraph = document.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False
    if more.get("snap", True):
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = Pt(_LINE)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    if not more.get("snap", True):
        _flag(properties, "w:snapToGrid", "0")
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        _flag(properties, name, "0")
    if more.get("indent"):
        _indent(properties, {"firstLineChars": "200", "firstLine": "640"})
    if more.get("tail"):
        chars = float(more["tail"])
        _indent(properties, {"rightChars": f"{chars * 100:.0f}", "right": f"{chars * 320:.0f}"})
    _font(paragraph.add_run(text), font, size)
    return paragraph


def _flag(properties: Any, name: str, value: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    properties.append(element)


def _indent(properties: Any, values: dict[str, str]) -> None:
    element = OxmlElement("w:ind")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    properties.append(element)


def _font(run: Any, name: str, size: float) -> None:
    run.font.size = Pt(size)
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for key, value in (
        ("eastAsia", name),
        ("ascii", "Times New Roman"),
        ("hAnsi", "Times New Roman"),
        ("hint", "eastAsia"),
    ):
        fonts.set(qn(f"w:{key}"), value)
    if size == 16:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(_TIGHT))
        properties.append(spacing)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _is_short(words: str) -> bool:
    """Numbers and grades stand in the middle of their cells, names and sentences at the left."""
    return _width(words) <= 4


def _table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.heads))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = not table.widths
    for column, wide in zip(made.columns, table.widths, strict=False):
        column.width = Mm(wide)
    for cells, values, font in (
        (made.rows[0].cells, table.heads, HEI),
        *((made.add_row().cells, row, FANG) for row in table.rows),
    ):
        for column, (cell, words) in enumerate(zip(cells, values, strict=True)):
            if table.widths:
                cell.width = Mm(table.widths[column])
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(20)
            if font == HEI or _is_short(words):
                paragraph.alignment = _ALIGN["center"]
            _flag(paragraph._p.get_or_add_pPr(), "w:snapToGrid", "0")  # noqa: SLF001
            _font(paragraph.add_run(words), font, 12)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001
