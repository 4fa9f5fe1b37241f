"""Rounds as the hub runs them: lists, the board, the proposal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders_of_role, within
from shuniu.accounts.states import Capability, Role
from shuniu.evaluation.models import (
    Assignment,
    Entry,
    FrameworkVersion,
    Proposal,
    ProposalLine,
    Round,
    RoundTable,
)
from shuniu.evaluation.states import AssignmentState, EntryState, FrameworkState, RoundState
from shuniu.registry.models import Organisation
from shuniu.registry.states import OrganisationType, Size, Standing

KINDS = [
    (t, s)
    for t in (
        OrganisationType.ASSOCIATION,
        OrganisationType.FOUNDATION,
        OrganisationType.SERVICE,
    )
    for s in (Size.REGULAR, Size.SMALL)
]


def seen(user: User) -> QuerySet[Round]:
    """The rounds somebody may see, newest first, with how many take part."""
    rows = within(Round.objects.select_related("node"), user, Capability.ROUNDS_SEE)
    return rows.annotate(
        invited=Count("entries"),
        handed_in=Count(
            "entries",
            filter=Q(entries__state__in=(EntryState.SUBMITTED, EntryState.ASSESSED)),
        ),
    ).order_by("-period_until", "-pk")


def run(user: User, pk: int) -> Round | None:
    """A round somebody runs."""
    rows = within(Round.objects.select_related("node", "previous"), user, Capability.ROUNDS_RUN)
    return rows.filter(pk=pk).first()


def shown(user: User, pk: int) -> Round | None:
    """A round somebody may see."""
    rows = within(Round.objects.select_related("node", "previous"), user, Capability.ROUNDS_SEE)
    return rows.filter(pk=pk).first()


def board(round_: Round) -> dict[str, int]:
    """How many entries stand where, in the order of the states."""
    rows = Entry.objects.filter(round=round_).values_list("state").annotate(n=Count("pk"))
    counts = dict(rows.order_by())
    return {state: counts[state] for state in EntryState.values if state in counts}


def entries(round_: Round, *, state: str = "", words: str = "") -> QuerySet[Entry]:
    """The entries of a round, by state and by name, with who assesses them."""
    rows = Entry.objects.filter(round=round_).select_related("organisation__node__parent")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(organisation__name__icontains=words)
            | Q(organisation__code__icontains=words)
            | Q(organisation__initials__startswith=words.lower())
        )
    return rows.prefetch_related("assignments__user").order_by("organisation__code")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type and size: its table, and how many organisations are of it."""

    type: str
    size: str
    label: str
    table: RoundTable | None
    there: int


def kinds(round_: Round) -> list[Kind]:
    """Every type and size with its framework, where one is set."""
    tables = {
        (one.type, one.size): one
        for one in RoundTable.objects.filter(round=round_).select_related("framework")
    }
    rows = active(round_).values_list("type", "size")
    counts = Counter(rows)
    return [
        Kind(
            t,
            s,
            f"{OrganisationType(t).label} · {Size(s).label}",
            tables.get((t, s)),
            counts[t, s],
        )
        for t, s in KINDS
    ]


def active(round_: Round) -> QuerySet[Organisation]:
    """Active organisations under the round's hub."""
    rows = Organisation.objects.filter(
        node__path__startswith=str(round_.node.path), standing=Standing.ACTIVE
    )
    return rows.exclude(type=OrganisationType.HUB)


def usable(round_: Round) -> QuerySet[FrameworkVersion]:
    """Frameworks that a round of this hub may use."""
    rows = FrameworkVersion.objects.filter(
        node__in=[int(part) for part in str(round_.node.path).strip("/").split("/")]
    )
    return rows.filter(state=FrameworkState.READY).order_by("title", "-made_at")


def not_invited(round_: Round) -> QuerySet[Organisation]:
    """Active organisations that are not on the list yet."""
    there = Entry.objects.filter(round=round_).values("organisation")
    return active(round_).exclude(pk__in=there).order_by("code")


def earlier(user: User, but: Round | None = None) -> QuerySet[Round]:
    """Rounds that another may follow."""
    rows = within(Round.objects.all(), user, Capability.ROUNDS_RUN)
    rows = rows.exclude(state=RoundState.DRAFT).order_by("-period_until", "-pk")
    return rows if but is None else rows.exclude(pk=but.pk)


def assessors(round_: Round) -> QuerySet[User]:
    """Who may assess in a round."""
    return holders_of_role(Role.ASSESSOR, round_.node)


@dataclass(frozen=True, slots=True)
class Load:
    """How much an assessor has in a round."""

    user: str
    open: int
    done: int


def loads(round_: Round) -> list[Load]:
    """The assessors at work, with what they have done."""
    rows = (
        Assignment.objects.filter(entry__round=round_)
        .exclude(state=AssignmentState.RECUSED)
        .values_list("user__display_name")
        .annotate(
            waiting=Count("pk", filter=Q(state=AssignmentState.OPEN)),
            done=Count("pk", filter=Q(state=AssignmentState.DONE)),
        )
        .order_by("user__display_name")
    )
    return [Load(*row) for row in rows]


def proposals(round_: Round) -> QuerySet[Proposal]:
    """All proposals of a round, the newest first."""
    return Proposal.objects.filter(round=round_).select_related("made_by").order_by("-number")


def lines(proposal: Proposal, *, grade: str = "", words: str = "") -> QuerySet[ProposalLine]:
    """The lines of a proposal, best first."""
    rows = ProposalLine.objects.filter(proposal=proposal).select_related("entry__organisation")
    if grade:
        rows = rows.filter(grade=grade)
    if words:
        rows = rows.filter(
            Q(entry__organisation__name__icontains=words)
            | Q(entry__organisation__code__icontains=words)
        )
    return rows.order_by("-points", "entry__organisation__code")


def grades(proposal: Proposal) -> list[tuple[str, str, str, int]]:
    """Key, words in both languages and count of each proposed grade, best first."""
    found: dict[str, tuple[str, str, str, int, int]] = {}
    rows = ProposalLine.objects.filter(proposal=proposal).values_list(
        "grade", "grade_title", "grade_title_en", "points"
    )
    for grade, title, english, points in rows:
        _, _, _, count, most = found.get(grade, ("", "", "", 0, 0))
        found[grade] = (grade, title, english, count + 1, max(most, points or 0))
    ordered = sorted(found.values(), key=lambda one: -one[4])
    return [(grade, title, english, count) for grade, title, english, count, _ in ordered]
