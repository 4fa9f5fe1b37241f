"""Lines of the audit book exactly as the database holds them, down to the byte.

The ORM forgives: a tab where a space was, a ``T`` between day and hour, are the same value to it.
Somebody who changed a byte did change the book, so on the embedded database, which keeps text, the
text itself is compared with what would have been written. PostgreSQL keeps no such text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Cast

from shuniu.base.models import AuditEntry

_TEXTS = ("at", "action", "subject", "detail", "previous", "digest")
_PLAIN = ("number", "actor_id", "node_id")


def entries(rows: QuerySet[AuditEntry]) -> Iterator[tuple[int, AuditEntry | None]]:
    """Number and line; ``None`` for a line that nobody could have written."""
    if connection.vendor != "sqlite":
        for row in rows.iterator(chunk_size=2000):
            yield row.pk, row
        return
    raw = {f"raw_{name}": Cast(name, BinaryField()) for name in _TEXTS}
    for values in rows.annotate(**raw).values(*_PLAIN, *raw).iterator(chunk_size=2000):
        yield values["number"], _read(values)


def _read(values: dict[str, Any]) -> AuditEntry | None:
    try:
        texts = {name: bytes(values[f"raw_{name}"]).decode() for name in _TEXTS}
        at = datetime.fromisoformat(texts.pop("at")).replace(tzinfo=UTC)
        detail = json.loads(texts.pop("detail"))
    except (TypeError, ValueError, RecursionError):
        return None
    plain = {name: values[name] for name in _PLAIN}
    if not all(one is None or type(one) is int for one in plain.values()):
        return None
    entry = AuditEntry(**plain, **texts, at=at, detail=detail)
    return entry if _as_written(entry, values) else None


def _as_written(entry: AuditEntry, values: dict[str, Any]) -> bool:
    for name in ("at", "detail"):
        field = AuditEntry._meta.get_field(name)
        written = field.get_db_prep_save(getattr(entry, name), connection=connection)  # type: ignore[union-attr]
        if str(written).encode() != bytes(values[f"raw_{name}"]):
            return False
    return True
