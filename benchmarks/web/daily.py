"""Two years of meetings, members and matters of two thousand organisations."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.web.load import load, settle
from benchmarks.web.register import World
from shuniu.accounts.services import grant, open_user
from shuniu.accounts.states import Role
from shuniu.base import crypto
from shuniu.governance.models import Matter
from shuniu.meetings.models import AgendaItem, Attendee, Idea, Meeting, Task
from shuniu.members.models import Consent, FloatingLink, Member, Standing
from shuniu.members.queries.rosters import key_from
from shuniu.registry.models import Body, Organisation, PartyOrganisation, Person

LIVELY = 2_000
FIRST = datetime(2024, 12, 2, 1, tzinfo=UTC)
_QUORUM = {"should": 2, "present": 2, "least": 2, "met": True, "notice": True, "steps": []}
# Kind, of the branch, days after the first: monthly, quarterly, yearly; the board three times a year.
_YEARS: tuple[tuple[str, bool, tuple[int, ...]], ...] = (
    ("theme_day", True, tuple(range(0, 720, 30))),
    ("party_assembly", True, tuple(range(10, 720, 90))),
    ("party_lecture", True, tuple(range(20, 720, 180))),
    ("life_meeting", True, (40, 405)),
    ("council", False, tuple(range(15, 720, 120))),
)


def make(world: World) -> None:
    """Everything; the first organisation has somebody who keeps its branch."""
    lively = world.organisations[:LIVELY]
    nodes = dict(Organisation.objects.filter(pk__in=lively).values_list("pk", "node_id"))
    parties = dict(PartyOrganisation.objects.filter(home__in=lively).values_list("home_id", "pk"))
    councils = dict(
        Body.objects.filter(organisation__in=lively, kind="council").values_list(
            "organisation_id", "pk"
        )
    )
    held = list(_meetings(lively, nodes, parties, councils))
    load(
        Meeting,
        (
            *("id", "node_id", "organisation_id", "body_id", "party_id", "kind", "title"),
            *("starts_at", "ends_at", "recorded_at", "called_at", "state", "quorum"),
        ),
        held,
    )
    _within(held)
    _members(lively, parties)
    load(
        Matter,
        (
            *("organisation_id", "number", "title", "kind", "amount", "year"),
            *("major", "state", "raised_on", "needs", "working"),
        ),
        _matters(lively),
    )
    settle(Meeting, AgendaItem, Attendee, Task, Idea, Member, Standing, Matter, Consent)
    _people(world, parties)
    world.objects |= {
        "meeting": held[0][0],
        "member": Member.objects.order_by("pk")[0].pk,
        "matter": Matter.objects.order_by("pk")[0].pk,
        "link": FloatingLink.objects.order_by("pk")[0].pk,
    }


def _meetings(
    lively: list[int], nodes: dict[int, int], parties: dict[int, int], councils: dict[int, int]
) -> Iterator[tuple[Any, ...]]:
    number = 0
    for one in lively:
        for kind, of_branch, days in _YEARS:
            if of_branch and one not in parties:
                continue
            for day in days:
                number += 1
                begins = FIRST + timedelta(days=day)
                yield (
                    *(number, nodes[one], one, None if of_branch else councils[one]),
                    *(parties[one] if of_branch else None, kind, f"{begins:%Y年%m月}会议"),
                    *(begins.isoformat(), (begins + timedelta(hours=1)).isoformat()),
                    (begins + timedelta(hours=2)).isoformat(),
                    (begins - timedelta(days=12)).isoformat(),
                    *("held", _QUORUM),
                )


def _within(held: list[tuple[Any, ...]]) -> None:
    """Two on each roll, an item on each agenda, a task out of every tenth."""
    load(
        Attendee,
        ("meeting_id", "person_id", "vote", "presence"),
        (
            (row[0], 2 * (row[2] - 1) + who, True, "present" if row[0] % 7 else "excused")
            for row in held
            for who in (1, 2)
        ),
    )
    load(
        AgendaItem,
        ("meeting_id", "order", "kind", "title", "outcome", "in_favour"),
        (
            (row[0], 1, "decide", "审议工作", "carried", 2)
            if row[5] == "council"
            else (row[0], 1, "report", "学习通报", "", None)
            for row in held
        ),
    )
    load(
        Task,
        ("meeting_id", "text", "owner_id", "due_on", "state"),
        (
            (row[0], "落实工作", 2 * row[2] - 1, row[7][:10], "open" if row[0] % 50 else "done")
            for row in held[::10]
        ),
    )


def _members(lively: list[int], parties: dict[int, int]) -> None:
    homes = [one for one in lively if one in parties]
    rows = [
        (number, 2 * (one - 1) + who, one, parties[one], "elsewhere" if who == 2 else "here")
        for number, (one, who) in enumerate(((o, w) for o in homes for w in (1, 2)), 1)
    ]
    load(
        Consent,
        ("id", "person_id", "text_version", "text_digest", "way", "given_at"),
        ((row[0], row[1], "2026-11", "0" * 64, "paper", FIRST.isoformat()) for row in rows),
    )
    wrapped = dict(Person.objects.values_list("pk", "wrapped"))
    load(
        Member,
        ("id", "person_id", "consent_id", "organisation_id", "party_id", "status_sealed", "since"),
        (
            (
                row[0],
                row[1],
                row[0],
                row[2],
                row[3],
                crypto.seal("full", wrapped[row[1]]),
                "2024-06-01",
            )
            for row in rows
        ),
    )
    load(
        Standing,
        ("key", "organisation_id", "party_id", "status", "relation", "since"),
        (
            (key_from(uuid.UUID(int=row[1] - 1)), row[2], row[3], "full", row[4], "2024-06-01")
            for row in rows
        ),
    )
    load(
        FloatingLink,
        ("id", "member_id", "since", "last_contact_on", "next_contact_due"),
        (
            (row[0], row[0], "2024-06-01", "2026-10-30", "2026-11-30")
            for row in rows
            if row[4] == "elsewhere"
        ),
    )
    settle(FloatingLink)


def _matters(lively: list[int]) -> Iterator[tuple[Any, ...]]:
    for one in lively:
        for number in range(1, 5):
            day = date(2025, 1, 10) + timedelta(days=160 * number)
            yield (
                *(one, f"{day.year}-{number:03d}", f"第{number}项采购", "expense", 150_000),
                *(day.year, True, "listed", day.isoformat(), {}, []),
            )


def _people(world: World, parties: dict[int, int]) -> None:
    """The secretary of the first branch, and one of its members."""
    first = Organisation.objects.select_related("node").get(pk=min(parties))
    for name, role in (("secretary", Role.BRANCH_SECRETARY), ("own", Role.MEMBER)):
        world.people[name] = open_user(name, display_name=name, password=None, by=None)
        grant(world.people[name], role=role, node=first.node, by=None)
    row = Member.objects.filter(organisation=first).order_by("pk")[0]
    Member.objects.filter(pk=row.pk).update(user=world.people["own"])
