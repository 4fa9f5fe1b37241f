"""Is a signed content what a packet must be? Whoever signed may have written anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

_NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOST = 2000
_HEAD = ("made_on", "status", "counted_from")


def sound_content(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The content, where its shape is right; nothing otherwise."""
    items = content.get("items")
    sound = (
        _NUMBER.fullmatch(str(content.get("number"))) is not None
        and all(isinstance(content.get(name), str) for name in _HEAD)
        and _texts(content.get("person"), "name", "phone")
        and _texts(content.get("from"), "party", "organisation")
        and _texts(content.get("consent"), "version", "digest", "given_on")
        and (not content["counted_from"] or _day(content["counted_from"]))
        and isinstance(items, list)
        and len(items) <= _MOST
        and all(_item(one) for one in items)
    )
    return content if sound else None


def _texts(value: object, *names: str) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(name), str) and len(value[name]) <= 200 for name in names
    )


def _day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _item(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    check = _KINDS.get(str(value.get("kind")))
    return check is not None and check(value)


def _step(item: Mapping[str, Any]) -> bool:
    facts = item.get("facts")
    return (
        type(item.get("number")) is int
        and 1 <= item["number"] <= 25
        and _day(item.get("on"))
        and isinstance(facts, dict)
        and isinstance(item.get("note"), str)
    )


def _contact(item: Mapping[str, Any]) -> bool:
    until = item.get("until")
    return _texts(item, "name") and _day(item.get("since")) and (not until or _day(until))


def _half_year(item: Mapping[str, Any]) -> bool:
    return _day(item.get("on")) and isinstance(item.get("text"), str)


def _training(item: Mapping[str, Any]) -> bool:
    try:
        hours = Decimal(str(item.get("hours")))
    except InvalidOperation:
        return False
    return _day(item.get("on")) and _texts(item, "title") and 0 < hours <= 100


def _scan(item: Mapping[str, Any]) -> bool:
    return (
        type(item.get("number")) is int
        and _texts(item, "title", "media_type")
        and _DIGEST.fullmatch(str(item.get("digest"))) is not None
        and type(item.get("size")) is int
        and isinstance(item.get("content"), str)
    )


_KINDS: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "step": _step,
    "contact": _contact,
    "half_year": _half_year,
    "training": _training,
    "scan": _scan,
}
