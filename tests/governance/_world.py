"""The ground on which sequences are played: four organisations, each with another who studies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.governance.queries.lists import Line
from shuniu.governance.services import set_line
from shuniu.registry.models import Body, PartyOrganisation
from tests.governance import _cast
from tests.registry import _cast as base

# Roles that may write nothing here, wherever they stand.
POWERLESS = (
    Role.AREA_OFFICER.value,
    Role.SUPERVISOR.value,
    Role.SYSTEM_ADMIN.value,
    Role.SECURITY_ADMIN.value,
    Role.AUDIT_ADMIN.value,
)


@dataclass
class Home:
    """An organisation as the player sees it.

    Attributes:
        house: it and its people.
        study: kind, body and branch of the meetings that study.
        users: everybody by role; those who keep this organisation, those of another, those above.
    """

    house: _cast.House
    study: tuple[str, Body | None, PartyOrganisation | None]
    wrong: tuple[str, Body | None, PartyOrganisation | None]
    users: dict[str, User]
    parties: list[str] = field(default_factory=lambda: ["", "第2协会", "某某公司"])


@dataclass
class World:
    """The hub and its organisations."""

    hub: _cast.Hub
    homes: list[Home]


def world() -> World:
    """Make it: a branch of its own; one that sits in the council; a committee; nobody at all."""
    with clock.at(date(2025, 1, 2)):
        hub = _cast.hub()
        special = base.body(hub.organisation, "committee")
        members = [base.somebody(f"专委{n}") for n in "甲乙丙丁"]
        for one in members:
            base.post(special, one, "member")
        houses = [
            _cast.house(hub, 1),
            _cast.house(hub, 2, overlap=2),
            _cast.house(hub, 3, branch=False),
            _cast.house(hub, 4, branch=False),
        ]
        # Somebody of the first council, and somebody of its branch, sit on the other side, too.
        base.post(houses[1].council, houses[0].councillors[1], "member")
        base.post(houses[1].council, houses[0].committee[2], "member")
        for kind in ("expense", "decision"):  # there is no branch: this organisation has to wait
            line = Line(kind, "须由支部研究", studied_by=("branch",), source="测试")
            set_line(houses[3].organisation.node, line, by=None)
    by_committee = ("special_committee", special, None)
    study = [("party_committee", None, one.party) for one in houses[:2]]
    homes = [
        _home(hub, houses[0], 1, study[0], by_committee),
        _home(hub, houses[1], 2, study[1], study[0]),
        _home(hub, houses[2], 3, by_committee, study[0]),
        _home(hub, houses[3], 4, by_committee, study[1]),
    ]
    return World(hub, homes)


def _home(
    hub: _cast.Hub,
    house: _cast.House,
    number: int,
    study: tuple[str, Body | None, PartyOrganisation | None],
    wrong: tuple[str, Body | None, PartyOrganisation | None],
) -> Home:
    suffix = "" if number == 1 else str(number)
    other = "2" if number == 1 else ""
    users = {
        "contact": hub.users["contact" + suffix],
        "secretary": hub.users["branch_secretary" + suffix],
        "stranger": hub.users["contact" + other],
        **{role.value: hub.users[role.value] for role in (Role.HUB_LEAD, Role.HUB_OFFICER)},
        **{role: hub.users[role] for role in POWERLESS},
    }
    return Home(house, study, wrong, users)
