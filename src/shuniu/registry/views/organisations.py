"""The list, and an organisation entered, changed, moved, struck off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.rules import may_somewhere
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused, ensure
from shuniu.registry import rules, services
from shuniu.registry.forms import organisations as forms
from shuniu.registry.models import Organisation
from shuniu.registry.queries import organisations, persons
from shuniu.registry.views import doors
from shuniu.registry.views.acts import Act, act, bound, tried


@needs(Capability.REGISTRY_SEE)
def organisation_list(request: SignedIn) -> HttpResponse:
    """Organisations, filtered, twenty a page."""
    user = request.user
    form = forms.Search(
        request.GET, sectors=organisations.sectors(user), places=organisations.places(user)
    )
    page = page_of(organisations.filtered(user, wanted(form)), request)
    context = {
        "form": form,
        "page": page,
        "rows": organisations.rows_of(list(page)),
        "may_add": may_somewhere(user, Capability.REGISTRY_EDIT),
        "may_import": may_somewhere(user, Capability.REGISTRY_IMPORT),
        "filtered": bool(form.is_valid() and any(form.cleaned_data.values())),
    }
    return render(request, "registry/organisations.html", context)


def wanted(form: forms.Search) -> organisations.Wanted:
    """What the filter asks for; what it does not know is left aside."""
    form.is_valid()
    data = form.cleaned_data
    area = str(data.get("area") or "")
    return organisations.Wanted(
        **{
            name: data.get(name) or ""
            for name in ("q", "type", "size", "sector", "standing", "party")
        },
        area=int(area) if area.isdecimal() else None,
    )


@needs(Capability.REGISTRY_EDIT)
def add(request: SignedIn) -> HttpResponse:
    """Enter an organisation."""
    places = organisations.places(request.user, Capability.REGISTRY_EDIT)
    form = forms.NewOrganisation(bound(request), places=places)
    listing = reverse("registry:organisations")
    page = Act(
        title=_("录入单位"),
        button=_("录入"),
        back=listing,
        done=_("已录入名册。"),
        crumbs=((_("名册"), listing),),
        wide=True,
        more={"sectors": organisations.sectors(request.user)},
    )

    def do(data: Mapping[str, Any]) -> str:
        parent = found(organisations.place(data["parent"]))
        facts = {name: value for name, value in data.items() if name != "parent"}
        row = services.add_organisation(
            services.Particulars(**facts), parent=parent, by=request.user
        )
        return reverse("registry:organisation", args=[row.pk])

    return act(request, form, page, do)


@needs(Capability.REGISTRY_EDIT)
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Change the facts; a second editor's work is shown, not overwritten."""
    row = doors.editable(request, pk)
    form = forms.ChangedOrganisation(bound(request), organisation=row)
    if request.method == "POST" and form.is_valid():
        if _changed(request, row, form):
            return redirect("registry:organisation", pk=row.pk)
        if form.cleaned_data["version"] != row.version:  # seen now; the next try goes through
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(row.version)  # type: ignore[index]
    context = {
        "form": form,
        "organisation": row,
        "crumbs": doors.crumbs_of(row),
        "sectors": organisations.sectors(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "registry/organisation_edit.html", context, status=status)


def _changed(request: SignedIn, row: Organisation, form: forms.ChangedOrganisation) -> bool:
    def do(data: Mapping[str, Any]) -> None:
        services.change_organisation(
            row, form.changes(), by=request.user, version=data["version"], since=form.day()
        )

    return tried(request, form, _("已保存。"), do) is not None


@needs(Capability.REGISTRY_EDIT)
def dissolve(request: SignedIn, pk: int) -> HttpResponse:
    """Strike an organisation off."""
    row = doors.editable(request, pk)
    ensure(rules.can_dissolve(request.user, row))
    page = Act(
        title=_("办理注销"),
        button=_("确认注销"),
        back=reverse("registry:organisation", args=[pk]),
        done=_("已办理注销，资料保留备查。"),
        warning=_("注销后，在任职务、党组织覆盖、指导员指派在同一天结束；资料只能查看。"),
        danger=True,
        crumbs=doors.crumbs_of(row),
    )
    form = forms.OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request, form, page, lambda data: services.dissolve(row, on=data["on"], by=request.user)
    )


@needs(Capability.REGISTRY_EDIT)
def reinstate(request: SignedIn, pk: int) -> HttpResponse:
    """Let an organisation stand again."""
    row = doors.organisation(request, pk)
    ensure(rules.can_reinstate(request.user, row))
    page = Act(
        title=_("恢复存续"),
        button=_("确认恢复"),
        back=reverse("registry:organisation", args=[pk]),
        done=_("已恢复存续。"),
        warning=_("注销时结束的职务、覆盖和指派不会自动恢复，需要重新登记。"),
        crumbs=doors.crumbs_of(row),
    )
    form = forms.OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request, form, page, lambda data: services.reinstate(row, on=data["on"], by=request.user)
    )


@needs(Capability.REGISTRY_EDIT)
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Hang an organisation under another area."""
    row = doors.editable(request, pk)
    places = organisations.places(request.user, Capability.REGISTRY_EDIT)
    form = forms.Place(bound(request), places=places, initial={"to": row.node.parent_id})
    page = Act(
        title=_("调整所属片区"),
        button=_("调整"),
        back=reverse("registry:organisation", args=[pk]),
        done=_("已调整所属片区。"),
        text=_("调整后，由新片区的人员查看和维护这家单位。"),
        crumbs=doors.crumbs_of(row),
    )

    def do(data: Mapping[str, Any]) -> None:
        to = found(organisations.place(data["to"]))
        services.move_organisation(row, to=to, by=request.user)

    return act(request, form, page, do)


@needs(Capability.REGISTRY_EDIT)
def contact(request: SignedIn, pk: int) -> HttpResponse:
    """Change the phone of the organisation's contact; the present one is not shown."""
    row = doors.editable(request, pk)
    page = Act(
        title=_("修改联系电话"),
        button=_("保存"),
        back=reverse("registry:organisation", args=[pk]),
        done=_("已保存联系电话。"),
        text=_("电话加密保存，查看明文会留下记录。"),
        crumbs=doors.crumbs_of(row),
    )
    form = forms.Contact(bound(request))
    return act(
        request,
        form,
        page,
        lambda data: services.set_contact(row, data["phone"], by=request.user),
    )


@needs(Capability.PERSONS_READ)
def phones(request: SignedIn, pk: int) -> HttpResponse:
    """The numbers in clear; asked for by a button, noted in the book."""
    row = doors.organisation(request, pk)
    if request.method != "POST":
        return redirect("registry:bodies", pk=pk)
    try:
        numbers = services.read_phones(row, by=request.user)
    except Refused:
        return redirect("registry:bodies", pk=pk)
    context = {
        "organisation": row,
        "people": [(person, numbers.get(person.pk, "")) for person in persons.of_organisation(row)],
        "contact": numbers.get(0, ""),
        "crumbs": doors.crumbs_of(row),
    }
    return render(request, "registry/phones.html", context)
