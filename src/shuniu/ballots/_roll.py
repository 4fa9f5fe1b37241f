"""Who should attend, who did, and whether the meeting may decide."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from shuniu.ballots._bars import Bar, Base, Source
from shuniu.ballots._steps import Step, names, refuse
from shuniu.findings import Text

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll call of one matter; persons are opaque keys.

    Attributes:
        entitled: everybody with a vote in this body.
        present: who is there (in the hall or online, as the charter allows).
        excused: away with a reason the rule accepts.
        recused: may not vote on this matter; may be present.

    Raises:
        FindingsError: B101 a person who is not entitled, B102 present and excused at once.
    """

    entitled: AbstractSet[str]
    present: AbstractSet[str] = NOBODY
    excused: AbstractSet[str] = NOBODY
    recused: AbstractSet[str] = NOBODY

    def __post_init__(self) -> None:
        if strangers := (self.present | self.excused | self.recused) - self.entitled:
            raise refuse(
                "B101",
                Text("{who}不在应到人员之中。", "{who} is not entitled here.").fill(
                    who=names(strangers)
                ),
                Text("列席人员不要点入实到。", "Leave observers out of the roll call."),
            )
        if both := self.present & self.excused:
            raise refuse(
                "B102",
                Text("{who}既到会又请假。", "{who} is present and excused at the same time.").fill(
                    who=names(both)
                ),
                Text("请核对签到与请假。", "Compare the sign-in sheet with the excuses."),
            )

    @property
    def voters(self) -> frozenset[str]:
        """Who may vote on this matter: present and not recused."""
        return frozenset(self.present - self.recused)


class LeftOut(StrEnum):
    """Who is taken out of those who should attend, where the rule says so."""

    EXCUSED = "excused"
    RECUSED = "recused"


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """How many must attend.

    Attributes:
        bar: share of those who should attend, or a number of persons.
        source: the rule's name.
        left_out: who does not count among those who should attend (nor among those present).
    """

    bar: Bar
    source: Source
    left_out: frozenset[LeftOut] = frozenset()


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough attended.

    Attributes:
        should: how many should attend.
        present: how many of them did.
        least: how many were needed.
        met: whether that was enough.
        steps: the reason.
    """

    should: int
    present: int
    least: int
    met: bool
    steps: tuple[Step, ...]


def should_attend(roll: Roll, rule: QuorumRule) -> frozenset[str]:
    """Those the quorum is counted over."""
    away = roll.excused if LeftOut.EXCUSED in rule.left_out else NOBODY
    out = roll.recused if LeftOut.RECUSED in rule.left_out else NOBODY
    return frozenset(roll.entitled - away - out)


def quorum(roll: Roll, rule: QuorumRule) -> Quorum:
    """Whether enough of those who should attend are present."""
    should = should_attend(roll, rule)
    there = len(should & roll.present)
    least = rule.bar.least(len(should))
    met = there >= least
    steps = (
        Step(
            Text(
                "有表决权 {all} 人，请假 {excused} 人，回避 {recused} 人；应到 {n} 人。",
                "{all} entitled, {excused} excused, {recused} recused; {n} should attend.",
            ).fill(
                all=len(roll.entitled),
                excused=len(roll.excused),
                recused=len(roll.recused),
                n=len(should),
            ),
            len(should),
        ),
        Step(
            Text(
                "{source}：到会须{bar}，即至少 {least} 人。",
                "{source}: those present must be {bar}, that is {least} persons.",
            ).fill(source=rule.source.text, bar=rule.bar.over(Base.ENTITLED), least=least),
            least,
        ),
        Step(_verdict(met=met).fill(n=there), there),
    )
    return Quorum(len(should), there, least, met, steps)


def _verdict(*, met: bool) -> Text:
    if met:
        return Text("实到 {n} 人，会议有效。", "{n} present: the meeting may decide.")
    return Text("实到 {n} 人，不足法定人数。", "{n} present: there is no quorum.")
