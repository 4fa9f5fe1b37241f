"""Organisations as they stood on a day: the present row, or the past one that held then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from shuniu.base import clock
from shuniu.registry.models import Organisation, OrganisationPast
from shuniu.registry.states import OrganisationType, Size, Standing

_DATED = (
    "name",
    "type",
    "sector",
    "region",
    "address",
    "size",
    "standing",
    "supervisor",
    "staff",
    "party_members",
    "formal_members",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """How an organisation stood on a day."""

    pk: int
    code: str
    since: date
    name: str
    type: str
    sector: str
    region: str
    address: str
    size: str
    standing: str
    supervisor: str
    staff: int | None
    party_members: int | None
    formal_members: int | None

    @property
    def type_called(self) -> str:
        """The type in words."""
        return str(OrganisationType(self.type).label)

    @property
    def size_called(self) -> str:
        """The size in words."""
        return str(Size(self.size).label)

    @property
    def standing_called(self) -> str:
        """The standing in words."""
        return str(Standing(self.standing).label)


def as_at(organisation: Organisation, day: date) -> Facts | None:
    """How one stood on a day; nothing where the register does not know that day."""
    found = all_as_at(Organisation.objects.filter(pk=organisation.pk), day)
    return found[0] if found else None


def all_as_at(rows: QuerySet[Organisation], day: date) -> list[Facts]:
    """How organisations stood on a day, by code: one query, however many there are."""
    return [Facts(*row) for row in spread(rows, day, "pk", "code", "since", *_DATED)]


def spread(rows: QuerySet[Organisation], day: date, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Some columns of organisations as they stood on a day; the code must be among them.

    Organisations that were not yet registered on the day are left out.
    """
    known = rows.exclude(registered_on__gt=day).order_by()
    now = known.filter(since__lte=day).values_list(*columns)
    if day >= clock.today():  # the present state began today at the latest
        return now.order_by("code")
    past = OrganisationPast.objects.filter(
        since__lte=day, until__gt=day, organisation__in=known.values("pk")
    ).order_by()
    names = [_from_past(column) for column in columns]
    return now.union(past.values_list(*names), all=True).order_by("code")


def _from_past(column: str) -> str:
    if column == "pk":
        return "organisation_id"
    if column in _DATED or column == "since":
        return column
    return f"organisation__{column}"
