"""Rules over a number: tables, increments, thresholds, ratios, foreign scores."""

from typing import Literal

from pydantic import Field, model_validator

from shuniu.findings import Text
from shuniu.scoring._columns import Column
from shuniu.scoring._exact import NOT_APPLICABLE, UNIT, Rounding
from shuniu.scoring._expression import parse_number
from shuniu.scoring._format_error import FormatError
from shuniu.scoring._interval import Interval
from shuniu.scoring._nodes import (
    Choose,
    Clamp,
    Cohort,
    Compare,
    Const,
    Divide,
    Every,
    Node,
    Part,
    Scale,
    Sum,
    Tier,
    Tiers,
)
from shuniu.scoring._rules._base import (
    Ask,
    Frame,
    Leaf,
    Rule,
    Units,
    ValueRule,
    number_column,
)
from shuniu.scoring._values import (
    Declared,
    Expression,
    Milli,
    Points,
    PositiveMilli,
    Range,
    Words,
    in_order,
)


class RangeTier(Declared):
    """A row of a table: an interval of the value, or a condition, and its points."""

    range: Range | None = None
    when: Expression | None = None
    points: Milli
    text: Words | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> "RangeTier":
        """A row needs an interval or a condition, not both."""
        if (self.range is None) == (self.when is None):
            raise FormatError(
                "每一档要写 range 或 when 之一", "a tier needs either “range” or “when”"
            )
        return self


class TiersRule(ValueRule):
    """R3: tiers by ratio or number; with ``when`` rows the first that holds decides."""

    kind: Literal["tiers"]
    tiers: tuple[RangeTier, ...] = Field(min_length=1)
    otherwise: Milli | None = Field(
        None, description="points outside all rows; needed where rows leave a gap"
    )

    def asks(self, frame: Frame) -> list[Column]:
        """One number, unless an expression gives it or only conditions are used."""
        return super().asks(frame) if any(t.range is not None for t in self.tiers) else []

    def write(self, leaf: Leaf) -> Node:
        """The table; rows with conditions become a chain of decisions."""
        other = self.otherwise or 0
        ranged = tuple(Tier(t.range, t.points, t.text) for t in self.tiers if t.range is not None)
        if len(ranged) == len(self.tiers):
            return Tiers(leaf.number(self.value), ranged, other)
        node: Node = Const(other)
        for tier in reversed(self.tiers):
            condition = (
                leaf.truth(tier.when)
                if tier.range is None
                else inside(leaf.number(self.value), tier.range)
            )
            node = Choose(condition, Const(tier.points), node, tier.text)
        return node


def inside(part: Node, interval: Interval) -> Node:
    """Whether a value lies in an interval."""
    sides: list[Node] = []
    low, high = interval.low, interval.high
    if low is not None:
        over = Compare("gt", part, Const(low - 1)) if interval.low_open else None
        sides.append(over or Compare("ge", part, Const(low)))
    if high is not None:
        under = Compare("lt", part, Const(high + 1)) if interval.high_open else None
        sides.append(under or Compare("le", part, Const(high)))
    return sides[0] if len(sides) == 1 else Every(tuple(sides))


class IncrementRule(ValueRule):
    """R4: base points from a number on, more for each further unit, up to a cap."""

    kind: Literal["increment"]
    start: Milli = Field(description="the number from which the base is earned")
    base: Milli
    each: Milli
    per: PositiveMilli = UNIT
    up_to: Milli | None = None
    below: Milli = 0
    units: Units = "complete"

    def write(self, leaf: Leaf) -> Node:
        """Base and steps, capped by ``up_to`` or the item."""
        value = leaf.number(self.value)
        top = leaf.points if self.up_to is None else self.up_to
        high = self.start + units_to(top - self.base, self.each, self.per)
        steps = Scale(value, self.start, high, self.per, self.each, self.base, self.units)
        capped: Node = Clamp(steps, None, top) if self.each > 0 else steps
        if self.base == self.below:
            return capped
        return Choose(Compare("ge", value, Const(self.start)), capped, Const(self.below))


def units_to(room: int, each: int, per: int) -> int:
    """How far a value can go before ``room`` points are used up, in thousandths of the value."""
    if each == 0 or room * each <= 0:
        return 0
    return -(-abs(room) // abs(each)) * per


class Slope(Declared):
    """How points move on one side of a threshold."""

    each: Milli
    per: PositiveMilli = UNIT
    up_to: Points | None = Field(None, description="most points on this side, as a size")


class ThresholdRule(ValueRule):
    """R9: points move for each unit above or below a threshold, each side capped."""

    kind: Literal["threshold"]
    at: Milli
    base: Milli | None = Field(None, description="points at the threshold; the item's where absent")
    above: Slope | None = None
    below: Slope | None = None
    units: Units = "complete"

    def write(self, leaf: Leaf) -> Node:
        """Base, plus what is above, minus what is below."""
        value = leaf.number(self.value)
        base = leaf.points if self.base is None else self.base
        parts = [Part(Const(base), Text("基准分", "base"))]
        if self.above:
            parts.append(Part(self.side(value, self.above, 1), Text("超出部分", "above")))
        if self.below:
            parts.append(Part(self.side(value, self.below, -1), Text("不足部分", "below")))
        return Sum(tuple(parts))

    def side(self, value: Node, slope: Slope, sign: int) -> Node:
        """What one side adds (``sign`` 1) or takes (-1)."""
        each = slope.each * sign
        reach = 10**6 * UNIT
        if slope.up_to is not None:
            reach = units_to(slope.up_to * sign, each, slope.per)
        ends = (self.at, self.at + reach) if sign > 0 else (self.at - reach, self.at)
        falling = sign < 0
        node: Node = Scale(value, *ends, slope.per, each, 0, self.units, falling)
        if slope.up_to is None:
            return node
        return Clamp(node, None, slope.up_to) if sign > 0 else Clamp(node, -slope.up_to, None)


class RatioRule(ValueRule):
    """R11: a share of the points, straight between two fixed goalposts."""

    kind: Literal["ratio"]
    zero_at: Milli = 0
    full_at: Milli = 100 * UNIT
    rounding: Rounding = Rounding.HALF_UP

    def write(self, leaf: Leaf) -> Node:
        """Linear from nothing to all points; costs run from a high to a low goalpost."""
        return linear(
            leaf.number(self.value),
            (self.zero_at, self.full_at),
            leaf.points,
            self.rounding,
        )


def linear(part: Node, ends: tuple[int, int], points: int, rounding: Rounding) -> Node:
    """Points straight between ``ends[0]`` (nothing) and ``ends[1]`` (all of them)."""
    low, high = min(ends), max(ends)
    if low == high:
        return Choose(Compare("ge", part, Const(high)), Const(points), Const(0))
    falling = ends[0] > ends[1]
    return Scale(part, low, high, high - low, points, 0, "exact", falling, rounding)


class RelativeRule(ValueRule):
    """R11: relative to the best of the cohort; moves when somebody else moves."""

    kind: Literal["relative"]
    rounding: Rounding = Rounding.HALF_UP

    def write(self, leaf: Leaf) -> Node:
        """``value / best * points``, never below 0."""
        value = leaf.number(self.value)
        share = Divide(value, Cohort("best", value), leaf.points, self.rounding)
        return Clamp(share, 0, leaf.points)


class RankRule(ValueRule):
    """R12: points by rank in the cohort, from a list or falling by a step per place."""

    kind: Literal["rank"]
    given: bool = Field(default=False, description="the value is already a rank")
    highest_first: bool = True
    ties: Literal["best", "mean", "worst"] = "best"
    points: tuple[Milli, ...] = ()
    otherwise: Milli = 0
    step: Milli | None = Field(None, description="points lost per place after the first")
    step_percent: Milli | None = Field(None, description="percent of the item lost per place")

    @model_validator(mode="after")
    def one_way(self) -> "RankRule":
        """A list of points, a step, or a step in percent."""
        if (bool(self.points)) + (self.step is not None) + (self.step_percent is not None) != 1:
            raise FormatError(
                "名次规则要写 points、step、step_percent 之一",
                "a rank rule needs one of “points”, “step”, “step_percent”",
            )
        return self

    def write(self, leaf: Leaf) -> Node:
        """Points of the rank; a mean rank between two list places earns the later place."""
        value = leaf.number(self.value)
        rank = value if self.given else Cohort("rank", value, self.highest_first, self.ties)
        if self.points:
            places = tuple(
                Tier(Interval((i - 1) * UNIT + 1, i * UNIT, f"{i}", low_open=True), p)
                for i, p in enumerate(self.points, start=1)
            )
            return Tiers(rank, places, self.otherwise)
        per = UNIT if self.step is not None else 100 * UNIT
        lost = (
            self.step if self.step is not None else leaf.points * (self.step_percent or 0) // UNIT
        )
        reach = UNIT + units_to(leaf.points, lost, per)
        fall = Scale(rank, UNIT, reach, per, -lost, leaf.points, "exact")
        return Clamp(fall, self.otherwise, None)


class Need(Declared):
    """A row of a requirement table: for which parameter, how much is needed."""

    range: Range
    needs: Milli


class RequiredRule(ValueRule):
    """R26: the threshold depends on a parameter."""

    kind: Literal["required"]
    by: Expression | None = Field(None, description="the parameter; without it the form asks")
    by_title: Words = Text("参照值", "parameter")
    by_unit: str = ""
    table: tuple[Need, ...] = Field(min_length=1)
    short: Literal["zero", "share"] = Field("zero", description="points when less than needed")
    rounding: Rounding = Rounding.HALF_UP

    def asks(self, frame: Frame) -> list[Column]:
        """The value and the parameter, as far as no expression gives them."""
        by = number_column(frame, Ask(unit=self.by_unit), "by", self.by_title)
        return super().asks(frame) + ([] if self.by else [by])

    def write(self, leaf: Leaf) -> Node:
        """All points when the need is met; else nothing, or the share reached."""
        value = leaf.number(self.value)
        need = Tiers(
            leaf.number(self.by, "by"),
            tuple(Tier(row.range, row.needs) for row in self.table),
            NOT_APPLICABLE,
        )
        short: Node = Const(0)
        if self.short == "share":
            short = Clamp(Divide(value, need, leaf.points, self.rounding), 0, leaf.points)
        return Choose(Compare("ge", value, need), Const(leaf.points), short)


class ImportedRule(ValueRule):
    """R30: a score given elsewhere, rescaled to the item's points."""

    kind: Literal["imported"]
    out_of: tuple[Milli, Milli] = Field((0, 100 * UNIT), description="the scale it comes on")
    rounding: Rounding = Rounding.HALF_UP

    @model_validator(mode="after")
    def scale_fits(self) -> "ImportedRule":
        """The scale runs upwards."""
        in_order(*self.out_of)
        return self

    def asks(self, frame: Frame) -> list[Column]:
        """The score, within its own scale."""
        low, high = self.out_of
        ask = self.ask.model_copy(update={"min": low, "max": high})
        return [] if self.value else [number_column(frame, ask)]

    def write(self, leaf: Leaf) -> Node:
        """Linear from the scale to the points."""
        return linear(leaf.number(self.value), self.out_of, leaf.points, self.rounding)


class FormulaRule(Rule):
    """Points by a declared expression, held between 0 and the item's points."""

    kind: Literal["formula"]
    points: Expression

    def asks(self, frame: Frame) -> list[Column]:
        """Nothing of its own."""
        return []

    def write(self, leaf: Leaf) -> Node:
        """The expression, clamped."""
        return Clamp(parse_number(self.points, leaf.scope), 0, leaf.points)
