"""Rules are dated data: declared with a default and a source, changed by rows with a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from shuniu.base import audit, clock
from shuniu.base.models import Rule

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule as the program knows it: its default is what a hub may change.

    Attributes:
        code: stable dotted name.
        default: in force until a hub sets another value of the same kind.
        title: what it says.
        source: where it is written.
        choices: for a list, the words it may hold, each with what it is called.
    """

    code: str
    default: object
    title: str | _StrPromise
    source: str | _StrPromise = ""
    choices: Sequence[tuple[str, str | _StrPromise]] = ()


_DECLARED: dict[str, Declared] = {}


def declare(
    code: str,
    default: object,
    title: str | _StrPromise,
    source: str | _StrPromise = "",
    choices: Sequence[tuple[str, str | _StrPromise]] = (),
) -> str:
    """Declare a rule at import time; returns its code."""
    _DECLARED[code] = Declared(code, default, title, source, choices)
    return code


def declared() -> list[Declared]:
    """All rules, by code."""
    return [_DECLARED[code] for code in sorted(_DECLARED)]


def value(code: str, on: date | None = None) -> object:
    """The value in force on a day (today where none is given).

    Raises:
        KeyError: nobody declared the rule.
    """
    default = _DECLARED[code].default
    rows = Rule.objects.filter(code=code, since__lte=on or clock.today()).order_by("-since")
    found = rows.values_list("value", flat=True).first()
    return default if found is None else found


def values(codes: Iterable[str], on: date | None = None) -> dict[str, object]:
    """Several rules at once, as they stand on a day.

    Raises:
        KeyError: nobody declared one of them.
    """
    found = {code: _DECLARED[code].default for code in codes}
    rows = Rule.objects.filter(code__in=list(found), since__lte=on or clock.today())
    found.update(rows.order_by("since").values_list("code", "value"))
    return found


def number(code: str, on: date | None = None) -> int:
    """A whole-number rule."""
    found = value(code, on)
    if not isinstance(found, int):
        message = f"{code} is not a whole number: {found!r}"
        raise TypeError(message)
    return found


def set_value(
    code: str, to: object, *, since: date, by: audit.Actor | None, source: str = ""
) -> Rule:
    """Put a value in force from a day on; the past keeps what it was computed with.

    Raises:
        KeyError: nobody declared the rule.
    """
    before = value(code, since)
    with transaction.atomic():
        row, _ = Rule.objects.update_or_create(
            code=code,
            since=since,
            defaults={
                "value": to,
                "source": source,
                "set_by_id": None if by is None else by.pk,
            },
        )
        audit.record("base.rule.set", f"rule:{code}", by=by, old=before, new=to, since=since)
    return row


def past(code: str) -> list[Rule]:
    """The values a rule was given, the newest first."""
    return list(Rule.objects.filter(code=code).order_by("-since"))
