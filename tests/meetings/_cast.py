"""An organisation with a board of nine, a supervisor and a branch, and who keeps its meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.meetings import services
from shuniu.meetings.models import AgendaItem, Attendee, Meeting
from shuniu.registry import services as registry
from shuniu.registry.models import Body, Organisation, PartyOrganisation, Person
from tests.registry import _cast as base

ON = date(2026, 11, 20)
NINE = datetime(2026, 11, 20, 1, tzinfo=UTC)  # nine in the morning there


@dataclass
class House:
    """Who is there."""

    hub: Organisation
    organisation: Organisation
    council: Body
    people: list[Person]
    party: PartyOrganisation
    branch: list[Person]
    contact: User
    secretary: User
    officer: User
    stranger: User


def house(type_: str = "foundation", seats: int = 9) -> House:
    """Set it up, long ago."""
    with clock.at(base.SINCE):
        hub = base.hub()
        row = base.organisation(hub.node, 1, type=type_)
        other = base.organisation(hub.node, 2)
        council = base.body(row, "council", elected_on=date(2024, 1, 1), term_years=4)
        people = [base.somebody(f"理事{n}") for n in range(1, seats + 1)]
        for rank, one in enumerate(people):
            base.post(council, one, "head" if rank == 0 else "member")
        board = base.body(row, "supervisors")
        base.post(board, base.somebody("监事甲"), "chair_of_supervisors")
        body = base.body(row, "party", elected_on=date(2024, 1, 1), term_years=3)
        branch = [base.somebody(f"党员{n}") for n in "甲乙丙"]
        for rank, one in enumerate(branch):
            base.post(body, one, "secretary" if rank == 0 else "branch_committee")
        party = registry.found_party(
            row, registry.Founding("第1支部", "own", base.SINCE, body=body), by=None
        )
        registry.cover(party, row, since=base.SINCE, by=None)
        contact = base.person("contact", Role.CONTACT, row.node)
        secretary = base.person("secretary", Role.BRANCH_SECRETARY, row.node)
        officer = base.person("officer", Role.HUB_OFFICER, hub.node)
        stranger = base.person("stranger", Role.CONTACT, other.node)
    User.objects.update(password_changed_at=clock.now())  # nobody has to change it first
    return House(hub, row, council, people, party, branch, contact, secretary, officer, stranger)


def board(there: House, **more: Any) -> Meeting:
    """A meeting of the board, called ten days before and open."""
    draft = services.Draft(
        "council",
        "四届二次理事会",
        NINE,
        organisation=there.organisation,
        body=there.council,
        **more,
    )
    with clock.at(datetime(2026, 11, 9, 1, tzinfo=UTC)):
        meeting = services.plan_meeting(draft, by=there.contact)
        services.call_meeting(meeting, by=there.contact)
    services.open_meeting(meeting, by=there.contact)
    return meeting


def come(meeting: Meeting, count: int) -> list[Attendee]:
    """The first so many of those with a vote are there."""
    rows = list(meeting.roll.filter(vote=True).order_by("pk"))
    for row in rows[:count]:
        services.present(row, by=None)
    return rows


def item(meeting: Meeting, title: str = "年度工作计划", **more: Any) -> AgendaItem:
    """Something to decide."""
    return services.add_item(meeting, services.Item("decide", title, **more), by=None)


def branch_draft(there: House, kind: str = "theme_day", at: datetime = NINE) -> services.Draft:
    """An ordinary meeting of the branch."""
    return services.Draft(
        kind, "十一月主题党日", at, organisation=there.organisation, party=there.party
    )
