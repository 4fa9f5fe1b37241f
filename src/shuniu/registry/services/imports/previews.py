"""The sheet is read and compared; what each row would do is kept for the pages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import crypto, prepared
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure
from shuniu.registry.models import Import, ImportRow
from shuniu.registry.queries.imports import runs
from shuniu.registry.queries.imports.columns import specs
from shuniu.registry.queries.imports.comparing import Judged, compare, reach_of
from shuniu.registry.queries.imports.doubles import mark_doubles
from shuniu.registry.queries.imports.reading import Read, Terms, read
from shuniu.registry.queries.persons import masked
from shuniu.registry.rules import imports as import_rules
from shuniu.registry.services.imports.uploads import layout_of, still_open, told_of
from shuniu.registry.states import IMPORT_MOVES, RowVerdict
from shuniu.sheets import Layout, read_columns

_ALL = 10**9  # every cell that cannot be used is told


def preview_import(run: Import, *, by: User, note: str = "") -> None:
    """Read the sheet and compare it with the register; keeps what each row would do.

    Args:
        run: the import.
        by: whose rights count.
        note: a sentence to stand above the preview.

    Raises:
        Refused: by the rules, or the import is done.
    """
    ensure(import_rules.can_carry(by, run))
    still_open(run)
    _stage(run, "reading")
    layout = layout_of(run)
    told = told_of(run, layout)
    if told["missing"]:
        run.preview = told
        run.save(update_fields=["preview"])
        return
    found = _read(run, layout, told)
    _stage(run, "comparing")
    reach = reach_of(by, run.node)
    judged = compare(found.rows, reach, found.letters)
    mark_doubles(judged, reach)
    _stage(run, "keeping")
    _keep(run, judged, {**told, "notes": found.notes, "note": note})


def preview_for(run_id: int, user_id: int) -> None:
    """The same for a worker in the background; what goes wrong is told on the page."""
    run = runs.find(run_id)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if run is None or user is None or run.preview.get("stage") != "waiting":
        return
    try:
        preview_import(run, by=user)
    except Refused as error:
        _fail(run, error.verdict.reason)
    except Exception:
        _fail(run, _("比对没有完成，文件和设置都还在。请点“重新比对”再试。"))
        raise


def _fail(run: Import, reason: str) -> None:
    run.refresh_from_db()
    if runs.open_with(run):
        run.preview = {**run.preview, "stage": "failed", "note": reason}
        run.save(update_fields=["preview"])


def _stage(run: Import, stage: str) -> None:
    run.preview = {**run.preview, "stage": stage}
    Import.objects.filter(pk=run.pk).update(preview=run.preview)


def _read(run: Import, layout: Layout, told: Mapping[str, Any]) -> Read:
    chosen = run.columns.get("chosen")
    reading = read_columns(layout, specs(told["year"]), chosen=chosen, cap=_ALL)
    units = runs.units_of(layout.headings, told["letters"])
    asked = run.columns.get("unit", "")
    terms = Terms({key: asked or unit for key, unit in units.items()}, told["year"])
    found = read(reading, terms)
    found.notes.extend(runs.unused(layout.headings, told["letters"]))
    if not asked and not all(units.values()):
        found.notes.append(_("有金额列的表头没有写单位，按“万元”理解。不对请在“列的对应”中选择。"))
    return found


def _keep(run: Import, judged: Sequence[Judged], told: dict[str, Any]) -> None:
    key = crypto.new_key()
    rows = [_row(run, one, key) for one in judged]
    counts = {kind.value: 0 for kind in RowVerdict}
    for row in rows:
        counts[row.verdict] += 1
    alike = sum(row.alike for row in rows)
    with transaction.atomic():
        walk(run, IMPORT_MOVES["preview"])
        ImportRow.objects.filter(run=run).delete()
        prepared.insert(rows)
        stamp = secrets.token_hex(8)
        run.preview = {**told, "key": key, "counts": counts, "alike": alike, "stamp": stamp}
        run.save(update_fields=["preview"])


def _row(run: Import, one: Judged, key: str) -> ImportRow:
    given = one.given
    data: dict[str, Any] = {"notes": given.notes}
    if given.faults:
        data["faults"] = [[f.field, f.cell, f.reason] for f in given.faults]
    if one.verdict in {RowVerdict.ADDED, RowVerdict.CHANGED}:
        phone = str(given.values.get("contact", ""))
        changes = {k: pair for k, pair in one.changes.items() if k != "contact"}
        if "contact" in one.changes:
            changes["contact"] = (one.changes["contact"][0], masked(phone))
        data |= {
            "facts": one.facts,
            "changes": changes,
            "parent": one.parent,
            "report": one.report,
            "masked": masked(phone) if phone else "",
            "contact": crypto.seal(phone, key),
            "organisation": one.organisation,
            "version": one.version,
            "likes": one.likes,
            "twin": one.twin,
        }
    return ImportRow(
        run=run,
        number=given.number,
        verdict=one.verdict,
        name=str(given.values.get("name", ""))[:120],
        code=str(given.values.get("code", ""))[:40],
        alike=bool(one.likes),
        data=data,
    )
