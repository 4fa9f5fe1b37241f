"""A small hub: one lead, one area officer, a contact, and organisations with people in posts."""

from __future__ import annotations

from datetime import date
from typing import Any

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import grant, open_node, open_user
from shuniu.accounts.states import NodeKind, Role
from shuniu.base import clock
from shuniu.identifiers import make_credit_code
from shuniu.registry import services
from shuniu.registry.models import Body, Organisation, Person
from shuniu.registry.services import Form, Particulars

SINCE = date(2020, 1, 1)
_KINDS = {"association": "51", "service": "52", "foundation": "53", "hub": "51"}


def code(number: int, kind: str = "association") -> str:
    """A credit code with sound check characters."""
    return make_credit_code(_KINDS[kind], "110105", f"{number:08d}").code


def hub() -> Organisation:
    """The hub, itself an organisation."""
    facts = Particulars(code(90_000_000, "hub"), "某区联合会", "hub", since=SINCE)
    return services.add_organisation(facts, parent=None, by=None)


def area(parent: Node, name: str = "北片") -> Node:
    """An area under the hub."""
    return open_node(name, kind=NodeKind.AREA, parent=parent, by=None)


def person(name: str, role: Role | str | None = None, node: Node | None = None) -> User:
    """Somebody who signs in, with a role somewhere."""
    user = open_user(name, display_name=name, password=None, by=None)
    User.objects.filter(pk=user.pk).update(
        must_change_password=False, password_changed_at=clock.now()
    )
    if role is not None and node is not None:
        grant(user, role=role, node=node, by=None)
    user.refresh_from_db()
    return user


def organisation(parent: Node, number: int, **facts: Any) -> Organisation:
    """An organisation under a place."""
    kind = facts.pop("type", "association")
    said: dict[str, Any] = {"name": f"第{number}协会", "since": SINCE, "sector": "养老", **facts}
    particulars = Particulars(code=code(number, kind), type=kind, **said)
    return services.add_organisation(particulars, parent=parent, by=None)


def body(owner: Organisation, kind: str, **more: Any) -> Body:
    """A body of an organisation."""
    return services.open_body(owner, Form(kind, more.pop("since", SINCE), **more), by=None)


def somebody(name: str) -> Person:
    """A person."""
    return services.open_person(name, by=None)


def post(where: Body, who: Person, title: str, since: date = SINCE) -> int:
    """Somebody takes a post."""
    return services.appoint(where, who, title=title, since=since, by=None).pk


def governed(owner: Organisation, *, crossed: bool = True) -> None:
    """A council and a branch, with the secretary in the council or not."""
    council = body(owner, "council", elected_on=date(2024, 1, 1), term_years=4, seats=3)
    head, member = somebody("会长"), somebody("理事")
    post(council, head, "head")
    post(council, member, "member")
    branch = body(owner, "party", elected_on=date(2024, 1, 1), term_years=3)
    post(branch, member if crossed else somebody("书记"), "secretary")
    services.found_party(
        owner, services.Founding(f"{owner.name}党支部", "own", SINCE, body=branch), by=None
    )
