"""The block at the foot of an official paper's last page (GB/T 9704-2012, 7.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_THICK, _THIN = "8", "6"  # eighths of a point: 0.35 mm above and below, 0.25 mm between
_WIDE = 156  # mm, of the type area
_FONT, _SIZE = "仿宋_GB2312", 14


def imprint(document: Any, copies: str, office: str, day: date) -> None:
    """Draw it at the lower edge of the type area: who gets copies, who printed, and when."""
    rows = [f"抄送：{copies}。"] if copies else []
    rows.append(f"{office}\t{day.year}年{day.month}月{day.day}日印发")
    table = document.add_table(rows=len(rows), cols=1)
    properties = table._tbl.tblPr  # noqa: SLF001 (no public way)
    for old in properties.findall(qn("w:tblStyle")):
        properties.remove(old)
    properties.insert(0, _place())
    properties.find(qn("w:tblW")).addnext(_borders())  # in the order strict readers want
    for row, words in zip(table.rows, rows, strict=True):
        cell = row.cells[0]
        cell.width = Mm(_WIDE)
        _write(cell.paragraphs[0], words)
    # A table that floats hangs on the paragraph after it, so there must be one.
    document.add_paragraph().paragraph_format.line_spacing = Pt(1)


def _write(paragraph: Any, words: str) -> None:
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Pt(_SIZE)  # one character at each side
    shape.space_before = shape.space_after = Pt(0)
    shape.tab_stops.add_tab_stop(Mm(_WIDE) - Pt(2 * _SIZE), WD_TAB_ALIGNMENT.RIGHT)
    run = paragraph.add_run(words)
    run.font.size = Pt(_SIZE)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001
    for key in ("eastAsia", "ascii", "hAnsi"):
        fonts.set(qn(f"w:{key}"), _FONT if key == "eastAsia" else "Times New Roman")


def _place() -> Any:
    """Held at the lower edge of the page's type area, wherever the text ends."""
    found = OxmlElement("w:tblpPr")
    wanted = {"horzAnchor": "margin", "vertAnchor": "margin", "tblpXSpec": "center"}
    for key, value in (wanted | {"tblpYSpec": "bottom"}).items():
        found.set(qn(f"w:{key}"), value)
    return found


def _borders() -> Any:
    found = OxmlElement("w:tblBorders")
    for side, size in (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN)):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        found.append(line)
    return found
