"""The list of matters, one matter, its complete file, its export."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.rules import may, may_somewhere
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock
from shuniu.base.paging import page_of
from shuniu.governance import rules
from shuniu.governance.forms.matters import Search
from shuniu.governance.models import Matter
from shuniu.governance.queries import exports, matters, overview, tables
from shuniu.governance.queries.file import file_of
from shuniu.governance.rules.after import can_execute
from shuniu.governance.rules.gate import passage_of
from shuniu.governance.states import OPEN
from shuniu.governance.views.acts import matter_of
from shuniu.ui.documents import delimited, pdf, workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Capability.MATTERS_SEE)
def matter_list(request: SignedIn) -> HttpResponse:
    """Matters, filtered, twenty a page."""
    user = request.user
    form = Search(request.GET, years=matters.years(user))
    page = page_of(matters.filtered(user, _wanted(form)), request)
    context = {
        "form": form,
        "page": page,
        "may_raise": may_somewhere(user, Capability.MATTERS_RAISE),
        "filtered": bool(form.is_valid() and any(form.cleaned_data.values())),
    }
    return render(request, "governance/matters.html", context)


def _wanted(form: Search) -> matters.Wanted:
    form.is_valid()
    said = {name: form.cleaned_data.get(name) or "" for name in ("q", "state", "kind", "major")}
    year = str(form.cleaned_data.get("year") or "")
    return matters.Wanted(
        **said,
        year=int(year) if year.isdecimal() else None,
        organisation=form.cleaned_data.get("of"),
    )


@needs(Capability.MATTERS_SEE)
def export(request: SignedIn) -> HttpResponse:
    """The list as filtered, as a workbook or as plain text."""
    form = Search(request.GET, years=matters.years(request.user))
    sheet = exports.matters_sheet(matters.filtered(request.user, _wanted(form)))
    name = f"{sheet.name}-{clock.today().isoformat()}"
    if request.GET.get("format") == "csv":
        return _attachment(delimited(sheet), f"{name}.csv", "text/csv; charset=utf-8")
    return _attachment(workbook([sheet]), f"{name}.xlsx", _XLSX)


@needs(Capability.MATTERS_SEE)
def matter(request: SignedIn, pk: int) -> HttpResponse:
    """One matter: where it stands, why each gate is open or shut, what may be done."""
    row = matter_of(request, pk)
    today = clock.today()
    seen = overview.overview(row, today)
    raises = rules.can_raise(request.user, row.organisation)
    context = {
        "matter": row,
        "seen": seen,
        "stages": overview.stages(),
        "stage": overview.stage(seen),
        "passage": passage_of(row, today, None) if row.state in OPEN else None,
        "raises": raises,
        "studies": rules.can_study(request.user, row),
        "names": bool(raises)
        or bool(may(request.user, Capability.PERSONS_READ, row.organisation.node)),
        "today": today,
        "voted": tables.voted(row).exists(),
        "confirming": tables.confirming(row).exists(),
        "executable": can_execute(row, today),
    }
    return render(request, "governance/matter.html", context)


@needs(Capability.MATTERS_SEE)
def matter_file(request: SignedIn, pk: int) -> HttpResponse:
    """The complete file of one matter as PDF."""
    row = matter_of(request, pk)
    names = bool(rules.can_raise(request.user, row.organisation))
    content = pdf("matter.typ", file_of(row, clock.today(), names=names))
    audit.record("governance.file.made", row, by=request.user, node=row.organisation.node_id)
    return _attachment(content, _name(row), "application/pdf")


def _name(row: Matter) -> str:
    return f"{row.organisation.name}-{row.number}-{row.title}.pdf"


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@needs(Capability.MATTERS_SEE)
def due(request: SignedIn) -> HttpResponse:
    """Reports, publicity, answers and confirmations that are waited for."""
    user = request.user
    context = {
        "reports": matters.reports_due(user)[:200],
        "answers": matters.answers_due(user)[:200],
        "emergencies": matters.to_confirm(user)[:200],
        "today": clock.today(),
    }
    return render(request, "governance/due.html", context)
