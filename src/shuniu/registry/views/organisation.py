"""One organisation, page by page, as it stands today or stood on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.paging import page_of
from shuniu.registry import rules
from shuniu.registry.models import Organisation
from shuniu.registry.queries import (
    admission,
    bodies,
    checklists,
    history,
    organisations,
    party,
    persons,
    records,
)
from shuniu.registry.queries.as_at import as_at
from shuniu.registry.queries.elsewhere import pages_for
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.views import doors


def _frame(request: SignedIn, row: Organisation, day: date, tab: str) -> dict[str, Any]:
    """What stands on every page of an organisation."""
    today = clock.today()
    return {
        "organisation": row,
        "facts": as_at(row, day),
        "day": day,
        "past": day != today,
        "today": today,
        "tab": tab,
        "elsewhere": pages_for(request.user, row),
        "known_since": organisations.known_since(row),
        "may_edit": day == today and bool(rules.can_edit(request.user, row)),
        "may_reinstate": day == today and bool(rules.can_reinstate(request.user, row)),
        "may_read": bool(rules.can_read_persons(request.user, row)),
    }


@needs(Capability.REGISTRY_SEE)
def overview(request: SignedIn, pk: int) -> HttpResponse:
    """Facts, and what the posts say."""
    row, day = doors.organisation(request, pk), doors.day_of(request)
    context = {
        **_frame(request, row, day, "overview"),
        "derived": bodies.derived_for([row.pk], day)[row.pk],
        "covers": party.covers_of(row, day),
        "charter": records.charters_of(row, day).first(),
        "contact": persons.contact_of(row),
    }
    return render(request, "registry/organisation.html", context)


@needs(Capability.REGISTRY_SEE)
def body_list(request: SignedIn, pk: int) -> HttpResponse:
    """Bodies and posts."""
    row, day = doors.organisation(request, pk), doors.day_of(request)
    governed = bodies.governed([row.pk], day)[row.pk]
    derived = bodies.derived_for([row.pk], day)[row.pk]
    context = {
        **_frame(request, row, day, "bodies"),
        "boxes": [
            {
                "body": body,
                "posts": [one for one in governed.posts if one.body == body.pk],
                "said": [one for one in derived if one.body and one.body.pk == body.pk],
            }
            for body in governed.bodies
        ],
        "closed": bodies.closed_bodies_of(row, day),
        "former": bodies.past_posts_of(row, day)[:50],
    }
    return render(request, "registry/bodies.html", context)


@needs(Capability.REGISTRY_SEE)
def party_page(request: SignedIn, pk: int) -> HttpResponse:
    """Party organisations, instructors, checklists, the charter."""
    row, day = doors.organisation(request, pk), doors.day_of(request)
    frame = _frame(request, row, day, "party")
    covers = list(party.covers_of(row, day))
    formal = frame["facts"].formal_members if frame["facts"] else None
    duties = list(party.duties_of(row, day))
    rules_then = parameters(day)
    formed = any(one.party.kind in rules_then.formed for one in covers)
    context = {
        **frame,
        "covers": [(one, admission.powers(one.party.kind)) for one in covers],
        "admission": admission.admission([one.party for one in covers], formal, rules_then),
        "due": not formed and (formal or 0) >= rules_then.least,
        "least": rules_then.least,
        "not_built": None if formed else party.not_built_of(row, day),
        "duties": duties,
        "charters": records.charters_of(row, day),
        "checklists": checklists.of_organisation(row, day),
    }
    return render(request, "registry/party.html", context)


@needs(Capability.REGISTRY_SEE)
def record_page(request: SignedIn, pk: int) -> HttpResponse:
    """Yearly reports and entries in public lists."""
    row, day = doors.organisation(request, pk), doors.day_of(request)
    context = {
        **_frame(request, row, day, "records"),
        "reports": records.reports_of(row, day),
        "disclosures": records.disclosures_of(row, day),
        "credit": records.credit_of(row, day),
    }
    return render(request, "registry/records.html", context)


@needs(Capability.REGISTRY_SEE)
def history_page(request: SignedIn, pk: int) -> HttpResponse:
    """How it stood before, and who changed what."""
    row = doors.organisation(request, pk)
    page = page_of(history.lines(row), request)
    context = {
        **_frame(request, row, clock.today(), "history"),
        "page": page,
        "lines": history.told(list(page)),
        "past_rows": organisations.past_of(row),
    }
    return render(request, "registry/history.html", context)
