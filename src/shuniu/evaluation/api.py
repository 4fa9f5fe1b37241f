"""Issued grades and decided results, for programs with a token."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from shuniu.accounts.api import FAULTS, TokenAuth, only
from shuniu.accounts.models import ApiToken
from shuniu.evaluation.queries import issued

router = Router(tags=["results"], auth=TokenAuth("results:read"))


class GradeOut(Schema):
    """An issued grade."""

    number: str = Field(description="Number of the grade, printed on the certificate.")
    organisation: str = Field(description="Unified social credit code.")
    name: str
    framework: str = Field(description="Code of the framework it was given by.")
    round: str
    grade: str
    title: str
    points: float | None = Field(description="Points; null where the framework gives none.")
    issued_on: date
    valid_until: date
    state: str = Field(description="valid, expired, downgraded, cancelled or replaced.")


class GradePage(Schema):
    """A page of grades."""

    items: list[GradeOut]
    count: int


class GradeFilter(Schema):
    """Which grades."""

    organisation: str | None = Field(None, max_length=18, description="Credit code.")
    framework: str | None = Field(None, max_length=80)
    state: str | None = Field(None, max_length=20)
    page: int = Field(1, ge=1, le=100_000)
    size: int = Field(50, ge=1, le=200)


class Asked(HttpRequest):
    """A request with its token."""

    auth: ApiToken


@router.get(
    "/grades",
    response={200: GradePage, **FAULTS},
    summary="Issued grades of the token's subtree, the newest first",
)
def grades(request: Asked, asked: Query[GradeFilter]) -> dict[str, object]:
    """A page of grades."""
    only(request, GradeFilter)
    rows = issued.grades_under(
        request.auth.node,
        organisation=asked.organisation or "",
        framework=asked.framework or "",
        state=asked.state or "",
    )
    start = (asked.page - 1) * asked.size
    return {
        "items": [issued.plain(row) for row in rows[start : start + asked.size]],
        "count": rows.count(),
    }
