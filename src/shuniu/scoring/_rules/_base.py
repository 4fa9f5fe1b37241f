"""What every rule kind is: a declared shape that says which columns it asks for and how it scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from shuniu.findings import Text
from shuniu.scoring._columns import Column, ColumnKind
from shuniu.scoring._exact import UNIT
from shuniu.scoring._expression import parse_number, parse_truth
from shuniu.scoring._nodes import Choose, Const, Node, Ref
from shuniu.scoring._scope import Scope
from shuniu.scoring._values import Declared, Expression, Key, Milli, Words, in_order

YES, NO = Const(UNIT), Const(0)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a rule may know of its leaf before any expression is read."""

    key: str
    title: Text
    points: int
    text: Text
    group: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf with the names its expressions may use; ``part`` stands for ``leaf.part`` there."""

    frame: Frame
    scope: Scope

    @property
    def points(self) -> int:
        """The points of the item, in thousandths."""
        return self.frame.points

    def number(self, written: str | None, part: str = "") -> Node:
        """The declared expression, or the column that the rule asks for itself."""
        return parse_number(written, self.scope) if written else Ref(column_key(self.frame, part))

    def truth(self, written: str | None, part: str = "") -> Node:
        """The declared condition, or the yes/no column that the rule asks for itself."""
        return parse_truth(written, self.scope) if written else Ref(column_key(self.frame, part))


class Ask(Declared):
    """How the column that a rule asks for itself looks on the form."""

    title: Words | None = None
    unit: str = ""
    min: Milli | None = None
    max: Milli | None = None
    step: Milli | None = None
    default: Milli | None = None
    help: Words | None = None
    aliases: tuple[str, ...] = ()

    @model_validator(mode="after")
    def limits_fit(self) -> Ask:
        """The least value is not above the largest."""
        in_order(self.min, self.max)
        return self


class Rule(Declared):
    """The common part of all rule kinds."""

    def asks(self, frame: Frame) -> list[Column]:
        """The columns the rule needs beyond the declared inputs."""
        raise NotImplementedError

    def write(self, leaf: Leaf) -> Node:
        """The points of the leaf, in thousandths, as nodes.

        Raises:
            ExpressionError: an expression of the rule cannot be read.
        """
        raise NotImplementedError


class ValueRule(Rule):
    """A rule over one number: a declared expression, or a column of its own."""

    value: Expression | None = Field(None, description="expression; without it the form asks")
    ask: Ask = Ask()

    def asks(self, frame: Frame) -> list[Column]:
        """One number, unless an expression gives it."""
        return [] if self.value else [number_column(frame, self.ask)]


class Listed(Declared):
    """One line of a list in a rule: a fault, an event, a thing to have."""

    key: Key | None = None
    text: Words
    when: Expression | None = None


def column_key(frame: Frame, part: str = "") -> str:
    """The name of a column that a leaf asks for itself."""
    return f"{frame.key}.{part}" if part else frame.key


def part_key(listed: Listed, index: int) -> str:
    """The key of a listed line: its own, or its number from 1."""
    return listed.key or f"n{index + 1}"


def number_column(
    frame: Frame,
    ask: Ask,
    part: str = "",
    title: Text | None = None,
    low: int | None = 0,
) -> Column:
    """A number the form asks for; never below 0 unless the rule says so."""
    title = ask.title or title or frame.title
    return Column(
        column_key(frame, part),
        title,
        ColumnKind.PERCENT if ask.unit == "%" else ColumnKind.NUMBER,
        unit=ask.unit,
        low=_least(low, ask),
        high=ask.max,
        step=ask.step,
        default=ask.default,
        group=(*frame.group, *((frame.title,) if part else ())),
        help=ask.help or frame.text,
        aliases=ask.aliases,
    )


def _least(low: int | None, ask: Ask) -> int | None:
    """The lower limit: as declared, else the usual one unless the upper one lies below it."""
    if ask.min is not None or low is None:
        return ask.min
    return low if ask.max is None else min(low, ask.max)


def yes_no_column(frame: Frame, part: str = "", title: Text | None = None) -> Column:
    """A yes or no the form asks for."""
    return Column(
        column_key(frame, part),
        title or frame.title,
        ColumnKind.YES_NO,
        group=(*frame.group, *((frame.title,) if part else ())),
        help=frame.text,
    )


def listed_columns(frame: Frame, listed: tuple[Listed, ...]) -> list[Column]:
    """A yes/no column for each line that no expression answers."""
    return [
        yes_no_column(frame, part_key(one, i), one.text)
        for i, one in enumerate(listed)
        if one.when is None
    ]


def listed_truth(leaf: Leaf, listed: Listed, index: int) -> Node:
    """Whether a listed line holds."""
    return leaf.truth(listed.when, part_key(listed, index))


def times(condition: Node, points: int, text: Text | None = None) -> Node:
    """``points`` where the condition holds, else 0."""
    return Choose(condition, Const(points), NO, text)


Units = Literal["complete", "started", "exact"]
