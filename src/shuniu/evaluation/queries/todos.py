"""What waits for somebody in evaluation, and how rounds stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.evaluation.models import (
    Assignment,
    Entry,
    Objection,
    PlanItem,
    Proposal,
    ProposalLine,
    Result,
    Round,
    SittingMember,
)
from shuniu.evaluation.states import (
    AssignmentState,
    EntryState,
    ObjectionState,
    PlanState,
    RoundState,
    SittingState,
)

_OPEN = (EntryState.INVITED, EntryState.ANSWERING)


def entries_to_answer(user: User) -> QuerySet[Entry]:
    """Sheets that somebody's organisations still have to hand in, the nearest date first."""
    rows = Entry.objects.filter(state__in=_OPEN, round__state=RoundState.ANSWERING)
    mine = within(rows, user, Capability.ROUNDS_ANSWER, field="organisation__node")
    return mine.select_related("round", "organisation").order_by("round__answers_until", "pk")


def entries_of(user: User) -> QuerySet[Entry]:
    """All entries of somebody's own organisations, newest round first."""
    rows = Entry.objects.exclude(round__state=RoundState.DRAFT)
    mine = within(rows, user, Capability.ROUNDS_ANSWER, field="organisation__node")
    return mine.select_related("round", "organisation", "result").order_by("-round__period_until")


def assignments_open(user: User) -> QuerySet[Assignment]:
    """What somebody still has to assess."""
    rows = Assignment.objects.filter(user=user, state=AssignmentState.OPEN)
    rows = rows.filter(entry__round__state=RoundState.ASSESSING)
    return rows.select_related("entry__round", "entry__organisation").order_by(
        "entry__round__assess_until", "entry__organisation__code"
    )


def sittings_of(user: User) -> QuerySet[SittingMember]:
    """Sittings that somebody is a member of and that are not over."""
    rows = SittingMember.objects.filter(user=user).exclude(sitting__state=SittingState.CLOSED)
    return rows.select_related("sitting__round").order_by("sitting__held_on")


def objections_open(user: User) -> QuerySet[Objection]:
    """Objections that somebody's hub has to answer, the nearest date first."""
    rows = Objection.objects.filter(state=ObjectionState.FILED)
    mine = within(rows, user, Capability.ROUNDS_RUN, field="entry__round__node")
    return mine.select_related("entry__round", "entry__organisation").order_by("due")


@dataclass(frozen=True, slots=True)
class Step:
    """A round that waits for those who run it: why it waits, and since when."""

    round: Round
    why: str  # draft, answers_in, answers_over, assessed, assess_over, propose, decide, shown, closing
    due: date | None


def rounds_waiting(user: User) -> list[Step]:
    """The rounds that somebody runs and that go no further by themselves, in three queries."""
    rows = Round.objects.exclude(state=RoundState.CLOSED).select_related("publicity")
    mine = list(within(rows, user, Capability.ROUNDS_RUN).order_by("answers_until"))
    left = dict(
        Entry.objects.filter(round__in=mine)
        .values_list("round_id")
        .annotate(
            count=Count("pk", filter=Q(state__in=_OPEN) | Q(state=EntryState.SUBMITTED)),
        )
        .order_by()
    )
    open_ = dict(
        Entry.objects.filter(round__in=mine, state__in=_OPEN)
        .values_list("round_id")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found = [_waiting(one, open_.get(one.pk, 0), left.get(one.pk, 0)) for one in mine]
    return [one for one in found if one is not None]


def _waiting(round_: Round, unanswered: int, unassessed: int) -> Step | None:
    today = clock.today()
    shown = getattr(round_, "publicity", None)
    match round_.state:
        case RoundState.PUBLIC if shown is not None and shown.until < today:
            return Step(round_, "shown", shown.until)
        case RoundState.DRAFT:
            return Step(round_, "draft", None)
        case RoundState.ANSWERING if not unanswered:
            return Step(round_, "answers_in", round_.answers_until)
        case RoundState.ANSWERING if round_.answers_until < today:
            return Step(round_, "answers_over", round_.answers_until)
        case RoundState.ASSESSING if not unassessed:
            return Step(round_, "assessed", round_.assess_until)
        case RoundState.ASSESSING if round_.assess_until < today:
            return Step(round_, "assess_over", round_.assess_until)
        case RoundState.PROPOSED:
            return Step(round_, "propose", round_.decide_on)
        case RoundState.DECIDING:
            return Step(round_, "decide", round_.decide_on)
        case RoundState.ISSUED:
            return Step(round_, "closing", None)
    return None


def plan_open(user: User) -> QuerySet[PlanItem]:
    """What somebody's organisations mean to do better, the nearest date first."""
    rows = PlanItem.objects.filter(state=PlanState.OPEN)
    mine = within(rows, user, Capability.ROUNDS_ANSWER, field="entry__organisation__node")
    return mine.select_related("entry__organisation", "entry__round").order_by("due")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands: how many entries in each state."""

    round: Round
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Everybody invited."""
        return sum(self.counts.values())

    @property
    def handed_in(self) -> int:
        """Submitted and beyond."""
        done = (EntryState.SUBMITTED, EntryState.ASSESSED)
        return sum(self.counts.get(state, 0) for state in done)

    @property
    def done(self) -> int:
        """Those through with the stage the round is in."""
        if self.round.state in {RoundState.DRAFT, RoundState.ANSWERING}:
            return self.handed_in
        return self.counts.get(EntryState.ASSESSED, 0)

    @property
    def done_words(self) -> str:
        """What those are through with."""
        if self.round.state in {RoundState.DRAFT, RoundState.ANSWERING}:
            return _("已提交")
        return _("已评分")

    @property
    def stuck(self) -> int:
        """Nothing entered, or not handed in."""
        return sum(self.counts.get(state, 0) for state in _OPEN)


def rounds_running(user: User) -> list[Standing]:
    """The rounds somebody may see that are not over, in two queries."""
    seen = within(Round.objects.exclude(state=RoundState.CLOSED), user, Capability.ROUNDS_SEE)
    rounds = list(seen.order_by("answers_until", "pk"))
    rows = (
        Entry.objects.filter(round__in=rounds)
        .values_list("round_id", "state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts: dict[int, dict[str, int]] = {}
    for round_id, state, count in rows:
        counts.setdefault(round_id, {})[state] = count
    return [Standing(one, counts.get(one.pk, {})) for one in rounds]


def stuck(user: User) -> QuerySet[Entry]:
    """Entries in somebody's subtree that are late or nearly so: a week to go, or less."""
    soon = clock.today()
    rows = Entry.objects.filter(state__in=_OPEN, round__state=RoundState.ANSWERING)
    mine = within(rows, user, Capability.ROUNDS_SEE, field="organisation__node")
    near = Q(round__answers_until__lte=date.fromordinal(soon.toordinal() + 30))
    return (
        mine.filter(near)
        .select_related("round", "organisation__node__parent")
        .order_by("round__answers_until", "answered", "organisation__code")
    )


def distribution(user: User) -> tuple[Round | None, list[tuple[str, str, int]]]:
    """Grades of the latest decided round: key, words, how many; best first as they were decided."""
    decided = within(
        Round.objects.filter(state__in=(RoundState.PUBLIC, RoundState.ISSUED, RoundState.CLOSED)),
        user,
        Capability.ROUNDS_SEE,
    )
    latest = decided.order_by("-period_until", "-pk").first()
    if latest is None:
        return None, []
    rows = (
        Result.objects.filter(entry__round=latest)
        .values_list("grade", "grade_title")
        .annotate(count=Count("pk"))
        .order_by()
    )
    points = {
        grade: most or 0
        for grade, most in Result.objects.filter(entry__round=latest)
        .values_list("grade")
        .annotate(most=Max("points"))
        .order_by()
    }
    found = [(grade, title or "—", count) for grade, title, count in rows]
    return latest, sorted(found, key=lambda one: -points.get(one[0], 0))


def latest_lines(round_: Round) -> QuerySet[ProposalLine]:
    """The lines of the latest proposal of a round."""
    latest = Proposal.objects.filter(round=round_).order_by("-number").first()
    return ProposalLine.objects.filter(proposal=latest) if latest else ProposalLine.objects.none()
