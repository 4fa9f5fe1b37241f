"""Rules over what people said: ballots, questionnaires, judges, rater groups, offices."""

from typing import Literal

from pydantic import Field

from shuniu.findings import Text
from shuniu.scoring._columns import Column
from shuniu.scoring._exact import UNIT, Rounding
from shuniu.scoring._nodes import (
    Arith,
    Choose,
    Clamp,
    Compare,
    Const,
    Divide,
    Node,
    Part,
    Sum,
)
from shuniu.scoring._rules._base import (
    Ask,
    Frame,
    Leaf,
    Listed,
    Rule,
    number_column,
    part_key,
)
from shuniu.scoring._rules._number import RangeTier, inside
from shuniu.scoring._scope import ExpressionError
from shuniu.scoring._values import (
    Declared,
    Expression,
    Milli,
    PositiveMilli,
    Range,
    Words,
)


class Grade(Listed):
    """A mark on the ballot; the form asks how many ballots carried it."""

    value: Expression | None = None


class BallotRule(Rule):
    """The common part of rules over counted ballots."""

    grades: tuple[Grade, ...] = Field(min_length=1)
    valid: Expression | None = Field(None, description="valid ballots; the sum where absent")

    def asks(self, frame: Frame) -> list[Column]:
        """The number of ballots per mark."""
        return [
            number_column(frame, Ask(unit="票", step=UNIT), part_key(g, i), g.text)
            for i, g in enumerate(self.grades)
            if g.value is None
        ]

    def counts(self, leaf: Leaf) -> list[Node]:
        """The number of ballots per mark, in order."""
        return [leaf.number(g.value, part_key(g, i)) for i, g in enumerate(self.grades)]

    def ballots(self, leaf: Leaf) -> Node:
        """The number of valid ballots."""
        if self.valid:
            return leaf.number(self.valid)
        return Sum(
            tuple(Part(n, g.text) for n, g in zip(self.counts(leaf), self.grades, strict=True))
        )


class VoteTiersRule(BallotRule):
    """R13: points by the share of favourable ballots, in tiers; ``when`` rows may name the marks."""

    kind: Literal["vote_tiers"]
    favourable: tuple[str, ...] = Field(min_length=1, description="keys of the marks that count")
    tiers: tuple[RangeTier, ...] = Field(min_length=1)
    otherwise: Milli = 0

    def write(self, leaf: Leaf) -> Node:
        """The first row that holds; a share is compared exactly, never rounded."""
        counts = dict(
            zip(
                (part_key(g, i) for i, g in enumerate(self.grades)),
                self.counts(leaf),
                strict=True,
            )
        )
        if unknown := [key for key in self.favourable if key not in counts]:
            raise ExpressionError(
                f"“{unknown[0]}”不是这张票的等次", f"“{unknown[0]}” is not a mark of this ballot"
            )
        for_it = Sum(tuple(Part(counts[key]) for key in self.favourable))
        share = Divide(for_it, self.ballots(leaf), 100 * UNIT)
        node: Node = Const(self.otherwise)
        for tier in reversed(self.tiers):
            condition = leaf.truth(tier.when) if tier.range is None else inside(share, tier.range)
            node = Choose(condition, Const(tier.points), node, tier.text)
        return node


class Weighted(Grade):
    """A mark with its coefficient."""

    coefficient: Milli


class VotesRule(BallotRule):
    """R14: ballots times coefficients, divided by valid ballots, scaled to the points."""

    kind: Literal["votes"]
    grades: tuple[Weighted, ...] = Field(min_length=1)
    out_of: PositiveMilli | None = Field(None, description="the coefficient worth full points")
    rounding: Rounding = Rounding.HALF_UP

    def write(self, leaf: Leaf) -> Node:
        """One division, rounded once."""
        best = self.out_of or max(g.coefficient for g in self.grades)
        weighed = Sum(
            tuple(
                Part(Arith("mul", n, Const(g.coefficient)), g.text)
                for n, g in zip(self.counts(leaf), self.grades, strict=True)
            )
        )
        whole = Arith("mul", self.ballots(leaf), Const(best))
        return Clamp(Divide(weighed, whole, leaf.points, self.rounding), 0, leaf.points)


class QuestionnaireRule(Rule):
    """R15: satisfaction of those who answered, held back when too few answered."""

    kind: Literal["questionnaire"]
    satisfaction: Expression | None = Field(None, description="percent satisfied")
    returned: Expression | None = None
    issued: Expression | None = None
    min_return: PositiveMilli = Field(60 * UNIT, description="percent of answers that is enough")
    below: Literal["zero", "share"] = Field("share", description="with fewer answers")
    rounding: Rounding = Rounding.HALF_UP

    def asks(self, frame: Frame) -> list[Column]:
        """Percent satisfied, sheets returned, sheets issued, as far as not given."""
        asked = (
            ("satisfaction", self.satisfaction, Text("满意率", "satisfaction"), "%"),
            ("returned", self.returned, Text("收回份数", "sheets returned"), "份"),
            ("issued", self.issued, Text("发放份数", "sheets issued"), "份"),
        )
        return [
            number_column(
                frame,
                Ask(unit=unit, max=100 * UNIT if unit == "%" else None),
                part,
                title,
            )
            for part, written, title, unit in asked
            if written is None
        ]

    def write(self, leaf: Leaf) -> Node:
        """Points by satisfaction, times the answer rate over the rate that is enough."""
        satisfied = leaf.number(self.satisfaction, "satisfaction")
        returned = leaf.number(self.returned, "returned")
        issued = leaf.number(self.issued, "issued")
        enough = Compare("ge", Divide(returned, issued, 100 * UNIT), Const(self.min_return))
        full = Divide(satisfied, Const(100 * UNIT), leaf.points, self.rounding)
        short: Node = Const(0)
        if self.below == "share":
            part = Arith("mul", satisfied, returned)
            whole = Arith("mul", issued, Const(self.min_return))
            short = Divide(part, whole, leaf.points, self.rounding)
        text = Text("回收率达到要求", "enough answers")
        return Clamp(Choose(enough, full, short, text), 0, leaf.points)


class JudgedRange(Declared):
    """A description and the points an expert may give where it fits."""

    key: str | None = Field(None, max_length=80)
    text: Words
    range: Range


class JudgedRule(Rule):
    """R16: an expert's score inside the range of the option that fits."""

    kind: Literal["judged"]
    options: tuple[JudgedRange, ...] = ()
    step: PositiveMilli = 500
    value: Expression | None = None

    def asks(self, frame: Frame) -> list[Column]:
        """The score given, from 0 to the points."""
        words = "；".join(f"{o.text.zh} {o.range}" for o in self.options) or frame.text.zh
        english = "; ".join(f"{o.text.en} {o.range}" for o in self.options) or frame.text.en
        ask = Ask(
            max=frame.points,
            unit="分",
            step=self.step,
            help=Text(words, english),
        )
        return [] if self.value else [number_column(frame, ask)]

    def write(self, leaf: Leaf) -> Node:
        """The score where it falls into one of the ranges, else nothing."""
        score = leaf.number(self.value)
        node: Node = Clamp(score, 0, leaf.points)
        for option in reversed(self.options):
            other = Const(0) if option is self.options[-1] else node
            node = Choose(inside(score, option.range), score, other, option.text)
        return Clamp(node, 0, leaf.points)


class RaterGroup(Listed):
    """A group of raters; the form asks for the mean of its marks."""

    weight: PositiveMilli = UNIT
    value: Expression | None = None


class RaterMeanRule(Rule):
    """R32: the weighted mean of rater groups must reach a bar."""

    kind: Literal["rater_mean"]
    groups: tuple[RaterGroup, ...] = Field(min_length=1)
    out_of: PositiveMilli = 100 * UNIT
    bar: Milli
    reached: Literal["full", "share"] = "full"
    below: Literal["zero", "share"] = "zero"
    rounding: Rounding = Rounding.HALF_UP

    def asks(self, frame: Frame) -> list[Column]:
        """The mean mark of each group."""
        return [
            number_column(frame, Ask(max=self.out_of, unit="分"), part_key(g, i), g.text)
            for i, g in enumerate(self.groups)
            if g.value is None
        ]

    def write(self, leaf: Leaf) -> Node:
        """Full points, a share of them, or nothing, by the mean against the bar."""
        weighed = Sum(
            tuple(
                Part(
                    Arith("mul", leaf.number(g.value, part_key(g, i)), Const(g.weight)),
                    g.text,
                )
                for i, g in enumerate(self.groups)
            )
        )
        weights = sum(g.weight for g in self.groups)
        mean = Divide(weighed, Const(weights), UNIT, self.rounding)
        whole = Const(weights * self.out_of // UNIT)
        share = Clamp(Divide(weighed, whole, leaf.points, self.rounding), 0, leaf.points)
        full: Node = Const(leaf.points) if self.reached == "full" else share
        short: Node = Const(0) if self.below == "zero" else share
        return Choose(Compare("ge", mean, Const(self.bar)), full, short)


class Office(Listed):
    """An office that scores its part of an item."""

    points: PositiveMilli
    value: Expression | None = None


class SharedRule(Rule):
    """R29: an item split between offices, each giving its part."""

    kind: Literal["shared"]
    offices: tuple[Office, ...] = Field(min_length=1)

    def asks(self, frame: Frame) -> list[Column]:
        """The score of each office."""
        return [
            number_column(frame, Ask(max=o.points, unit="分"), part_key(o, i), o.text)
            for i, o in enumerate(self.offices)
            if o.value is None
        ]

    def write(self, leaf: Leaf) -> Node:
        """The sum of the parts, each held to its own points."""
        return Sum(
            tuple(
                Part(Clamp(leaf.number(o.value, part_key(o, i)), 0, o.points), o.text)
                for i, o in enumerate(self.offices)
            )
        )
