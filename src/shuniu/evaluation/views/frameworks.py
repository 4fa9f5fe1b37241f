"""Frameworks: read, linted, edited as drafts, tried, compared, released."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.frameworks import (
    AddForm,
    CompareForm,
    EditForm,
    TrialForm,
    VersionForm,
)
from shuniu.evaluation.models import FrameworkVersion
from shuniu.evaluation.queries import frameworks as queries
from shuniu.evaluation.queries import rounds as round_queries
from shuniu.evaluation.queries import trials
from shuniu.evaluation.rules import frameworks as rules
from shuniu.evaluation.services import frameworks as services
from shuniu.findings import FindingsError

_READERS = (
    Capability.ROUNDS_SEE,
    Capability.ROUNDS_ANSWER,
    Capability.ROUNDS_ASSESS,
    Capability.FRAMEWORKS_EDIT,
)


def the_framework(request: SignedIn, pk: int) -> FrameworkVersion:
    """A version this person may see."""
    return found(queries.visible_one(request.user, pk))


@needs(*_READERS)
def frameworks(request: SignedIn) -> HttpResponse:
    """All versions somebody sees."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    context = {
        "page": page_of(queries.listed(request.user, state=state, words=words), request),
        "words": words,
        "state": state,
        "edits": nodes_where(request.user, Capability.FRAMEWORKS_EDIT).exists(),
    }
    return render(request, "evaluation/frameworks/list.html", context)


@needs(*_READERS)
def framework(request: SignedIn, pk: int) -> HttpResponse:
    """A framework as a sheet to be read, with what the linter says."""
    row = the_framework(request, pk)
    try:
        tables = trials.tables(row)
    except FindingsError:
        tables = []
    context = {
        "framework": row,
        "tables": tables,
        "rows": queries.rows_of(row),
        "siblings": queries.siblings(row, request.user),
        "can_edit": rules.can_edit(request.user, row),
        "can_release": rules.can_release(request.user, row),
        "can_retire": rules.can_retire(request.user, row),
        "can_drop": rules.can_drop(request.user, row),
        "can_add": rules.can_add(request.user, row.node),
    }
    return render(request, "evaluation/frameworks/framework.html", context)


@needs(*_READERS)
def text(request: SignedIn, pk: int) -> HttpResponse:
    """The text with the number of each line, and the findings at theirs."""
    row = the_framework(request, pk)
    if "download" in request.GET:
        response = HttpResponse(row.text, content_type="application/yaml; charset=utf-8")
        name = f'attachment; filename="{row.code}-{row.version}.yaml"'
        response.headers["Content-Disposition"] = name
        return response
    said: dict[int, list[queries.Row]] = {}
    for one in queries.rows_of(row):
        said.setdefault(one.line or 1, []).append(one)
    lines = [(n, line, said.get(n, [])) for n, line in enumerate(row.text.splitlines(), 1)]
    context = {"framework": row, "lines": lines}
    return render(request, "evaluation/frameworks/text.html", context)


@needs(Capability.FRAMEWORKS_EDIT)
def add(request: SignedIn) -> HttpResponse:
    """From the shelf, or pasted."""
    nodes = nodes_where(request.user, Capability.FRAMEWORKS_EDIT).filter(kind__in=("hub", "area"))
    form = AddForm(request.POST or None, nodes=nodes, initial={"node": nodes.first()})
    rows: tuple[queries.Row, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_framework(
                form.cleaned_data["text"], node=form.cleaned_data["node"], by=request.user
            )
            messages.success(request, _("已加入，检查后设为可用。"))
            return redirect("evaluation:framework", made.pk)
        except services.Unreadable as error:
            form.add_error("text", error.verdict.reason)
            rows = error.rows
        except Refused as refusal:
            form.add_error(None, refusal.verdict.reason)
    context = {"form": form, "rows": rows, "shipped": queries.shipped(), "nodes": nodes}
    return render(request, "evaluation/frameworks/add.html", context)


@needs(Capability.FRAMEWORKS_EDIT)
@require_POST
def take(request: SignedIn) -> HttpResponse:
    """Take one from the shelf."""
    nodes = nodes_where(request.user, Capability.FRAMEWORKS_EDIT)
    node = found(nodes.filter(kind="hub").first() or nodes.first())
    made = services.take_shipped([request.POST.get("name", "")], node=node, by=request.user)
    messages.success(request, _("已加入，检查后设为可用。"))
    return redirect("evaluation:framework", made[0].pk)


@needs(Capability.FRAMEWORKS_EDIT)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Edit a draft; what cannot be read is kept all the same."""
    row = the_framework(request, pk)
    form = EditForm(request.POST or None, initial={"text": row.text, "seen": row.edits})
    theirs = None
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        try:
            services.edit_framework(row, held["text"], seen=held["seen"], by=request.user)
            messages.success(request, _("已保存草稿。"))
            return redirect("evaluation:framework_edit", pk)
        except services.Overtaken as error:
            theirs = error.theirs
            form.add_error(None, error.verdict.reason)
            again = request.POST.copy()
            again["seen"] = str(theirs.edits)
            form.data = again
    context = {"framework": row, "form": form, "rows": queries.rows_of(row), "theirs": theirs}
    return render(request, "evaluation/frameworks/edit.html", context)


@needs(Capability.FRAMEWORKS_EDIT)
def new_version(request: SignedIn, pk: int) -> HttpResponse:
    """Begin a draft from a version."""
    row = the_framework(request, pk)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.new_version(row, form.cleaned_data["version"], by=request.user)
            return redirect("evaluation:framework_edit", made.pk)
        except Refused as refusal:
            form.add_error("version", refusal.verdict.reason)
    context = {
        "title": _("新建版本"),
        "text": _("以“%(title)s”为底稿，改好后设为可用；正在进行的评价仍用原来的版本。")
        % {"title": row},
        "form": form,
        "danger": False,
        "back": f"/frameworks/{pk}/",
    }
    return render(request, "ui/confirm.html", context)


def _act(act: Callable[..., None], said: str, then: str) -> Callable[[SignedIn, int], HttpResponse]:
    def view(request: SignedIn, pk: int) -> HttpResponse:
        row = the_framework(request, pk)
        act(row, by=request.user)
        messages.success(request, _(said))
        return redirect(then, pk) if then.endswith("framework") else redirect(then)

    return view


release = needs(Capability.FRAMEWORKS_EDIT)(
    require_POST(_act(services.release, "已设为可用。", "evaluation:framework"))
)
retire = needs(Capability.FRAMEWORKS_EDIT)(
    require_POST(_act(services.retire, "已停用。", "evaluation:framework"))
)
drop = needs(Capability.FRAMEWORKS_EDIT)(
    require_POST(_act(services.drop, "已删除草稿。", "evaluation:frameworks"))
)


@needs(Capability.ROUNDS_RUN, Capability.FRAMEWORKS_EDIT)
def trial(request: SignedIn, pk: int) -> HttpResponse:
    """What it would have made of a past round."""
    row = the_framework(request, pk)
    past = round_queries.earlier(request.user)
    form = TrialForm(request.GET if "round" in request.GET else None, rows=past)
    tried, fault = None, ""
    if form.is_bound and form.is_valid():
        try:
            tried = trials.trial(row, form.cleaned_data["round"])
        except (FindingsError, KeyError):
            fault = _("这一版还不能用来计分，请先改正检查出的错误，或换一轮数据。")
    context = {"framework": row, "form": form, "trial": tried, "fault": fault}
    return render(request, "evaluation/frameworks/trial.html", context)


@needs(*_READERS)
def compare(request: SignedIn, pk: int) -> HttpResponse:
    """What is not the same in another version."""
    row = the_framework(request, pk)
    form = CompareForm(
        request.GET if "other" in request.GET else None, rows=queries.siblings(row, request.user)
    )
    found_ = None
    if form.is_bound and form.is_valid():
        other = the_framework(request, form.cleaned_data["other"].pk)
        try:
            found_ = trials.compare(other, row)
        except FindingsError:
            form.add_error("other", _("其中一版读不出来，请先改正。"))
    context = {"framework": row, "form": form, "differences": found_}
    return render(request, "evaluation/frameworks/compare.html", context)
