"""The whole sample hub, from an empty database to two rounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from samples.hub import daily, rounds
from samples.hub.people import PASSWORD, open_cast, open_contact, sign_ins
from samples.hub.register import make_register, make_tree
from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock

__all__ = ["seed", "sign_ins"]
CONTACTS = 120  # organisations whose people sign in


def seed(say: Callable[[str], object], count: int = 120) -> None:
    """Make everything, with so many organisations.

    Raises:
        RuntimeError: the database is not empty.
    """
    if User.objects.exists():
        message = "数据库不是空的，未写入示例 / the database is not empty"
        raise RuntimeError(message)
    hashed = make_password(PASSWORD)
    with transaction.atomic(), clock.at(date(2026, 1, 5)):
        hub, areas = make_tree()
        people = open_cast(hub.node, areas, hashed)
        register = make_register(hub, areas, count)
        for number, row in enumerate(register.rows[:CONTACTS], 1):
            people.contacts[row.pk] = open_contact(row.node, number, hashed)
            if number == 1:
                secretary = open_contact(row.node, number, hashed, Role.BRANCH_SECRETARY)
                people.secretaries[row.pk] = secretary
                people.own = open_contact(row.node, number, hashed, Role.MEMBER)
        say(f"{len(register.rows)} 家单位 / organisations")
    with transaction.atomic():
        daily.make(register, people, say)
    rounds.make(register, people, say)
