"""Whether a matter is carried."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shuniu.ballots._bars import BASES, Bar, Base, Source
from shuniu.ballots._count import Choice, Count
from shuniu.ballots._roll import Quorum, QuorumRule, Roll, quorum
from shuniu.ballots._steps import Step
from shuniu.findings import Text


class Tie(StrEnum):
    """What equal votes for and against mean."""

    LOST = "lost"
    CHAIR = "chair"


class Outcome(StrEnum):
    """How a vote ended."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"
    NO_QUORUM = "no_quorum"
    INVALID = "invalid"


OUTCOMES: dict[Outcome, Text] = {
    Outcome.CARRIED: Text("通过。", "Carried."),
    Outcome.LOST: Text("未通过。", "Not carried."),
    Outcome.TIED: Text("票数相等，待主持人表态。", "Tied; the chair has to say."),
    Outcome.NO_QUORUM: Text("不足法定人数，不得表决。", "No quorum: nothing can be decided."),
    Outcome.INVALID: Text(
        "收回票数多于发出票数，表决无效，应重新表决。",
        "More ballots came back than were issued: the vote is invalid and is held again.",
    ),
}


@dataclass(frozen=True, slots=True)
class MajorityRule:
    """How many votes carry a matter.

    Attributes:
        bar: share of the base, or a number of votes.
        base: what the share is of.
        source: the rule's name.
        tie: what equal votes for and against mean where the bar is not reached.
        recused_count: whether recused persons stay in ``ENTITLED`` and ``PRESENT``; usual
            charters take them out, so that a recusal is not a vote against.
    """

    bar: Bar
    base: Base
    source: Source
    tie: Tie = Tie.LOST
    recused_count: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """How a matter was decided, and why.

    Attributes:
        outcome: carried, lost, tied, or why nothing was decided.
        base: the number the bar is measured against.
        least: votes needed.
        count: the ballots.
        quorum: the attendance.
        steps: the reason; the last step says the outcome.
    """

    outcome: Outcome
    base: int
    least: int
    count: Count
    quorum: Quorum
    steps: tuple[Step, ...]

    @property
    def carried(self) -> bool:
        """Whether the matter passed."""
        return self.outcome is Outcome.CARRIED


def decide(
    roll: Roll,
    attendance: QuorumRule,
    majority: MajorityRule,
    count: Count,
    chair: Choice | None = None,
) -> Decision:
    """Decide one matter.

    Args:
        roll: who is there.
        attendance: how many must be.
        majority: how many votes carry.
        count: the votes.
        chair: what the chair says in a tie, where the rule gives the chair the say.
    """
    there = quorum(roll, attendance)
    base = base_of(majority, roll, count)
    least = majority.bar.least(base)
    outcome = _outcome(roll, there, count)
    steps = [*there.steps]
    if outcome is not Outcome.NO_QUORUM:
        steps += [_counted(count), _needed(majority, base, least)]
    if outcome is None:
        outcome = _weighed(majority, count, least, chair)
        if count.in_favour == count.against and majority.tie is Tie.CHAIR and chair:
            steps.append(Step(_CHAIR.fill(said=_SAID[chair])))
    steps.append(Step(OUTCOMES[outcome], count.in_favour))
    return Decision(outcome, base, least, count, there, tuple(steps))


def base_of(majority: MajorityRule, roll: Roll, count: Count) -> int:
    """The number that the bar is a share of."""
    out = frozenset() if majority.recused_count else roll.recused
    return {
        Base.ENTITLED: len(roll.entitled - out),
        Base.PRESENT: len(roll.present - out),
        Base.CAST: count.cast,
        Base.VALID: count.valid,
        Base.FOR_AND_AGAINST: count.in_favour + count.against,
    }[majority.base]


def _outcome(roll: Roll, there: Quorum, count: Count) -> Outcome | None:
    if not there.met:
        return Outcome.NO_QUORUM
    if count.cast > count.issued or count.cast > len(roll.voters):
        return Outcome.INVALID
    return None


def _weighed(majority: MajorityRule, count: Count, least: int, chair: Choice | None) -> Outcome:
    if count.in_favour >= least:
        return Outcome.CARRIED
    if majority.tie is Tie.CHAIR and count.in_favour == count.against:
        if chair is None:
            return Outcome.TIED
        return Outcome.CARRIED if chair is Choice.FOR else Outcome.LOST
    return Outcome.LOST


def _counted(count: Count) -> Step:
    way = Text("无记名", "secret ballot") if count.secret else Text("记名", "by name")
    return Step(
        Text(
            "{way}表决：发出 {issued} 票，收回 {cast} 票，有效 {valid} 票；"
            "赞成 {yes}，反对 {no}，弃权 {abstain}，无效 {void}。",
            "Vote ({way}): {issued} issued, {cast} returned, {valid} valid; "
            "{yes} for, {no} against, {abstain} abstentions, {void} void.",
        ).fill(
            way=way,
            issued=count.issued,
            cast=count.cast,
            valid=count.valid,
            yes=count.in_favour,
            no=count.against,
            abstain=count.abstained,
            void=count.void,
        ),
        count.in_favour,
    )


def _needed(majority: MajorityRule, base: int, least: int) -> Step:
    return Step(
        Text(
            "{source}：赞成须{bar}；{name} {base}，即至少 {least} 票。",
            "{source}: votes for must be {bar}; {name}: {base}, that is {least} votes.",
        ).fill(
            source=majority.source.text,
            bar=majority.bar.over(majority.base),
            name=BASES[majority.base],
            base=base,
            least=least,
        ),
        least,
    )


_CHAIR = Text("票数相等，主持人表态：{said}。", "Tied; the chair says: {said}.")
_SAID = {
    Choice.FOR: Text("赞成", "for"),
    Choice.AGAINST: Text("反对", "against"),
    Choice.ABSTAIN: Text("弃权", "abstains"),
    Choice.VOID: Text("无效", "void"),
}
