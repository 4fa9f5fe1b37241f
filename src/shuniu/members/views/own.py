"""Somebody's own record: see, export, declare, withdraw, ask for erasure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.members import services
from shuniu.members.forms.people import DeclareForm, EraseForm
from shuniu.members.queries import exports, privacy, records
from shuniu.members.states import CONSENT_VERSION, CONSENTS, Purpose
from shuniu.members.views import doors
from shuniu.members.views.acts import Act, act, attachment, bound
from shuniu.members.views.people import record
from shuniu.registry.models import Organisation
from shuniu.registry.queries.party import covers_of


def _place(request: SignedIn) -> Organisation | None:
    nodes = nodes_where(request.user, Capability.MEMBERS_OWN)
    return privacy.organisation_at(list(nodes[:1]))


@needs(Capability.MEMBERS_OWN)
def own(request: SignedIn) -> HttpResponse:
    """My own page; without a record, what I may declare if I want to."""
    row = privacy.own_record(request.user)
    if row is None:
        return render(request, "members/own_empty.html", {"place": _place(request)})
    context = {
        **record(request, row, own=True),
        "pleas": privacy.pleas_of(row),
        "log": page_of(privacy.readings_of(row), request),
    }
    return render(request, "members/own.html", context)


@needs(Capability.MEMBERS_OWN)
def declare(request: SignedIn) -> HttpResponse:
    """Enter myself; nobody has to."""
    if privacy.own_record(request.user) is not None:
        return redirect("members:own")
    place = found(_place(request))
    parties = {one.party_id: one.party for one in covers_of(place, clock.today())}
    form = DeclareForm(bound(request), parties=parties.values())

    def do(data: Mapping[str, Any]) -> None:
        names = ("status", "since", "name", "phone", "relation", "came_on", "way")
        party = parties.get(int(data["party"])) if data["party"] else None
        told = {name: data[name] for name in names}
        enrolment = services.Enrolment(party=party, user=request.user, **told)
        services.enrol(place, enrolment, by=request.user)

    page = Act(
        _("登记本人"),
        _("同意并登记"),
        reverse("members:own"),
        _("已登记，等待党组织核实。"),
        text=_("是否登记完全自愿。登记后由党组织核实，您可以随时撤回。"),
        consent=_(CONSENTS[CONSENT_VERSION]),
    )
    return act(request, form, page, do)


@needs(Capability.MEMBERS_OWN)
def export(request: SignedIn) -> HttpResponse:
    """Everything, as data."""
    row = doors.own(request)
    services.note_reading(row.person, user=request.user, purpose=Purpose.OWN.value)
    plain = json.dumps(records.everything(row), ensure_ascii=False, indent=2)
    name = f"my-record-{clock.today().isoformat()}.json"
    return attachment(plain.encode(), name, "application/json")


@needs(Capability.MEMBERS_OWN)
def printed(request: SignedIn) -> HttpResponse:
    """Everything, to print."""
    row = doors.own(request)
    return render(
        request, "members/own_print.html", {"parts": exports.parts(records.everything(row))}
    )


@needs(Capability.MEMBERS_OWN)
def withdraw(request: SignedIn) -> HttpResponse:
    """I no longer agree."""
    row = doors.own(request)
    page = Act(
        _("撤回同意"),
        _("确认撤回"),
        reverse("members:own"),
        _("已撤回同意，并提出删除申请。"),
        warning=_("您将从名册中移出，党组织会收到删除申请。此前依据同意进行的处理仍然有效。"),
        danger=True,
    )
    return act(
        request,
        Form(bound(request)),
        page,
        lambda _data: services.withdraw_consent(row, by=request.user) and None,
    )


@needs(Capability.MEMBERS_OWN)
def ask(request: SignedIn) -> HttpResponse:
    """I want my record destroyed."""
    row = doors.own(request)
    page = Act(
        _("申请删除"),
        _("提出申请"),
        reverse("members:own"),
        _("已提出，党组织会办理或说明法律依据。"),
        danger=True,
    )
    form = EraseForm(bound(request), initial={"reason": "asked"})
    return act(
        request,
        form,
        page,
        lambda data: services.ask_erasure(row, **data, by=request.user) and None,
    )
