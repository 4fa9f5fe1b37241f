"""A small hub with a round that takes answers; everybody in it is signed in already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from shuniu.accounts.models import User
from shuniu.accounts.services import grant, open_user
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.evaluation.models import Entry
from shuniu.evaluation.services import frameworks, rounds
from shuniu.identifiers import make_credit_code
from shuniu.registry.services import Particulars, add_organisation

_BACKEND = "shuniu.accounts.backends.NameOrPhone"
QUESTIONS = 12
_SHEET = """format: 1
code: soak
version: "1"
title: {zh: 试评表, en: A trial sheet}
source: {name: soak}
points: 12
bands:
  - {grade: A, range: ">=6"}
  - {grade: B, range: "<6"}
items:
"""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who works: the session that the browser holds, and what they work on."""

    user: int
    session: str
    organisation: int = 0
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """Everybody."""

    officer: Somebody
    contacts: tuple[Somebody, ...]


def make(count: int) -> Ground:
    """A hub, ``count`` organisations with a contact each, and an open round of all of them."""
    with transaction.atomic():
        hub = add_organisation(
            Particulars(_code(0), "澄溪区社会组织联合会", "hub"), parent=None, by=None
        )
        officer = _person("officer", Role.HUB_LEAD, hub.node)
        rows = [
            add_organisation(
                Particulars(_code(n), f"试评单位{n}", "service"), parent=hub.node, by=officer
            )
            for n in range(1, count + 1)
        ]
        framework = frameworks.add_framework(_sheet(), node=hub.node, by=officer)
        frameworks.release(framework, by=officer)
        today = clock.today()
        plan = rounds.Plan(
            "试评",
            date(today.year, 1, 1),
            date(today.year, 12, 31),
            today + timedelta(days=30),
            today + timedelta(days=60),
        )
        row = rounds.plan_round(plan, node=hub.node, by=officer)
        rounds.set_table(row, kind=("service", "regular"), framework=framework, by=officer)
        rounds.invite(row, rows, by=officer)
        rounds.open_round(row, by=officer)
        entries = dict(Entry.objects.filter(round=row).values_list("organisation_id", "pk"))
        contacts = [
            (one, _person(f"contact{at}", Role.CONTACT, one.node)) for at, one in enumerate(rows)
        ]
    return Ground(
        Somebody(officer.pk, _session(officer)),
        tuple(Somebody(user.pk, _session(user), one.pk, entries[one.pk]) for one, user in contacts),
    )


def new_code(number: int) -> str:
    """A code that no organisation of the ground has."""
    return _code(100_000 + number)


def _code(number: int) -> str:
    return make_credit_code("52", "110000", f"{number + 1:08d}").code


def _sheet() -> str:
    lines = [
        f"  - {{key: q{n:02d}, title: 第{n}项, points: 1, "
        f"rule: {{kind: ratio, ask: {{unit: '%', max: 100}}, zero_at: 0, full_at: 100}}}}\n"
        for n in range(QUESTIONS)
    ]
    return _SHEET + "".join(lines)


def _person(name: str, role: Role, node: object) -> User:
    user = open_user(name, display_name=name, password=None, by=None)
    grant(user, role=role, node=node, by=None)  # type: ignore[arg-type]
    return user


def _session(user: User) -> str:
    """As signing in leaves it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = _BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.set_expiry(24 * 3600)
    store.save()
    return str(store.session_key)
