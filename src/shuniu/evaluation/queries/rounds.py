"""Rounds as the hub runs them: lists, the board, the proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders_of_role, paths_where, within
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
from shuniu.evaluation.models.results import BEST_FIRST
from shuniu.evaluation.queries import scores as engine
from shuniu.evaluation.states import AssignmentState, EntryState, FrameworkState, RoundState
from shuniu.findings import Text
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

_ROOT = 2  # strokes in the path of the hub itself, /1/


def seen(user: User) -> QuerySet[Round]:
    """The rounds somebody may see, newest first, with how many of theirs take part."""
    handed = (EntryState.SUBMITTED, EntryState.ASSESSED)
    theirs = _theirs(user)
    return (
        _visible(user)
        .annotate(invited=_counted(theirs), handed_in=_counted(theirs.filter(state__in=handed)))
        .order_by("-period_until", "-pk")
    )


def _theirs(user: User) -> QuerySet[Entry]:
    """Entries of the round at hand that somebody sees; who sees the whole tree needs no look at it."""
    rows = Entry.objects.filter(round=OuterRef("pk"))
    if any(path.count("/") == _ROOT for path in paths_where(user, Capability.ROUNDS_SEE)):
        return rows
    mine = within(Organisation.objects.all(), user, Capability.ROUNDS_SEE)
    return rows.filter(organisation__in=mine.values("pk"))


def _counted(rows: QuerySet[Entry]) -> Coalesce:
    one = rows.order_by().values("round").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(one), 0)


def _visible(user: User) -> QuerySet[Round]:
    """Rounds of the places somebody watches, and of those above, in which these take part."""
    inside = Q(pk__in=[])
    for path in paths_where(user, Capability.ROUNDS_SEE):
        above = [int(part) for part in path.strip("/").split("/")]
        inside |= Q(node__path__startswith=path) | Q(node_id__in=above)
    return Round.objects.filter(inside).select_related("node", "previous")


def visible(user: User, pk: int) -> Round | None:
    """A round of which somebody sees at least a part."""
    return _visible(user).filter(pk=pk).first()


def run(user: User, pk: int) -> Round | None:
    """A round somebody runs."""
    rows = within(Round.objects.select_related("node", "previous"), user, Capability.ROUNDS_RUN)
    return rows.filter(pk=pk).first()


def shown(user: User, pk: int) -> Round | None:
    """A round somebody may see as a whole."""
    rows = within(Round.objects.select_related("node", "previous"), user, Capability.ROUNDS_SEE)
    return rows.filter(pk=pk).first()


def board(round_: Round, user: User) -> dict[str, int]:
    """How many entries that somebody sees stand where, in the order of the states."""
    rows = _entries(round_, user).values_list("state").annotate(n=Count("pk"))
    counts = dict(rows.order_by())
    return {state: counts[state] for state in EntryState.values if state in counts}


def _entries(round_: Round, user: User) -> QuerySet[Entry]:
    rows = Entry.objects.filter(round=round_)
    return within(rows, user, Capability.ROUNDS_SEE, field="organisation__node")


def entries(round_: Round, user: User, *, state: str = "", words: str = "") -> QuerySet[Entry]:
    """The entries of a round that somebody sees, by state and by name, with who assesses them."""
    rows = _entries(round_, user).select_related("organisation__node__parent")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(organisation__name__icontains=words)
            | Q(organisation__code__icontains=words)
            | Q(organisation__initials__startswith=words.lower())
        )
    return rows.prefetch_related(_LIVE).order_by("organisation__code")


_LIVE = Prefetch(
    "assignments",
    Assignment.objects.exclude(state=AssignmentState.RECUSED)
    .select_related("user")
    .order_by("order"),
)


def differing(rows: Iterable[Entry]) -> set[int]:
    """Of entries with their tasks at hand: those that two have assessed and that wait for a third.

    What two agree on is settled at once, so that one that still stands as handed in differs.
    """
    return {
        one.pk
        for one in rows
        if one.state == EntryState.SUBMITTED
        and sum(t.order <= 2 and t.state == AssignmentState.DONE for t in one.assignments.all())
        == 2
    }


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


@dataclass(frozen=True, slots=True)
class Filter:
    """Which organisations are looked for."""

    type: str = ""
    size: str = ""
    words: str = ""


def not_invited(round_: Round, wanted: Filter | None = None) -> QuerySet[Organisation]:
    """Active organisations that are not on the list yet, of the kind looked for."""
    there = Entry.objects.filter(round=round_).values("organisation")
    rows = active(round_).exclude(pk__in=there).order_by("code")
    if wanted is None:
        return rows
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.size:
        rows = rows.filter(size=wanted.size)
    if wanted.words:
        rows = rows.filter(
            Q(name__icontains=wanted.words)
            | Q(code__icontains=wanted.words)
            | Q(initials__startswith=wanted.words.lower())
        )
    return rows


@dataclass(frozen=True, slots=True)
class Usable:
    """A framework that may score a type and size, or one of its tables where facets do not say."""

    value: str
    framework: FrameworkVersion
    variant: str
    title: Text


def usable_for(round_: Round, kind: str, size: str) -> list[Usable]:
    """What may be set for organisations of a type and size."""
    found: list[Usable] = []
    for one in usable(round_):
        judge = engine.judge_of(one)
        entry = Entry(framework=one, type=kind, size=size)
        title = Text.same(str(one))
        try:
            engine.variant_of(judge, entry)
        except KeyError:
            for declared in judge.scorer.framework.variants:
                if not declared.when:
                    words = Text("{a}：{b}", "{a}: {b}").fill(a=title, b=declared.title)
                    found.append(Usable(f"{one.pk}:{declared.key}", one, declared.key, words))
        else:
            found.append(Usable(f"{one.pk}:", one, "", title))
    return found


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


def limit_words(rows: Iterable[ProposalLine]) -> dict[int, list[Text]]:
    """What kept each grade below the one of its points."""
    return {one.pk: [Text(said["zh"], said["en"]) for said in one.limits] for one in rows}


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
    return rows.order_by(*BEST_FIRST)


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
