"""An import is carried out, all or nothing, once; rows of a program likewise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure
from shuniu.registry.models import Import, ImportRow
from shuniu.registry.queries.imports import runs
from shuniu.registry.queries.imports.columns import specs
from shuniu.registry.queries.imports.comparing import Judged, Reach, compare, reach_of
from shuniu.registry.queries.imports.doubles import mark_doubles
from shuniu.registry.queries.imports.reading import Terms, read
from shuniu.registry.rules import imports as import_rules
from shuniu.registry.services.bulk import STALE, Entry, enter
from shuniu.registry.services.imports.previews import preview_import
from shuniu.registry.states import IMPORT_MOVES, RowVerdict
from shuniu.sheets import read_rows

_ALL = 10**9  # every cell that cannot be used is told
_WRITTEN = {RowVerdict.ADDED, RowVerdict.CHANGED}


def apply_import(run: Import, *, leave: Iterable[int], stamp: str, by: User) -> None:
    """Carry it out, all or nothing, once; rows somebody leaves out are kept as such.

    Args:
        run: the import.
        leave: numbers of rows that are not to be imported.
        stamp: of the preview somebody looked at.
        by: who.

    Raises:
        Refused: by the rules; it is done already; the register has moved on, and the preview with it.
    """
    ensure(import_rules.can_carry(by, run))
    try:
        with transaction.atomic():
            walk(run, IMPORT_MOVES["apply"])
            run.refresh_from_db(fields=["preview"])
            ensure(import_rules.may_be_seen(stamp, run))
            _leave(run, set(leave))
            entries = [_entry(row, run.preview["key"]) for row in runs.to_apply(run)]
            added, changed = enter(entries, reach=reach_of(by, run.node), by=by)
            counts = {**run.preview["counts"], "added": len(added), "changed": len(changed)}
            run.preview = {**run.preview, "counts": counts, "key": "", "note": ""}
            run.applied_at = clock.now()
            run.save(update_fields=["preview", "applied_at"])
            detail = {"file": run.file.digest, **counts}
            audit.record("registry.import.applied", run, by=by, node=run.node_id, **detail)
    except Refused as error:
        run.refresh_from_db()
        if error.verdict.rule == STALE:
            preview_import(run, by=by, note=error.verdict.reason)
        raise


def _leave(run: Import, numbers: set[int]) -> None:
    reason = _("核对时选择了不导入（疑似重复）。")
    rows = list(runs.rows_of(run, RowVerdict.ADDED).filter(alike=True)) if numbers else []
    left = [row for row in rows if row.number in numbers]
    for row in left:
        row.verdict = RowVerdict.REFUSED
        row.data = {**row.data, "faults": [["", "", reason]], "contact": ""}
    ImportRow.objects.bulk_update(left, ["verdict", "data"], batch_size=100)
    if left:
        counts = run.preview["counts"]
        refused = counts[RowVerdict.REFUSED] + len(left)
        run.preview = {**run.preview, "counts": {**counts, RowVerdict.REFUSED: refused}}


def _entry(row: ImportRow, key: str) -> Entry:
    data = row.data
    return Entry(
        code=row.code,
        organisation=data["organisation"],
        version=data["version"],
        facts={k: runs.typed(k, v) for k, v in data["facts"].items() if k != "code"},
        parent=data["parent"],
        contact=crypto.unseal(data["contact"], key),
        report={k: runs.typed(k, v) for k, v in data["report"].items()},
    )


def import_rows(
    given: Sequence[Mapping[str, object]], *, reach: Reach, by: User, dry: bool
) -> list[Judged]:
    """Rows of a program, judged as those of a sheet; what can be taken in is, unless it is a try.

    The caller has asked the scope of the token.

    Raises:
        Refused: the register has moved on meanwhile; nothing was written.
    """
    found = read(read_rows(given, specs(), cap=_ALL), Terms())
    judged = compare(found.rows, reach, found.letters)
    mark_doubles(judged, reach)
    wanted = [one for one in judged if one.verdict in _WRITTEN]
    if not dry and wanted:
        with transaction.atomic():
            added, changed = enter([_asked(one) for one in wanted], reach=reach, by=by)
            counts = {"added": len(added), "changed": len(changed), "rows": len(judged)}
            audit.record("registry.import.applied", "api", by=by, node=reach.place.pk, **counts)
    return judged


def _asked(one: Judged) -> Entry:
    values = one.given.values
    return Entry(
        code=str(values["code"]),
        organisation=one.organisation,
        version=one.version,
        facts=one.facts,
        parent=one.parent,
        contact=str(values.get("contact", "")),
        report=one.report,
    )
