"""The agenda of a sitting: every motion with what it is about, its votes and recusals."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from shuniu.accounts.models import User
from shuniu.evaluation.models import (
    Ballot,
    Motion,
    MotionEntry,
    ProposalLine,
    Sitting,
    SittingMember,
)
from shuniu.evaluation.models.results import BEST_FIRST
from shuniu.evaluation.queries import decisions as queries
from shuniu.findings import Text

FEW = 3  # entries of a motion that are shown at once


@dataclass(slots=True)
class MotionRow:
    """A motion as the agenda shows it.

    Attributes:
        motion: the row.
        entries: how many it is about.
        grades: proposed grades with how many of each.
        lines: the proposal of each entry, where there are few.
        recused: those who keep out of it.
        ballots: the named votes.
        voters: how many may vote.
        mine: what the person who looks has voted.
        may_vote: whether they may.
        counts: votes by choice.
    """

    motion: Motion
    entries: int
    grades: list[tuple[Text, int]]
    lines: list[ProposalLine]
    recused: list[SittingMember]
    ballots: list[Ballot]
    voters: int = 0
    mine: str = ""
    may_vote: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def steps(self) -> list[Text]:
        """The sentences of the outcome."""
        return queries.texts(self.motion.outcome.get("steps", []))

    @property
    def silent(self) -> int:
        """Who may vote and has not."""
        return self.voters - len(self.ballots)


@dataclass(frozen=True, slots=True)
class _Held:
    """What all motions of a sitting share."""

    members: dict[int, SittingMember]
    about: dict[int, list[tuple[int, int]]]
    grades: dict[int, Text]
    few: dict[int, ProposalLine]
    recused: dict[int, frozenset[int]]


def agenda(sitting: Sitting, *, user: User | None = None) -> list[MotionRow]:
    """All motions, in a fixed number of queries however many entries they are about."""
    motions = list(
        Motion.objects.filter(sitting=sitting)
        .select_related("objection")
        .prefetch_related(
            Prefetch("ballots", Ballot.objects.select_related("member__user").order_by("at"))
        )
    )
    held = _held(sitting)
    mine = next(
        (m for m in held.members.values() if user is not None and m.user_id == user.pk), None
    )
    return [_row(motion, held, mine) for motion in motions]


def _held(sitting: Sitting) -> _Held:
    about: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = MotionEntry.objects.filter(motion__sitting=sitting)
    for motion, entry, organisation in rows.values_list(
        "motion_id", "entry_id", "entry__organisation_id"
    ):
        about[motion].append((entry, organisation))
    lines = ProposalLine.objects.filter(proposal=queries.latest_proposal(sitting.round))
    grades = {
        entry: Text(zh or "未定级", en or "no grade")
        for entry, zh, en in lines.filter(entry__in=rows.values("entry_id")).values_list(
            "entry_id", "grade_title", "grade_title_en"
        )
    }
    few = [entry for found in about.values() if len(found) <= FEW for entry, _one in found]
    shown = lines.filter(entry__in=few).select_related("entry__organisation", "entry__framework")
    return _Held(
        {one.pk: one for one in queries.members_of(sitting)},
        about,
        grades,
        {line.entry_id: line for line in shown},
        queries.recused_by_organisation(sitting),
    )


def _row(motion: Motion, held: _Held, mine: SittingMember | None) -> MotionRow:
    about = held.about.get(motion.pk, [])
    out = _out(motion, about, held.recused)
    counted = Counter(held.grades[entry] for entry, _one in about if entry in held.grades)
    ballots = list(motion.ballots.all())
    row = MotionRow(
        motion,
        len(about),
        counted.most_common(),
        [held.few[entry] for entry, _one in about if entry in held.few],
        [held.members[pk] for pk in sorted(out) if pk in held.members],
        ballots,
        voters=sum(1 for one in held.members.values() if one.present and one.pk not in out),
        counts={one: sum(b.choice == one for b in ballots) for one in Ballot.Choice.values},
    )
    if mine is not None:
        row.may_vote = bool(mine.present) and mine.pk not in out
        row.mine = next((one.choice for one in ballots if one.member_id == mine.pk), "")
    return row


def _out(
    motion: Motion, about: list[tuple[int, int]], recused: dict[int, frozenset[int]]
) -> frozenset[int]:
    """Members who keep out of a motion: as kept when it was closed, as declared before."""
    kept = motion.outcome.get("recused")
    if isinstance(kept, list):
        return frozenset(kept)
    return frozenset().union(*(recused.get(one, frozenset()) for _entry, one in about))


def lines_of(motion: Motion, *, words: str = "") -> QuerySet[ProposalLine]:
    """What a motion is about, with the proposal of each, the best first."""
    entries = MotionEntry.objects.filter(motion=motion).values("entry_id")
    rows = ProposalLine.objects.filter(
        proposal=queries.latest_proposal(motion.sitting.round), entry__in=entries
    )
    return _found(rows, words)


def pickable(sitting: Sitting, *, words: str = "") -> QuerySet[ProposalLine]:
    """Lines to pick from for a deviation or a recusal: everything the proposal has."""
    rows = ProposalLine.objects.filter(proposal=queries.latest_proposal(sitting.round))
    return _found(rows, words)


def _found(rows: QuerySet[ProposalLine], words: str) -> QuerySet[ProposalLine]:
    if words:
        rows = rows.filter(
            Q(entry__organisation__name__icontains=words)
            | Q(entry__organisation__code__icontains=words)
            | Q(entry__organisation__initials__startswith=words.lower())
        )
    return rows.select_related("entry__organisation").order_by(*BEST_FIRST)
