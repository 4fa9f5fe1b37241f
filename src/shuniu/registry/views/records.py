"""Yearly reports, the party clause, entries in public lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.registry import services
from shuniu.registry.forms import records as forms
from shuniu.registry.forms.organisations import OnDay
from shuniu.registry.models import Organisation
from shuniu.registry.queries import records
from shuniu.registry.views import doors
from shuniu.registry.views.acts import Act, act, bound


def _page(row: Organisation, title: str, *, tab: str = "registry:records", **more: Any) -> Act:
    return Act(
        title=title,
        button=_("保存"),
        back=reverse(tab, args=[row.pk]),
        done=_("已登记。"),
        crumbs=doors.crumbs_of(row),
        **more,
    )


@needs(Capability.REGISTRY_EDIT)
def report(request: SignedIn, pk: int) -> HttpResponse:
    """Keep a year's report."""
    row = doors.editable(request, pk)
    return act(
        request,
        forms.ReportForm(bound(request)),
        _page(row, _("登记年检年报")),
        lambda data: services.record_report(row, services.Report(**data), by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def disclosure(request: SignedIn, pk: int) -> HttpResponse:
    """What was made public for a year, and the figures of people and services."""
    row = doors.editable(request, pk)
    return act(
        request,
        forms.DisclosureForm(bound(request), initial=records.disclosure_before(row)),
        _page(row, _("登记公开与队伍情况")),
        lambda data: services.record_disclosure(row, services.Disclosed(**data), by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def charter(request: SignedIn, pk: int) -> HttpResponse:
    """How the party clause stands in the charter."""
    row = doors.editable(request, pk)
    return act(
        request,
        forms.CharterForm(bound(request), initial={"since": clock.today()}),
        _page(row, _("登记章程党建条款"), tab="registry:party"),
        lambda data: services.record_charter(row, **data, by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def credit(request: SignedIn, pk: int) -> HttpResponse:
    """An entry in a public list."""
    row = doors.editable(request, pk)
    return act(
        request,
        forms.CreditForm(bound(request)),
        _page(row, _("登记信用信息"), text=_("按登记管理机关公开的名录登记。")),
        lambda data: services.record_credit(row, **data, by=request.user),
    )


@needs(Capability.REGISTRY_EDIT)
def end_credit(request: SignedIn, pk: int) -> HttpResponse:
    """The entry was taken off its list."""
    event = found(records.find_credit(pk))
    row = doors.editable(request, event.organisation_id)
    return act(
        request,
        OnDay(bound(request), initial={"on": clock.today()}),
        _page(row, _("移出名单 · %(kind)s") % {"kind": event.get_kind_display()}),
        lambda data: services.end_credit(event, on=data["on"], by=request.user),
    )
