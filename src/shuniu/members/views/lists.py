"""Masked lists: the roster, floating members, those on the way, what an organisation can do."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.members import rules
from shuniu.members.forms.people import GrowingSearch, RosterSearch
from shuniu.members.queries import admissions, floating, lists
from shuniu.members.queries.parameters import parameters
from shuniu.members.views.acts import attachment
from shuniu.registry.rules import can_see as organisation_seen
from shuniu.ui.documents import workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(form: RosterSearch) -> lists.Asked:
    form.is_valid()
    told = form.cleaned_data
    party = told.get("party") or ""
    return lists.Asked(
        int(party) if party else None,
        told.get("status") or "",
        told.get("relation") or "",
        bool(told.get("left")),
    )


@needs(Capability.MEMBERS_SEE)
def roster(request: SignedIn) -> HttpResponse:
    """Who is on the roster, names masked."""
    today = clock.today()
    form = RosterSearch(request.GET, parties=lists.branches(request.user, today))
    page = page_of(lists.asked_for(request.user, _asked(form), today), request)
    context = {
        "form": form,
        "page": page,
        "lines": lists.lines(page.object_list, today),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_keep": bool(lists.places_to_enrol(request.user, "", today, 1)),
    }
    return render(request, "members/roster.html", context)


@needs(Capability.MEMBERS_SEE)
def roster_export(request: SignedIn) -> HttpResponse:
    """The same as a workbook, masked as on the page."""
    today = clock.today()
    form = RosterSearch(request.GET, parties=lists.branches(request.user, today))
    found_lines = lists.lines(lists.asked_for(request.user, _asked(form), today), today)
    sheet = lists.sheet(found_lines)
    return attachment(workbook([sheet]), f"{sheet.name}-{today.isoformat()}.xlsx", _XLSX)


@needs(Capability.MEMBERS_SEE)
def floating_list(request: SignedIn) -> HttpResponse:
    """Floating members with their clocks."""
    today = clock.today()
    page = page_of(floating.links(request.user), request)
    shown = floating.shown(page.object_list, today, parameters(today))
    rows = [(one, lists.masked(one.link.member.person.name)) for one in shown]
    return render(request, "members/floating.html", {"page": page, "rows": rows, "today": today})


@needs(Capability.MEMBERS_SEE)
def growing(request: SignedIn) -> HttpResponse:
    """Applicants, activists, prospects, members on probation: what is next for each."""
    today = clock.today()
    form = GrowingSearch(request.GET, parties=lists.branches(request.user, today))
    page = page_of(lists.growing(request.user, _asked(form), today), request)
    members = lists.seen_by(request.user).filter(pk__in=[one.pk for one in page.object_list])
    rows = lists.growing_lines(members.order_by("organisation__code", "pk"), today, parameters())
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "today": today,
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "members/growing.html", context)


@needs(Capability.MEMBERS_SEE, Capability.REGISTRY_SEE)
def admission(request: SignedIn, pk: int) -> HttpResponse:
    """Can members be developed in an organisation? Through whom? What is missing?"""
    row = found(lists.find_organisation(pk))
    found(row, organisation_seen(request.user, row))
    answer = admissions.can_admit(row, clock.today())
    counts = (
        lists.totals(admissions.party_standings(answer.through, clock.today()))
        if answer.through is not None and rules.can_see_branch(request.user, answer.through)
        else []
    )
    context = {"organisation": row, "answer": answer, "counts": counts}
    return render(request, "members/admission.html", context)
