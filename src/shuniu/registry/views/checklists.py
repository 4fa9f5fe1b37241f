"""Checklists: made, followed, marked organisation by organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.models import Node
from shuniu.accounts.queries import hub
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.files import keep
from shuniu.base.verdicts import Refused, ensure
from shuniu.registry import rules, services
from shuniu.registry.forms import lists as forms
from shuniu.registry.models import Organisation
from shuniu.registry.queries import checklists
from shuniu.registry.views import doors
from shuniu.registry.views.acts import Act, act, bound


def _top(request: SignedIn) -> Node | None:
    top = hub()
    return top if top is not None and rules.can_keep(request.user, top) else None


@needs(Capability.DASHBOARD_SEE)
def listing(request: SignedIn) -> HttpResponse:
    """The lists there are."""
    context = {"rows": checklists.all_for(request.user), "may_add": _top(request) is not None}
    return render(request, "registry/checklists.html", context)


@needs(Capability.DASHBOARD_SEE)
def show(request: SignedIn, pk: int) -> HttpResponse:
    """How far a list is, thing by thing and organisation by organisation."""
    row = found(checklists.all_for(request.user).filter(pk=pk).first())
    board = checklists.board(request.user, row)
    page = Paginator(board.order, 20).get_page(request.GET.get("page"))
    context = {
        "checklist": row,
        "items": board.items,
        "page": page,
        "rows": checklists.rows_of(board, list(page)),
        "may_edit": bool(rules.can_keep(request.user, row.node)),
    }
    return render(request, "registry/checklist.html", context)


def _listing(data: Mapping[str, Any]) -> services.Listing:
    return services.Listing(**data)


def _form_page(title: str, back: str, done: str) -> Act:
    return Act(
        title=title,
        button=_("保存"),
        back=back,
        done=done,
        crumbs=((_("清单"), reverse("registry:checklists")),),
    )


@needs(Capability.REGISTRY_EDIT)
def add(request: SignedIn) -> HttpResponse:
    """Make a list for the whole hub."""
    top = found(hub())
    ensure(rules.can_keep(request.user, top))
    page = _form_page(_("新建清单"), reverse("registry:checklists"), _("已新建清单。"))
    return act(
        request,
        forms.ChecklistForm(bound(request)),
        page,
        lambda data: services.open_checklist(top, _listing(data), by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Change a list."""
    row = found(checklists.find(pk))
    found(row, rules.can_keep(request.user, row.node))
    page = _form_page(_("修改清单"), reverse("registry:checklist", args=[pk]), _("已保存清单。"))
    return act(
        request,
        forms.ChecklistForm(bound(request), checklist=row),
        page,
        lambda data: services.change_checklist(row, _listing(data), by=request.user),
    )


@needs(Capability.REGISTRY_SEE)
def mark(request: SignedIn, pk: int, organisation_pk: int) -> HttpResponse:
    """What an organisation has done of a list; changed by those who may."""
    owner = doors.organisation(request, organisation_pk)
    row = found(checklists.find(pk))
    if not checklists.holds_for(row, owner):
        row = found(None)
    may_edit = bool(rules.can_edit(request.user, owner))
    form = forms.Marks(
        bound(request),
        request.FILES or None,
        items=checklists.items_of(row),
        marks=checklists.marks_of(row, owner),
    )
    if request.method == "POST" and form.is_valid():
        ensure(rules.can_edit(request.user, owner))
        if _marked(request, owner, form):
            messages.success(request, _("已保存。"))
            return redirect("registry:party", pk=owner.pk)
    context = {
        "organisation": owner,
        "checklist": row,
        "form": form,
        "may_edit": may_edit,
        "crumbs": doors.crumbs_of(owner),
    }
    return render(request, "registry/marks.html", context, status=422 if form.errors else 200)


def _marked(request: SignedIn, owner: Organisation, form: forms.Marks) -> bool:
    try:
        with transaction.atomic():
            for item, line in form.changed():
                upload = line["file"]
                proof = keep(upload, door=rules.PROOFS, by=request.user) if upload else None
                services.mark_item(
                    item,
                    owner,
                    done_on=line["done"],
                    note=line["note"] or "",
                    file=proof,
                    by=request.user,
                )
    except Refused as refusal:
        form.add_error(None, refusal.verdict.reason)
        return False
    return True
