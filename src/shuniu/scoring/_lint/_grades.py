"""Checks of the grade logic: bands, gates, quotas, variants, stages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from math import gcd

from shuniu.findings import Finding, Severity, Text
from shuniu.scoring._exact import UNIT, is_value, show
from shuniu.scoring._interval import Interval
from shuniu.scoring._lint._table import Table
from shuniu.scoring._model import Band
from shuniu.scoring._nodes import (
    Applies,
    Arith,
    Choose,
    Clamp,
    Compare,
    Const,
    Every,
    Fallback,
    Known,
    Negate,
    Node,
    Quantise,
    Scale,
    Some,
    Sum,
    Tiers,
)


def bands(table: Table) -> Iterator[Finding]:
    """F203 overlap, F204 gap, F205 decimals against whole-number bands, F206 uncovered ends."""
    declared = list(enumerate(table.framework.bands))
    ordered = sorted(declared, key=lambda b: _low(b[1].range), reverse=True)
    for (_, upper), (i, lower) in pairwise(ordered):
        if lower.range.overlaps(upper.range):
            text = Text("{a} 与 {b} 重叠。", "{a} overlaps {b}.")
            yield table.find(
                "F203",
                ("bands", i, "range"),
                text.fill(a=str(lower.range), b=str(upper.range)),
                Text("请写明端点归哪一级，例如 [80,90)。", "Say which end belongs where: [80,90)."),
                Severity.ERROR,
            )
        else:
            yield from _gap(table, i, lower, upper)
    if ordered:
        yield from _ends(table, ordered[0], ordered[-1])


def _low(interval: Interval) -> int:
    return -(2**62) if interval.low is None else interval.low


def _gap(table: Table, index: int, lower: Band, upper: Band) -> Iterator[Finding]:
    low, high = lower.range.high, upper.range.low
    if low is None or high is None:
        return
    step = grid(table.outline.value)
    if step == 0:
        return
    first = (low // step + 1) * step
    if first >= high:
        return
    whole = high - low <= UNIT
    text = Text("{a} 与 {b} 之间的分数没有等级。", "Scores between {a} and {b} have no grade.")
    fix = Text("请补齐区间。", "Close the gap.")
    if whole:
        text = Text(
            "等级按整数写（{a}、{b}），而总分可能有小数。",
            "The grades are whole numbers ({a}, {b}), the total may have decimals.",
        )
        fix = Text(
            "请写成 [80,90) 这样的区间，或用 rounding 把总分取整。",
            "Write intervals such as [80,90), or round the total to whole points.",
        )
    yield table.find(
        "F205" if whole else "F204",
        ("bands", index, "range"),
        text.fill(a=show(low), b=show(high)),
        fix,
        Severity.ERROR,
    )


def grid(node: Node) -> int:
    """The largest step of which every value of a node is a multiple, in thousandths."""
    match node:
        case Const(value):
            return abs(value) if is_value(value) else 0
        case Compare() | Every() | Some() | Negate() | Known() | Applies():
            return UNIT
        case Quantise(_, step, _):
            return step
        case Arith(op, left, right) if op != "mul":
            return gcd(grid(left), grid(right))
        case Sum(parts):
            return gcd(*(grid(part.node) for part in parts))
        case Fallback(part, missing, other, known):
            inner = grid(part) if known is None else abs(known)
            return gcd(inner, *(abs(v) for v in (missing, other) if is_value(v)))
        case Choose(_, then, other):
            return gcd(grid(then), grid(other))
        case Clamp(part, low, high):
            return gcd(grid(part), abs(low or 0), abs(high or 0))
        case Tiers():
            yields = [*(t.yields for t in node.tiers), node.other]
            return gcd(*(abs(y) for y in yields if is_value(y)))
        case Scale(units="complete" | "started"):
            return gcd(abs(node.base), abs(node.each))
        case _:
            return 1


def _ends(table: Table, best: tuple[int, Band], worst: tuple[int, Band]) -> Iterator[Finding]:
    bounds = table.bounder.of(table.outline.value)
    high, low = best[1].range.high, worst[1].range.low
    if high is not None and bounds.high > high:
        text = Text("最高可得 {m} 分，超出最高一级 {r}。", "Up to {m} can be reached, beyond {r}.")
        yield table.find(
            "F206",
            ("bands", best[0], "range"),
            text.fill(m=show(bounds.high), r=str(best[1].range)),
            Text("请放宽最高一级，例如 >=90。", "Open the best grade upwards, such as >=90."),
        )
    if low is not None and bounds.low < low and table.framework.no_grade is None:
        text = Text("低于 {l} 分的没有说法。", "Nothing is said of scores below {l}.")
        yield table.find(
            "F206",
            ("bands", worst[0], "range"),
            text.fill(l=show(low)),
            Text("请用 no_grade 写明怎么称呼。", "Say in no_grade what it is called."),
        )


def reachable(table: Table) -> Iterator[Finding]:
    """F228 grades nobody can reach; F217 gates and ceilings that can never hold."""
    high = table.bounder.of(table.outline.value).high
    for i, band in enumerate(table.framework.bands):
        if band.range.low is not None and band.range.low > high:
            text = Text("最多得 {h} 分，到不了“{g}”。", "At most {h} can be reached, never “{g}”.")
            yield table.find(
                "F228",
                ("bands", i, "range"),
                text.fill(h=show(high), g=band.grade),
                Text("请核对等级区间和分值。", "Check the range and the points."),
            )
    verdict = table.outline.verdict
    groups = (("entry", verdict.gates), ("ceilings", verdict.ceilings), ("forced", verdict.forced))
    for name, conditions in groups:
        for i, one in enumerate(conditions):
            bounds = table.bounder.of(one.holds)
            if bounds.high <= 0 and not bounds.marked:
                yield table.find(
                    "F217",
                    (name, i, "when"),
                    Text("这个条件永远不会成立。", "This condition can never hold."),
                    Text("请核对它比较的值和范围。", "Check the values it compares."),
                )


def quotas(table: Table) -> Iterator[Finding]:
    """F212: quotas that cannot hold together, or name no grade."""
    framework = table.framework
    names = [band.grade for band in framework.bands]
    limits: dict[str, int] = {}
    for i, quota in enumerate(framework.quotas):
        for grade in quota.grades:
            if grade not in names:
                text = Text("没有等级“{g}”。", "There is no grade “{g}”.").fill(g=grade)
                yield table.find("F212", ("quotas", i, "grades"), text, _QUOTA, Severity.ERROR)
        percent = quota.at_most or quota.about or 0
        if percent > 100 * UNIT:
            text = Text("名额 {p}% 超过 100%。", "{p}% is more than everybody.").fill(
                p=show(percent)
            )
            yield table.find("F212", ("quotas", i), text, _QUOTA, Severity.ERROR)
        if quota.at_most is not None and len(quota.grades) == 1:
            limits[quota.grades[0]] = quota.at_most
    lowest_open = framework.no_grade is not None
    if (
        names
        and set(names) <= set(limits)
        and not lowest_open
        and sum(limits.values()) < 100 * UNIT
    ):
        text = Text(
            "各级名额合计 {p}%，不足 100%，总有单位无处可去。",
            "All grades together allow {p}%, so some organisations have nowhere to go.",
        )
        yield table.find(
            "F212", ("quotas",), text.fill(p=show(sum(limits.values()))), _QUOTA, Severity.ERROR
        )
    about = [q.about for q in framework.quotas if q.about is not None]
    covered = {g for q in framework.quotas if q.about is not None for g in q.grades}
    if about and covered >= set(names) and sum(about) != 100 * UNIT:
        text = Text("参考比例合计 {p}%，不是 100%。", "The aims add up to {p}%, not 100%.")
        yield table.find("F212", ("quotas",), text.fill(p=show(sum(about))), _QUOTA)


_QUOTA = Text("请改正名额或等级。", "Correct the quota or the grade.")


def variants(table: Table) -> Iterator[Finding]:
    """F220: every organisation needs exactly one table."""
    framework = table.framework
    facets = {key: list(facet.options) for key, facet in framework.facets.items()}
    used = [key for key in facets if any(key in v.when for v in framework.variants)]
    for i, variant in enumerate(framework.variants):
        for key, wanted in variant.when.items():
            asked = (wanted,) if isinstance(wanted, str) else wanted
            if key not in facets or any(one not in facets[key] for one in asked):
                text = Text("facets 中没有“{k}”的这个值。", "facets has no such value of “{k}”.")
                yield table.find(
                    "F220", ("variants", i, "when"), text.fill(k=key), _VARIANT, Severity.ERROR
                )
                return
    if not used:
        return
    for values in product(*(facets[key] for key in used)):
        held = dict(zip(used, values, strict=True))
        fitting = [v.key for v in framework.variants if _fits(v.when, held)]
        if len(fitting) != 1:
            what = "、".join(values)
            text = (
                Text("“{w}”有几张表：{t}。", "“{w}” has several tables: {t}.")
                if fitting
                else Text("“{w}”没有评分表。", "“{w}” has no table.")
            )
            words = text.fill(w=what, t="、".join(fitting))
            yield table.find("F220", ("variants",), words, _VARIANT)


_VARIANT = Text("请核对 variants 的 when。", "Check “when” of the variants.")


def _fits(when: dict[str, str | tuple[str, ...]], held: dict[str, str]) -> bool:
    return all(
        held[key] == wanted if isinstance(wanted, str) else held[key] in wanted
        for key, wanted in when.items()
    )


def stages(table: Table) -> Iterator[Finding]:
    """F222: either every stage has a weight or none."""
    weights = [stage.weight is not None for stage in table.framework.stages]
    if any(weights) and not all(weights):
        yield table.find(
            "F222",
            ("stages",),
            Text("有的阶段有权重，有的没有。", "Some stages have a weight, some have none."),
            Text("请都写上权重，或都不写。", "Give all of them a weight, or none."),
            Severity.ERROR,
        )
