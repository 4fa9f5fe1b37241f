"""Sittings: who is on the roll, what is on the agenda, what the framework allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders_of_role, within
from shuniu.accounts.rules import may
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
from shuniu.evaluation.states import (
    MotionState,
    ObjectionState,
    SittingKind,
    SittingState,
)
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
    """One sitting: for its members, and for those who see rounds there."""
    rows = Sitting.objects.select_related("round__node", "chair").filter(pk=pk)
    mine = rows.filter(members__user=user)
    return mine.first() or within(rows, user, Capability.ROUNDS_SEE, field="round__node").first()


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


def who_may_be_recused(sitting: Sitting, user: User) -> QuerySet[User]:
    """A member speaks for themselves; who runs the round, for every member."""
    rows = User.objects.filter(pk__in=SittingMember.objects.filter(sitting=sitting).values("user"))
    if not may(user, Capability.ROUNDS_RUN, sitting.round.node):
        rows = rows.filter(pk=user.pk)
    return rows.order_by("display_name", "pk")


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


def recused_by_organisation(sitting: Sitting) -> dict[int, frozenset[int]]:
    """Organisation of the round → numbers of the members who keep out of it."""
    members = SittingMember.objects.filter(sitting=sitting)
    numbers = dict(members.values_list("user_id", "pk"))
    found: dict[int, set[int]] = defaultdict(set)
    for organisation, user in recusals_among(sitting).values_list("organisation_id", "user_id"):
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
    return rows.select_related("proposal", "entry__organisation").first()


def line_by_entry(round_: Round, entry: int) -> ProposalLine | None:
    """The same by number, with everything a page names."""
    rows = ProposalLine.objects.filter(proposal=latest_proposal(round_), entry=entry)
    return rows.select_related(
        "entry__organisation__node", "entry__framework", "entry__round__node"
    ).first()


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
    return rows.select_related("entry__organisation").order_by("status", "pk")


def recused_now(motion: Motion) -> frozenset[int]:
    """Members of the sitting who keep out of a motion as things stand."""
    about = set(
        MotionEntry.objects.filter(motion=motion).values_list("entry__organisation_id", flat=True)
    )
    found = recused_by_organisation(motion.sitting)
    return frozenset().union(*(who for one, who in found.items() if one in about))


def open_motions(sitting: Sitting) -> int:
    """How many motions are still being voted on."""
    return Motion.objects.filter(sitting=sitting, state=MotionState.OPEN).count()


def texts(plain: Iterable[dict[str, str]]) -> list[Text]:
    """Kept sentences as words."""
    return [Text(one["zh"], one["en"]) for one in plain]


BALLOT_CHOICES = Ballot.Choice.choices
CHOICES: dict[str, Choice] = {
    Ballot.Choice.FOR: Choice.FOR,
    Ballot.Choice.AGAINST: Choice.AGAINST,
    Ballot.Choice.ABSTAIN: Choice.ABSTAIN,
}


def objections_to_review(sitting: Sitting) -> QuerySet[Objection]:
    """What a review sitting has to decide and has not put to the vote yet, the most urgent first."""
    if sitting.kind != SittingKind.REVIEW:
        return Objection.objects.none()
    put = Motion.objects.filter(objection__isnull=False).exclude(state=MotionState.LOST)
    rows = Objection.objects.filter(entry__round=sitting.round_id, state=ObjectionState.FILED)
    return (
        rows.exclude(pk__in=put.values("objection_id"))
        .select_related("entry__organisation")
        .order_by("due", "pk")
    )
