"""Sittings: who is on the roll, what is on the agenda, what the framework allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders_of_role, within
from shuniu.accounts.states import Capability, Role
from shuniu.ballots import BodyRules, Choice, Quorum, Roll, body_rules, quorum
from shuniu.evaluation.models import (
    Ballot,
    Entry,
    Motion,
    MotionEntry,
    Objection,
    Proposal,
    ProposalLine,
    Recusal,
    Result,
    Round,
    Sitting,
    SittingMember,
)
from shuniu.evaluation.states import MotionState, SittingKind, SittingState
from shuniu.findings import Text
from shuniu.scoring import Status

BODY = "evaluation_committee"


def sittings_of(round_: Round) -> QuerySet[Sitting]:
    """All sittings of a round, the latest first."""
    return (
        Sitting.objects.filter(round=round_)
        .select_related("chair")
        .annotate(
            on_roll=Count("members", distinct=True),
            motion_count=Count("motions", distinct=True),
        )
    )


def sitting_for(user: User, pk: int) -> Sitting | None:
    """One sitting: for its members, and for those who run rounds there."""
    rows = Sitting.objects.select_related("round__node", "chair")
    mine = Q(pk__in=SittingMember.objects.filter(user=user).values("sitting_id"))
    running = within(Sitting.objects.all(), user, Capability.ROUNDS_RUN, field="round__node")
    return rows.filter(mine | Q(pk__in=running.values("pk"))).filter(pk=pk).first()


def motion_for(user: User, pk: int) -> Motion | None:
    """One motion with its sitting, where the person may see the sitting."""
    row = Motion.objects.select_related("sitting__round__node", "objection").filter(pk=pk).first()
    if row is None or sitting_for(user, row.sitting_id) is None:
        return None
    return row


def waiting_for(user: User) -> QuerySet[Motion]:
    """Open motions a member has not voted on: what waits for them."""
    voted = Ballot.objects.filter(member__user=user).values("motion_id")
    return Motion.objects.filter(
        state=MotionState.OPEN,
        sitting__state=SittingState.OPEN,
        sitting__members__user=user,
        sitting__members__present=True,
    ).exclude(pk__in=voted)


def candidates(round_: Round) -> QuerySet[User]:
    """Who may be called to a sitting."""
    return holders_of_role(Role.COMMITTEE_MEMBER, round_.node)


def members_of(sitting: Sitting) -> list[SittingMember]:
    """The roll, by name."""
    rows = SittingMember.objects.filter(sitting=sitting).select_related("user")
    return list(rows.order_by("user__display_name", "pk"))


def member_of(sitting: Sitting, user: User) -> SittingMember | None:
    """Somebody's place on the roll."""
    return SittingMember.objects.filter(sitting=sitting, user=user).first()


def rules_of(sitting: Sitting) -> BodyRules:
    """How the committee decides, as in force on the day of the sitting."""
    return body_rules(BODY, sitting.held_on)


def roll_of(members: Iterable[SittingMember], recused: Iterable[int] = ()) -> Roll:
    """The roll call as the arithmetic reads it; persons are numbers of members."""
    rows = list(members)
    return Roll(
        entitled=frozenset(str(one.pk) for one in rows),
        present=frozenset(str(one.pk) for one in rows if one.present),
        excused=frozenset(str(one.pk) for one in rows if one.present is False and one.reason),
        recused=frozenset(str(one) for one in recused),
    )


def quorum_of(sitting: Sitting) -> Quorum:
    """Whether enough members are present."""
    return quorum(roll_of(members_of(sitting)), rules_of(sitting).quorum)


def recused_by_organisation(
    members: Iterable[SittingMember], organisations: Iterable[int]
) -> dict[int, frozenset[int]]:
    """Organisation → numbers of the members who keep out of it; in one query."""
    numbers = {one.user_id: one.pk for one in members}
    rows = Recusal.objects.filter(
        user__in=numbers, organisation__in=set(organisations), ended_at__isnull=True
    ).values_list("organisation_id", "user_id")
    found: dict[int, set[int]] = defaultdict(set)
    for organisation, user in rows:
        found[organisation].add(numbers[user])
    return {organisation: frozenset(who) for organisation, who in found.items()}


def recusals_among(sitting: Sitting) -> QuerySet[Recusal]:
    """Recusals of members from organisations of the round."""
    entries = Entry.objects.filter(round=sitting.round_id).values("organisation_id")
    users = SittingMember.objects.filter(sitting=sitting).values("user_id")
    rows = Recusal.objects.filter(ended_at__isnull=True, user__in=users, organisation__in=entries)
    return rows.select_related("user", "organisation").order_by("user__display_name", "pk")


def latest_proposal(round_: Round) -> Proposal | None:
    """What the committee decides on."""
    return Proposal.objects.filter(round=round_).order_by("-number").first()


def line_of(round_: Round, entry: Entry) -> ProposalLine | None:
    """What the latest proposal says about an entry."""
    rows = ProposalLine.objects.filter(proposal=latest_proposal(round_), entry=entry)
    return rows.select_related("entry__organisation").first()


def result_of(entry: Entry) -> Result | None:
    """What was decided for an entry."""
    return Result.objects.filter(entry=entry).select_related("line", "motion").first()


def undecided(sitting: Sitting) -> QuerySet[ProposalLine]:
    """Graded lines of the latest proposal for which nothing has been carried."""
    proposal = latest_proposal(sitting.round)
    carried = MotionEntry.objects.filter(
        motion__sitting__round=sitting.round_id,
        motion__sitting__kind=SittingKind.FINAL,
        motion__state=MotionState.CARRIED,
    )
    return (
        ProposalLine.objects.filter(proposal=proposal, status=Status.GRADED.value)
        .exclude(entry__in=carried.values("entry_id"))
        .select_related("entry__organisation")
        .order_by("entry__organisation__code", "pk")
    )


def unlisted(sitting: Sitting) -> QuerySet[ProposalLine]:
    """Undecided lines that no open motion is about either."""
    open_ = MotionEntry.objects.filter(motion__sitting=sitting, motion__state=MotionState.OPEN)
    return undecided(sitting).exclude(entry__in=open_.values("entry_id"))


def blocked_lines(sitting: Sitting) -> QuerySet[ProposalLine]:
    """Lines that have no grade to decide on: data is missing, or they are not admitted."""
    proposal = latest_proposal(sitting.round)
    rows = ProposalLine.objects.filter(proposal=proposal).exclude(status=Status.GRADED.value)
    return rows.select_related("entry__organisation").order_by("entry__organisation__code")


@dataclass(slots=True)
class MotionRow:
    """A motion as the agenda shows it.

    Attributes:
        motion: the row.
        lines: what it is about, with the proposal of each.
        recused: names of those who keep out of it.
        ballots: the named votes.
        mine: what the person who looks has voted.
        may_vote: whether they may.
        voters: how many may.
    """

    motion: Motion
    lines: list[ProposalLine]
    recused: list[SittingMember]
    ballots: list[Ballot]
    mine: str = ""
    may_vote: bool = False
    voters: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def steps(self) -> list[Text]:
        """The sentences of the outcome."""
        return texts(self.motion.outcome.get("steps", []))


def agenda(sitting: Sitting, *, user: User | None = None) -> list[MotionRow]:
    """All motions with lines, ballots and recusals, in a fixed number of queries."""
    members = members_of(sitting)
    by_pk = {one.pk: one for one in members}
    motions = list(
        Motion.objects.filter(sitting=sitting).prefetch_related(
            Prefetch("entries", MotionEntry.objects.select_related("entry__organisation")),
            Prefetch("ballots", Ballot.objects.select_related("member__user").order_by("at")),
        )
    )
    entries = {one.entry_id: one.entry for motion in motions for one in motion.entries.all()}
    lines = {
        line.entry_id: line
        for line in ProposalLine.objects.filter(
            proposal=latest_proposal(sitting.round), entry__in=entries
        ).select_related("entry__organisation")
    }
    recused = recused_by_organisation(members, {e.organisation_id for e in entries.values()})
    mine = next((one for one in members if user is not None and one.user_id == user.pk), None)
    return [_row(motion, lines, recused, by_pk, mine) for motion in motions]


def _row(
    motion: Motion,
    lines: dict[int, ProposalLine],
    recused: dict[int, frozenset[int]],
    members: dict[int, SittingMember],
    mine: SittingMember | None,
) -> MotionRow:
    about = [one.entry for one in motion.entries.all()]
    out = recused_in(motion, about, recused)
    ballots = list(motion.ballots.all())
    row = MotionRow(
        motion,
        [lines[one.pk] for one in about if one.pk in lines],
        [members[pk] for pk in sorted(out) if pk in members],
        ballots,
        voters=sum(1 for one in members.values() if one.present and one.pk not in out),
    )
    for choice in Ballot.Choice.values:
        row.counts[choice] = sum(1 for one in ballots if one.choice == choice)
    if mine is not None:
        row.may_vote = bool(mine.present) and mine.pk not in out
        row.mine = next((one.choice for one in ballots if one.member_id == mine.pk), "")
    return row


def recused_now(motion: Motion) -> frozenset[int]:
    """Members of the sitting who keep out of a motion as things stand."""
    about = Entry.objects.filter(
        pk__in=MotionEntry.objects.filter(motion=motion).values("entry_id")
    ).values_list("organisation_id", flat=True)
    found = recused_by_organisation(members_of(motion.sitting), about)
    return frozenset().union(*found.values())


def open_motions(sitting: Sitting) -> int:
    """How many motions are still being voted on."""
    return Motion.objects.filter(sitting=sitting, state=MotionState.OPEN).count()


def recused_in(
    motion: Motion, entries: Iterable[Entry], recused: dict[int, frozenset[int]]
) -> frozenset[int]:
    """Members who keep out of a motion: as kept when it was closed, as declared before."""
    kept = motion.outcome.get("recused")
    if isinstance(kept, list):
        return frozenset(kept)
    found = [recused.get(one.organisation_id, frozenset()) for one in entries]
    return frozenset().union(*found)


def texts(plain: Iterable[dict[str, str]]) -> list[Text]:
    """Kept sentences as words."""
    return [Text(one["zh"], one["en"]) for one in plain]


CHOICES: dict[str, Choice] = {
    Ballot.Choice.FOR: Choice.FOR,
    Ballot.Choice.AGAINST: Choice.AGAINST,
    Ballot.Choice.ABSTAIN: Choice.ABSTAIN,
}


def objections_open(round_: Round) -> QuerySet[Objection]:
    """Objections that wait for an answer, the most urgent first."""
    rows = Objection.objects.filter(entry__round=round_, state="filed")
    return rows.select_related("entry__organisation").order_by("due", "pk")
