"""Rules over what happened: points per event, and days between two dates."""

from typing import Literal

from pydantic import Field, model_validator

from shuniu.findings import Text
from shuniu.scoring._columns import Column, ColumnKind
from shuniu.scoring._exact import UNIT
from shuniu.scoring._interval import Interval
from shuniu.scoring._nodes import (
    Applies,
    Arith,
    Choose,
    Clamp,
    Const,
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
    Listed,
    Rule,
    column_key,
    number_column,
    part_key,
)
from shuniu.scoring._rules._number import units_to
from shuniu.scoring._values import (
    Declared,
    Expression,
    Milli,
    Points,
    PositiveMilli,
    Words,
    in_order,
)


class Event(Listed):
    """Something that happens a number of times, each worth (or costing) points."""

    each: Milli
    per: PositiveMilli = UNIT
    up_to: Points | None = Field(None, description="most points of this event, as a size")
    value: Expression | None = None
    ask: Ask = Ask()


class AccumulateRule(Rule):
    """R5, R24: points per event, each its own cap, all together a cap; may take points away."""

    kind: Literal["accumulate"]
    events: tuple[Event, ...] = Field(min_length=1)
    highest_only: bool = Field(default=False, description="only the best event counts")
    up_to: Milli | None = None
    down_to: Milli | None = None

    @model_validator(mode="after")
    def ends_fit(self) -> "AccumulateRule":
        """The floor is not above the cap."""
        in_order(self.down_to, self.up_to)
        return self

    def asks(self, frame: Frame) -> list[Column]:
        """How often each event happened."""
        return [
            number_column(frame, one.ask, part_key(one, i), one.text)
            for i, one in enumerate(self.events)
            if one.value is None
        ]

    def write(self, leaf: Leaf) -> Node:
        """The sum (or the best) of the events."""
        parts = [Part(self.event(leaf, one, i), one.text) for i, one in enumerate(self.events)]
        if self.highest_only:
            node = parts[0].node
            for part in parts[1:]:
                node = Arith("max", node, part.node)
        else:
            node = Sum(tuple(parts))
        if self.up_to is None and self.down_to is None:
            return node
        return Clamp(node, self.down_to, self.up_to)

    def event(self, leaf: Leaf, one: Event, index: int) -> Node:
        """The points of one event."""
        value = leaf.number(one.value, part_key(one, index))
        high = one.ask.max if one.ask.max is not None else 10**6 * UNIT
        size = one.up_to
        if size is None:
            return Scale(value, 0, high, one.per, one.each)
        high = min(high, units_to(size if one.each > 0 else -size, one.each, one.per))
        ends = (None, size) if one.each > 0 else (-size, None)
        return Clamp(Scale(value, 0, high, one.per, one.each), *ends)


class Within(Declared):
    """A row of a deadline table; the days may be negative (before the day)."""

    within: int = Field(ge=-36500, le=36500, description="calendar days after the first date")
    points: Milli


class DeadlineRule(Rule):
    """R28: points by how many calendar days after an event something was done."""

    kind: Literal["deadline"]
    since: Expression | None = Field(None, description="a date; without it the form asks")
    done: Expression | None = Field(None, description="a date; without it the form asks")
    since_title: Words = Text("起算日期", "starting date")
    done_title: Words = Text("完成日期", "date done")
    tiers: tuple[Within, ...] = Field(min_length=1)
    late: Milli = 0
    never: Milli = Field(0, description="points where the date done is marked as not applicable")

    def asks(self, frame: Frame) -> list[Column]:
        """The two dates, as far as no expression gives them."""
        group = (*frame.group, frame.title)
        asked = (
            ("since", self.since, self.since_title),
            ("done", self.done, self.done_title),
        )
        return [
            Column(
                column_key(frame, part),
                title,
                ColumnKind.DATE,
                group=group,
                help=frame.text,
            )
            for part, written, title in asked
            if written is None
        ]

    def write(self, leaf: Leaf) -> Node:
        """The table over the days between the two dates."""
        done = leaf.number(self.done, "done")
        days = Arith("sub", done, leaf.number(self.since, "since"))
        tiers, before = [], None
        for row in sorted(self.tiers, key=lambda t: t.within):
            high = row.within * UNIT
            text = Text(f"{row.within} 日内", f"within {row.within} days")
            tiers.append(
                Tier(
                    Interval(before, high, f"≤{row.within}", low_open=before is not None),
                    row.points,
                    text,
                )
            )
            before = high + 1
        table = Tiers(days, tuple(tiers), self.late)
        return Choose(Applies(done), table, Const(self.never))
