"""The finished workbook: summary, charts, a sheet per organisation, rules, and where it came from."""

from __future__ import annotations

import re
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from shuniu.findings import Lang, Text
from shuniu.papers._formats import Formats
from shuniu.papers._results import Results
from shuniu.papers._rules_sheet import write_about, write_rules
from shuniu.scoring import Entry, Explanation, is_value, show

SUMMARY, CHARTS = Text("汇总", "Summary"), Text("图表", "Charts")
_UNSAFE = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NAME = 31  # characters that a sheet name may have
_HEADINGS = (
    Text("序号", "No."),
    Text("单位名称", "Name"),
    Text("统一社会信用代码", "Credit code"),
    Text("适用评分表", "Table"),
    Text("总分", "Points"),
    Text("等级", "Grade"),
    Text("状态", "State"),
    Text("缺数据项", "Items lacking data"),
)
_WIDTHS = (6, 30, 22, 22, 10, 16, 12, 10)
_FIXED = len(_HEADINGS)


def write_workbook(results: Results, path: Path, lang: Lang = "zh") -> None:
    """Write the workbook of a run.

    Args:
        results: of the run.
        path: of the new file.
        lang: language of headings and sentences.
    """
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_numbers": False, "strings_to_formulas": False}
    )
    book.set_properties(
        {"title": results.scores.scorer.framework.title.say(lang), "author": "Shuniu"}
    )
    writer = _Writer(book, results, lang)
    writer.summary()
    writer.charts()
    write_rules(book, results, writer.formats, lang)
    write_about(book, results, writer.formats, lang)
    writer.organisations()
    book.close()


def sheet_names(results: Results) -> list[str]:
    """A safe and unique sheet name per organisation, recognisable by number and name."""
    out = []
    for row, name in enumerate(results.scores.facts.names):
        number = f"{row + 1:03d} "
        plain = _UNSAFE.sub("", name).strip() or "—"
        out.append((number + plain)[:_NAME].rstrip())
    return out


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, results: Results, lang: Lang) -> None:
        self.book = book
        self.results = results
        self.lang = lang
        self.formats = Formats(book)
        self.names = sheet_names(results)

    def say(self, text: Text | None) -> str:
        return "" if text is None else text.say(self.lang)

    def summary(self) -> None:
        """One row per organisation, with a link to its sheet."""
        results, formats = self.results, self.formats
        page = self.page(SUMMARY.say(self.lang), landscape=True)
        framework = results.scores.scorer.framework
        page.write_string(0, 0, self.say(framework.title), formats.title)
        words = Text("{version} 版 · {made} · 共 {n} 家", "{version} · {made} · {n} organisations")
        about = words.fill(version=framework.version, made=results.origin.made, n=len(results))
        page.write_string(1, 0, self.say(about), formats.quiet)
        tops = [title for _, title, _ in results.tops]
        for column, heading in enumerate((*_HEADINGS, *tops)):
            page.write_string(2, column, self.say(heading), formats.head)
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        page.set_column(_FIXED, _FIXED + len(tops), 12)
        for row in range(len(results)):
            self.summary_row(page, row)
        last = len(results) + 2
        page.autofilter(2, 0, max(last, 3), _FIXED + len(tops) - 1)
        page.freeze_panes(3, 2)
        page.repeat_rows(2)
        if len(results):
            self.colour(page, last)

    def summary_row(self, page: Worksheet, row: int) -> None:
        results, formats = self.results, self.formats
        facts, at = results.scores.facts, row + 3
        told = results.explanations[row]
        page.write_number(at, 0, row + 1, formats.whole)
        link = f"internal:'{self.names[row]}'!A1"
        page.write_url(at, 1, link, formats.link, facts.names[row])
        page.write_string(at, 2, facts.codes[row] if facts.codes else "", formats.text)
        page.write_string(at, 3, self.say(told.table), formats.text)
        self.points(page, at, 4, results.points(row), formats.points)
        page.write_string(at, 5, self.say(results.grade(row)), formats.text)
        page.write_string(at, 6, self.say(results.status(row)), formats.text)
        page.write_number(at, 7, results.missing(row), formats.whole)
        held = {entry.key: entry.points for entry in told.entries}
        for column, (key, _, _) in enumerate(results.tops):
            points = held.get(key)
            known = points if points is not None and is_value(points) else None
            self.points(page, at, _FIXED + column, known, formats.points)

    def colour(self, page: Worksheet, last: int) -> None:
        """Bars in the points and a tint for what needs attention."""
        page.conditional_format(
            3, 4, last, 4, {"type": "data_bar", "bar_color": "#C9DCEB", "bar_solid": True, "min_type": "num",
                            "min_value": 0, "max_type": "num", "max_value": self.results.maximum / 1000}
        )  # fmt: skip
        attention = {"type": "cell", "criteria": "!=", "format": self.formats.attention}
        graded = Text("已评定", "graded").say(self.lang)
        page.conditional_format(3, 6, last, 6, {**attention, "value": f'"{graded}"'})

    def charts(self) -> None:
        """How the grades are spread, and how much of each topmost item is reached on average."""
        results, formats = self.results, self.formats
        page = self.page(CHARTS.say(self.lang), landscape=True)
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 12)
        page.write_row(
            0, 0, [self.say(_HEADINGS[5]), self.say(Text("家数", "organisations"))], formats.head
        )
        spread = results.distribution
        for row, (title, count) in enumerate(spread, start=1):
            page.write_string(row, 0, self.say(title), formats.text)
            page.write_number(row, 1, count, formats.whole)
        start = len(spread) + 3
        share = Text("平均得分率", "average share")
        page.write_row(
            start, 0, [self.say(Text("一级指标", "topmost item")), self.say(share)], formats.head
        )
        averages = self.averages()
        for row, (title, value) in enumerate(averages, start=start + 1):
            page.write_string(row, 0, self.say(title), formats.text)
            page.write_number(row, 1, value, formats.percent)
        name = page.get_name()
        self.chart(page, name, (1, len(spread)), "D2", Text("等级分布", "Grades"))
        self.chart(page, name, (start + 1, start + len(averages)), "D20", share, percent=True)

    def averages(self) -> list[tuple[Text, float]]:
        out = []
        for key, title, maximum in self.results.tops:
            points = [
                entry.points
                for told in self.results.explanations
                for entry in told.entries
                if entry.key == key and is_value(entry.points)
            ]
            out.append((title, sum(points) / len(points) / maximum if points and maximum else 0.0))
        return out

    def chart(
        self,
        page: Worksheet,
        name: str,
        rows: tuple[int, int],
        cell: str,
        title: Text,
        *,
        percent: bool = False,
    ) -> None:
        if rows[1] < rows[0]:
            return
        chart = self.book.add_chart({"type": "bar" if percent else "column"})
        where = [name, rows[0], 0, rows[1], 0]
        values = [name, rows[0], 1, rows[1], 1]
        label = {"value": True, "num_format": "0.0%" if percent else "0"}
        chart.add_series(
            {
                "categories": where,
                "values": values,
                "fill": {"color": "#2F6690"},
                "gap": 60,
                "data_labels": label,
            }
        )
        chart.set_title({"name": self.say(title), "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        if percent:
            chart.set_x_axis(
                {"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": False}}
            )
            chart.set_y_axis({"reverse": True})
        else:
            chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#E3E8EC"}}})
        chart.set_size({"width": 720, "height": 320})
        page.insert_chart(cell, chart)

    def organisations(self) -> None:
        """A sheet for each organisation: result, why, and what would raise it."""
        for row, name in enumerate(self.names):
            page = self.page(name)
            _Sheet(self, page, self.results.explanations[row]).write(row)
            if self.results.progress is not None:
                self.results.progress("write", row + 1, len(self.results))

    def page(self, name: str, *, landscape: bool = False) -> Worksheet:
        page = self.book.add_worksheet(name)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&C— &P / &N —")
        page.hide_gridlines(2)
        if landscape:
            page.set_landscape()
        return page

    def points(
        self, page: Worksheet, row: int, column: int, milli: int | None, cell: object
    ) -> None:
        """Points as a number whose shortest form is exact, or a dash."""
        if milli is None:
            page.write_string(row, column, "—", self.formats.centre)
        else:
            page.write_number(row, column, milli / 1000, cell)


class _Sheet:
    """One organisation's sheet."""

    def __init__(self, writer: _Writer, page: Worksheet, told: Explanation) -> None:
        self.writer = writer
        self.page = page
        self.told = told
        self.at = 0

    def write(self, row: int) -> None:
        writer, page, told, formats = self.writer, self.page, self.told, self.writer.formats
        page.set_column(0, 0, 44)
        page.set_column(1, 2, 10)
        page.set_column(3, 3, 48)
        page.set_column(4, 4, 64)
        page.write_string(0, 0, told.organisation, formats.title)
        back = Text("← 返回汇总", "← back to the summary")
        summary = SUMMARY.say(writer.lang)
        page.write_url(0, 4, f"internal:'{summary}'!B{row + 4}", formats.link, writer.say(back))
        grade = writer.say(told.grade) or writer.say(told.status)
        page.write_string(1, 0, grade, formats.grade)
        points = writer.results.points(row)
        page.write_string(1, 1, "—" if points is None else show(points), formats.grade)
        page.write_string(1, 3, writer.say(told.table), formats.quiet)
        self.at = 3
        self.lines(
            Text("结论怎样得出", "How the result came about"), [s.text for s in told.conclusion]
        )
        self.advice(row)
        self.table()

    def lines(self, title: Text, lines: list[Text]) -> None:
        """A small heading with sentences under it; nothing where there are none."""
        if not lines:
            return
        self.page.write_string(self.at, 0, self.writer.say(title), self.writer.formats.section)
        for text in lines:
            self.at += 1
            self.page.write_string(self.at, 0, self.writer.say(text), self.writer.formats.plain)
        self.at += 2

    def advice(self, row: int) -> None:
        """The five changes that gain most."""
        words = Text(
            "{title}：【{column}】由 {before} 到 {after}，可加 {gain} 分（还差 {open} 分）",
            "{title}: [{column}] from {before} to {after} gains {gain} ({open} open)",
        )
        lines = [
            words.fill(
                title=one.title,
                column=change.title,
                before=change.before,
                after=change.after,
                gain=show(change.gain),
                open=show(one.open),
            )
            for one in self.writer.results.advice[row]
            for change in one.changes[:1]
        ]
        self.lines(Text("怎样提高", "What would raise it"), lines[:5])

    def table(self) -> None:
        """The whole sheet with inputs and working."""
        formats, page = self.writer.formats, self.page
        heads = (
            Text("项目", "Item"),
            Text("得分", "Points"),
            Text("满分", "Of"),
            Text("依据", "Inputs"),
            Text("过程", "Working"),
        )
        for column, head in enumerate(heads):
            page.write_string(self.at, column, self.writer.say(head), formats.head)
        page.repeat_rows(self.at)
        for depth, entry in self.told.walk():
            self.at += 1
            self.entry(depth, entry)

    def entry(self, depth: int, entry: Entry) -> None:
        formats, page, say = self.writer.formats, self.page, self.writer.say
        style = formats.group if not entry.is_leaf else formats.leaf
        page.write_string(self.at, 0, say(entry.title), style[min(depth, len(style) - 1)])
        known = entry.points if is_value(entry.points) else None
        number = formats.group_points if not entry.is_leaf else formats.points
        self.writer.points(page, self.at, 1, known, number)
        self.writer.points(page, self.at, 2, entry.maximum, number)
        read = "；".join(f"{say(r.title)} = {say(r.value)}" for r in entry.readings)
        if read:
            page.write_string(self.at, 3, read, formats.wrapped)
        if entry.steps:
            working = "；".join(say(step.text) for step in entry.steps)
            page.write_string(self.at, 4, working, formats.wrapped)
