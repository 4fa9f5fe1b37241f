"""Rules that start from full points and take away: by item, by fault, at discretion."""

from typing import Literal

from pydantic import Field, model_validator

from shuniu.findings import Text
from shuniu.scoring._columns import Column
from shuniu.scoring._exact import UNIT
from shuniu.scoring._expression import parse_truth
from shuniu.scoring._format_error import FormatError
from shuniu.scoring._nodes import Arith, Choose, Clamp, Const, Node, Part, Scale, Sum
from shuniu.scoring._rules._base import (
    Ask,
    Frame,
    Leaf,
    Listed,
    Rule,
    ValueRule,
    listed_columns,
    listed_truth,
    number_column,
    part_key,
    times,
    yes_no_column,
)
from shuniu.scoring._rules._number import units_to
from shuniu.scoring._values import Expression, Milli, PositiveMilli

FULL = Text("满分", "full points")


class DeductEachRule(ValueRule):
    """R7: so much off for each missing thing or occurrence, down to nothing."""

    kind: Literal["deduct_each"]
    each: PositiveMilli
    per: PositiveMilli = UNIT
    free: Milli = Field(0, description="how many cost nothing")
    up_to: PositiveMilli | None = None
    of: tuple[Listed, ...] = Field((), description="things to have; each one lacking counts")

    def asks(self, frame: Frame) -> list[Column]:
        """A yes or no per thing to have, or how many are lacking."""
        return listed_columns(frame, self.of) if self.of else super().asks(frame)

    def write(self, leaf: Leaf) -> Node:
        """Full points less the deductions."""
        lacking = leaf.number(self.value) if not self.of else self.lacking(leaf)
        return Sum((Part(Const(leaf.points), FULL), Part(self.taken(lacking, leaf.points))))

    def lacking(self, leaf: Leaf) -> Node:
        """How many of the listed things are not there."""
        present = Sum(
            tuple(Part(listed_truth(leaf, one, i), one.text) for i, one in enumerate(self.of))
        )
        return Arith("sub", Const(len(self.of) * UNIT), present)

    def taken(self, lacking: Node, points: int) -> Node:
        """What is taken away, a negative number."""
        most = points if self.up_to is None else self.up_to
        high = self.free + units_to(-most, -self.each, self.per)
        return Clamp(Scale(lacking, self.free, high, self.per, -self.each), -most, None)


class Deduction(Listed):
    """One line of a fault list.

    A plain line is a yes or no; with ``count`` the form asks how many; with ``judged`` an assessor
    takes away up to ``up_to`` at discretion. ``applies_when`` limits whom the line concerns.
    """

    deduct: PositiveMilli | None = None
    count: bool = Field(default=False, description="per occurrence; the form asks how many")
    value: Expression | None = Field(None, description="the number of occurrences")
    per: PositiveMilli = UNIT
    free: Milli = 0
    judged: bool = False
    up_to: PositiveMilli | None = None
    applies_when: Expression | None = None
    ask: Ask = Ask()

    @model_validator(mode="after")
    def whole(self) -> "Deduction":
        """A judged line has no fixed deduction, every other line has one."""
        if self.judged == (self.deduct is not None):
            raise FormatError(
                "每条扣分要写 deduct，或写 judged: true 和 up_to，二者只取其一",
                "a line needs “deduct”, or “judged: true” with “up_to”, and not both",
            )
        return self

    @property
    def counted(self) -> bool:
        """Whether occurrences are counted."""
        return self.count or self.value is not None


class DeductionsRule(Rule):
    """R8, R17: a list of faults, each with its deduction, some at discretion; never below 0."""

    kind: Literal["deductions"]
    deductions: tuple[Deduction, ...] = Field(min_length=1)

    def asks(self, frame: Frame) -> list[Column]:
        """What each line asks."""
        return deduction_columns(frame, self.deductions)

    def write(self, leaf: Leaf) -> Node:
        """Full points less the faults."""
        return Sum((Part(Const(leaf.points), FULL), *deduction_parts(leaf, self.deductions)))


def deduction_columns(frame: Frame, lines: tuple[Deduction, ...]) -> list[Column]:
    """The columns of a fault list."""
    columns = []
    for i, line in enumerate(lines):
        part = part_key(line, i)
        if line.judged:
            most = line.up_to or frame.points
            ask = line.ask.model_copy(update={"max": most, "unit": "分"})
            columns.append(number_column(frame, ask, part, line.text))
        elif line.counted and line.value is None:
            columns.append(number_column(frame, line.ask, part, line.text))
        elif not line.counted and line.when is None:
            columns.append(yes_no_column(frame, part, line.text))
    return columns


def deduction_parts(leaf: Leaf, lines: tuple[Deduction, ...]) -> tuple[Part, ...]:
    """The deductions of a fault list, negative summands."""
    return tuple(Part(_line(leaf, line, i), line.text) for i, line in enumerate(lines))


def _line(leaf: Leaf, line: Deduction, index: int) -> Node:
    part = part_key(line, index)
    node: Node
    if line.judged:
        most = line.up_to or leaf.points
        node = Scale(leaf.number(None, part), 0, most, UNIT, -UNIT, 0, "exact")
    elif line.counted:
        most = line.up_to or max(leaf.points, 0)
        each = -(line.deduct or 0)
        high = line.free + units_to(-most, each, line.per)
        value = leaf.number(line.value, part)
        node = Clamp(Scale(value, line.free, high, line.per, each), -most, None)
    else:
        node = times(listed_truth(leaf, line, index), -(line.deduct or 0))
    if line.applies_when is None:
        return node
    return Choose(parse_truth(line.applies_when, leaf.scope), node, Const(0))
