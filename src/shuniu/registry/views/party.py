"""Party organisations set up, covering, ended; instructors; what is not built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import ensure
from shuniu.registry import rules, services
from shuniu.registry.forms import party as forms
from shuniu.registry.forms.organisations import OnDay
from shuniu.registry.models import Organisation
from shuniu.registry.queries import admission, bodies, coverage, party
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.states import BodyKind
from shuniu.registry.views import doors
from shuniu.registry.views.acts import Act, act, bound


def _page(row: Organisation, title: str, button: str, done: str, **more: Any) -> Act:
    return Act(
        title=title,
        button=button,
        back=reverse("registry:party", args=[row.pk]),
        done=done,
        crumbs=doors.crumbs_of(row),
        **more,
    )


@needs(Capability.REGISTRY_SEE)
def listing(request: SignedIn) -> HttpResponse:
    """All party organisations that stand."""
    page = page_of(party.standing(request.user), request)
    return render(request, "registry/party_organisations.html", {"page": page})


@needs(Capability.REGISTRY_SEE)
def show(request: SignedIn, pk: int) -> HttpResponse:
    """A party organisation: what it may do, whom it covers."""
    row, today = doors.party_organisation(request, pk), clock.today()
    page = page_of(party.covered_by(row, today, request.user), request)
    most = parameters(today).joint_units
    context = {
        "party": row,
        "powers": admission.powers(row.kind),
        "page": page,
        "most": most,
        "too_many": row.kind == "joint" and page.paginator.count > most,
        "may_edit": row.until is None and bool(rules.can_edit(request.user, row.home)),
        "home_seen": bool(rules.can_see(request.user, row.home)),
        "crumbs": doors.crumbs_of(row.home),
    }
    return render(request, "registry/party_organisation.html", context)


@needs(Capability.REGISTRY_EDIT)
def found_one(request: SignedIn, pk: int) -> HttpResponse:
    """Set up a party organisation."""
    row = doors.editable(request, pk)
    boxes = {
        one.pk: one for one in bodies.bodies_of(row, clock.today()) if one.kind == BodyKind.PARTY
    }
    above = {one.pk: one for one in party.above(row)}
    form = forms.FoundingForm(
        bound(request), home=row, bodies=boxes.values(), parents=above.values()
    )
    page = _page(row, _("组建党组织"), _("登记组建"), _("已登记组建党组织。"))

    def do(data: Mapping[str, Any]) -> None:
        founding = services.Founding(
            name=data["name"],
            kind=data["kind"],
            since=data["since"],
            approved_on=data["approved_on"],
            approval_granted_by=data["approval_granted_by"],
            can_approve_members=bool(data["approval_granted_by"]),
            body=boxes.get(int(data["body"] or 0)),
            parent=above.get(int(data["parent"] or 0)),
        )
        services.found_party(row, founding, by=request.user)

    return act(request, form, page, do)


@needs(Capability.REGISTRY_EDIT)
def end(request: SignedIn, pk: int) -> HttpResponse:
    """A party organisation is dissolved."""
    row = doors.party_organisation(request, pk)
    ensure(rules.can_edit(request.user, row.home))
    page = _page(
        row.home,
        _("撤销党组织"),
        _("确认撤销"),
        _("已撤销党组织。"),
        text=row.name,
        warning=_("由它覆盖的单位在同一天失去覆盖，请另行安排。"),
        danger=True,
    )
    form = OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request, form, page, lambda data: services.end_party(row, on=data["on"], by=request.user)
    )


@needs(Capability.REGISTRY_EDIT)
def approval(request: SignedIn, pk: int) -> HttpResponse:
    """By whose grant it approves new members."""
    row = doors.party_organisation(request, pk)
    ensure(rules.can_edit(request.user, row.home))
    form = forms.Approval(bound(request), initial={"granted_by": row.approval_granted_by})
    page = _page(row.home, _("登记审批权限"), _("保存"), _("已登记审批权限。"), text=row.name)
    return act(
        request,
        form,
        page,
        lambda data: services.grant_approval(row, granted_by=data["granted_by"], by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def cover(request: SignedIn, pk: int) -> HttpResponse:
    """Let a party organisation cover this one."""
    row = doors.editable(request, pk)
    offered = {one.pk: one for one in party.offered_to(row)}
    form = forms.CoverForm(bound(request), offered=offered.values())
    page = _page(
        row,
        _("纳入党组织覆盖"),
        _("登记"),
        _("已纳入覆盖。"),
        text="" if offered else _("还没有可以覆盖本单位的联合、挂靠或功能型党组织，请先组建。"),
    )
    return act(
        request,
        form,
        page,
        lambda data: (
            services.cover(offered[data["party"]], row, since=data["since"], by=request.user)
            and None
        ),
    )


@needs(Capability.REGISTRY_EDIT)
def uncover(request: SignedIn, pk: int) -> HttpResponse:
    """A cover ends."""
    row = found(party.find_cover(pk))
    doors.editable(request, row.organisation_id)
    page = _page(
        row.organisation,
        _("结束党组织覆盖"),
        _("确认结束"),
        _("已结束覆盖。"),
        text=row.party.name,
        danger=True,
    )
    form = OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request, form, page, lambda data: services.uncover(row, on=data["on"], by=request.user)
    )


@needs(Capability.REGISTRY_EDIT)
def not_built(request: SignedIn, pk: int) -> HttpResponse:
    """Why what is due is not set up, and by when it will be."""
    row, today = doors.editable(request, pk), clock.today()
    told = party.not_built_of(row, today)
    if told is not None:
        initial = {name: getattr(told, name) for name in ("due_since", "reason", "planned_on")}
    else:
        listed = coverage.not_built([row.pk], today, parameters(today), {})
        initial = {"due_since": listed[0].due_since if listed else None}
    page = _page(row, _("说明应建未建"), _("保存"), _("已保存说明。"))
    return act(
        request,
        forms.NotBuiltForm(bound(request), initial=initial),
        page,
        lambda data: services.explain_not_built(row, **data, by=request.user),
    )
