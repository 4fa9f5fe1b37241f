"""What the room publishes for measuring, flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from shuniu.base.facts import Fact, publish
from shuniu.governance.models import Answer, Conflict, Decision, Matter, Report
from shuniu.governance.states import MatterState, ReportKind
from shuniu.meetings.models import AgendaItem, Recusal

_Row = TypeVar("_Row", bound=Model)
_MOST = 500  # organisations that are named in a query; beyond that all are read and picked from
_UNDONE = (MatterState.RAISED, MatterState.WITHDRAWN)


def publish_all() -> None:
    """Make every kind known; called once when the room starts."""
    words = (
        "major",
        "studied_first",
        "reported_in_time",
        "related",
        "recused",
        "emergency",
        "state",
    )
    publish("governance.matter", _matters, words)
    publish("governance.opinion", _opinions, ("answered_in_time", "opinion"))
    publish("governance.decision", _decisions, ("valid", "body", "outcome"))


def _of(rows: QuerySet[_Row], organisations: Sequence[int], path: str) -> QuerySet[_Row]:
    if len(organisations) > _MOST:
        return rows
    return rows.filter(**{f"{path}__in": list(organisations)})


def _said(*, yes: bool) -> str:
    return "yes" if yes else "no"


def _matters(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """One for each matter that was classified; what is not asked of it yet stays empty."""
    recused = Recusal.objects.filter(item=OuterRef("decision__item"))
    rows = (
        _of(Matter.objects.filter(raised_on__lte=day), organisations, "organisation_id")
        .exclude(state__in=_UNDONE)
        .annotate(
            related=Exists(Conflict.objects.filter(matter=OuterRef("pk"))),
            recused=Exists(recused),
        )
        .select_related("decision")
        .order_by("pk")
    )
    late = _lateness(day)
    for row in rows:
        decision: Decision | None = getattr(row, "decision", None)
        if decision is not None and decision.decided_on > day:
            decision = None
        yield Fact(
            row.organisation_id,
            row.raised_on,
            f"governance.matter:{row.pk}",
            attributes={
                "major": _said(yes=bool(row.major)),
                "studied_first": _first(row, decision),
                "reported_in_time": late.get(row.pk, ""),
                "related": _said(yes=row.related),
                "recused": _said(yes=row.recused) if decision and row.related else "",
                "emergency": _said(yes=row.emergency),
                "state": row.state,
            },
        )


def _first(matter: Matter, decision: Decision | None) -> str:
    if not matter.major or decision is None:
        return ""
    return _said(yes=decision.study_id is not None)


def _lateness(day: date) -> dict[int, str]:
    """By matter: whether every report that was due by the day was made in time."""
    found: dict[int, str] = {}
    rows = Report.objects.exclude(kind=ReportKind.PUBLICITY).exclude(due_on__isnull=True)
    for matter, due, done in rows.order_by("pk").values_list("matter_id", "due_on", "done_on"):
        known = done is not None and done <= day
        if due is None or (not known and due >= day):
            continue
        in_time = known and done is not None and done <= due
        found[matter] = _said(yes=in_time and found.get(matter, "yes") == "yes")
    return found


def _opinions(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """One for each opinion that asks for an answer, once answered or due; its day is the due day."""
    rows = _of(Answer.objects.all(), organisations, "study__matter__organisation_id")
    columns = ("pk", "study__matter__organisation_id", "study__opinion", "due_on", "answered_on")
    for pk, organisation, opinion, due, done in rows.order_by("pk").values_list(*columns):
        answered = done is not None and done <= day
        if not answered and due >= day:
            continue
        on = min(due, done) if done is not None and answered else due
        words = {
            "answered_in_time": _said(yes=answered and done is not None and done <= due),
            "opinion": opinion,
        }
        yield Fact(organisation, on, f"governance.answer:{pk}", attributes=words)


def _decisions(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """One for each decision; valid where its body carried or lost it in due form."""
    rows = _of(
        Decision.objects.filter(decided_on__lte=day), organisations, "matter__organisation_id"
    )
    for row in rows.select_related("matter", "item__meeting").order_by("pk"):
        item: AgendaItem = row.item
        settled = not row.emergency or row.matter.state not in (
            MatterState.TO_CONFIRM,
            MatterState.REJECTED,
        )
        yield Fact(
            row.matter.organisation_id,
            row.decided_on,
            f"governance.decision:{row.pk}",
            attributes={
                "valid": _said(yes=settled),
                "body": item.meeting.kind,
                "outcome": row.outcome,
            },
        )
