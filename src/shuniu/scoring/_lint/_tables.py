"""Checks of tables of values: rows that overlap, leave gaps, or can never be met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shuniu.findings import Finding, Text
from shuniu.scoring._bounds import Bounds
from shuniu.scoring._document import Path_
from shuniu.scoring._exact import UNIT, show
from shuniu.scoring._interval import Interval
from shuniu.scoring._lint._table import Table
from shuniu.scoring._nodes import Node, Ref, Tiers, walk
from shuniu.scoring._outline import ItemOutline
from shuniu.scoring._rules._choice import KOfNRule, YearsRule
from shuniu.scoring._rules._number import RequiredRule, TiersRule
from shuniu.scoring._rules._people import JudgedRule, VoteTiersRule


def rows(table: Table) -> Iterator[Finding]:
    """F207 unreachable rows, F215 gaps without “otherwise”, F216 overlapping rows."""
    for one in table.outline.items:
        rule = one.item.rule
        node = _tiers_of(one)
        path = (*one.path, "rule")
        if isinstance(rule, TiersRule):
            ranges = [t.range for t in rule.tiers]
            if node is not None and all(r is not None for r in ranges):
                found = _Rows(table, [r for r in ranges if r], (*path, "tiers"))
                yield from found.check(node.part, open_end=rule.otherwise is None)
        elif isinstance(rule, VoteTiersRule):
            ranges = [t.range for t in rule.tiers]
            if all(r is not None for r in ranges):
                found = _Rows(table, [r for r in ranges if r], (*path, "tiers"))
                yield from found.overlaps()
        elif isinstance(rule, RequiredRule):
            yield from _Rows(table, [n.range for n in rule.table], (*path, "table")).overlaps()
        elif isinstance(rule, JudgedRule):
            yield from _judged(table, rule, one)
        elif isinstance(rule, KOfNRule | YearsRule):
            yield from _steps(table, rule, path)


def _tiers_of(one: ItemOutline) -> Tiers | None:
    nodes = walk(one.working) if one.working is not None else ()
    return next((n for n in nodes if isinstance(n, Tiers)), None)


def _steps(table: Table, rule: KOfNRule | YearsRule, path: Path_) -> Iterator[Finding]:
    most = len(rule.of) if isinstance(rule, KOfNRule) else rule.years
    for i, step in enumerate(rule.steps):
        if step.at_least > most:
            text = Text(
                "要求 {k} 项，而总共只有 {n} 项。", "{k} are asked for; there are only {n}."
            )
            yield table.find(
                "F207",
                (*path, "steps", i),
                text.fill(k=step.at_least, n=most),
                _UNREACHABLE,
            )


def _judged(table: Table, rule: JudgedRule, one: ItemOutline) -> Iterator[Finding]:
    for i, option in enumerate(rule.options):
        low, high = option.range.low, option.range.high
        if (high is not None and high > one.ceiling) or (low is not None and low > one.ceiling):
            text = Text("分数段 {r} 超过本项的 {p} 分。", "The range {r} goes beyond {p} points.")
            yield table.find(
                "F208",
                (*one.path, "rule", "options", i),
                text.fill(r=str(option.range), p=show(one.ceiling)),
                Text("请改分数段。", "Change the range."),
            )
    if not rule.options and rule.value is None:
        text = Text(
            "由评审人在 0 到 {p} 分之间酌定，没有分档说明。",
            "An assessor decides between 0 and {p} without described ranges.",
        )
        yield table.find(
            "F211",
            (*one.path, "rule"),
            text.fill(p=show(one.item.points)),
            Text("请分档写明什么情况给多少分。", "Describe which case earns which range."),
        )


_UNREACHABLE = Text("请删去这一行或改正它的条件。", "Remove the row or correct its condition.")
_ORDER = Text("请改端点，使各档互不重叠。", "Change the ends so that rows do not overlap.")


class _Rows:
    """The rows of one table of values."""

    def __init__(self, table: Table, ranges: Sequence[Interval], path: Path_) -> None:
        self.table = table
        self.ranges = ranges
        self.path = path

    def check(self, part: Node, *, open_end: bool) -> Iterator[Finding]:
        """Everything about the rows of a value."""
        yield from self.overlaps()
        bounds = self.table.bounder.of(part)
        yield from self.unreachable(bounds)
        if open_end:
            yield from self.gaps(bounds, self.step(part))

    def step(self, part: Node) -> int:
        """The step in which the value moves: 1 where only whole numbers are asked for."""
        if isinstance(part, Ref):
            keys = self.table.outline.sources.get(part.name, (part.name,))
            column = self.table.outline.by_key[keys[0]]
            return column.step or 1
        return 1

    def overlaps(self) -> Iterator[Finding]:
        for i, later in enumerate(self.ranges):
            for earlier in self.ranges[:i]:
                if later.overlaps(earlier):
                    text = Text(
                        "{a} 与 {b} 重叠，按先写的一行计。", "{a} overlaps {b}; the first counts."
                    )
                    yield self.table.find(
                        "F216",
                        (*self.path, i),
                        text.fill(a=str(later), b=str(earlier)),
                        _ORDER,
                    )
                    break

    def unreachable(self, bounds: Bounds) -> Iterator[Finding]:
        for i, row in enumerate(self.ranges):
            outside = (row.low is not None and row.low > bounds.high) or (
                row.high is not None and row.high < bounds.low
            )
            hidden = any(_inside(row, earlier) for earlier in self.ranges[:i])
            if outside or hidden or row.empty:
                text = Text("这一行（{r}）永远不会用到。", "This row ({r}) can never be met.")
                yield self.table.find("F207", (*self.path, i), text.fill(r=str(row)), _UNREACHABLE)

    def gaps(self, bounds: Bounds, step: int) -> Iterator[Finding]:
        """Values that no row takes and no “otherwise” speaks for."""
        reached = bounds.low - 1
        for row in sorted(self.ranges, key=lambda r: bounds.low if r.low is None else r.low):
            low = bounds.low if row.low is None else row.low
            if low > _next(reached, step):
                yield self._gap(reached, low)
            reached = max(reached, bounds.high if row.high is None else row.high)
        if reached < bounds.high and _next(reached, step) <= bounds.high:
            yield self._gap(reached, None)

    def _gap(self, after: int, before: int | None) -> Finding:
        end = "∞" if before is None else show(before)
        text = Text(
            "{a} 与 {b} 之间的值没有任何一档，会得 0 分。",
            "Values between {a} and {b} are in no row and would earn 0.",
        )
        start = "-∞" if abs(after) >= UNIT * 10**11 else show(after)
        return self.table.find(
            "F215",
            self.path,
            text.fill(a=start, b=end),
            Text(
                "请补上这一档，或用 otherwise 写明其余得分；只填整数的，请写 step: 1。",
                "Add a row or say “otherwise”; where only whole numbers occur, say step: 1.",
            ),
        )


def _next(value: int, step: int) -> int:
    """The first value after ``value`` on the grid of ``step``."""
    return (value // step + 1) * step


def _inside(row: Interval, other: Interval) -> bool:
    """Whether every value of ``row`` lies in ``other``."""
    low = other.low is None or (row.low is not None and row.low >= other.low)
    high = other.high is None or (row.high is not None and row.high <= other.high)
    return low and high
