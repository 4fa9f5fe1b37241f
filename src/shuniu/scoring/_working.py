"""The working of a node in sentences, from the inside out: tables, units, sums, caps that bit."""

from __future__ import annotations

from shuniu.findings import Text
from shuniu.scoring._evaluate import Values
from shuniu.scoring._exact import UNIT, Rounding, is_value, show
from shuniu.scoring._nodes import (
    Arith,
    Choose,
    Clamp,
    Cohort,
    Compare,
    Const,
    Divide,
    Every,
    Fallback,
    Negate,
    Node,
    Part,
    Quantise,
    Ref,
    Rescale,
    Scale,
    Some,
    Sum,
    Tiers,
)
from shuniu.scoring._phrase import Phraser
from shuniu.scoring._trace import Step

_ROUNDINGS = {
    Rounding.HALF_UP: Text("四舍五入", "rounded half up"),
    Rounding.HALF_EVEN: Text("四舍六入五成双", "rounded half to even"),
    Rounding.DOWN: Text("只舍不入", "rounded down"),
    Rounding.UP: Text("只入不舍", "rounded up"),
}
_EQUALS = Text("{what} = {value}", "{what} = {value}")
_IN_ROW = Text(
    "{value} 落在 {interval}，得 {points} 分", "{value} lies in {interval}: {points} points"
)
_OUTSIDE = Text("{value} 不在任何一档，得 {points} 分", "{value} is in no row: {points} points")
_HOLDS = Text("{what}：成立", "{what}: holds")
_FAILS = Text("{what}：不成立", "{what}: does not hold")
_UNKNOWN = Text("{what}：缺少数据，无法判断", "{what}: cannot be said, data is missing")
_UNITS = Text(
    "{value}：从 {start} 起每 {per} 计 {each} 分，计 {units} 个{base}，得 {points} 分",
    "{value}: {each} per {per} from {start}, {units} counted{base}: {points} points",
)
_SHARED = Text(
    "{value}：在 {low} 与 {high} 之间按比例，得 {points} 分（到 0.001，{rounding}）",
    "{value}: in proportion between {low} and {high}: {points} points (to 0.001, {rounding})",
)
_CAPPED = Text("{value} 超过上限，按 {end} 分计", "{value} is above the cap and counts {end}")
_FLOORED = Text("{value} 低于下限，按 {end} 分计", "{value} is below the floor and counts {end}")
_SUMMAND = Text("{what}：{value}", "{what}: {value}")
_TOTAL = Text("合计 {value} 分", "together {value} points")


class Working:
    """Writes the steps of nodes for one organisation."""

    def __init__(self, evaluator: Values, phraser: Phraser) -> None:
        self.value = evaluator.value
        self.phrase = phraser.phrase

    def steps(self, node: Node) -> list[Step]:
        """The sentences that lead to a node's value; what needs no words has none."""
        match node:
            case Const() | Ref():
                return []
            case Sum(parts):
                return self.sum(node, parts)
            case Tiers():
                return self.tiers(node)
            case Scale():
                return self.scale(node)
            case Choose():
                return self.choose(node)
            case Clamp():
                return [*self.steps(node.part), *self.clamp(node)]
            case Fallback(part) | Negate(part):
                return self.steps(part)
            case Quantise():
                return [*self.steps(node.part), *self.quantised(node)]
            case Rescale():
                return [*self.steps(node.part), *self.rescaled(node)]
            case Compare() | Every() | Some():
                return [self.judged(node)]
            case Arith() | Divide() | Cohort():
                return self.equals(node)
            case _:
                return []

    def equals(self, node: Node) -> list[Step]:
        """“what = value”, for what is computed from inputs."""
        value = self.value(node)
        if not is_value(value):
            return []
        return [Step(_EQUALS.fill(what=self.phrase(node), value=show(value)), value)]

    def sum(self, node: Sum, parts: tuple[Part, ...]) -> list[Step]:
        """Each summand that says something, then the sum."""
        out: list[Step] = []
        for part in parts:
            value = self.value(part.node)
            if isinstance(part.node, Clamp | Scale | Tiers) and value:
                out += self.steps(part.node)
            if part.text is not None and value and is_value(value):
                sign = "+" if value > 0 and out else ""
                out.append(Step(_SUMMAND.fill(what=part.text, value=f"{sign}{show(value)}"), value))
        value = self.value(node)
        if is_value(value) and len(parts) > 1:
            out.append(Step(_TOTAL.fill(value=show(value)), value, "sum"))
        return out

    def tiers(self, node: Tiers) -> list[Step]:
        """The row of the table that a value fell into."""
        value, found = self.value(node.part), self.value(node)
        if not (is_value(value) and is_value(found)):
            return []
        out = self.equals(node.part) if isinstance(node.part, Divide | Arith | Sum | Cohort) else []
        evaluator_value = show(value)
        for tier in node.tiers:
            if tier.yields == found and value in tier.interval:
                words = {"interval": str(tier.interval), "points": show(found)}
                if tier.text is not None and tier.interval.low == tier.interval.high:
                    text = _SUMMAND.fill(what=tier.text, value=show(found))
                else:
                    text = _IN_ROW.fill(value=evaluator_value, **words)
                return [*out, Step(text, found)]
        return [*out, Step(_OUTSIDE.fill(value=evaluator_value, points=show(found)), found)]

    def scale(self, node: Scale) -> list[Step]:
        """Units counted, or a share worked out."""
        value, found = self.value(node.part), self.value(node)
        if not (is_value(value) and is_value(found)):
            return []
        out = self.equals(node.part) if isinstance(node.part, Divide | Arith | Sum) else []
        if node.units == "exact":
            low, high = (node.high, node.low) if node.falling else (node.low, node.high)
            words = {"low": show(low), "high": show(high), "rounding": _ROUNDINGS[node.rounding]}
            return [*out, Step(_SHARED.fill(value=show(value), points=show(found), **words), found)]
        units = (found - node.base) // node.each if node.each else 0
        base = Text("", "")
        if node.base:
            base = Text("，另加基础 {b} 分", ", on a base of {b}").fill(b=show(node.base))
        text = _UNITS.fill(
            value=show(value),
            start=show(node.high if node.falling else node.low),
            per=show(node.per),
            each=show(node.each),
            units=units,
            base=base,
            points=show(found),
        )
        return [*out, Step(text, found)]

    def choose(self, node: Choose) -> list[Step]:
        """The condition as far as it says something, then the branch taken."""
        holds = self.value(node.condition)
        what = node.text or self.phrase(node.condition)
        if not is_value(holds):
            return [Step(_UNKNOWN.fill(what=what))]
        branch = node.then if holds > 0 else node.other
        below = self.steps(branch)
        if holds > 0:
            return [Step(_HOLDS.fill(what=what)), *below, *self.worth(branch, below)]
        if node.text is not None or not isinstance(node.other, Choose):
            return [*([Step(_FAILS.fill(what=what))] if not below else []), *below]
        return below

    def worth(self, branch: Node, below: list[Step]) -> list[Step]:
        """What a branch without words of its own is worth."""
        value = self.value(branch)
        if below or not isinstance(branch, Const) or not is_value(value):
            return []
        return [Step(Text("计 {v} 分", "counts {v}").fill(v=show(value)), value)]

    def clamp(self, node: Clamp) -> list[Step]:
        """The end that bit."""
        value = self.value(node.part)
        if is_value(value) and node.high is not None and value > node.high:
            return [Step(_CAPPED.fill(value=show(value), end=show(node.high)), node.high, "cap")]
        if is_value(value) and node.low is not None and value < node.low:
            return [Step(_FLOORED.fill(value=show(value), end=show(node.low)), node.low, "cap")]
        return []

    def quantised(self, node: Quantise) -> list[Step]:
        """A rounding that changed something."""
        before, after = self.value(node.part), self.value(node)
        if before == after or not is_value(before):
            return []
        text = Text("{a} 取整到 {step}（{how}）为 {b}", "{a} rounded to {step} ({how}): {b}")
        words = {"step": show(node.step), "how": _ROUNDINGS[node.rounding]}
        return [Step(text.fill(a=show(before), b=show(after), **words), after, "rounding")]

    def rescaled(self, node: Rescale) -> list[Step]:
        """Points spread over what remains of a group."""
        part, whole, left = (self.value(n) for n in (node.part, node.whole, node.left))
        after = self.value(node)
        if whole == left or not is_value(part) or not is_value(after):
            return []
        text = Text(
            "另有 {out} 分不计，按 {whole} ÷ {left} 折算：{a} → {b}（到 0.001，四舍五入）",
            "{out} points are left out, so scaled by {whole} ÷ {left}: {a} → {b} (to 0.001, half up)",
        )
        words = {"out": show(whole - left), "whole": show(whole), "left": show(left)}
        return [Step(text.fill(a=show(part), b=show(after), **words), after, "rescaling")]

    def judged(self, node: Node) -> Step:
        """A condition and whether it holds."""
        value, what = self.value(node), self.phrase(node)
        if not is_value(value):
            return Step(_UNKNOWN.fill(what=what))
        return Step((_HOLDS if value > 0 else _FAILS).fill(what=what), UNIT if value > 0 else 0)
