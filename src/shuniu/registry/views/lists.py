"""Partners and areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.queries import hub
from shuniu.accounts.rules import may_somewhere
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import ensure
from shuniu.registry import rules, services
from shuniu.registry.forms import lists as forms
from shuniu.registry.queries import areas, organisations, partners
from shuniu.registry.views.acts import Act, act, bound


@needs(Capability.DASHBOARD_SEE)
def partner_list(request: SignedIn) -> HttpResponse:
    """Partners outside the hub."""
    form = forms.PartnerSearch(request.GET, kinds=partners.kinds(request.user))
    form.is_valid()
    asked = form.cleaned_data
    rows = partners.filtered(request.user, asked.get("q") or "", asked.get("kind") or "")
    top = hub()
    context = {
        "form": form,
        "page": page_of(rows, request),
        "may_add": top is not None and bool(rules.can_keep(request.user, top)),
        "filtered": any(asked.values()),
    }
    return render(request, "registry/partners.html", context)


def _partner_page(title: str, button: str, done: str) -> Act:
    back = reverse("registry:partners")
    return Act(
        title=title,
        button=button,
        back=back,
        done=done,
        crumbs=((_("合作单位"), back),),
        more={"partner_kinds": forms.KINDS},
    )


@needs(Capability.REGISTRY_EDIT)
def add_partner(request: SignedIn) -> HttpResponse:
    """Enter a partner of the hub."""
    top = found(hub())
    ensure(rules.can_keep(request.user, top))
    return act(
        request,
        forms.PartnerForm(bound(request)),
        _partner_page(_("增加合作单位"), _("增加"), _("已增加合作单位。")),
        lambda data: (
            services.add_partner(top, services.Particular(**data), by=request.user) and None
        ),
    )


@needs(Capability.REGISTRY_EDIT)
def edit_partner(request: SignedIn, pk: int) -> HttpResponse:
    """Change what is known of a partner."""
    row = found(partners.find(pk))
    found(row, rules.can_keep(request.user, row.node))
    names = ("name", "kind", "code", "region", "contact", "note", "active")
    initial = {name: getattr(row, name) for name in names}
    return act(
        request,
        forms.PartnerForm(bound(request), initial=initial),
        _partner_page(_("修改合作单位"), _("保存"), _("已保存。")),
        lambda data: services.change_partner(row, services.Particular(**data), by=request.user),
    )


@needs(Capability.DASHBOARD_SEE)
def area_tree(request: SignedIn) -> HttpResponse:
    """Hub and areas, with how many organisations hang under each."""
    context = {
        "places": areas.tree(request.user),
        "may_edit": may_somewhere(request.user, Capability.REGISTRY_EDIT),
    }
    return render(request, "registry/areas.html", context)


@needs(Capability.REGISTRY_EDIT)
def add_area(request: SignedIn) -> HttpResponse:
    """Open an area workstation."""
    places = organisations.places(request.user, Capability.REGISTRY_EDIT)
    back = reverse("registry:areas")
    page = Act(
        title=_("增加片区工作站"),
        button=_("增加"),
        back=back,
        done=_("已增加片区。"),
        crumbs=((_("片区"), back),),
    )

    def do(data: Mapping[str, Any]) -> None:
        parent = found(organisations.place(data["parent"]))
        services.add_area(data["name"], parent=parent, by=request.user)

    return act(request, forms.AreaForm(bound(request), places=places), page, do)


@needs(Capability.REGISTRY_EDIT)
def rename_area(request: SignedIn, pk: int) -> HttpResponse:
    """Give an area another name."""
    row = found(areas.find(pk))
    found(row, rules.can_keep(request.user, row))
    back = reverse("registry:areas")
    page = Act(
        title=_("片区更名"),
        button=_("保存"),
        back=back,
        done=_("已更名。"),
        crumbs=((_("片区"), back),),
    )
    form = forms.Rename(bound(request), initial={"name": row.name})
    return act(
        request,
        form,
        page,
        lambda data: services.rename_area(row, name=data["name"], by=request.user),
    )
