"""Nodes and values in words, for people: a condition as it reads, a value as it was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from shuniu.findings import Text
from shuniu.scoring._columns import Column, ColumnKind
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT, show
from shuniu.scoring._nodes import (
    Applies,
    Arith,
    Choose,
    Clamp,
    Cohort,
    Compare,
    Const,
    Divide,
    Every,
    Fallback,
    Known,
    Negate,
    Node,
    Quantise,
    Ref,
    Scale,
    Some,
    Sum,
    Tiers,
)

YES, NO = Text("是", "yes"), Text("否", "no")
SAID_MISSING = Text("未填", "not given")
SAID_NOT_APPLICABLE = Text("不适用", "not applicable")
_SIGNS = {"lt": "<", "le": "≤", "gt": ">", "ge": "≥", "eq": "=", "ne": "≠"}
_ARITH = {"add": "+", "sub": "−", "mul": "×"}
_LONG = 6  # levels of brackets after which a phrase is cut


def say_value(column: Column | None, milli: int) -> Text:
    """A value as people write it: 是, an option's words, a date, a number with its unit."""
    if milli == MISSING:
        return SAID_MISSING
    if milli == NOT_APPLICABLE:
        return SAID_NOT_APPLICABLE
    if column is None:
        return Text.same(show(milli))
    match column.kind:
        case ColumnKind.YES_NO:
            return YES if milli > 0 else NO
        case ColumnKind.CHOICE:
            index = milli // UNIT
            if 0 <= index < len(column.options):
                return column.options[index].title
        case ColumnKind.DATE:
            if 1 <= milli // UNIT <= date.max.toordinal():
                return Text.same(date.fromordinal(milli // UNIT).isoformat())
        case ColumnKind.PERCENT:
            return Text.same(f"{show(milli)}%")
        case ColumnKind.NUMBER:
            if column.unit:
                return Text(f"{show(milli)} {column.unit}", f"{show(milli)} {column.unit}")
    return Text.same(show(milli))


class Phraser:
    """Writes nodes as people read them, with the columns' titles."""

    def __init__(self, columns: Mapping[str, Column], results: Mapping[int, Text]) -> None:
        """Start with titles.

        Args:
            columns: by the name that nodes use.
            results: words for nodes that stand for a result, such as an item's points, by identity.
        """
        self.columns = columns
        self.results = results
        self._said: dict[int, tuple[Node, Text]] = {}

    def phrase(self, node: Node, depth: int = 0) -> Text:
        """A node as a phrase."""
        if id(node) in self.results:
            return self.results[id(node)]
        if depth == 0:
            if id(node) not in self._said:
                self._said[id(node)] = (node, self._phrase(node, 1))
            return self._said[id(node)][1]
        if depth > _LONG:
            return Text.same("…")
        return self._phrase(node, depth + 1)

    def _phrase(self, node: Node, d: int) -> Text:
        match node:
            case Const(value):
                return say_value(None, value)
            case Ref(name):
                column = self.columns.get(name)
                return _quoted(column.title if column else Text.same(name))
            case Arith(op, left, right):
                sides = (self.phrase(left, d), self.phrase(right, d))
                if op in _ARITH:
                    return _between(f" {_ARITH[op]} ", *sides, brackets=d > 1)
                word = Text("较小者", "lesser of") if op == "min" else Text("较大者", "greater of")
                return Text("{word}（{a}，{b}）", "{word} ({a}, {b})").fill(
                    word=word, a=sides[0], b=sides[1]
                )
            case Divide(left, right, scale):
                words = _between(" ÷ ", self.phrase(left, d), self.phrase(right, d), brackets=d > 1)
                return words if scale == UNIT else _between(f" × {_percent(scale)}", words, _EMPTY)
            case Compare(op, left, right):
                return self._compare(op, left, right, d)
            case Every(parts):
                return self._joined(parts, Text(" 且 ", " and "), d)
            case Some(parts):
                return self._joined(parts, Text(" 或 ", " or "), d)
            case Negate(part):
                return Text("并非（{a}）", "not ({a})").fill(a=self.phrase(part, d))
            case Known(part):
                return Text("{a}已填", "{a} given").fill(a=self.phrase(part, d))
            case Applies(part):
                return Text("{a}适用", "{a} applies").fill(a=self.phrase(part, d))
            case Fallback(part) | Clamp(part) | Quantise(part) | Tiers(part) | Scale(part):
                return self.phrase(part, d - 1)
            case Choose(condition, then, other):
                return Text("{c}时取{a}，否则取{b}", "{a} if {c}, else {b}").fill(
                    c=self.phrase(condition, d), a=self.phrase(then, d), b=self.phrase(other, d)
                )
            case Sum(summands):
                return self._joined(tuple(s.node for s in summands), Text.same(" + "), d)
            case Cohort(kind, part):
                return _COHORTS[kind].fill(a=self.phrase(part, d))
            case _:
                return Text.same("…")

    def _compare(self, op: str, left: Node, right: Node, d: int) -> Text:
        column = self._column(left) or self._column(right)
        sides = [
            say_value(column, side.value) if isinstance(side, Const) else self.phrase(side, d)
            for side in (left, right)
        ]
        return _between(f" {_SIGNS[op]} ", sides[0], sides[1])

    def _column(self, node: Node) -> Column | None:
        while isinstance(node, Fallback):
            node = node.part
        return self.columns.get(node.name) if isinstance(node, Ref) else None

    def _joined(self, parts: tuple[Node, ...], by: Text, d: int) -> Text:
        words = [self.phrase(part, d) for part in parts]
        zh, en = by.zh.join(w.zh for w in words), by.en.join(w.en for w in words)
        return Text(f"（{zh}）", f"({en})") if d > 1 and len(parts) > 1 else Text(zh, en)


_EMPTY = Text.same("")
_COHORTS = {
    "rank": Text("{a}的名次", "rank by {a}"),
    "best": Text("{a}的最好值", "best {a}"),
    "mean": Text("{a}的平均值", "mean of {a}"),
}


def _quoted(title: Text) -> Text:
    return Text(f"【{title.zh}】", f"[{title.en}]")


def _percent(scale: int) -> str:
    return "100%" if scale == 100 * UNIT else show(scale)


def _between(sign: str, left: Text, right: Text, *, brackets: bool = False) -> Text:
    zh, en = f"{left.zh}{sign}{right.zh}", f"{left.en}{sign}{right.en}"
    return Text(f"（{zh}）", f"({en})") if brackets else Text(zh, en)
