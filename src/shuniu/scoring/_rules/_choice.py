"""Rules answered by a tick: one option, a yes or no, a list of things that are there or not."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from shuniu.findings import Text
from shuniu.scoring._columns import Column, ColumnKind, ColumnOption
from shuniu.scoring._exact import UNIT
from shuniu.scoring._interval import Interval
from shuniu.scoring._nodes import (
    Arith,
    Choose,
    Clamp,
    Const,
    Negate,
    Node,
    Part,
    Ref,
    Some,
    Sum,
    Tier,
    Tiers,
)
from shuniu.scoring._rules._base import (
    Ask,
    Frame,
    Leaf,
    Listed,
    Rule,
    column_key,
    listed_columns,
    listed_truth,
    number_column,
    times,
    yes_no_column,
)
from shuniu.scoring._scope import ExpressionError
from shuniu.scoring._values import Declared, Expression, Milli, Words

_IT = re.compile(r"\bit\b")


class Option(Declared):
    """One tick box with its points."""

    key: str | None = Field(None, max_length=80)
    text: Words
    points: Milli


class ChooseRule(Rule):
    """R1: choose one option; each has its points."""

    kind: Literal["choose"]
    input: str | None = Field(None, description="a declared choice input with the same option keys")
    options: tuple[Option, ...] = Field(min_length=1)

    def option_key(self, index: int) -> str:
        """The key of an option: its own, or its number from 1."""
        return self.options[index].key or f"o{index + 1}"

    def asks(self, frame: Frame) -> list[Column]:
        """One choice, unless a declared input gives it."""
        if self.input:
            return []
        options = tuple(
            ColumnOption(self.option_key(i), o.text) for i, o in enumerate(self.options)
        )
        return [
            Column(
                frame.key,
                frame.title,
                ColumnKind.CHOICE,
                options,
                group=frame.group,
                help=frame.text,
            )
        ]

    def write(self, leaf: Leaf) -> Node:
        """The points of the option taken."""
        found = leaf.scope.find(self.input or leaf.frame.key)
        if found.column is None or not found.column.options:
            raise ExpressionError(f"“{self.input}”不是选项列", f"“{self.input}” is not a choice")
        keys = [o.key for o in found.column.options]
        tiers = []
        for i, option in enumerate(self.options):
            if self.option_key(i) not in keys:
                key = self.option_key(i)
                raise ExpressionError(
                    f"“{key}”不是 {self.input} 的选项", f"“{key}” is not an option of {self.input}"
                )
            at = keys.index(self.option_key(i)) * UNIT
            tiers.append(Tier(Interval(at, at, option.text.zh), option.points, option.text))
        return Tiers(found.node, tuple(tiers))


class CheckRule(Rule):
    """R2: all or nothing."""

    kind: Literal["check"]
    when: Expression | None = None
    points: Milli | None = Field(None, description="less than the item's points, where printed so")

    def asks(self, frame: Frame) -> list[Column]:
        """One yes or no, unless a condition gives it."""
        return [] if self.when else [yes_no_column(frame)]

    def write(self, leaf: Leaf) -> Node:
        """All points where it holds."""
        return times(leaf.truth(self.when), leaf.points if self.points is None else self.points)


class Worth(Listed):
    """A listed thing with its own points."""

    points: Milli | None = None


class PerItemRule(Rule):
    """R6: points for each thing of a list that is there."""

    kind: Literal["per_item"]
    each: Milli | None = None
    of: tuple[Worth, ...] = Field(min_length=1)
    up_to: Milli | None = None

    def asks(self, frame: Frame) -> list[Column]:
        """A yes or no per line."""
        return listed_columns(frame, self.of)

    def write(self, leaf: Leaf) -> Node:
        """The sum over the lines that hold."""
        parts = []
        for i, one in enumerate(self.of):
            worth = one.points if one.points is not None else self.each
            if worth is None:
                raise ExpressionError(
                    f"“{one.text.zh}”没有分值，也没有写 each",
                    f"“{one.text.en}” has no points, and there is no “each”",
                )
            parts.append(Part(times(listed_truth(leaf, one, i), worth), one.text))
        total = Sum(tuple(parts))
        return total if self.up_to is None else Clamp(total, None, self.up_to)


class CountStep(Declared):
    """From how many criteria on, how many points."""

    at_least: int = Field(ge=0, le=1000)
    points: Milli


class KOfNRule(Rule):
    """R10: points by how many criteria of a list are met."""

    kind: Literal["k_of_n"]
    of: tuple[Listed, ...] = Field(min_length=1)
    steps: tuple[CountStep, ...] = Field(min_length=1)

    def asks(self, frame: Frame) -> list[Column]:
        """A yes or no per criterion."""
        return listed_columns(frame, self.of)

    def write(self, leaf: Leaf) -> Node:
        """The table over the number of criteria met."""
        met = Sum(
            tuple(Part(listed_truth(leaf, one, i), one.text) for i, one in enumerate(self.of))
        )
        return count_tiers(met, self.steps)


class SpotlessRule(Rule):
    """R21: nothing at all on any fault."""

    kind: Literal["spotless"]
    value: Expression | None = Field(None, description="a count of faults")
    faults: tuple[Listed, ...] = ()
    ask: Ask = Ask()

    def asks(self, frame: Frame) -> list[Column]:
        """A yes or no per fault, or one count."""
        if self.faults:
            return listed_columns(frame, self.faults)
        return [] if self.value else [number_column(frame, self.ask)]

    def write(self, leaf: Leaf) -> Node:
        """All points where there is no fault."""
        if not self.faults:
            text = Text("出现次数为 0", "no occurrence")
            tier = Tier(Interval(None, 0, "0"), leaf.points, text)
            return Tiers(leaf.number(self.value), (tier,))
        faults = tuple(listed_truth(leaf, one, i) for i, one in enumerate(self.faults))
        return times(Negate(Some(faults)), leaf.points)


class Level(Declared):
    """One level of a ladder and what it adds to those below it."""

    key: str | None = Field(None, max_length=80)
    text: Words
    adds: Milli


class EscalateRule(Rule):
    """R22: a bonus that adds up by level: reaching one level brings those below it too."""

    kind: Literal["escalate"]
    levels: tuple[Level, ...] = Field(min_length=1)
    none: Words = Text("无", "none")
    times: bool = Field(default=False, description="also ask how often, and multiply")
    up_to: Milli | None = None

    def asks(self, frame: Frame) -> list[Column]:
        """The level reached, and how often where that counts."""
        keys = [lv.key or f"l{i + 1}" for i, lv in enumerate(self.levels)]
        options = (
            ColumnOption("none", self.none),
            *(ColumnOption(k, lv.text) for k, lv in zip(keys, self.levels, strict=True)),
        )
        level = Column(
            frame.key,
            frame.title,
            ColumnKind.CHOICE,
            options,
            group=frame.group,
            help=frame.text,
        )
        often = number_column(frame, Ask(), "times", Text("次数", "times"))
        return [level, often] if self.times else [level]

    def write(self, leaf: Leaf) -> Node:
        """The sum of the steps up to the level reached."""
        tiers = [Tier(Interval(0, 0, "0"), 0, self.none)]
        reached = 0
        for i, level in enumerate(self.levels, start=1):
            reached += level.adds
            tiers.append(Tier(Interval(i * UNIT, i * UNIT, level.text.zh), reached, level.text))
        node: Node = Tiers(Ref(leaf.frame.key), tuple(tiers))
        if self.times:
            node = Arith("mul", node, Ref(column_key(leaf.frame, "times")))
        return node if self.up_to is None else Clamp(node, None, self.up_to)


class YearsRule(Rule):
    """R18: judged over several years, by how many of them hold."""

    kind: Literal["years"]
    years: int = Field(ge=1, le=10)
    input: str | None = Field(None, description="a declared input with at least as many years")
    test: str = Field("it", description="condition over one year; “it” is that year's value")
    consecutive: bool = Field(default=False, description="count back from the latest year")
    steps: tuple[CountStep, ...] = Field(min_length=1)

    def asks(self, frame: Frame) -> list[Column]:
        """A yes or no per year, unless a declared input gives them."""
        if self.input:
            return []
        return [
            yes_no_column(frame, f"y{year}", Text(f"近第{year}年", f"year {year} back"))
            for year in range(1, self.years + 1)
        ]

    def write(self, leaf: Leaf) -> Node:
        """The table over the number of years that hold."""
        name = self.input or leaf.frame.key
        held = [
            leaf.truth(_IT.sub(f"{name}[{year}]", self.test)) for year in range(1, self.years + 1)
        ]
        if self.consecutive:
            for i in range(1, len(held)):
                held[i] = Choose(held[i - 1], held[i], Const(0))
        words = [Text(f"近第{y}年", f"year {y} back") for y in range(1, self.years + 1)]
        met = Sum(tuple(Part(h, w) for h, w in zip(held, words, strict=True)))
        return count_tiers(met, self.steps)


def count_tiers(count: Node, steps: tuple[CountStep, ...]) -> Node:
    """A table by how many hold, from the declared steps in any order."""
    tiers = []
    above: int | None = None
    for step in sorted(steps, key=lambda s: -s.at_least):
        high = None if above is None else above - 1
        tiers.append(Tier(Interval(step.at_least * UNIT, high, f"≥{step.at_least}"), step.points))
        above = step.at_least * UNIT
    return Tiers(count, tuple(tiers))
