"""Why one cell cannot be used, before it has a place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

MAX_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """The code of the notice and the values its sentences need."""

    code: str
    values: dict[str, object] = field(default_factory=dict)


def shown(value: object) -> str:
    """A cell as a person sees it, short enough for a sentence."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_shown(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    words = " ".join(str(value).split())
    words = "".join(c if c.isprintable() else "�" for c in words)
    return words if len(words) <= MAX_SHOWN else words[: MAX_SHOWN - 1] + "…"


def number_shown(value: float) -> str:
    """A number without the tail of zeros and binary dust."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
