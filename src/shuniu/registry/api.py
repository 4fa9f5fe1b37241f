"""The register for programs with a token: read within its subtree, import by the rules of the sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status
from pydantic import ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr

from shuniu.accounts.api import FAULTS, Fault, TokenAuth, only
from shuniu.accounts.models import ApiToken
from shuniu.base.verdicts import Refused
from shuniu.registry.models import Organisation
from shuniu.registry.queries import organisations
from shuniu.registry.queries.imports.comparing import Judged, Reach
from shuniu.registry.services import imports
from shuniu.registry.states import OrganisationType, RowVerdict, Size, Standing

router = Router(tags=["organisations"])
Cell = StrictStr | StrictInt | StrictFloat | None
MOST = 5000


class Asked(HttpRequest):
    """A request with its token."""

    auth: ApiToken


class OrganisationOut(Schema):
    """An organisation as it stands today."""

    code: str = Field(description="Unified social credit code.")
    name: str
    short_name: str
    type: OrganisationType
    size: Size
    sector: str
    area: str = Field(description="Name of the hub or area it hangs under.")
    region: str = Field(description="Region code of six digits; empty where unknown.")
    address: str
    supervisor: str
    standing: Standing
    registered_on: date | None
    staff: int | None
    party_members: int | None
    formal_members: int | None
    since: date = Field(description="From which day the facts hold.")
    version: int = Field(description="Counts the changes.")

    @staticmethod
    def resolve_area(row: Organisation) -> str:
        """The place it hangs under."""
        return row.node.parent.name if row.node.parent else ""


class OrganisationPage(Schema):
    """A page of organisations."""

    items: list[OrganisationOut]
    count: int


class OrganisationFilter(Schema):
    """Which organisations."""

    q: str = Field("", max_length=60, description="Name, pinyin, initials or code, or parts.")
    type: OrganisationType | None = None
    size: Size | None = None
    sector: str = Field("", max_length=40)
    area: int | None = Field(None, ge=1, le=2**53, description="Number of a place of the tree.")
    standing: Standing | None = Field(None, description="Without it all but the dissolved.")
    page: int = Field(1, ge=1, le=100_000)
    page_size: int = Field(50, ge=1, le=200)


class RowIn(Schema):
    """A row as it could stand in a sheet; what is left out or null is left as it is."""

    model_config = ConfigDict(extra="forbid")

    code: Cell = Field(None, description="Unified social credit code; required to be taken in.")
    name: Cell = Field(None, description="Required to be taken in.")
    short_name: Cell = None
    type: Cell = Field(None, description="association, foundation, service, hub, or the Chinese.")
    size: Cell = Field(None, description="small, regular, or the Chinese words.")
    sector: Cell = None
    area: Cell = Field(None, description="Name of an area under the token's node.")
    supervisor: Cell = None
    registered_on: Cell = Field(None, description="2026-03-05, 2026年3月5日 or a serial number.")
    region: Cell = None
    address: Cell = None
    standing: Cell = None
    staff: Cell = None
    party_members: Cell = None
    formal_members: Cell = None
    contact: Cell = Field(None, description="Phone, kept sealed, never given out.")
    year: Cell = Field(None, description="Year of the report figures.")
    result: Cell = None
    filed_on: Cell = None
    income: Cell = Field(None, description="In ten thousand yuan, unless a unit stands there.")
    expenses: Cell = None
    net_assets: Cell = None
    members: Cell = None


class ImportIn(Schema):
    """Rows to be imported."""

    model_config = ConfigDict(extra="forbid")

    rows: list[RowIn] = Field(min_length=1, max_length=MOST)
    dry_run: StrictBool = Field(default=False, description="Judge only; write nothing.")


class Change(Schema):
    """What would become of a value."""

    field: str
    old: str
    new: str


class Problem(Schema):
    """Why a row is refused."""

    field: str = Field(description="Empty where the row as a whole is meant.")
    reason: str


class RowOut(Schema):
    """What became of a row, or would."""

    row: int = Field(description="Place in the list, from 1.")
    verdict: RowVerdict
    code: str
    name: str
    changes: list[Change]
    problems: list[Problem]
    notes: list[str]
    similar: list[str] = Field(description="Others that may be the same organisation.")


class ImportOut(Schema):
    """What became of the rows: all that could be taken in were, in one transaction."""

    dry_run: bool
    added: int
    changed: int
    same: int
    refused: int
    rows: list[RowOut]


@router.get(
    "",
    auth=TokenAuth("registry:read"),
    response={200: OrganisationPage, **FAULTS},
    summary="Organisations of the token's subtree, by code",
)
def organisation_list(request: Asked, asked: Query[OrganisationFilter]) -> Mapping[str, object]:
    """A page of organisations."""
    only(request, OrganisationFilter)
    wanted = organisations.Wanted(
        q=asked.q,
        type=asked.type or "",
        size=asked.size or "",
        sector=asked.sector.replace("\0", ""),
        area=asked.area,
        standing=asked.standing or "",
    )
    rows = organisations.narrowed(organisations.under(request.auth.node), wanted)
    start = (asked.page - 1) * asked.page_size
    return {"items": list(rows[start : start + asked.page_size]), "count": rows.count()}


@router.post(
    "/import",
    auth=TokenAuth("registry:import"),
    response={200: ImportOut, 400: Fault, 409: Fault, **FAULTS},
    summary="Import organisations, by the same rules as a sheet",
)
def import_organisations(request: Asked, asked: ImportIn) -> Status[dict[str, object]]:
    """Enter and change organisations; the same rows again change nothing."""
    token = request.auth
    reach = Reach(token.node, (str(token.node.path),))
    given = [row.model_dump(exclude_unset=True) for row in asked.rows]
    try:
        judged = imports.import_rows(given, reach=reach, by=token.user, dry=asked.dry_run)
    except Refused as refusal:
        return Status(409, {"detail": refusal.verdict.reason})
    counts = {kind.value: sum(one.verdict == kind for one in judged) for kind in RowVerdict}
    told = {"dry_run": asked.dry_run, **counts, "rows": [_told(one) for one in judged]}
    return Status(200, told)


@router.get(
    "/{code}",
    auth=TokenAuth("registry:read"),
    response={200: OrganisationOut, 404: Fault, **FAULTS},
    summary="One organisation",
)
def organisation(
    request: Asked, code: Path[Annotated[str, Field(pattern="^[0-9A-Z]{18}$")]]
) -> Status[Organisation] | Status[dict[str, str]]:
    """An organisation of the subtree; unknown and forbidden look alike."""
    row = organisations.under(request.auth.node).filter(code=code).first()
    return Status(404, {"detail": "Not Found"}) if row is None else Status(200, row)


def _told(one: Judged) -> dict[str, object]:
    values = one.given.values
    hidden = {"contact"}  # personal: said to change, never shown
    return {
        "row": one.given.number,
        "verdict": one.verdict,
        "code": str(values.get("code", "")),
        "name": str(values.get("name", "")),
        "changes": [
            {"field": key, **dict.fromkeys(("old", "new"), "")}
            if key in hidden
            else {"field": key, "old": _said(old), "new": _said(new)}
            for key, (old, new) in one.changes.items()
        ],
        "problems": [{"field": f.field, "reason": f.reason} for f in one.given.faults],
        "notes": one.given.notes,
        "similar": [words for words, _pk in one.likes],
    }


def _said(value: object) -> str:
    return "" if value is None else str(value)
