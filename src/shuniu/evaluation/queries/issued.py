"""Issued grades as programs read them."""

from __future__ import annotations

from django.db.models import QuerySet

from shuniu.accounts.models import Node
from shuniu.evaluation.models import Grade


def grades_under(node: Node, *, organisation: str, framework: str, state: str) -> QuerySet[Grade]:
    """Grades of organisations in a subtree; empty words leave a filter out."""
    rows = Grade.objects.filter(organisation__node__path__startswith=str(node.path))
    if organisation:
        rows = rows.filter(organisation__code=organisation.replace("\0", ""))
    if framework:
        rows = rows.filter(framework_code=framework.replace("\0", ""))
    if state:
        rows = rows.filter(state=state.replace("\0", ""))
    return rows.select_related("organisation", "result__entry__round").order_by(
        "-issued_on", "number"
    )


def plain(row: Grade) -> dict[str, object]:
    """A grade as plain values; points with their three decimals."""
    return {
        "number": row.number,
        "organisation": row.organisation.code,
        "name": row.organisation.name,
        "framework": row.framework_code,
        "round": row.result.entry.round.title,
        "grade": row.grade,
        "title": row.title,
        "points": None if row.points is None else row.points / 1000,
        "issued_on": row.issued_on,
        "valid_until": row.valid_until,
        "state": row.state,
    }
