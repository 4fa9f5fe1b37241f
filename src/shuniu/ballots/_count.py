"""Votes on one matter, by name or in secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shuniu.ballots._roll import Roll
from shuniu.ballots._steps import names, refuse
from shuniu.findings import Text


class Choice(StrEnum):
    """What a ballot says. A blank ballot abstains unless the rule makes it void."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Count:
    """Ballots counted.

    Attributes:
        issued: ballots handed out (by name: those who may vote).
        in_favour, against, abstained, void: ballots returned, by what they say.
        secret: whether nobody knows who said what.
        by_name: the named votes; empty for a secret count.
    """

    issued: int
    in_favour: int
    against: int
    abstained: int = 0
    void: int = 0
    secret: bool = True
    by_name: tuple[tuple[str, Choice], ...] = ()

    def __post_init__(self) -> None:
        if min(self.issued, self.in_favour, self.against, self.abstained, self.void) < 0:
            raise refuse(
                "B104",
                Text("票数不能是负数。", "A number of ballots cannot be negative."),
                Text("请核对计票单。", "Check the tally sheet."),
            )

    @property
    def cast(self) -> int:
        """Ballots returned."""
        return self.valid + self.void

    @property
    def valid(self) -> int:
        """Ballots that are not void; abstentions are valid."""
        return self.in_favour + self.against + self.abstained


def count_named(roll: Roll, votes: Mapping[str, Choice]) -> Count:
    """Votes given by name.

    Raises:
        FindingsError: B103 a vote of somebody absent, recused or not entitled.
    """
    if strangers := set(votes) - roll.voters:
        raise refuse(
            "B103",
            Text(
                "{who}未到会、应回避或无表决权，其票不能计入。",
                "{who} is absent, recused or not entitled and cannot vote.",
            ).fill(who=names(strangers)),
            Text("请核对签到和回避名单。", "Compare with the roll call and the recusals."),
        )
    said = Counter(votes.values())
    return Count(
        issued=len(roll.voters),
        in_favour=said[Choice.FOR],
        against=said[Choice.AGAINST],
        abstained=said[Choice.ABSTAIN],
        void=said[Choice.VOID],
        secret=False,
        by_name=tuple(sorted(votes.items())),
    )
