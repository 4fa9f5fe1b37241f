"""The result of a tally as a workbook: the table, the working of each line, the void ballots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from shuniu.findings import Lang, Text
from shuniu.papers._formats import Formats
from shuniu.scoring import TallyResult, is_value

_TABLE, _WORKING, _VOID = (
    Text("结果", "Result"),
    Text("过程", "Working"),
    Text("无效票", "Void ballots"),
)


def tally_heads(result: TallyResult) -> list[Text]:
    """The headings of the table: candidate, points, place, grade, then questions and groups."""
    heads = [Text("评议对象", "candidate"), Text("得分", "points"), Text("名次", "place")]
    if any(grade is not None for grade in result.grades):
        heads.append(Text("等次", "grade"))
    if len(result.model.questions) > 1:
        heads += [question.title for question in result.model.questions]
    if len(result.model.rater_groups) > 1:
        heads += [group.title for group in result.model.rater_groups]
    return heads


def tally_rows(result: TallyResult, lang: Lang) -> list[list[str | int | None]]:
    """The lines of the table, best first; points in thousandths, ``None`` where there are none."""
    graded = any(grade is not None for grade in result.grades)
    out = []
    for at, name in enumerate(result.candidates):
        line: list[str | int | None] = [
            name,
            _known(int(result.points[at])),
            int(result.ranks[at]) or None,
        ]
        if graded:
            grade = result.grades[at]
            line.append(grade.say(lang) if grade is not None else "")
        if len(result.model.questions) > 1:
            line += [_known(points) for points in result.question_points[at].tolist()]
        if len(result.model.rater_groups) > 1:
            line += [_known(points) for points in result.group_points[at].tolist()]
        out.append(line)
    return sorted(out, key=lambda one: (one[2] is None, one[2] or 0))


def _known(milli: int) -> int | None:
    return milli if is_value(milli) else None


def write_tally(result: TallyResult, path: Path, lang: Lang = "zh") -> None:
    """Write a tally's workbook."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    formats = Formats(book)
    _table(book, formats, result, lang)
    _working(book, formats, result, lang)
    if result.void:
        _void(book, formats, result, lang)
    book.close()


def _page(
    book: xlsxwriter.Workbook, formats: Formats, name: str, columns: Sequence[tuple[str, int]]
) -> Worksheet:
    """A sheet with headed columns of given widths."""
    page = book.add_worksheet(name)
    for column, (head, width) in enumerate(columns):
        page.write_string(0, column, head, formats.head)
        page.set_column(column, column, width)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    return page


def _table(book: xlsxwriter.Workbook, formats: Formats, result: TallyResult, lang: Lang) -> None:
    heads = [head.say(lang) for head in tally_heads(result)]
    widths = [26, *[12] * (len(heads) - 1)]
    page = _page(book, formats, _TABLE.say(lang), list(zip(heads, widths, strict=True)))
    rows = tally_rows(result, lang)
    for at, line in enumerate(rows, start=1):
        for column, value in enumerate(line):
            if isinstance(value, str):
                page.write_string(at, column, value, formats.text)
            elif value is None:
                page.write_string(at, column, "—", formats.centre)
            elif column == 2:  # the place
                page.write_number(at, column, value, formats.whole)
            else:
                page.write_number(at, column, value / 1000, formats.points)
    words = Text("收回 {a} 张，有效 {b} 张", "{a} returned, {b} valid").fill(
        a=result.returned, b=result.valid
    )
    page.write_string(len(rows) + 2, 0, words.say(lang), formats.quiet)
    page.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)


def _working(book: xlsxwriter.Workbook, formats: Formats, result: TallyResult, lang: Lang) -> None:
    heads = [(Text("评议对象", "candidate").say(lang), 26), (_WORKING.say(lang), 110)]
    page = _page(book, formats, _WORKING.say(lang), heads)
    at = 0
    for number, name in enumerate(result.candidates):
        for step in result.explain(number):
            at += 1
            page.write_string(at, 0, name, formats.text)
            page.write_string(at, 1, step.text.say(lang), formats.wrapped)


def _void(book: xlsxwriter.Workbook, formats: Formats, result: TallyResult, lang: Lang) -> None:
    heads = [(Text("票号", "ballot").say(lang), 20), (Text("原因", "reason").say(lang), 90)]
    page = _page(book, formats, _VOID.say(lang), heads)
    for at, one in enumerate(result.void, start=1):
        page.write_string(at, 0, one.ballot, formats.text)
        page.write_string(at, 1, one.reason.say(lang), formats.wrapped)
