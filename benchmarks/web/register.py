"""Ten thousand invented organisations with people, bodies, reports and party organisations."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypinyin import Style, lazy_pinyin

from benchmarks.web.load import load, settle
from shuniu.accounts.models import Node, User
from shuniu.accounts.services import grant, open_node, open_user
from shuniu.accounts.states import NodeKind, Role
from shuniu.base import crypto
from shuniu.identifiers import make_credit_code
from shuniu.registry.models import (
    AnnualReport,
    Body,
    Charter,
    Checklist,
    ChecklistItem,
    ChecklistMark,
    CreditEvent,
    NotBuilt,
    Organisation,
    OrganisationPast,
    PartyCover,
    PartyOrganisation,
    Person,
    Post,
)

AREAS = 20
TYPES = ("association", "service", "foundation")
SIZES = ("regular", "small")
SECTORS = ("养老", "助残", "助学", "文化", "行业", "社区", "环保", "健康")
_PLACES = "东南西北中新安和平江河湖海山林石桥华明康宁福寿春秋云月金玉松柏竹梅兰菊"
_ENDS = ("协会", "促进会", "服务中心", "基金会", "联合会", "商会", "志愿服务队")


@dataclass
class World:
    """What was made, by number."""

    hub: Node
    areas: list[Node]
    people: dict[str, User] = field(default_factory=dict)
    organisations: list[int] = field(default_factory=list)
    objects: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def name_of(number: int) -> str:
    """An invented name; no two are the same."""
    rng = random.Random(number)
    place = "".join(rng.choice(_PLACES) for _ in range(3))
    sector = SECTORS[number % len(SECTORS)]
    return f"澄溪区{place}{sector}第{number + 1}{_ENDS[number % len(_ENDS)]}"


def code_of(number: int) -> str:
    """A valid code; no two are the same."""
    return make_credit_code("51", "110000", f"{number + 1:08d}").code


def make(count: int) -> World:
    """The whole register of a hub with ``count`` organisations."""
    hub = open_node("澄溪区社会组织联合会", kind=NodeKind.HUB, parent=None, by=None)
    areas = [
        open_node(f"第{number + 1}片区工作站", kind=NodeKind.AREA, parent=hub, by=None)
        for number in range(AREAS)
    ]
    world = World(hub, areas)
    _organisations(world, count)
    _history(world)
    _governance(world)
    _party(world)
    _checklists(world)
    _people(world)
    settle(
        *(Node, Organisation, OrganisationPast, AnnualReport, Charter, CreditEvent, Person, Body),
        *(Post, PartyOrganisation, PartyCover, NotBuilt, Checklist, ChecklistItem, ChecklistMark),
    )
    return world


def _organisations(world: World, count: int) -> None:
    first = max(node.pk for node in world.areas) + 1
    world.organisations = list(range(1, count + 1))
    area = [world.areas[number % AREAS] for number in range(count)]
    load(
        Node,
        ("id", "parent_id", "path", "kind", "name"),
        (
            (first + n, area[n].pk, f"{area[n].path}{first + n}/", "organisation", name_of(n))
            for n in range(count)
        ),
    )
    load(
        Organisation,
        (
            *("id", "node_id", "code", "name", "type", "size", "sector", "region", "address"),
            *("supervisor", "staff", "party_members", "formal_members", "registered_on"),
            *("pinyin", "initials", "since"),
        ),
        (_organisation(n, first + n) for n in range(count)),
    )


def _organisation(number: int, node: int) -> tuple[Any, ...]:
    rng = random.Random(-number)
    name = name_of(number)
    sounds = lazy_pinyin(name)
    members = rng.choice((0, 0, 1, 2, 3, 5, 8, 12))
    return (
        *(number + 1, node, code_of(number), name, TYPES[number % 3], SIZES[number % 2]),
        *(SECTORS[number % len(SECTORS)], "110000", f"示例路{number + 1}号", "澄溪区示例主管局"),
        *(rng.randrange(30), members, min(members, 6), f"{rng.randrange(1995, 2021)}-06-01"),
        *("".join(sounds), "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)), "2024-01-01"),
    )


def _history(world: World) -> None:
    load(
        OrganisationPast,
        ("organisation_id", "name", "type", "size", "since", "until"),
        (
            (one, name_of(one - 1), TYPES[(one - 1) % 3], "small", "2021-01-01", "2024-01-01")
            for one in world.organisations
        ),
    )
    load(
        AnnualReport,
        ("organisation_id", "year", "result", "filed_on", "income", "expenses", "net_assets"),
        (
            (one, year, "pass" if one % 9 else "basic", f"{year + 1}-03-20", "88.50", "80.10", "20")
            for one in world.organisations
            for year in range(2021, 2026)
        ),
    )
    load(
        Charter,
        ("organisation_id", "clause", "ratified_on", "since"),
        ((one, "approved", "2024-03-01", "2024-03-01") for one in world.organisations if one % 5),
    )
    load(
        CreditEvent,
        ("organisation_id", "kind", "since", "until"),
        (
            (one, "penalty", "2025-03-01", "2025-09-01")
            for one in world.organisations
            if not one % 40
        ),
    )


def _governance(world: World) -> None:
    kinds = ("council", "supervisors", "secretariat")
    load(
        Body,
        ("id", "organisation_id", "kind", "since", "elected_on", "term_years", "seats"),
        (
            (3 * (one - 1) + at + 1, one, kind, "2020-01-01", "2023-01-10", 4, 5)
            for one in world.organisations
            for at, kind in enumerate(kinds)
        ),
    )
    load(
        Person,
        ("id", "key", "wrapped", "name_sealed", "name_hash", "phone_sealed", "phone_hash"),
        _persons(2 * len(world.organisations)),
    )
    posts = (
        ("council", "head", 0),
        ("council", "member", 1),
        ("secretariat", "secretary_general", 1),
    )
    load(
        Post,
        ("body_id", "person_id", "title", "since"),
        (
            (3 * (one - 1) + kinds.index(kind) + 1, 2 * (one - 1) + who + 1, title, "2023-01-10")
            for one in world.organisations
            for kind, title, who in posts
        ),
    )


def _persons(count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(count):
        rng = random.Random(number)
        name = rng.choice("赵钱孙李周吴郑王冯陈") + rng.choice(_PLACES) + rng.choice(_PLACES)
        wrapped = crypto.new_key()
        sealed = crypto.seal(name, wrapped)
        phone = f"139{number:08d}"
        yield (
            *(number + 1, uuid.UUID(int=number).hex, wrapped, sealed, crypto.keyed_hash(name)),
            *(crypto.seal(phone, wrapped), crypto.keyed_hash(phone)),
        )


def _party(world: World) -> None:
    led = world.organisations[::3]
    load(
        PartyOrganisation,
        ("id", "home_id", "name", "kind", "since", "approved_on"),
        (
            (
                at,
                one,
                f"{name_of(one - 1)}党支部",
                "own" if at % 4 else "joint",
                "2022-07-01",
                "2022-07-01",
            )
            for at, one in enumerate(led, 1)
        ),
    )
    load(
        PartyCover,
        ("party_id", "organisation_id", "since"),
        ((at, one, "2022-07-01") for at, one in enumerate(led, 1)),
    )
    load(
        NotBuilt,
        ("organisation_id", "due_since", "reason", "planned_on"),
        ((one, "2026-02-01", "正式党员调出，正在商请联合组建", "2026-12-01") for one in led[::20]),
    )


def _checklists(world: World) -> None:
    row = Checklist.objects.create(
        node=world.hub, code="six-steps", title="六同步", since="2024-01-01"
    )
    items = [
        ChecklistItem.objects.create(checklist=row, order=order, text=f"第{order}项同步")
        for order in range(1, 7)
    ]
    world.objects["checklist"] = row.pk
    load(
        ChecklistMark,
        ("item_id", "organisation_id", "done_on"),
        ((item.pk, one, "2025-05-01") for item in items for one in world.organisations[::2]),
    )


def _people(world: World) -> None:
    first = Organisation.objects.select_related("node").order_by("pk")[0]
    for name, role, node in (
        ("lead", Role.HUB_LEAD, world.hub),
        ("area", Role.AREA_OFFICER, world.areas[0]),
        ("contact", Role.CONTACT, first.node),
        ("assessor", Role.ASSESSOR, world.hub),
        ("committee", Role.COMMITTEE_MEMBER, world.hub),
        ("security", Role.SECURITY_ADMIN, world.hub),
        ("audit", Role.AUDIT_ADMIN, world.hub),
        ("system", Role.SYSTEM_ADMIN, world.hub),
    ):
        user = open_user(name, display_name=name, password=None, by=None)
        grant(user, role=role, node=node, by=None)
        world.people[name] = user
