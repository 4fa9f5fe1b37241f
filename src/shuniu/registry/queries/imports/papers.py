"""Workbooks that go with an import: the rows handed back with their reasons, an empty template."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from shuniu.registry.models import Import
from shuniu.registry.queries.imports import runs
from shuniu.registry.queries.imports.columns import FIELDS, REQUIRED
from shuniu.registry.states import RowVerdict
from shuniu.sheets import Layout
from shuniu.ui.documents import Sheet, workbook
from shuniu.ui.templatetags.ui import say

_LONGEST = 32_000  # characters a cell of a workbook may have
_LONG_NUMBER = 1e10  # a phone or a code rather than a count
_WIDEST = 50


def refused_name(run: Import) -> str:
    """What the workbook of refused rows is called."""
    return f"{PurePosixPath(run.file.name).stem}-{_('未导入')}.xlsx"


def refused(run: Import) -> bytes:
    """The rows that cannot be imported, laid out as they came, the reason beside each.

    Once corrected the workbook can be imported as it is: title, header and columns are the same.

    Raises:
        shuniu.findings.FindingsError: the file that was kept cannot be read.
    """
    layout = runs.layout_of(run)
    rows = {row.number: row.data for row in runs.rows_of(run, RowVerdict.REFUSED)}
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        page = _Page(book.add_worksheet(), _formats(book))
        page.head(layout)
        for number in sorted(rows):
            page.row(layout, number, rows[number].get("faults", ()))
        page.finish(layout.header)
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain = {"valign": "top", "text_wrap": True}
    bad = {**plain, "bg_color": "#FDF3DD", "border": 1, "border_color": "#C98A00"}
    return {
        "head": book.add_format({**plain, "bold": True, "bg_color": "#EEF2F7", "border": 1}),
        "text": book.add_format({**plain, "num_format": "@"}),
        "day": book.add_format({**plain, "num_format": "yyyy-mm-dd"}),
        "bad_text": book.add_format({**bad, "num_format": "@"}),
        "bad_day": book.add_format({**bad, "num_format": "yyyy-mm-dd"}),
        "why": book.add_format({**plain, "num_format": "@", "font_color": "#B3261E"}),
    }


@dataclass
class _Page:
    """A sheet that is being written."""

    sheet: Any
    formats: Mapping[str, Any]
    at: int = 0

    def __post_init__(self) -> None:
        self.widths: dict[int, int] = defaultdict(int)

    def head(self, layout: Layout) -> None:
        """Title rows and header as they stand, with the column for the reasons."""
        last = 0
        for number in range(1, layout.header + 1):
            cells = layout.cells(number)
            last = len(cells)
            for column, value in enumerate(cells):
                self._cell(column, value, "head", wide=number == layout.header)
            self.at += 1
        for top, left, bottom, right in layout.merges:
            if bottom < layout.header:
                words = str(layout.cells(top + 1)[left])
                self.sheet.merge_range(top, left, bottom, right, words, self.formats["head"])
        self.sheet.write_string(max(0, self.at - 1), last, str(runs.REASON), self.formats["head"])
        self.widths[last] = _WIDEST
        self.last = last

    def row(self, layout: Layout, number: int, faults: Sequence[Sequence[str]]) -> None:
        """One row with its reason; the cells that are meant stand out."""
        cells = layout.cells(number)
        bad = {cell for _field, cell, _reason in faults}
        letters = {f"{at}{number}" for at in layout.headings} & bad
        meant = {_column(one) for one in letters}
        for column, value in enumerate(cells):
            self._cell(column, value, "bad_" if column in meant else "", wide=True)
        why = "；".join(f"{cell}：{reason}" if cell else reason for _f, cell, reason in faults)
        self.sheet.write_string(self.at, self.last, why[:_LONGEST], self.formats["why"])
        self.at += 1

    def _cell(self, column: int, value: object, style: str, *, wide: bool) -> None:
        head = style == "head"
        text = self.formats["head" if head else f"{style}text"]
        if isinstance(value, datetime | date) and not head:
            day = value if isinstance(value, datetime) else datetime.combine(value, time())
            self.sheet.write_datetime(self.at, column, day, self.formats[f"{style}day"])
        elif _is_number(value) and not head:
            self.sheet.write_number(self.at, column, value, text)
        elif value != "" or style:
            self.sheet.write_string(self.at, column, _said(value)[:_LONGEST], text)
        if wide:
            width = sum(2 if ord(c) > 0x2E80 else 1 for c in _said(value)[:_WIDEST])
            self.widths[column] = max(self.widths[column], width)

    def finish(self, header: int) -> None:
        """Widths, the header in sight, one page across."""
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, min(width + 2, _WIDEST))
        self.sheet.freeze_panes(header, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)


def _is_number(value: object) -> bool:
    """Counts and amounts; what is long enough for a phone or a code is kept as words."""
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LONG_NUMBER
    )


def _said(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _column(cell: str) -> int:
    index = 0
    for letter in cell.rstrip("0123456789"):
        index = index * 26 + ord(letter) - 64
    return index - 1


def empty() -> bytes:
    """An empty sheet with headings that are always understood, and what each column takes."""
    heads = [one.titles[0] + ("（万元）" if one.money else "") for one in FIELDS]
    told = [
        (
            head,
            _("必填") if one.key in REQUIRED else "",
            "、".join(say(option.title) for option in one.options),
        )
        for one, head in zip(FIELDS, heads, strict=True)
    ]
    words = [_("列"), _("必填"), _("可填")]
    return workbook([Sheet(_("名册"), heads, []), Sheet(_("填写说明"), words, told)])
