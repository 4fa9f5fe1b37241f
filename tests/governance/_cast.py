"""A hub with organisations, a branch here and none there, and people of every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.governance.models import Matter
from shuniu.governance.services import Draft, classify, raise_matter
from shuniu.registry import services as registry
from shuniu.registry.models import Body, Organisation, PartyOrganisation, Person
from tests.registry import _cast as base

DAY = date(2026, 3, 2)


@dataclass
class House:
    """An organisation with its bodies and the people in them."""

    organisation: Organisation
    council: Body
    councillors: list[Person]
    party: PartyOrganisation | None = None
    committee: list[Person] = field(default_factory=list)


@dataclass
class Hub:
    """The hub, its officers and administrators."""

    organisation: Organisation
    users: dict[str, User]

    def user(self, role: str) -> User:
        return self.users[role]


_ABOVE = (
    Role.HUB_LEAD,
    Role.HUB_OFFICER,
    Role.AREA_OFFICER,
    Role.SUPERVISOR,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
)


def hub() -> Hub:
    """The hub and one user of each role on it."""
    organisation = base.hub()
    users = {role.value: signed(role.value, role, organisation) for role in _ABOVE}
    return Hub(organisation, users)


def signed(name: str, role: Role, organisation: Organisation) -> User:
    """Somebody who has held a role for long."""
    with clock.at(base.SINCE):
        return base.person(name, role, organisation.node)


def house(
    place: Hub, number: int = 1, *, branch: bool = True, overlap: int = 0, **facts: Any
) -> House:
    """An organisation of five councillors, and a branch committee of three."""
    organisation = base.organisation(place.organisation.node, number, **facts)
    council = base.body(organisation, "council", elected_on=date(2024, 1, 1), term_years=4)
    people = [base.somebody(f"理事{number}{n}") for n in "甲乙丙丁戊"]
    for rank, one in enumerate(people):
        base.post(council, one, "head" if rank == 0 else "member")
    found = House(organisation, council, people)
    if branch:
        with_branch(found, overlap=overlap)
    suffix = "" if number == 1 else str(number)
    for role in (Role.CONTACT, Role.BRANCH_SECRETARY):
        key = role.value + suffix
        place.users[key] = signed(key, role, organisation)
    return found


def with_branch(found: House, *, overlap: int = 0) -> None:
    """A branch of its own, some of whose committee sit in the council."""
    body = base.body(found.organisation, "party", elected_on=date(2024, 1, 1), term_years=3)
    code = found.organisation.pk
    committee = [*found.councillors[:overlap]]
    committee += [base.somebody(f"委员{code}{n}") for n in "甲乙丙"[overlap:]]
    for rank, one in enumerate(committee):
        base.post(body, one, "secretary" if rank == 0 else "branch_committee")
    found.committee = committee
    found.party = registry.found_party(
        found.organisation,
        registry.Founding(f"{found.organisation.name}党支部", "own", base.SINCE, body=body),
        by=None,
    )


def matter(
    found: House, kind: str = "expense", amount: int | None = 200_000, **more: Any
) -> Matter:
    """A matter, brought up and classified."""
    said = Draft(
        more.pop("title", "采购办公楼设备"),
        kind,
        amount=None if amount is None else Decimal(amount),
        **more,
    )
    row = raise_matter(found.organisation, said, by=None)
    classify(row, by=None)
    row.refresh_from_db()
    return row
