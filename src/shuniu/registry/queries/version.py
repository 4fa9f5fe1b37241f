"""How far the register has come: the last line of the book that concerns it.

Every write leaves its line, in the order of commits; so as long as no new line concerns the
register, what was read from it still holds. Each process looks only at the lines it has not seen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.db.models import Q

from shuniu.base.models import AuditEntry

_Thing = TypeVar("_Thing")
_CONCERN = (
    Q(action__startswith="registry.")
    | Q(action__startswith="accounts.node.")
    | Q(action__startswith="base.rule.")
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What this process knows of the book."""

    number: int = 0  # the last line it has looked at
    digest: str = ""
    mark: tuple[int, str] = (0, "")  # the last line that concerns the register


_KNOWN = [_Seen()]


def version() -> tuple[int, str]:
    """A mark that changes with every write that concerns the register."""
    lines = AuditEntry.objects.order_by("-number").values_list("number", "digest")
    head, known = lines.first(), _KNOWN[0]
    if head is None:
        return (0, "")
    if head == (known.number, known.digest):
        return known.mark
    if lines.filter(number=known.number).first() != (known.number, known.digest):
        known = _Seen()  # another book: restored, or a test's
    newer = lines.filter(_CONCERN, number__gt=known.number, number__lte=head[0]).first()
    _KNOWN[0] = _Seen(*head, newer or known.mark)
    return _KNOWN[0].mark


class Kept(Generic[_Thing]):
    """A few things read from the register, kept until something concerning it is written."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, tuple[tuple[int, str], _Thing]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], _Thing]) -> _Thing:
        """What was read under a key, or read now."""
        now = version()
        with self._lock:
            found = self._things.get(key)
            if found is not None and found[0] == now:
                self._things.move_to_end(key)
                return found[1]
        thing = read()
        with self._lock:
            self._things[key] = (now, thing)
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return thing
