"""Checks of points: sums, deductions, options, what can be reached at all."""

from __future__ import annotations

from collections.abc import Iterator

from shuniu.findings import Finding, Severity, Text
from shuniu.scoring._document import Path_
from shuniu.scoring._exact import show
from shuniu.scoring._explain import maximum_of
from shuniu.scoring._lint._table import Table
from shuniu.scoring._model import Item
from shuniu.scoring._outline import ItemOutline
from shuniu.scoring._rules import Deduction
from shuniu.scoring._rules._choice import ChooseRule
from shuniu.scoring._rules._deduct import DeductEachRule, DeductionsRule


def sums(table: Table) -> Iterator[Finding]:
    """F201: the items of a group must add up to its points."""
    framework = table.framework
    yield from _sum(table, framework.items, framework.start, framework.points, ("points",))
    for one in table.outline.items:
        if not one.is_leaf:
            path = (*one.path, "points")
            yield from _sum(table, one.item.items, one.item.start, one.item.points, path)


def _sum(
    table: Table, items: tuple[Item, ...], start: int, points: int, path: Path_
) -> Iterator[Finding]:
    found = start + sum(item.points for item in items)
    if found != points:
        text = Text(
            "下级合计 {sum} 分，而本级为 {points} 分。", "The items give {sum}, not {points}."
        )
        yield table.find(
            "F201",
            path,
            text.fill(sum=show(found), points=show(points)),
            Text("请改分值，使下级之和等于上级。", "Change the points so that the items add up."),
            Severity.ERROR,
        )


def deductions(table: Table) -> Iterator[Finding]:
    """F202: no deduction may be larger than what the item can lose; F211: discretion has a bound."""
    for one in table.outline.items:
        room = one.item.points - min(one.item.down_to, 0)
        rule = one.item.rule
        if isinstance(rule, DeductEachRule) and rule.each > room:
            yield _too_large(table, (*one.path, "rule", "each"), rule.each, room)
        if isinstance(rule, DeductionsRule):
            yield from _lines(table, rule.deductions, (*one.path, "rule", "deductions"), room)
        yield from _lines(table, one.item.deductions, (*one.path, "deductions"), room)


def _lines(table: Table, lines: tuple[Deduction, ...], path: Path_, room: int) -> Iterator[Finding]:
    for i, line in enumerate(lines):
        most = line.deduct or line.up_to
        if most is not None and most > room:
            yield _too_large(table, (*path, i), most, room)
        if line.judged and line.up_to is None:
            text = Text(
                "“{t}”酌情扣分，没有上限。", "“{t}” is deducted at discretion, without bound."
            )
            yield table.find(
                "F211",
                (*path, i),
                text.fill(t=line.text),
                Text("请写明最多扣多少分（up_to）。", "Say how much may be taken at most (up_to)."),
            )


def _too_large(table: Table, path: Path_, most: int, room: int) -> Finding:
    text = Text("扣 {d} 分，而本项最多只有 {p} 分可扣。", "{d} are deducted; only {p} can be lost.")
    return table.find(
        "F202",
        path,
        text.fill(d=show(most), p=show(room)),
        Text(
            "请改小扣分，或用 down_to 允许倒扣。", "Deduct less, or allow a negative with down_to."
        ),
    )


def reach(table: Table) -> Iterator[Finding]:
    """F208: more than the item promised by its rule; F209: less than it can ever give."""
    for one in table.outline.items:
        if not one.is_leaf or one.working is None:
            continue
        bounds = table.bounder.of(one.raw)
        if bounds.high < one.item.points and not bounds.nothing and one.item.points > 0:
            text = Text(
                "按规则最多得 {h} 分，到不了 {p} 分。", "The rule gives at most {h} of {p}."
            )
            yield table.find(
                "F209",
                one.path,
                text.fill(h=show(bounds.high), p=show(one.item.points)),
                Text("请核对规则或分值。", "Check the rule or the points."),
            )
        yield from _promised(table, one)


def _promised(table: Table, one: ItemOutline) -> Iterator[Finding]:
    rule = one.item.rule
    if isinstance(rule, ChooseRule):
        for i, option in enumerate(rule.options):
            if option.points > one.ceiling:
                yield _above(table, (*one.path, "rule", "options", i), option.points, one.ceiling)
    elif one.working is not None and getattr(rule, "kind", "") in {"check", "tiers", "per_item"}:
        high = table.bounder.of(one.working).high
        if high > one.ceiling:
            yield _above(table, (*one.path, "rule"), high, one.ceiling)


def _above(table: Table, path: Path_, points: int, ceiling: int) -> Finding:
    text = Text("给到 {p} 分，超过本项的 {c} 分。", "{p} points are given; the item has {c}.")
    return table.find(
        "F208",
        path,
        text.fill(p=show(points), c=show(ceiling)),
        Text("请改分值，或用 may_reach 说明可以超过。", "Change it, or allow more with may_reach."),
    )


def maximum(table: Table) -> Iterator[Finding]:
    """F219: the total must keep to the declared maximum."""
    high = table.bounder.of(table.outline.total).high
    most = maximum_of(table.outline)
    if high > most:
        text = Text("总分可达 {h}，超过声明的最高 {m}。", "The total can reach {h}, above {m}.")
        yield table.find(
            "F219",
            ("points",),
            text.fill(h=show(high), m=show(most)),
            Text(
                "请用 maximum 写明最高分，或用 total_up_to 封顶。",
                "Declare it with maximum, or cap it with total_up_to.",
            ),
            Severity.ERROR,
        )


def marks(table: Table) -> Iterator[Finding]:
    """F223: a sign before an item must be declared."""
    known = {mark.key for mark in table.framework.marks}
    for one in table.outline.items:
        if one.item.mark is not None and one.item.mark not in known:
            yield table.find(
                "F223",
                (*one.path, "mark"),
                Text("没有声明标记“{m}”。", "The mark “{m}” is not declared.").fill(
                    m=one.item.mark
                ),
                Text("请在 marks 中写明它的含义。", "Say in marks what it means."),
                Severity.ERROR,
            )
