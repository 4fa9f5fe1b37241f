"""Instructors, and whom they look after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.rules import may_somewhere
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import ensure
from shuniu.registry import rules, services
from shuniu.registry.forms import party as forms
from shuniu.registry.forms.organisations import OnDay
from shuniu.registry.queries import organisations, party
from shuniu.registry.views import doors
from shuniu.registry.views.acts import Act, act, bound


@needs(Capability.DASHBOARD_SEE)
def listing(request: SignedIn) -> HttpResponse:
    """Instructors by field, with how many organisations each looks after."""
    page = page_of(party.instructors(request.user), request)
    context = {
        "page": page,
        "may_add": may_somewhere(request.user, Capability.REGISTRY_EDIT),
    }
    return render(request, "registry/instructors.html", context)


@needs(Capability.REGISTRY_EDIT)
def add(request: SignedIn) -> HttpResponse:
    """Somebody becomes an instructor."""
    places = organisations.places(request.user, Capability.REGISTRY_EDIT)
    back = reverse("registry:instructors")
    page = Act(
        title=_("增加指导员"),
        button=_("增加"),
        back=back,
        done=_("已增加指导员。"),
        crumbs=((_("党建工作指导员"), back),),
        more={"sectors": organisations.sectors(request.user)},
    )

    def do(data: Mapping[str, Any]) -> None:
        node = found(organisations.place(data["node"]))
        ensure(rules.can_keep(request.user, node))
        person = services.open_person(data["name"], phone=data["phone"], by=request.user)
        services.add_instructor(
            person,
            node=node,
            field=data["field"],
            unit=data["unit"],
            since=data["since"],
            by=request.user,
        )

    return act(request, forms.InstructorForm(bound(request), places=places), page, do)


@needs(Capability.REGISTRY_EDIT)
def end(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody is an instructor no longer."""
    row = found(party.find_instructor(pk))
    found(row, rules.can_keep(request.user, row.node))
    back = reverse("registry:instructors")
    page = Act(
        title=_("结束指导员任职 · %(name)s") % {"name": row.person.name},
        button=_("确认结束"),
        back=back,
        done=_("已结束。"),
        warning=_("这位指导员的全部指派在同一天结束。"),
        danger=True,
        crumbs=((_("党建工作指导员"), back),),
    )
    form = OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request,
        form,
        page,
        lambda data: services.end_instructor(row, on=data["on"], by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def assign(request: SignedIn, pk: int) -> HttpResponse:
    """Let an instructor look after an organisation."""
    row = doors.editable(request, pk)
    offered = {one.pk: one for one in party.instructors_for(row)}
    form = forms.Duty(bound(request), offered=offered.values(), sector=row.sector)
    page = Act(
        title=_("指派党建工作指导员"),
        button=_("指派"),
        back=reverse("registry:party", args=[pk]),
        done=_("已指派指导员。"),
        text=_("领域一致的排在前面；领域不同也可以指派，会在页面上注明。")
        if offered
        else _("还没有可以指派的指导员，请先增加指导员。"),
        crumbs=doors.crumbs_of(row),
    )
    return act(
        request,
        form,
        page,
        lambda data: (
            services.assign_instructor(
                offered[data["instructor"]], row, since=data["since"], by=request.user
            )
            and None
        ),
    )


@needs(Capability.REGISTRY_EDIT)
def release(request: SignedIn, pk: int) -> HttpResponse:
    """An instructor no longer looks after an organisation."""
    row = found(party.find_duty(pk))
    owner = doors.editable(request, row.organisation_id)
    page = Act(
        title=_("结束指派 · %(name)s") % {"name": row.instructor.person.name},
        button=_("确认结束"),
        back=reverse("registry:party", args=[owner.pk]),
        done=_("已结束指派。"),
        danger=True,
        crumbs=doors.crumbs_of(owner),
    )
    form = OnDay(bound(request), initial={"on": clock.today()})
    return act(
        request, form, page, lambda data: services.end_duty(row, on=data["on"], by=request.user)
    )
