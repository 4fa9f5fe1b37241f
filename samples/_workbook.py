"""The sample hub as one sheet of an Excel file, with the marks that real sheets bear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import xlsxwriter

from samples._cells import HABITS, Cell, Look, written
from samples._organisations import SEED, Organisation
from shuniu.scoring import Scorer

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TITLE = "澄溪区社会组织年度评价数据汇总表（2026 年度，示例数据，组织名称均为虚构）"
SHEET = "汇总表"
NAME, CODE, NUMBER, REMARK = "组织名称", "统一社会信用代码", "序号", "备注"
REGISTER = "登记与准入"
HEADER_ROWS = 3  # a title, the groups, the columns
BLANK_ROWS = 6  # below the last organisation, formatted and with stray blanks


def write_hub(scorer: Scorer, organisations: Sequence[Organisation], path: Path) -> None:
    """Write the workbook; the same organisations give the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": TITLE, "created": datetime(2026, 7, 1, tzinfo=UTC)})
        sheet = book.add_worksheet(SHEET)
        _Sheet(book, sheet, scorer).write(organisations)


class _Sheet:
    """Writes the rows of the one sheet."""

    def __init__(self, book: Workbook, sheet: Worksheet, scorer: Scorer) -> None:
        self.sheet = sheet
        self.columns = scorer.columns
        self.groups = _groups(scorer)
        head = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
        self.title = book.add_format({"bold": True, "align": "center", "font_size": 16})
        self.head = book.add_format({**head, "border": 1, "bg_color": "#E8EEF4"})
        self.looks: dict[Look, Format] = {
            "plain": book.add_format({"border": 1}),
            "percent": book.add_format({"border": 1, "num_format": "0.0%"}),
            "date": book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
        }

    def write(self, organisations: Sequence[Organisation]) -> None:
        self.header()
        for place, one in enumerate(organisations):
            self.row(place, one)
        self.blanks(HEADER_ROWS + len(organisations))
        self.sheet.freeze_panes(HEADER_ROWS, 3)
        self.sheet.set_column(1, 1, 30)
        self.sheet.set_column(2, 2, 22)
        self.sheet.set_column(3, 3 + len(self.columns), 14)

    def header(self) -> None:
        """Three rows: a merged title, merged groups, one title per column."""
        last = 3 + len(self.columns)
        self.sheet.merge_range(0, 0, 0, last, TITLE, self.title)
        for at, words in ((0, NUMBER), (1, NAME), (2, CODE), (last, REMARK)):
            self.sheet.merge_range(1, at, 2, at, words, self.head)
        at = 3
        for words, run in groupby(self.groups.get(c.key, REGISTER) for c in self.columns):
            width = len(list(run))
            if width > 1:
                self.sheet.merge_range(1, at, 1, at + width - 1, words, self.head)
            else:
                self.sheet.write_string(1, at, words, self.head)
            at += width
        for at, column in enumerate(self.columns, start=3):
            self.sheet.write_string(2, at, column.title.zh, self.head)

    def row(self, place: int, one: Organisation) -> None:
        """One organisation, in the habit of its contact."""
        rng = Random(f"{SEED}/{one.identity.code}/cells")
        habit = rng.choice(HABITS)
        row = HEADER_ROWS + place
        self.cell(row, 0, Cell(place + 1))
        self.cell(row, 1, Cell(one.identity.name))
        self.cell(row, 2, Cell(one.identity.code))
        for at, column in enumerate(self.columns, start=3):
            self.cell(row, at, written(column, one.values[column.key], habit, rng))
        self.cell(row, 3 + len(self.columns), Cell(None))

    def blanks(self, first: int) -> None:
        """Rows below the last organisation that look filled and are not."""
        for row in range(first, first + BLANK_ROWS):
            for at in range(3 + len(self.columns)):
                self.cell(row, at, Cell(None if (row + at) % 11 else " "))

    def cell(self, row: int, at: int, cell: Cell) -> None:
        """Text as text, numbers as numbers, whatever a text looks like."""
        look, content = self.looks[cell.look], cell.content
        if content is None:
            self.sheet.write_blank(row, at, None, look)
        elif isinstance(content, str):
            self.sheet.write_string(row, at, content, look)
        elif isinstance(content, bool):
            self.sheet.write_boolean(row, at, content, look)
        elif isinstance(content, date):
            self.sheet.write_datetime(row, at, content, look)
        else:
            self.sheet.write_number(row, at, content, look)


def _groups(scorer: Scorer) -> Mapping[str, str]:
    """Column key to the sheet of the framework that reads it first."""
    return dict(reversed(list(_readers(scorer))))


def _readers(scorer: Scorer) -> Iterator[tuple[str, str]]:
    for outline in scorer.outlines.values():
        for item in outline.items:
            words = item.group[0].zh if item.group else item.item.title.zh
            for key in item.reads:
                yield key, "附加分" if item.bonus else words
