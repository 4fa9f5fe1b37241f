"""Imports: upload, columns, preview, decision, result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.registry import tasks
from shuniu.registry.forms.imports import Columns, Decision, Upload
from shuniu.registry.models import Import
from shuniu.registry.queries import organisations
from shuniu.registry.queries.imports import papers, runs
from shuniu.registry.rules import imports as rules
from shuniu.registry.services import imports
from shuniu.registry.states import ImportState, RowVerdict
from shuniu.registry.views.exports import attachment

_BUSY = {"waiting", "reading", "comparing", "keeping"}


def _door(request: SignedIn, pk: int) -> Import:
    run = found(runs.find(pk))
    return found(run, rules.can_carry(request.user, run))


@needs(Capability.REGISTRY_IMPORT)
def listing(request: SignedIn) -> HttpResponse:
    """Upload a sheet; the imports there were."""
    places = organisations.places(request.user, Capability.REGISTRY_IMPORT)
    form = Upload(places=places)
    if request.method == "POST":
        form = Upload(request.POST, request.FILES, places=places)
        run = _started(request, form) if form.is_valid() else None
        if run is not None:
            _compare(request, run)
            return redirect("registry:import", pk=run.pk)
    page = page_of(runs.visible(request.user), request)
    context = {"form": form, "page": page}
    status = 422 if form.errors else 200
    return render(request, "registry/imports/list.html", context, status=status)


def _started(request: SignedIn, form: Upload) -> Import | None:
    place = found(organisations.place(form.cleaned_data["place"]))
    try:
        return imports.start_import(form.cleaned_data["file"], place=place, by=request.user)
    except Refused as refusal:
        form.add_error("file", refusal.verdict.reason)
        return None


def _compare(request: SignedIn, run: Import) -> None:
    """Short sheets at once, long ones in the background."""
    if run.preview["missing"]:
        return
    if imports.is_long(run):
        tasks.preview_import.enqueue(run.pk, request.user.pk, get_language() or "zh-hans")
    else:
        imports.preview_import(run, by=request.user)


@needs(Capability.REGISTRY_IMPORT)
def show(request: SignedIn, pk: int) -> HttpResponse:
    """Where the import stands: its columns, what it would do, or what it did."""
    run = _door(request, pk)
    told = run.preview
    if run.state == ImportState.UPLOADED and not told["missing"] and told.get("stage") in _BUSY:
        response = render(request, "registry/imports/busy.html", {"run": run})
        response.headers["Refresh"] = "2"
        return response
    context = _shown(request, run)
    return render(request, "registry/imports/show.html", context)


def _shown(request: SignedIn, run: Import) -> dict[str, Any]:
    counts = run.preview.get("counts", {})
    kinds = [(kind, counts.get(kind.value, 0)) for kind in RowVerdict]
    first = next((kind.value for kind, count in kinds if count), RowVerdict.ADDED.value)
    asked = request.GET.get("show", "")
    chosen = asked if asked in RowVerdict.values else first
    page = page_of(runs.rows_of(run, chosen), request, 50)
    waiting = run.state == ImportState.PREVIEWED
    context: dict[str, Any] = {
        "run": run,
        "told": run.preview,
        "kinds": kinds,
        "show": chosen,
        "page": page,
        "lines": runs.lines(run, list(page)),
        "heads": runs.heads_of(run),
        "columns": Columns(told=run.preview) if runs.open_with(run) else None,
        "alike": runs.lines(run, runs.alike(run)) if waiting else [],
        "writes": counts.get("added", 0) + counts.get("changed", 0),
        "step": _step(run),
        "steps": [_("上传"), _("核对列"), _("核对预览"), _("完成")],
    }
    return context


def _step(run: Import) -> int:
    if run.state == ImportState.UPLOADED:
        return 2
    return 3 if run.state == ImportState.PREVIEWED else 4


@needs(Capability.REGISTRY_IMPORT)
@require_POST
def columns(request: SignedIn, pk: int) -> HttpResponse:
    """Say which column is which, and compare again."""
    run = _door(request, pk)
    form = Columns(request.POST, told=run.preview)
    if not form.is_valid():
        context = {**_shown(request, run), "columns": form}
        return render(request, "registry/imports/show.html", context, status=422)
    imports.correct_columns(run, form.correction(), by=request.user)
    _compare(request, run)
    return redirect("registry:import", pk=pk)


@needs(Capability.REGISTRY_IMPORT)
@require_POST
def compare(request: SignedIn, pk: int) -> HttpResponse:
    """Compare now, and wait for it."""
    run = _door(request, pk)
    imports.preview_import(run, by=request.user)
    return redirect("registry:import", pk=pk)


@needs(Capability.REGISTRY_IMPORT)
@require_POST
def apply(request: SignedIn, pk: int) -> HttpResponse:
    """Carry it out; a second click finds it done."""
    run = _door(request, pk)
    form = Decision(request.POST)
    if not form.is_valid():
        return redirect("registry:import", pk=pk)
    stamp = form.cleaned_data["stamp"]
    try:
        imports.apply_import(run, leave=form.leave(), stamp=stamp, by=request.user)
    except Refused as refusal:
        if run.state != ImportState.APPLIED:
            messages.error(request, refusal.verdict.reason)
        return redirect("registry:import", pk=pk)
    count = run.preview["counts"]["added"] + run.preview["counts"]["changed"]
    words = ngettext("已导入 %(count)s 家单位。", "已导入 %(count)s 家单位。", count)
    messages.success(request, words % {"count": count})
    return redirect("registry:import", pk=pk)


@needs(Capability.REGISTRY_IMPORT)
def drop(request: SignedIn, pk: int) -> HttpResponse:
    """Give it up, after a question."""
    run = _door(request, pk)
    back = reverse("registry:import", args=[pk])
    if request.method == "POST":
        imports.drop_import(run, by=request.user)
        messages.success(request, _("已放弃这次导入，名册没有变化。"))
        return redirect("registry:imports")
    context = {
        "title": _("放弃这次导入"),
        "text": _("名册不会有任何变化；上传的文件仍留在导入记录里。"),
        "back": back,
    }
    return render(request, "ui/confirm.html", context)


@needs(Capability.REGISTRY_IMPORT)
def refused(request: SignedIn, pk: int) -> HttpResponse:
    """The rows that cannot be imported, as they stand in the sheet, with the reason beside each."""
    run = _door(request, pk)
    return attachment(papers.refused(run), papers.refused_name(run))


@needs(Capability.REGISTRY_IMPORT)
def template(_request: SignedIn) -> HttpResponse:
    """An empty sheet with headings that are always understood."""
    return attachment(papers.empty(), _("名册导入模板") + ".xlsx")
