"""Which rows below the header are organisations, and which are totals, remarks or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shuniu.sheets._collect import Collector
from shuniu.sheets._fault import shown
from shuniu.sheets._heading import Heading
from shuniu.sheets._sheet import Sheet
from shuniu.sheets._spec import ColumnSpec, Kind
from shuniu.sheets._words import bare_label, folded

_TOTALS = re.compile(
    r"(?:合|总|小|共|累)计[:：]?|平均[值数]?[:：]?|(?:sub)?total[:：]?|average|sum"
)
_REMARKS = re.compile(
    r"(?:[*※]?(?:备?注|说明|填[表报]说明|note|remark)[0-9一二三]*[:：.、])|"
    r"(?:填[表报]|制表|审核|复核|经办|联系)(?:人|单位|日期|时间|电话)[:：]?"
)
_NUMBERING = frozenset((*"甲乙丙丁abc", "栏次", "行次", "编号"))
_SHOWN_ROWS = 10


@dataclass(frozen=True, slots=True)
class Body:
    """Chooses the rows of organisations in a sheet under its header."""

    sheet: Sheet
    heading: Heading
    specs: Sequence[ColumnSpec]
    collector: Collector

    def rows(self) -> Sequence[int]:
        """Rows of organisations, from 0; what was left out and why is found and said."""
        if self.sheet.typed_titles:
            rows: Sequence[int] = range(self.sheet.height)
        else:
            filled = self._filled()
            rows = [r for r, count in enumerate(filled, self._first) if count and self._is_one(r)]
        self._say_hidden(rows)
        self._say_merges(set(rows))
        return rows

    @property
    def _first(self) -> int:
        return self.heading.row + 1

    def _filled(self) -> list[int]:
        """Number of cells with content in the columns used, per row below the header."""
        counts = [0] * max(0, self.sheet.height - self._first)
        for column in self.heading.columns.values():
            for index, cell in enumerate(self.sheet.columns[column][self._first :]):
                if cell.__class__ is not str or (cell and not cell.isspace()):
                    counts[index] += 1
        return counts

    def _is_one(self, row: int) -> bool:
        name = self._name_position()
        if name is None:
            return not self._is_aside(row, self._words(row))
        column = self.heading.columns[name]
        cell = self.sheet.columns[column][row]
        plain = folded(cell) if isinstance(cell, str) else ""
        place, title = self.sheet.place(row, column), self.specs[name].label
        if isinstance(cell, str) and not plain:
            words = self._words(row)
            if not self._is_aside(row, words):
                self.collector.say_in_column(title, "S133", place)
            return False
        if row == self._first and self._is_numbering(row):
            self.collector.say("S139", place)
            return False
        if bare_label(plain) in {bare_label(t) for t in self.specs[name].titles}:
            self.collector.say("S139", place)
            return False
        # 合计 or 填表人 may stand in the column of serial numbers, with words beside it.
        return not self._is_aside(row, [self._first_word(row), plain])

    def _is_numbering(self, row: int) -> bool:
        """Whether the row numbers the columns (甲, 乙, 1, 2, 3), as statistical forms do."""
        cells = [shown(column[row]) for column in self.sheet.columns if column[row] != ""]
        numbers = [int(cell) for cell in cells if cell.isdecimal()]
        rest = {folded(cell) for cell in cells if not cell.isdecimal()}
        counts_up = (
            numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
        )
        return counts_up and numbers[0] in (1, 2) and len(cells) > 2 and rest <= _NUMBERING

    def _name_position(self) -> int | None:
        for position in self.heading.columns:
            if self.specs[position].kind is Kind.NAME:
                return position
        return None

    def _words(self, row: int) -> list[str]:
        cells = (column[row] for column in self.sheet.columns)
        return [words for cell in cells if isinstance(cell, str) and (words := folded(cell))]

    def _first_word(self, row: int) -> str:
        cells = (column[row] for column in self.sheet.columns)
        return next((w for cell in cells if isinstance(cell, str) and (w := folded(cell))), "")

    def _is_aside(self, row: int, words: list[str]) -> bool:
        """Whether the row is a total or a remark; says so."""
        total = next((w for w in words if _TOTALS.fullmatch(w)), None)
        if total is not None:
            self.collector.say("S131", self.sheet.place(row), found=shown(total))
            return True
        first = next(iter(words), "")
        filled = sum(1 for column in self.sheet.columns if column[row] != "")
        if _REMARKS.match(first) and filled <= 4:
            self.collector.say("S132", self.sheet.place(row), found=shown(first))
            return True
        return False

    def _say_hidden(self, rows: Sequence[int]) -> None:
        hidden = [row + 1 for row in rows if row in self.sheet.hidden] if self.sheet.hidden else []
        if hidden:
            tail = ["…"] if len(hidden) > _SHOWN_ROWS else []
            listed = ", ".join([*map(str, hidden[:_SHOWN_ROWS]), *tail])
            self.collector.say("S136", self.sheet.place(), count=len(hidden), rows=listed)

    def _say_merges(self, rows: set[int]) -> None:
        used = set(self.heading.columns.values())
        for row, column, last_row, last_column in self.sheet.merges:
            if row <= self.heading.row:
                continue
            lines = [r for r in range(row, min(last_row, self.sheet.height) + 1) if r in rows]
            columns = [c for c in used if column <= c <= last_column]
            if lines and columns and (last_row > row or len(columns) > 1):
                first, last = self.sheet.place(row, column), self.sheet.place(last_row, last_column)
                self.collector.say("S138", first, found=f"{first.cell}:{last.cell}")
