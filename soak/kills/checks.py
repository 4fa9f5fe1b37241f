"""What must hold after a kill: everything acknowledged is there, everything that is there is whole."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from shuniu.base import audit, files
from shuniu.base.models import AuditEntry, StoredFile
from shuniu.evaluation.models import Answer, Evidence
from shuniu.evaluation.states import Stage
from shuniu.registry.models import Organisation


@dataclass
class Ledger:
    """What people were told, and what they sent without being told anything.

    Attributes:
        values: (entry, key) → what may stand there: the last that was acknowledged, first, then
            what was sent after it without an answer.
        evidence: (organisation, digest) of acknowledged uploads.
        imports: prefix of the names of an import → how many rows, and whether it was acknowledged.
    """

    values: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    evidence: set[tuple[int, str]] = field(default_factory=set)
    imports: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def said(self, entry: int, key: str, value: str, *, acknowledged: bool) -> None:
        """Somebody saved a value."""
        if acknowledged:
            self.values[entry, key] = [value]
        else:
            self.values.setdefault((entry, key), [""]).append(value)

    def count(self) -> int:
        """How many things were acknowledged and are still to be found."""
        done = sum(known for _rows, known in self.imports.values())
        return len(self.values) + len(self.evidence) + done


def faults(ledger: Ledger) -> list[str]:
    """Every way in which the data are not what people were told."""
    return [
        *_database(),
        *(f"audit line {fault.number}: {fault.reason}" for fault in audit.verify()),
        *_values(ledger),
        *_files(ledger),
        *_imports(ledger),
    ]


def _database() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [row[0] for row in cursor.fetchall()]
        if found != ["ok"]:
            yield f"database: {found[:3]}"
        cursor.execute("PRAGMA foreign_key_check")
        if cursor.fetchone():
            yield "database: a row points to nothing"


def _values(ledger: Ledger) -> Iterator[str]:
    kept = {
        (row.entry_id, row.key): "" if row.value is None else str(row.value)
        for row in Answer.objects.filter(stage=Stage.SELF)
    }
    for place, allowed in ledger.values.items():
        if kept.get(place, "") not in allowed:
            yield f"value {place}: {kept.get(place)!r} is none of {allowed}"
        ledger.values[place] = [kept.get(place, "")]  # what is seen now is seen for good
    told = _told()
    for place, value in kept.items():
        if told.get(place, "") != value:
            yield f"value {place}: {value!r}, but the book says {told.get(place)!r}"


def _told() -> dict[tuple[int, str], str]:
    """The last value of every place by the book."""
    found: dict[tuple[int, str], str] = {}
    lines = AuditEntry.objects.filter(action="evaluation.answer.saved").order_by("number")
    for line in lines:
        entry = int(line.subject.rpartition(":")[2])
        detail = line.detail
        values = detail.get("values") or {detail.get("key"): detail.get("value")}
        for key, value in values.items():
            found[entry, str(key)] = "" if value is None else str(value)
    return found


def _files(ledger: Ledger) -> Iterator[str]:
    for file in StoredFile.objects.all():
        try:
            content = files.content_of(file)
        except OSError as broken:
            yield f"file {file.pk}: {broken}"
        else:
            if len(content) != file.size:
                yield f"file {file.pk}: {len(content)} bytes of {file.size}"
    kept = defaultdict(set)
    for row in Evidence.objects.filter(uses__isnull=False).select_related("file"):
        kept[row.organisation_id].add(row.file.digest)
    for organisation, digest in ledger.evidence:
        if digest not in kept[organisation]:
            yield f"evidence {digest[:12]} of organisation {organisation} is lost"


def _imports(ledger: Ledger) -> Iterator[str]:
    for prefix, (rows, acknowledged) in ledger.imports.items():
        count = Organisation.objects.filter(name__startswith=prefix).count()
        if count not in ({rows} if acknowledged else {0, rows}):
            yield f"import {prefix}: {count} of {rows} rows, acknowledged: {acknowledged}"


def digest_of(content: bytes) -> str:
    """By which content is found again."""
    return hashlib.sha256(content).hexdigest()
