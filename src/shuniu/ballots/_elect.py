"""Elections with at most as many choices as there are seats (等额 and 差额)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from shuniu.ballots._bars import BASES, Bar, Base, Source
from shuniu.ballots._roll import Quorum, QuorumRule, Roll, quorum
from shuniu.ballots._steps import Step, names, refuse
from shuniu.findings import Text


@dataclass(frozen=True, slots=True)
class ElectionRule:
    """How seats are filled.

    Attributes:
        seats: persons to elect; a ballot with more choices is void.
        bar: votes a person needs, as a share of the base or a number.
        base: what the share is of; ``FOR_AND_AGAINST`` has no meaning here.
        source: the rule's name.
        spare: how many more candidates than seats there must be, as a share of the seats
            (``Fraction(1, 5)`` = 差额不少于 20 %); 0 allows an equal number.
        write_ins: whether a ballot may name somebody who is not a candidate.
    """

    seats: int
    bar: Bar
    base: Base
    source: Source
    spare: Fraction = Fraction(0)
    write_ins: bool = True

    def __post_init__(self) -> None:
        if self.seats < 1 or self.spare < 0 or self.base is Base.FOR_AND_AGAINST:
            message = "an election has at least one seat and a base that can be counted"
            raise ValueError(message)

    @property
    def fewest_candidates(self) -> int:
        """The number of candidates the rule asks for."""
        return self.seats + -int(-self.spare * self.seats // 1)


@dataclass(frozen=True, slots=True)
class Election:
    """Who is elected, and why.

    Attributes:
        held: false where there was no quorum or more ballots returned than voters.
        votes: person to number of votes, most first, then by key.
        valid, blank, void: ballots returned; a blank one is valid and names nobody.
        elected: in order of votes.
        runoff: equal in votes at the last seat: to be voted on again.
        vacant: seats still open (those of the run-off among them).
        steps: the reason; the last one carries the number of persons elected.
    """

    held: bool
    votes: tuple[tuple[str, int], ...]
    valid: int
    blank: int
    void: int
    elected: tuple[str, ...]
    runoff: tuple[str, ...]
    vacant: int
    quorum: Quorum
    steps: tuple[Step, ...]


def elect(
    roll: Roll,
    attendance: QuorumRule,
    rule: ElectionRule,
    candidates: AbstractSet[str],
    ballots: Sequence[AbstractSet[str]],
) -> Election:
    """Count secret ballots, each the set of persons it names.

    Raises:
        FindingsError: B105 fewer candidates than the rule asks for.
    """
    _enough(rule, candidates)
    there = quorum(roll, attendance)
    valid = [one for one in ballots if _is_valid(one, rule, candidates)]
    tally = Counter(name for one in valid for name in one)
    votes = tuple(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])))
    held = there.met and len(ballots) <= len(roll.voters)
    base = {
        Base.ENTITLED: len(roll.entitled - roll.recused),
        Base.PRESENT: len(roll.voters),
        Base.CAST: len(ballots),
        Base.VALID: len(valid),
    }[rule.base]
    least = rule.bar.least(base)
    elected, runoff = _seated(votes, least, rule.seats) if held else ((), ())
    blank, void = sum(not one for one in valid), len(ballots) - len(valid)
    steps = (
        *there.steps,
        _counted(len(roll.voters), len(ballots), blank, void),
        _needed(rule, base, least),
        *(_one(name, n, elected, runoff) for name, n in votes),
        _ended(held=held, elected=elected, runoff=runoff),
    )
    vacant = rule.seats - len(elected)
    return Election(held, votes, len(valid), blank, void, elected, runoff, vacant, there, steps)


def _enough(rule: ElectionRule, candidates: AbstractSet[str]) -> None:
    if len(candidates) < rule.fewest_candidates:
        raise refuse(
            "B105",
            Text(
                "应选 {seats} 人，候选人至少 {least} 人，现有 {n} 人。",
                "{seats} seats need at least {least} candidates; there are {n}.",
            ).fill(seats=rule.seats, least=rule.fewest_candidates, n=len(candidates)),
            Text("请补足候选人或改用等额。", "Add candidates, or use a rule without spare ones."),
        )


def _is_valid(ballot: AbstractSet[str], rule: ElectionRule, candidates: AbstractSet[str]) -> bool:
    return len(ballot) <= rule.seats and (rule.write_ins or ballot <= candidates)


def _seated(
    votes: Sequence[tuple[str, int]], least: int, seats: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who reach the bar, most votes first; equal ones at the last seat go to a run-off."""
    reached = [(name, n) for name, n in votes if n >= least]
    if len(reached) <= seats:
        return tuple(name for name, _ in reached), ()
    cut = reached[seats - 1][1]
    if reached[seats][1] < cut:
        return tuple(name for name, _ in reached[:seats]), ()
    clear = tuple(name for name, n in reached if n > cut)
    return clear, tuple(name for name, n in reached if n == cut)


def _counted(voters: int, cast: int, blank: int, void: int) -> Step:
    return Step(
        Text(
            "投票人 {voters} 人，收回 {cast} 票，有效 {valid} 票（其中空白 {blank}），无效 {void} 票。",
            "{voters} voters, {cast} ballots returned, {valid} valid ({blank} blank), {void} void.",
        ).fill(voters=voters, cast=cast, valid=cast - void, blank=blank, void=void),
        cast - void,
    )


def _needed(rule: ElectionRule, base: int, least: int) -> Step:
    return Step(
        Text(
            "{source}：得票须{bar}；{name} {base}，即至少 {least} 票；应选 {seats} 人。",
            "{source}: a person needs {bar}; {name}: {base}, that is {least}; {seats} seats.",
        ).fill(
            source=rule.source.text,
            bar=rule.bar.over(rule.base),
            name=BASES[rule.base],
            base=base,
            least=least,
            seats=rule.seats,
        ),
        least,
    )


def _one(name: str, n: int, elected: tuple[str, ...], runoff: tuple[str, ...]) -> Step:
    if name in elected:
        words = Text("{name}：{n} 票，当选。", "{name}: {n} votes, elected.")
    elif name in runoff:
        words = Text(
            "{name}：{n} 票，票数相等，须再次投票。", "{name}: {n} votes, tied, to a run-off."
        )
    else:
        words = Text("{name}：{n} 票，未当选。", "{name}: {n} votes, not elected.")
    return Step(words.fill(name=name, n=n), n)


def _ended(*, held: bool, elected: tuple[str, ...], runoff: tuple[str, ...]) -> Step:
    if not held:
        words = Text(
            "不足法定人数，或收回票数多于投票人数：选举无效。",
            "No quorum, or more ballots than voters: the election is invalid.",
        )
    elif runoff:
        words = Text(
            "当选 {n} 人；{tied}票数相等，就其再次投票。",
            "{n} elected; {tied} are tied and voted on again.",
        ).fill(n=len(elected), tied=names(runoff))
    else:
        words = Text("当选 {n} 人。", "{n} elected.").fill(n=len(elected))
    return Step(words, len(elected))
