"""The time, in one place, so that tests and the sample hub can stand on another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_SET: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The moment, aware of its zone."""
    return _SET.get() or timezone.now()


def today() -> date:
    """The day where the hub is."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Stand at another moment (noon, for a day) within the block."""
    if not isinstance(moment, datetime):
        zone = timezone.get_current_timezone()
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=zone)
    token = _SET.set(moment)
    try:
        yield
    finally:
        _SET.reset(token)
