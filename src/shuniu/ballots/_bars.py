"""The bar a count must reach, and the rule it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from shuniu.findings import Text


class Reach(StrEnum):
    """Whether reaching the bar is enough, or it must be passed (过半 is passing one half)."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"


class Base(StrEnum):
    """What a share is a share of."""

    ENTITLED = "entitled"
    PRESENT = "present"
    CAST = "cast"
    VALID = "valid"
    FOR_AND_AGAINST = "for_and_against"


BASES: dict[Base, Text] = {
    Base.ENTITLED: Text("应到人数", "those entitled"),
    Base.PRESENT: Text("到会人数", "those present"),
    Base.CAST: Text("收回票数", "ballots returned"),
    Base.VALID: Text("有效票数", "valid ballots"),
    Base.FOR_AND_AGAINST: Text("赞成票与反对票之和", "votes for and against"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A share (exact) or a number of persons or ballots.

    Attributes:
        amount: a ``Fraction`` between 0 and 1 is a share of the base, an ``int`` a count.
        reach: at least that much, or more than that.

    Raises:
        ValueError: a share outside 0 to 1, or a negative count.
    """

    amount: Fraction | int
    reach: Reach = Reach.AT_LEAST

    def __post_init__(self) -> None:
        if self.amount < 0 or (isinstance(self.amount, Fraction) and self.amount > 1):
            message = f"{self.amount} is neither a share from 0 to 1 nor a count"
            raise ValueError(message)

    def least(self, base: int) -> int:
        """The smallest whole number that meets the bar over ``base``.

        Nobody out of nobody meets no bar, so the answer is never below 1.
        """
        aim = self.amount * base if isinstance(self.amount, Fraction) else Fraction(self.amount)
        whole, rest = divmod(aim, 1)
        up = rest > 0 or self.reach is Reach.MORE_THAN
        return max(int(whole) + up, 1)

    def met(self, count: int, base: int) -> bool:
        """Whether ``count`` of ``base`` is enough."""
        return count >= self.least(base)

    @property
    def words(self) -> Text:
        """The bar as it is read aloud."""
        if isinstance(self.amount, Fraction):
            share = f"{self.amount.numerator}/{self.amount.denominator}"
            amount = Text(f"的 {share}", f"{share} of")
        else:
            amount = Text(f" {self.amount} ", f"{self.amount} of")
        if self.reach is Reach.AT_LEAST:
            return Text("不少于{base}{n}", "at least {n} {base}").fill(base="{base}", n=amount)
        return Text("超过{base}{n}", "more than {n} {base}").fill(base="{base}", n=amount)

    def over(self, base: Base) -> Text:
        """The bar over a named base, as a phrase."""
        return self.words.fill(base=BASES[base])


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from, and since when it holds.

    Attributes:
        text: the rule's name and article, or the charter's.
        since: first day it holds; ``None`` where the day is not known.
        until: last day it holds.
        confirmed: false for a usual default nobody has read in a printed rule.
    """

    text: Text
    since: date | None = None
    until: date | None = None
    confirmed: bool = True

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on ``day``."""
        return not (
            (self.since is not None and day < self.since)
            or (self.until is not None and day > self.until)
        )
