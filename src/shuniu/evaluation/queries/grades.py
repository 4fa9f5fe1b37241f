"""Issued grades: in force, about to end, the history of an organisation."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.evaluation.models import Grade, GradeEvent, Round
from shuniu.evaluation.queries.limits import NO_GRADE, GradeChoice, grades_of
from shuniu.evaluation.states import GradeState
from shuniu.registry.models import Organisation

HOLDING = (GradeState.VALID, GradeState.DOWNGRADED)


def grades_for(user: User) -> QuerySet[Grade]:
    """Grades of the organisations somebody may see evaluations or answers of."""
    rows = Grade.objects.all()
    seen = within(rows, user, Capability.ROUNDS_SEE, field="organisation__node")
    mine = within(rows, user, Capability.ROUNDS_ANSWER, field="organisation__node")
    return (seen | mine).select_related("organisation__node", "result__entry__round")


def listed(user: User, *, state: str = "", words: str = "") -> QuerySet[Grade]:
    """The list of grades, the newest first."""
    # Tens of thousands are put in order before twenty are shown: only narrow rows are.
    rows = grades_for(user).select_related(None)
    rows = rows.prefetch_related("organisation", "result__entry__round")
    if state == "ending":
        rows = ending(rows)
    elif state:
        rows = rows.filter(state=state)
    if words:
        found = rows.filter(organisation__name__icontains=words)
        rows = (
            found
            | rows.filter(number__icontains=words)
            | rows.filter(organisation__initials__startswith=words.lower())
        )
    return rows.order_by("-issued_on", "number")


def ending(rows: QuerySet[Grade], days: int = 180) -> QuerySet[Grade]:
    """Those in force that end soon."""
    until = clock.today() + timedelta(days=days)
    return rows.filter(state__in=HOLDING, valid_until__lte=until)


def grade_for(user: User, pk: int) -> Grade | None:
    """One grade, where the person may see it."""
    return grades_for(user).filter(pk=pk).first()


def history(organisation: Organisation) -> QuerySet[Grade]:
    """Everything that was ever issued to an organisation, with its events."""
    rows = Grade.objects.filter(organisation=organisation).prefetch_related("events__by")
    return rows.select_related("result__entry__round").order_by("-issued_on", "-pk")


def organisation_for(user: User, pk: int) -> Organisation | None:
    """An organisation whose grades somebody may see."""
    rows = Organisation.objects.select_related("node")
    seen = within(rows, user, Capability.ROUNDS_SEE) | within(rows, user, Capability.ROUNDS_ANSWER)
    return seen.filter(pk=pk).first()


def in_force(organisation: Organisation, on: date | None = None) -> QuerySet[Grade]:
    """What an organisation may show on a day."""
    day = on or clock.today()
    rows = Grade.objects.filter(organisation=organisation, state__in=HOLDING)
    return rows.filter(issued_on__lte=day, valid_until__gte=day)


def held_before(organisation: Organisation, framework_code: str) -> QuerySet[Grade]:
    """What a new grade of the same framework takes the place of."""
    return Grade.objects.filter(
        organisation=organisation, framework_code=framework_code, state__in=HOLDING
    )


def run_out(day: date) -> QuerySet[Grade]:
    """Grades in force whose last day has passed."""
    rows = Grade.objects.filter(state__in=HOLDING, valid_until__lt=day)
    return rows.select_related("organisation__node").order_by("pk")


def issued_in(round_: Round) -> QuerySet[Grade]:
    """What a round has issued."""
    rows = Grade.objects.filter(result__entry__round=round_)
    return rows.select_related("organisation").order_by("number")


def below(grade: Grade) -> list[GradeChoice]:
    """The grades a grade can be lowered to, best first."""
    choices = [one for one in grades_of(grade.result.entry) if one.key != NO_GRADE]
    at = next((one.index for one in choices if one.key == grade.grade), -1)
    return [one for one in choices if one.index > at]


def events_of(grade: Grade) -> QuerySet[GradeEvent]:
    """What happened to a grade."""
    return GradeEvent.objects.filter(grade=grade).select_related("by")
