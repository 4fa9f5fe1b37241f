"""News that goes up: typed, listed, delivered inside the transaction that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar


class Event:
    """What happened; subclasses are frozen dataclasses of plain values and identifiers."""


_Some = TypeVar("_Some", bound=Event)
_LISTENERS: dict[type[Event], list[Callable[[Event], None]]] = defaultdict(list)


def listens(
    kind: type[_Some],
) -> Callable[[Callable[[_Some], None]], Callable[[_Some], None]]:
    """Register a listener; it runs in the announcer's transaction and enqueues what is slow."""

    def register(listener: Callable[[_Some], None]) -> Callable[[_Some], None]:
        if listener not in _LISTENERS[kind]:
            _LISTENERS[kind].append(listener)  # type: ignore[arg-type]
        return listener

    return register


def announce(event: Event) -> None:
    """Tell every listener of the event's own type."""
    for listener in _LISTENERS[type(event)]:
        listener(event)


def listeners() -> dict[str, list[str]]:
    """Who listens to what, for the page that lists it and for tests."""
    return {
        kind.__name__: [f"{one.__module__}.{one.__qualname__}" for one in found]
        for kind, found in _LISTENERS.items()
    }
