"""The agenda of a sitting: every motion with what it is about, its votes and recusals."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

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
    """What all motions of a sitting share, by motion where it is of one."""

    members: dict[int, SittingMember]
    entries: dict[int, int]
    grades: dict[int, Counter[Text]]
    few: dict[int, list[ProposalLine]]
    out: dict[int, set[int]]


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
    rows = MotionEntry.objects.filter(motion__sitting=sitting)
    entries = dict(rows.values_list("motion_id").annotate(count=Count("pk")).order_by())
    lines = ProposalLine.objects.filter(proposal=queries.latest_proposal(sitting.round))
    short = [motion for motion, count in entries.items() if count <= FEW]
    shown = {
        line.entry_id: line
        for line in lines.filter(
            entry__in=rows.filter(motion__in=short).values("entry_id")
        ).select_related("entry__organisation", "entry__framework")
    }
    few: dict[int, list[ProposalLine]] = defaultdict(list)
    for motion, entry in rows.filter(motion__in=short).values_list("motion_id", "entry_id"):
        if entry in shown:
            few[motion].append(shown[entry])
    members = {one.pk: one for one in queries.members_of(sitting)}
    return _Held(members, entries, _grades(rows, lines), few, _recused(sitting, rows))


def _grades(rows: QuerySet[MotionEntry], lines: QuerySet[ProposalLine]) -> dict[int, Counter[Text]]:
    """How often each proposed grade stands in each motion, counted by the database."""
    titles = {
        grade: Text(zh or "未定级", en or "no grade")
        for grade, zh, en in lines.values_list("grade", "grade_title", "grade_title_en").distinct()
    }
    one = lines.filter(entry=OuterRef("entry")).values("grade")[:1]
    counted: dict[int, Counter[Text]] = defaultdict(Counter)
    for motion, grade, count in (
        rows.annotate(grade=Subquery(one))
        .values_list("motion_id", "grade")
        .annotate(count=Count("pk"))
        .order_by()
    ):
        if grade in titles:
            counted[motion][titles[grade]] += count
    return counted


def _recused(sitting: Sitting, rows: QuerySet[MotionEntry]) -> dict[int, set[int]]:
    """Motion → members who keep out of it as things stand."""
    recused = queries.recused_by_organisation(sitting)
    out: dict[int, set[int]] = defaultdict(set)
    for motion, organisation in rows.filter(entry__organisation__in=list(recused)).values_list(
        "motion_id", "entry__organisation_id"
    ):
        out[motion] |= recused[organisation]
    return out


def _row(motion: Motion, held: _Held, mine: SittingMember | None) -> MotionRow:
    out = _out(motion, held.out)
    ballots = list(motion.ballots.all())
    row = MotionRow(
        motion,
        held.entries.get(motion.pk, 0),
        held.grades.get(motion.pk, Counter()).most_common(),
        held.few.get(motion.pk, []),
        [held.members[pk] for pk in sorted(out) if pk in held.members],
        ballots,
        voters=sum(1 for one in held.members.values() if one.present and one.pk not in out),
        counts={one: sum(b.choice == one for b in ballots) for one in Ballot.Choice.values},
    )
    if mine is not None:
        row.may_vote = bool(mine.present) and mine.pk not in out
        row.mine = next((one.choice for one in ballots if one.member_id == mine.pk), "")
    return row


def _out(motion: Motion, recused: dict[int, set[int]]) -> frozenset[int]:
    """Members who keep out of a motion: as kept when it was closed, as declared before."""
    kept = motion.outcome.get("recused")
    return frozenset(kept if isinstance(kept, list) else recused.get(motion.pk, ()))


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
