"""The cell formats of a workbook, each made once."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

_INK, _QUIET, _LINE, _HEAD = "#1F2D3A", "#6B7785", "#D5DCE2", "#EAF0F5"
POINTS = "0.###;-0.###;0"  # 87.5 as 87.5, 90 as 90


class Formats:
    """What cells look like; the same in every sheet."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        edge = {"bottom": 1, "bottom_color": _LINE, "valign": "top"}
        self.title = self._made(bold=True, font_size=16)
        self.grade = self._made(bold=True, font_size=14, font_color="#2F6690", align="left")
        self.section = self._made(bold=True, font_size=11, font_color="#2F6690")
        self.quiet = self._made(font_color=_QUIET)
        self.plain = self._made()
        self.link = self._made(font_color="#2F6690", **edge)
        self.head = self._made(
            bold=True,
            bg_color=_HEAD,
            text_wrap=True,
            valign="vcenter",
            bottom=1,
            bottom_color=_QUIET,
        )
        self.text = self._made(num_format="@", **edge)
        self.wrapped = self._made(text_wrap=True, **edge)
        self.whole = self._made(num_format="0", align="center", **edge)
        self.centre = self._made(align="center", font_color=_QUIET, **edge)
        self.points = self._made(num_format=POINTS, align="right", **edge)
        self.group_points = self._made(num_format=POINTS, align="right", bold=True, **edge)
        self.percent = self._made(num_format="0.0%", **edge)
        self.attention = book.add_format({"bg_color": "#FBEFD9", "font_color": "#7A4B00"})
        self.group = [self._made(bold=True, indent=d, text_wrap=True, **edge) for d in range(6)]
        self.leaf = [self._made(indent=d, text_wrap=True, **edge) for d in range(6)]

    def _made(self, **properties: Any) -> Format:
        return self._book.add_format({"font_size": 10, "font_color": _INK, **properties})
