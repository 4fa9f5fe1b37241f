"""Imports and their rows, as pages and papers show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import files
from shuniu.registry.models import Import, ImportRow
from shuniu.registry.queries.imports.columns import BY_KEY, FIELDS, Field, specs, unit_in, year_in
from shuniu.registry.states import ImportState, RowVerdict
from shuniu.sheets import Kind, Layout, look
from shuniu.ui.templatetags.ui import say

ALIKE_SHOWN = 300
NAMED = ("code", "name")  # shown in columns of their own
REASON = gettext_lazy("未导入的原因")  # heading beside the rows that are handed back
_IDLE = {"序号", "编号", "备注", "说明", "no", "no."}
_ALWAYS = ("type", "size", "area")  # follow from other cells where no column tells them


def visible(user: User) -> QuerySet[Import]:
    """Imports somebody may see, newest first."""
    rows = within(Import.objects.all(), user, Capability.REGISTRY_IMPORT)
    return rows.select_related("node", "file", "made_by")


def find(pk: int) -> Import | None:
    """An import."""
    return Import.objects.select_related("node", "file", "made_by").filter(pk=pk).first()


def layout_of(run: Import) -> Layout:
    """How the uploaded sheet is laid out.

    Raises:
        shuniu.findings.FindingsError: it cannot be read.
    """
    sheet = run.sheet or None
    found = look(files.path_of(run.file), specs(), sheet=sheet, file_name=run.file.name)
    year = year_in(found.headings.values())
    return found if year is None else found.asked(specs(year))


def units_of(headings: Mapping[str, str], fits: Mapping[str, str]) -> dict[str, str]:
    """Field → the unit its heading names."""
    return {
        one.key: unit_in(headings.get(fits[one.key], ""))
        for one in FIELDS
        if one.money and one.key in fits
    }


def unused(headings: Mapping[str, str], fits: Mapping[str, str]) -> list[str]:
    """A sentence about the columns nothing is taken from; those that never matter are left out."""
    used = set(fits.values())
    rest = [
        f"{words[:20]}（{at}）"
        for at, words in headings.items()
        if at not in used and words.strip().lower() not in {*_IDLE, str(REASON)}
    ]
    if not rest:
        return []
    listed = "、".join(rest[:12]) + ("…" if len(rest) > 12 else "")
    return [_("没有用到的列：%(columns)s。需要时请在“列的对应”中指定。") % {"columns": listed}]


def rows_of(run: Import, verdict: str) -> QuerySet[ImportRow]:
    """The rows of one verdict, in the order of the sheet."""
    return ImportRow.objects.filter(run=run, verdict=verdict).order_by("number")


def alike(run: Import) -> list[ImportRow]:
    """New rows that may be there already."""
    rows = ImportRow.objects.filter(run=run, verdict=RowVerdict.ADDED, alike=True)
    return list(rows.order_by("number")[:ALIKE_SHOWN])


def to_apply(run: Import) -> QuerySet[ImportRow]:
    """The rows that would be written."""
    kinds = (RowVerdict.ADDED, RowVerdict.CHANGED)
    return ImportRow.objects.filter(run=run, verdict__in=kinds).order_by("number")


def open_with(run: Import) -> bool:
    """Whether something can still be done with it."""
    return run.state in {ImportState.UPLOADED, ImportState.PREVIEWED}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value on its way into the register.

    Attributes:
        key: of the field.
        label: of the field.
        cell: address in the sheet; empty where the sheet does not say it.
        old: what stands there now.
        new: what would stand there.
    """

    key: str
    label: str
    cell: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the preview shows it."""

    row: ImportRow
    cells: Sequence[Cell]
    faults: Sequence[Mapping[str, str]]
    heads: Sequence[Cell] = ()

    def cells_under(self) -> list[Cell]:
        """The cells under the heads of the table."""
        found = {one.key: one for one in self.cells}
        return [found.get(head.key, head) for head in self.heads]


def heads_of(run: Import) -> list[Cell]:
    """The columns of a table of new rows: what the sheet tells, and what follows from it."""
    letters = run.preview.get("letters", {})
    wanted = [one for one in FIELDS if one.key in letters or one.key in _ALWAYS]
    return [Cell(one.key, str(one.label)) for one in wanted if one.key not in NAMED]


def lines(run: Import, rows: Iterable[ImportRow]) -> list[Line]:
    """Rows of a page with their cells; places are named at once."""
    shown = list(rows)
    names = _places(shown)
    letters: Mapping[str, str] = run.preview.get("letters", {})
    heads = heads_of(run)
    return [Line(one, [*_cells(one, letters, names)], [*_faults(one)], heads) for one in shown]


def _places(rows: Sequence[ImportRow]) -> dict[int, str]:
    wanted = {one.data.get("parent") for one in rows}
    for one in rows:
        wanted |= set(one.data.get("changes", {}).get("area", ()))
    found = Node.objects.filter(pk__in=[pk for pk in wanted if pk is not None])
    return dict(found.values_list("pk", "name"))


def _cells(one: ImportRow, letters: Mapping[str, str], names: Mapping[int, str]) -> Iterable[Cell]:
    if one.verdict == RowVerdict.CHANGED:
        pairs = {key: (old, new) for key, (old, new) in one.data["changes"].items()}
    else:
        values = {**one.data.get("facts", {}), **one.data.get("report", {})}
        if one.data.get("parent"):
            values["area"] = one.data["parent"]
        if one.data.get("masked"):
            values["contact"] = one.data["masked"]
        pairs = {key: (None, values[key]) for key in BY_KEY if values.get(key) is not None}
    for key, (old, new) in pairs.items():
        if key in BY_KEY and (key not in NAMED or one.verdict == RowVerdict.CHANGED):
            cell = f"{letters[key]}{one.number}" if key in letters else ""
            field = BY_KEY[key]
            told = (shown(field, old, names), shown(field, new, names))
            yield Cell(key, str(field.label), cell, *told)


def _faults(one: ImportRow) -> Iterable[Mapping[str, str]]:
    for key, cell, reason in one.data.get("faults", ()):
        label = str(BY_KEY[key].label) if key in BY_KEY else ""
        yield {"label": label, "cell": cell, "reason": reason}


def shown(field: Field, value: Any, names: Mapping[int, str]) -> str:
    """A value in the words of the pages."""
    if value is None or value == "":
        return _("（空）")
    if field.key == "area":
        return names.get(value, _("（空）"))
    if field.kind is Kind.CHOICE:
        titles = {option.key: option.title for option in field.options}
        return say(titles[value]) if value in titles else str(value)
    if field.key == "contact" and isinstance(value, bool):
        return _("已登记") if value else _("（空）")
    return str(value)


def typed(key: str, value: Any) -> Any:
    """A value as the register takes it, out of what was kept of a row."""
    field = BY_KEY[key]
    if value is None:
        return None
    if field.kind is Kind.DATE:
        return date.fromisoformat(value)
    return Decimal(value) if field.money else value
