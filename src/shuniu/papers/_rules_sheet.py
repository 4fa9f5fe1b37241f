"""The sheets that say by what rules a workbook was made, and from what."""

from __future__ import annotations

from collections import Counter

import xlsxwriter

from shuniu.findings import Lang, Text
from shuniu.papers._formats import Formats
from shuniu.papers._results import Results
from shuniu.scoring import MISSING, show

RULES, ABOUT = Text("评分规则", "Rules"), Text("说明", "About")


def write_rules(book: xlsxwriter.Workbook, results: Results, formats: Formats, lang: Lang) -> None:
    """Every item with its points and wording, then bands, gates and quotas."""
    page = book.add_worksheet(RULES.say(lang))
    page.set_column(0, 0, 40)
    page.set_column(1, 1, 10)
    page.set_column(2, 2, 90)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    heads = (Text("项目", "Item"), Text("分值", "Points"), Text("规则", "Rule"))
    for column, head in enumerate(heads):
        page.write_string(0, column, head.say(lang), formats.head)
    at, seen = 0, set[str]()
    for outline in results.scores.scorer.outlines.values():
        for one in outline.items:
            if one.key in seen:
                continue
            seen.add(one.key)
            at += 1
            style = formats.leaf if one.is_leaf else formats.group
            page.write_string(at, 0, one.item.title.say(lang), style[min(one.depth, 5)])
            page.write_number(at, 1, one.item.points / 1000, formats.points)
            text = one.item.text.say(lang) if one.item.text else ""
            page.write_string(at, 2, text, formats.wrapped)
    for title, lines in _logic(results, lang):
        at += 2
        page.write_string(at, 0, title, formats.section)
        for left, right in lines:
            at += 1
            page.write_string(at, 0, left, formats.wrapped)
            page.write_string(at, 2, right, formats.wrapped)


def _logic(results: Results, lang: Lang) -> list[tuple[str, list[tuple[str, str]]]]:
    """The grade logic as headed lists; what the framework does not have is left out."""
    framework = results.scores.scorer.framework
    bands = [
        (
            (b.title or Text.same(b.grade)).say(lang),
            f"{b.range}  {b.text.say(lang) if b.text else ''}",
        )
        for b in framework.bands
    ]
    gates = [(g.text.say(lang), "") for g in framework.entry]
    ceilings = [(c.text.say(lang), f"≤ {c.grade}") for c in framework.ceilings]
    forced = [(c.text.say(lang), f"= {c.grade}") for c in framework.forced]
    quotas = [
        ("、".join(q.grades), f"{'≤' if q.at_most else '≈'} {show(q.at_most or q.about or 0)}%")
        for q in framework.quotas
    ]
    parts = (
        (Text("等级", "Grades"), bands),
        (Text("不予参评", "Not admitted"), gates),
        (Text("等级上限", "Ceilings"), ceilings),
        (Text("直接定级", "Forced grades"), forced),
        (Text("名额", "Quotas"), quotas),
    )
    return [(title.say(lang), lines) for title, lines in parts if lines]


def write_about(book: xlsxwriter.Workbook, results: Results, formats: Formats, lang: Lang) -> None:
    """Where the results come from, and how often each strategy was used."""
    page = book.add_worksheet(ABOUT.say(lang))
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 90)
    origin, framework = results.origin, results.scores.scorer.framework
    rows = [
        (
            Text("评分标准", "Framework"),
            f"{framework.title.say(lang)} {framework.code}/{framework.version}",
        ),
        (Text("标准来源", "Source"), framework.source.name.say(lang)),
        (Text("标准文件摘要 SHA-256", "Digest of the framework"), origin.framework_digest),
        (Text("数据文件", "Data"), origin.data),
        (Text("数据文件摘要 SHA-256", "Digest of the data"), origin.data_digest),
        (Text("生成日期", "Made on"), origin.made),
        (Text("计算方法", "Method"), _METHOD.say(lang)),
        *((text, str(count)) for text, count in used(results)),
        *((Text("提醒", "Remark"), one.line(lang)) for one in origin.findings),
    ]
    for at, (left, right) in enumerate(rows):
        page.write_string(at, 0, left.say(lang), formats.text)
        page.write_string(at, 1, right, formats.wrapped)


_METHOD = Text(
    "分数以千分之一为单位精确计算，比例按标准规定取整；未填与不适用分别按标准规定处理。",
    "Points are exact thousandths; ratios are rounded as declared; what is missing and what does not "
    "apply are treated apart, as declared.",
)
_USED = {
    "zero": Text("记 0 分", "counted 0"),
    "full": Text("记满分", "counted full"),
    "redistribute": Text("由同组分摊", "spread over the group"),
    "exclude": Text("从总分剔除", "taken out of the total"),
    "block": Text("待补", "waits for data"),
}


def used(results: Results) -> list[tuple[Text, int]]:
    """How often each strategy was used, for missing data and for what does not apply."""
    count: Counter[tuple[bool, str]] = Counter()
    for row, told in enumerate(results.explanations):
        outline = results.scores.outline(row)
        if outline is None:
            continue
        raws = {one.key: one for one in outline.items if one.is_leaf}
        for _, entry in told.walk():
            if entry.strategy and entry.key in raws:
                count[(entry.raw == MISSING, entry.strategy)] += 1
    out = []
    for (missing, strategy), number in sorted(count.items()):
        kind = Text("未填", "missing") if missing else Text("不适用", "not applicable")
        words = Text("{kind}，{how}（次）", "{kind}, {how} (times)")
        out.append((words.fill(kind=kind, how=_USED[strategy]), number))
    return out
