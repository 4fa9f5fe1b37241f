"""What everybody may see of a decided round, and what is objected to."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import paths_where, within
from shuniu.accounts.states import Capability
from shuniu.base import clock, rulebook
from shuniu.evaluation.models import Entry, Motion, Objection, Publicity, Result, Round
from shuniu.evaluation.models.results import KNOWN_POINTS
from shuniu.evaluation.states import MotionState, ObjectionState, RoundState

SHOW_POINTS = "evaluation.publicity.points"
OVER = (RoundState.ISSUED, RoundState.CLOSED)


def publicity_of(round_: Round) -> Publicity | None:
    """The days in which a decision is shown."""
    return Publicity.objects.filter(round=round_).first()


def shown_round(pk: int) -> Round | None:
    """A round whose decision everybody may see today: in the days of publicity, and once issued."""
    today = clock.today()
    during = Q(state=RoundState.PUBLIC, publicity__since__lte=today, publicity__until__gte=today)
    rows = Round.objects.filter(during | Q(state__in=OVER, publicity__isnull=False), pk=pk)
    return rows.select_related("node", "publicity").first()


def shown_rounds() -> QuerySet[Round]:
    """Everything that is in its days of publicity, for the list without sign-in."""
    today = clock.today()
    rows = Round.objects.filter(
        state=RoundState.PUBLIC, publicity__since__lte=today, publicity__until__gte=today
    )
    return rows.select_related("node", "publicity").order_by("publicity__until")


def results_of(round_: Round, *, words: str = "") -> QuerySet[Result]:
    """What was decided, best first; searched by name or code."""
    rows = Result.objects.filter(entry__round=round_).select_related("entry__organisation")
    if words:
        rows = rows.filter(
            Q(entry__organisation__name__icontains=words)
            | Q(entry__organisation__code__icontains=words)
            | Q(entry__organisation__initials__startswith=words.lower())
        )
    return rows.order_by(KNOWN_POINTS.desc(), "entry__organisation__code")


def not_admitted(round_: Round) -> QuerySet[Entry]:
    """Who did not take part because of a gate."""
    rows = Entry.objects.filter(round=round_, state="not_admitted")
    return rows.select_related("organisation").order_by("organisation__code")


def points_shown(round_: Round) -> bool:
    """Whether points stand in the publicity, by the rule in force when it began."""
    shown = publicity_of(round_)
    return bool(rulebook.value(SHOW_POINTS, shown.since if shown else None))


def round_for(user: User, pk: int) -> Round | None:
    """A round, for those who see or run rounds where it stands."""
    rows = Round.objects.select_related("node", "publicity")
    seen = within(rows, user, Capability.ROUNDS_SEE)
    return seen.filter(pk=pk).first()


def round_seen(user: User, pk: int) -> Round | None:
    """A round for those who see any part of it: the hub above it, or an area under it."""
    strict = round_for(user, pk)
    if strict is not None:
        return strict
    rows = Round.objects.select_related("node", "publicity").filter(pk=pk)
    above = {
        int(part)
        for path in paths_where(user, Capability.ROUNDS_SEE)
        for part in path.strip("/").split("/")
    }
    return rows.filter(node__in=above).first()


def objection_for(user: User, pk: int) -> Objection | None:
    """An objection: for the organisation's own people, and for those who run the round."""
    rows = Objection.objects.select_related(
        "entry__round__node", "entry__organisation__node", "file", "filed_by"
    )
    mine = within(
        Objection.objects.all(), user, Capability.ROUNDS_ANSWER, field="entry__organisation__node"
    )
    running = within(
        Objection.objects.all(), user, Capability.ROUNDS_SEE, field="entry__round__node"
    )
    return (
        rows.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=running.values("pk")))
        .filter(pk=pk)
        .first()
    )


def objections_of(round_: Round) -> QuerySet[Objection]:
    """All objections of a round, what is open and urgent first."""
    rows = Objection.objects.filter(entry__round=round_)
    return rows.select_related("entry__organisation", "filed_by").order_by(
        "answered_at", "due", "pk"
    )


def open_objections(round_: Round) -> QuerySet[Objection]:
    """What still waits for an answer."""
    return objections_of(round_).filter(state=ObjectionState.FILED)


def objections_to(entry: Entry) -> QuerySet[Objection]:
    """What an organisation has objected."""
    return Objection.objects.filter(entry=entry).select_related("file").order_by("-filed_at")


def carried_motion(objection: Objection) -> Motion | None:
    """What the review committee has decided about an objection."""
    rows = Motion.objects.filter(objection=objection, state=MotionState.CARRIED)
    return rows.select_related("sitting").order_by("-decided_at").first()


def numbers_of_year(node: Node, day: date) -> QuerySet[Publicity]:
    """Publicities of a hub in a year, for numbering."""
    return Publicity.objects.filter(round__node=node, since__year=day.year)
