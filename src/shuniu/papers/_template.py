"""The Excel form to fill in: one row per organisation, with choices, limits and notes from the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from shuniu.findings import Lang, Text
from shuniu.papers._formats import Formats
from shuniu.papers._headings import CODE, NAME, headings, with_unit
from shuniu.scoring import Column, ColumnKind, Scorer

ROWS = 2000  # rows that carry choices and limits; a hub serves up to as many organisations
FORM, LISTS, HOW = (
    Text("填报表", "Form"),
    Text("选项", "Choices"),
    Text("填表说明", "How to fill in"),
)
_YES_NO = ["是", "否", "不适用"]
_NOTE = 900  # characters of a note; longer ones are cut by old versions of Excel
_LONGEST_LIST = 200  # characters of a list inside a rule; longer ones stand on a sheet of their own
_LINES = (
    Text(
        "每行填一家单位；不要改动表头。",
        "One row per organisation; leave the headings as they are.",
    ),
    Text(
        "没有数据的格子留空（按“未填”处理）；本单位不涉及的填“不适用”。两者得分不同。",
        "Leave a cell blank where nothing is known; write 不适用 where it does not concern you. They "
        "count differently.",
    ),
    Text(
        "日期写成 2026-03-05；百分比写成 85% 或 85。",
        "Dates as 2026-03-05; percentages as 85% or 85.",
    ),
    Text("把光标放在表头上可以看到每一列的评分规则。", "The note on a heading says the rule."),
)


def write_template(scorer: Scorer, path: Path, lang: Lang = "zh") -> None:
    """Write the form of a framework."""
    book = xlsxwriter.Workbook(str(path))
    _Form(book, scorer, lang).write()
    book.close()


class _Form:
    """Writes the three sheets of a form."""

    def __init__(self, book: xlsxwriter.Workbook, scorer: Scorer, lang: Lang) -> None:
        self.book = book
        self.scorer = scorer
        self.lang = lang
        self.formats = Formats(book)
        self.page = book.add_worksheet(FORM.say(lang))
        self.how = book.add_worksheet(HOW.say(lang))
        self.lists = book.add_worksheet(LISTS.say(lang))
        self.list_columns = 0

    def write(self) -> None:
        page, formats = self.page, self.formats
        columns = _in_order(self.scorer)
        words = headings(columns)
        page.write_string(0, 0, NAME.say(self.lang), formats.head)
        page.write_string(0, 1, CODE.say(self.lang), formats.head)
        page.set_column(0, 0, 30, self.book.add_format({"font_size": 10}))
        page.set_column(1, 1, 22, self.book.add_format({"num_format": "@", "font_size": 10}))
        for at, column in enumerate(columns, start=2):
            heading = with_unit(column, words[column.key]).say(self.lang)
            page.write_string(0, at, heading, formats.head)
            if note := self.note(column):
                page.write_comment(0, at, note, {"x_scale": 2, "y_scale": 1.6, "author": "Shuniu"})
            page.set_column(at, at, min(max(12, len(heading) * 1.6), 28), self.cell(column))
            self.validate(page, at, column)
        page.set_row(0, 48)
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.repeat_rows(0)
        self.instructions(columns, words)

    def note(self, column: Column) -> str:
        """The rule, what is wanted, and which tables ask for it."""
        lines = [column.help.say(self.lang)] if column.help else []
        if column.group:
            lines.insert(0, " › ".join(g.say(self.lang) for g in column.group))
        tables = self.tables(column)
        if tables:
            only = Text("只有这些评分表需要：{t}", "Only asked for by: {t}").fill(t=tables)
            lines.append(only.say(self.lang))
        return "\n".join(lines)[:_NOTE]

    def tables(self, column: Column) -> str:
        """The titles of the tables that ask for a column; empty where all do."""
        outlines = self.scorer.outlines
        titles = {v.key: v.title for v in self.scorer.framework.variants}
        asking = [key for key, outline in outlines.items() if column.key in outline.by_key]
        if len(asking) == len(outlines):
            return ""
        return "、".join(titles[key].say(self.lang) for key in asking if key in titles)

    def cell(self, column: Column) -> Any:
        """The format of a column's cells."""
        if column.kind is ColumnKind.DATE:
            return self.book.add_format({"num_format": "yyyy-mm-dd", "font_size": 10})
        return self.book.add_format({"font_size": 10})

    def validate(self, page: Worksheet, at: int, column: Column) -> None:
        """Choices and limits of a column."""
        rule = self.rule(column)
        rule["input_title"] = column.title.say(self.lang)[:32]
        rule["error_title"] = Text("请核对", "Please check").say(self.lang)
        rule.setdefault("error_type", "warning")
        page.data_validation(1, at, ROWS, at, rule)

    def rule(self, column: Column) -> dict[str, Any]:
        match column.kind:
            case ColumnKind.YES_NO:
                return {"validate": "list", "source": _YES_NO, **self.message(_PICK)}
            case ColumnKind.CHOICE:
                options = [o.title.say(self.lang) for o in column.options]
                return {
                    "validate": "list",
                    "source": self.choices([*options, _YES_NO[2]]),
                    **self.message(_PICK),
                }
            case ColumnKind.DATE:
                # dates are compared as their day numbers; a text such as 不适用 only warns
                return {"validate": "custom", "value": "=TRUE", **self.message(_DATE)}
        low = Text.same("" if column.low is None else f"{column.low / 1000:g}")
        high = Text.same("" if column.high is None else f"{column.high / 1000:g}")
        words = self.message(_NUMBER.fill(low=low, high=high, unit=column.unit or ""))
        if column.low is not None and column.high is not None:
            ends = {"minimum": column.low / 1000, "maximum": column.high / 1000}
            return {"validate": "decimal", "criteria": "between", **ends, **words}
        if column.low is not None:
            return {"validate": "decimal", "criteria": ">=", "value": column.low / 1000, **words}
        return {"validate": "any", **words}

    def message(self, words: Text) -> dict[str, str]:
        said = words.say(self.lang)[:250]
        return {"input_message": said, "error_message": said}

    def choices(self, options: list[str]) -> Any:
        """A list inside the rule, or on the sheet of choices where it is long or has commas."""
        if len(",".join(options)) <= _LONGEST_LIST and not any("," in one for one in options):
            return options
        at = self.list_columns
        self.list_columns += 1
        for row, one in enumerate(options):
            self.lists.write_string(row, at, one)
        letters = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
        return f"='{LISTS.say(self.lang)}'!{letters}$1:{letters}${len(options)}"

    def instructions(self, columns: list[Column], words: dict[str, Text]) -> None:
        """How to fill in, then every column with its rule."""
        page, formats = self.how, self.formats
        page.set_column(0, 0, 44)
        page.set_column(1, 1, 18)
        page.set_column(2, 2, 90)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        framework = self.scorer.framework
        page.write_string(0, 0, framework.title.say(self.lang), formats.title)
        page.write_string(0, 2, f"{framework.code}/{framework.version}", formats.quiet)
        at = 1
        for at, line in enumerate(_LINES, start=1):
            page.write_string(at, 0, line.say(self.lang), formats.plain)
        at += 2
        for column, head in enumerate(
            (Text("列", "Column"), Text("填什么", "What"), Text("评分规则", "Rule"))
        ):
            page.write_string(at, column, head.say(self.lang), formats.head)
        for one in columns:
            at += 1
            page.write_string(at, 0, with_unit(one, words[one.key]).say(self.lang), formats.wrapped)
            page.write_string(at, 1, _KINDS[one.kind].say(self.lang), formats.wrapped)
            page.write_string(at, 2, self.note(one), formats.wrapped)


_PICK = Text(
    "请从下拉列表中选择；不涉及的选“不适用”。",
    "Choose from the list; 不适用 where it does not concern you.",
)
_DATE = Text("请填日期，例如 2026-03-05。", "A date, such as 2026-03-05.")
_NUMBER = Text(
    "请填数字（{low}～{high}）{unit}；不涉及的填“不适用”。",
    "A number ({low} to {high}) {unit}, or 不适用.",
)
_KINDS = {
    ColumnKind.NUMBER: Text("数字", "number"),
    ColumnKind.PERCENT: Text("百分比", "percentage"),
    ColumnKind.YES_NO: Text("是 / 否", "yes / no"),
    ColumnKind.CHOICE: Text("选择", "choice"),
    ColumnKind.DATE: Text("日期", "date"),
}


def _in_order(scorer: Scorer) -> list[Column]:
    """The columns with what an organisation is first."""
    facets = scorer.framework.facets
    return sorted(scorer.columns, key=lambda c: c.key not in facets)
