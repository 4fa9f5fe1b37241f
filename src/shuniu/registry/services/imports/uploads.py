"""A sheet is uploaded and its columns are looked at; a person says which is which, or gives it up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.base import audit, clock, files, rulebook
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.findings import FindingsError
from shuniu.registry import rules
from shuniu.registry.models import Import, ImportRow
from shuniu.registry.queries.imports import runs
from shuniu.registry.queries.imports.columns import BY_KEY, REQUIRED, specs, year_in
from shuniu.registry.rules import imports as import_rules
from shuniu.registry.states import IMPORT_MOVES, ImportState
from shuniu.sheets import Layout, look
from shuniu.ui.templatetags.ui import say

LONG = 500  # rows from which the comparison goes on in the background
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True, slots=True)
class Correction:
    """How a person says the sheet is to be read.

    Attributes:
        sheet: its name; empty for the one that fits best.
        columns: field → letters of its column, empty for none.
        unit: of amounts whose heading names none; empty as the heading says.
        year: of yearly figures where no column says it.
    """

    sheet: str = ""
    columns: Mapping[str, str] | None = None
    unit: str = ""
    year: int | None = None


def start_import(upload: File[bytes], *, place: Node, by: User) -> Import:
    """Keep a sheet that was uploaded and look at its columns; nothing is compared yet.

    Raises:
        Refused: by the rules, or the file cannot be read; says why and what to do.
    """
    ensure(rules.can_import(by, place))
    upload = _readable(upload)
    with transaction.atomic():
        kept = files.keep(upload, door=import_rules.DOOR, by=by)
        run = Import(node=place, file=kept, made_by=by, made_at=clock.now())
        layout = layout_of(run)
        run.preview = {"stage": "waiting", **told_of(run, layout)}
        run.save()
        detail = {"file": kept.digest, "name": kept.name}
        audit.record("registry.import.uploaded", run, by=by, node=place.pk, **detail)
    return run


def _readable(upload: File[bytes]) -> File[bytes]:
    """Text is looked at before it is kept: a web page under a workbook's name is told as such."""
    name = PurePosixPath(str(upload.name or "")).name
    head = upload.read(8)
    upload.seek(0)
    if not head or head.startswith(_PACKED):
        return upload
    content = upload.read(rulebook.number(files.LARGEST) + 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{PurePosixPath(name).suffix.lower()[:8]}"
        path.write_bytes(content)
        with _told_why():
            look(path, specs(), file_name=name)
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        content = content.decode("utf-16").encode("utf-8-sig")
    return ContentFile(content, name=f"{PurePosixPath(name).stem or 'list'}.csv")


@contextmanager
def _told_why() -> Iterator[None]:
    """A sheet that cannot be read is refused with what the reader says."""
    try:
        yield
    except FindingsError as error:
        words = " ".join(say(one.text) + say(one.fix) for one in error.findings[:3])
        raise Refused(refuse(words, "registry.import.file")) from error


def layout_of(run: Import) -> Layout:
    """How the sheet is laid out.

    Raises:
        Refused: it cannot be read; says why and what to do.
    """
    with _told_why():
        return runs.layout_of(run)


def told_of(run: Import, layout: Layout) -> dict[str, Any]:
    """What pages say of the columns: where each stands, and which are missing."""
    fits = run.columns.get("chosen") or layout.fits
    return {
        "sheet": layout.sheet,
        "sheets": list(layout.sheets),
        "headings": dict(layout.headings),
        "letters": {key: letters for key, letters in fits.items() if letters},
        "year": run.columns.get("year") or year_in(layout.headings.values()),
        "unit": run.columns.get("unit", ""),
        "height": max(0, layout.height - layout.header),
        "missing": [str(BY_KEY[key].label) for key in REQUIRED if not fits.get(key)],
    }


def is_long(run: Import) -> bool:
    """Whether comparing takes longer than somebody likes to wait for a page."""
    return int(run.preview.get("height", 0)) > LONG


def correct_columns(run: Import, correction: Correction, *, by: User) -> None:
    """Say which column is which; the comparison starts anew.

    Raises:
        Refused: by the rules, or the sheet is not there, or the import is done.
    """
    ensure(import_rules.can_carry(by, run))
    still_open(run)
    run.columns = {
        "chosen": None if correction.columns is None else dict(correction.columns),
        "unit": correction.unit,
        "year": correction.year,
    }
    run.sheet = correction.sheet
    told = told_of(run, layout_of(run))
    with transaction.atomic():
        run.preview = {"stage": "waiting", **told}
        run.state = ImportState.UPLOADED
        left = Import.objects.filter(pk=run.pk, state__in=IMPORT_MOVES["preview"].sources)
        if not left.update(
            columns=run.columns, sheet=run.sheet, preview=run.preview, state=run.state
        ):
            run.refresh_from_db()
            still_open(run)
        ImportRow.objects.filter(run=run).delete()


def still_open(run: Import) -> None:
    """Go on only while something can still be done with it.

    Raises:
        Refused: it is carried out or dropped.
    """
    if not runs.open_with(run):
        words = _("这次导入已经是“%(state)s”，不能再改。")
        told = words % {"state": ImportState(run.state).label}
        raise Refused(refuse(told, "registry.import.done"))


def drop_import(run: Import, *, by: User) -> None:
    """Give it up; what was compared goes.

    Raises:
        Refused: by the rules, or it is done already.
    """
    ensure(import_rules.can_carry(by, run))
    with transaction.atomic():
        walk(run, IMPORT_MOVES["drop"])
        ImportRow.objects.filter(run=run).delete()
        run.preview = {**run.preview, "key": ""}
        run.save(update_fields=["preview"])
        audit.record("registry.import.dropped", run, by=by, node=run.node_id)
