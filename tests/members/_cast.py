"""A branch with members of every kind: here, floating, on probation, on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.members import services
from shuniu.members.models import Member
from shuniu.registry.models import Organisation, PartyOrganisation
from shuniu.registry.services import Founding, found_party
from tests.registry import _cast as registry

SINCE = date(2024, 3, 1)
TODAY = date(2026, 11, 23)


@dataclass
class Cast:
    """Who is there."""

    hub: Organisation
    home: Organisation
    other: Organisation
    branch: PartyOrganisation
    lead: User
    secretary: User
    stranger: User


def cast(kind: str = "own") -> Cast:
    """A hub, an organisation with its branch and secretary, and another with its own."""
    with clock.at(SINCE):
        found = _cast(kind)
    fresh()
    return found


def fresh() -> None:
    """Passwords set today: nobody is asked for another one first."""
    with clock.at(TODAY):
        User.objects.update(password_changed_at=clock.now())


def _cast(kind: str) -> Cast:
    hub = registry.hub()
    home = registry.organisation(hub.node, 1)
    other = registry.organisation(hub.node, 2)
    above = found_party(
        hub,
        Founding("综合党委", "own", SINCE, can_approve_members=True, approval_granted_by="区委"),
        by=None,
    )
    branch = found_party(home, Founding("第1协会党支部", kind, SINCE, parent=above), by=None)
    return Cast(
        hub,
        home,
        other,
        branch,
        registry.person("lead", Role.HUB_LEAD, hub.node),
        registry.person("secretary", Role.BRANCH_SECRETARY, home.node),
        registry.person("stranger", Role.BRANCH_SECRETARY, other.node),
    )


def member(there: Cast, name: str = "甲", status: str = "full", **more: Any) -> Member:
    """Somebody of the branch."""
    said: dict[str, Any] = {
        "party": there.branch,
        "since": SINCE,
        "relation": "here" if status in {"full", "probationary"} else "",
        **more,
    }
    form = services.Enrolment(status, name=name, **said)
    return services.enrol(there.home, form, by=there.secretary)
