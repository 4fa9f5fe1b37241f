"""The book: who did what, when, to what; each line chained to the one before by its hash.

Values of personal fields never stand in it: ``commitment`` gives a keyed hash that proves a value
without telling it. Writers wait for one another while they add a line, so the chain has one order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from shuniu.base import clock, crypto, prepared, stored
from shuniu.base.models import AuditAnchor, AuditEntry

_LOCK = 7_309_001  # advisory lock on PostgreSQL; SQLite has one writer anyway
START = "0" * 64
_PRUNED = "base.audit.pruned"


class Actor(Protocol):
    """Somebody signed in."""

    @property
    def pk(self) -> int:
        """Opaque number."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that does not fit the chain."""

    number: int
    reason: str


def record(
    action: str,
    subject: models.Model | str,
    *,
    by: Actor | None,
    node: int | None = None,
    **detail: object,
) -> AuditEntry:
    """Add a line, in the transaction of the write it tells of.

    Args:
        action: stable dotted words, such as ``registry.organisation.added``.
        subject: a row, or ``kind:id``.
        by: who; ``None`` for the system itself.
        node: the place in the hub tree it belongs to.
        detail: plain values; for personal fields commitments only.
    """
    with transaction.atomic():
        _wait()
        entry = _entry(Line(action, subject, node, detail), head(), by)
        entry.save(force_insert=True)
    return entry


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be written together with others.

    Attributes:
        action: stable dotted words.
        subject: a row, or ``kind:id``.
        node: the place in the hub tree it belongs to.
        detail: plain values; for personal fields commitments only.
    """

    action: str
    subject: models.Model | str
    node: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


def record_many(lines: Iterable[Line], *, by: Actor | None) -> int:
    """Add many lines of one act at once, each chained as ``record`` chains them.

    Returns:
        How many lines there were.
    """
    entries: list[AuditEntry] = []
    with transaction.atomic():
        _wait()
        last = head()
        for line in lines:
            entries.append(_entry(line, last, by))
            last = (entries[-1].number, entries[-1].digest)
        prepared.insert(entries)
    return len(entries)


def _entry(line: Line, last: tuple[int, str], by: Actor | None) -> AuditEntry:
    """The line that follows another."""
    entry = AuditEntry(
        number=last[0] + 1,
        at=clock.now().astimezone(UTC),
        actor_id=None if by is None else by.pk,
        action=line.action,
        subject=line.subject if isinstance(line.subject, str) else _name(line.subject),
        node_id=line.node,
        detail=json.loads(json.dumps(line.detail, cls=DjangoJSONEncoder)),
        previous=last[1],
    )
    entry.digest = digest_of(entry)
    return entry


def commitment(value: str) -> str:
    """A keyed hash that stands for a personal value."""
    return f"hmac:{crypto.keyed_hash(value)[:32]}" if value else ""


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 over the canonical form of a line and the digest before it."""
    content = {
        "number": entry.number,
        "at": _moment(entry.at),
        "actor": None if entry.actor_id is None else str(entry.actor_id),
        "action": entry.action,
        "subject": entry.subject,
        "node": entry.node_id,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def verify(*, upto: int | None = None) -> Iterator[Fault]:
    """Walk the chain; every line whose content, order or link is not what was written."""
    number, previous = _anchor()
    rows = AuditEntry.objects.order_by("number")
    if upto is not None:
        rows = rows.filter(number__lte=upto)
    for found, entry in stored.entries(rows):
        if found != number + 1:
            yield Fault(found, f"line {number + 1} is missing")
        number = found
        if entry is None:
            yield Fault(found, "cannot be read as it was written")
            previous = ""
            continue
        if entry.previous != previous:
            yield Fault(found, "does not follow the line before it")
        if digest_of(entry) != entry.digest:
            yield Fault(found, "content was changed")
        previous = entry.digest
    yield from _anchor_faults()


def _anchor_faults() -> Iterator[Fault]:
    """The anchor in use must be what the line about its making says."""
    anchor = AuditAnchor.objects.order_by("-number").first()
    if anchor is None:
        return
    told = AuditEntry.objects.filter(action=_PRUNED, subject=f"audit:{anchor.number}").first()
    said = {} if told is None else told.detail
    if said.get("digest") != anchor.digest or said.get("at") != _moment(anchor.at):
        yield Fault(anchor.number, "the anchor is not the one that was made")


def head() -> tuple[int, str]:
    """Number and digest of the last line: write it down outside to notice a cut-off end."""
    last = AuditEntry.objects.order_by("-number").values_list("number", "digest").first()
    return last or _anchor()


def prune(before: datetime, *, by: Actor | None) -> int:
    """Remove lines older than the policy keeps; the anchor carries the chain on.

    Returns:
        How many lines went.
    """
    with transaction.atomic():
        _wait()
        last = (
            AuditEntry.objects.filter(at__lt=before)
            .order_by("-number")
            .values_list("number", "digest")
            .first()
        )
        if last is None:
            return 0
        gone, _ = AuditEntry.objects.filter(number__lte=last[0]).delete()
        anchor = AuditAnchor.objects.create(number=last[0], digest=last[1], at=clock.now())
        said: dict[str, Any] = {"digest": anchor.digest, "at": _moment(anchor.at)}
        record(_PRUNED, f"audit:{last[0]}", by=by, lines=gone, before=before, **said)
    return gone


def _anchor() -> tuple[int, str]:
    anchor = AuditAnchor.objects.order_by("-number").values_list("number", "digest").first()
    return anchor or (0, START)


def _wait() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _name(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
