"""A small tree with people of every office, and ways to sign in as them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.test import Client

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import grant, open_node, open_user
from shuniu.accounts.states import NodeKind, Role
from shuniu.base import clock

PASSWORD = "Correct-Horse-9"
NEW = "Another-Horse-8"
BACKEND = "shuniu.accounts.backends.NameOrPhone"


@dataclass
class Tree:
    """A hub, two areas, an organisation under each."""

    hub: Node
    north: Node
    south: Node
    inside: Node
    outside: Node


def tree() -> Tree:
    """Make it."""
    hub = open_node("澄溪区枢纽", kind=NodeKind.HUB, parent=None, by=None)
    areas = [open_node(n, kind=NodeKind.AREA, parent=hub, by=None) for n in ("北片", "南片")]
    rows = [
        open_node(n, kind=NodeKind.ORGANISATION, parent=area, by=None)
        for n, area in zip(("书法协会", "餐饮协会"), areas, strict=True)
    ]
    return Tree(hub, *areas, *rows)


def person(
    username: str,
    role: Role | str | None = None,
    node: Node | None = None,
    *,
    phone: str = "",
    password: str = PASSWORD,
) -> User:
    """Somebody with a password of their own, and a role somewhere since long ago."""
    user = open_user(
        username, display_name=f"人{username}", password=password, by=None, phone=phone
    )
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    if role is not None and node is not None:
        with clock.at(date(2020, 1, 1)):
            grant(user, role=role, node=node, by=None)
    return user


def known(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(user, BACKEND)
    return client


def sign_in(client: Client, login: str, password: str = PASSWORD) -> int:
    """Fill in the page of signing in; the status of the answer."""
    said = {"login": login, "password": password}
    return client.post("/account/login/", said).status_code


def is_in(client: Client) -> bool:
    """Whether a browser is signed in."""
    return client.get("/account/me/").status_code == 200
