"""Every address, asked as every role, about something inside and something outside its subtree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from samples.hub.seed import seed
from shuniu.accounts.models import User
from shuniu.base.models import AuditEntry
from tests.access._world import OPEN, ROLES, Address, addresses, target

TABLE = Path(__file__).parent / "who_may.txt"
ADDRESSES = [one for one in addresses() if one.name not in OPEN]
# A read-only role may print what it may read; the book says that it did.
_PAPERS = ("reports.paper.made", "governance.file.made", "meetings.minutes.made")
_LOGIN = "/account/login/"


def expected() -> dict[tuple[str, str], frozenset[str]]:
    """``name side role role …``; ``ALL`` for everybody who is signed in."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, side, *roles = line.split()
            found[name, side] = frozenset(ROLES if roles == ["ALL"] else roles)
    return found


@pytest.fixture(scope="module")
def people(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Client]]:
    """A small hub after two rounds, and everybody signed in; all of it is rolled back."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        seed(lambda _words: None, 10)
        clients = {}
        for role in ROLES:
            client = Client(raise_request_exception=False)
            client.force_login(
                User.objects.get(username=role), "shuniu.accounts.backends.NameOrPhone"
            )
            clients[role] = client
        yield clients
        transaction.set_rollback(rollback=True)
        block.__exit__(None, None, None)


def ask(client: Client, address: str) -> int:
    """The status; what only takes acts is sent an empty one, whose effect is taken back."""
    status = client.get(address).status_code
    if status != 405:
        return status
    with transaction.atomic():
        status = client.post(address).status_code
        transaction.set_rollback(rollback=True)
    return status


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_who_may(address: Address, people: dict[str, Client], db: None) -> None:
    table = expected()
    for side in "AB" if address.parts else "A":
        where = target(address, side)
        if where is None:
            assert (address.name, side) not in table
            continue
        statuses = {role: ask(client, where) for role, client in people.items()}
        assert not [role for role, status in statuses.items() if status in {403, 500}], statuses
        let_in = frozenset(role for role, status in statuses.items() if status != 404)
        assert let_in == table[address.name, side], f"{where}: {statuses}"


@pytest.mark.slow
def test_a_read_only_role_changes_nothing_wherever_it_pushes(
    people: dict[str, Client], db: None
) -> None:
    own = ("account_", "accounts:", "mfa_", "usersessions", "base:")
    before = AuditEntry.objects.count()
    for address in ADDRESSES:
        if address.name.startswith(own):
            continue  # their own password and notices are theirs to change
        for side in "AB" if address.parts else "A":
            where = target(address, side)
            if where is not None:
                people["supervisor"].post(where, {"reason": "x", "name": "x", "choice": "for"})
    made = AuditEntry.objects.exclude(action__in=_PAPERS).count()
    assert made == before


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_strangers_are_asked_to_sign_in_or_find_nothing(
    address: Address, people: dict[str, Client], db: None
) -> None:
    where = target(address, "A")
    if where is None:
        return
    answer = Client(raise_request_exception=False).get(where)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith(_LOGIN)
    else:
        assert answer.status_code in {404, 405}


def test_the_table_names_addresses_that_exist() -> None:
    assert {name for name, _side in expected()} <= {one.name for one in ADDRESSES}
