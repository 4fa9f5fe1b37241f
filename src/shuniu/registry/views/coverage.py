"""Coverage: every rate with its numerator, denominator, rule, and the list behind it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.models import Node
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.paging import page_of
from shuniu.registry.forms.coverage import Look
from shuniu.registry.queries import coverage, organisations, rates
from shuniu.registry.queries.breakdown import by_place, by_type, kinds_chart, share_chart
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.views import doors

_SIDES = ("inside", "outside", "all")


def scope_of(request: SignedIn) -> tuple[coverage.Scope, dict[str, Any]]:
    """Whose coverage, and when; with what every page of it shows."""
    places = list(organisations.places(request.user))
    form = Look(request.GET, places=places)
    form.is_valid()
    area = str(form.cleaned_data.get("area") or "")
    node: Node | None = doors.place(request, int(area)) if area.isdecimal() else None
    today = clock.today()
    day = form.cleaned_data.get("on") or today
    scope = coverage.Scope(request.user, day, node)
    return scope, {
        "form": form,
        "day": day,
        "past": day != today,
        "node": node,
        "places": {place.path: place.name for place in places},
    }


@needs(Capability.DASHBOARD_SEE)
def overview(request: SignedIn) -> HttpResponse:
    """All rates of a scope, on a day."""
    scope, context = scope_of(request)
    picture = coverage.picture(scope)
    computed = {one.code: one for one in rates.rates(picture)}
    context |= {
        "rates": list(computed.values()),
        "headline": [computed[code] for code in ("formed", "organised", "worked")],
        "active": len(picture.seen),
        "not_built": len(picture.not_built),
        "unknown": len(picture.unknown),
        "kinds": kinds_chart(picture),
        "areas": share_chart(by_place(picture, computed["organised"], context["places"])),
    }
    return render(request, "registry/coverage.html", context)


@needs(Capability.DASHBOARD_SEE)
def rate(request: SignedIn, code: str) -> HttpResponse:
    """One rate, broken down, with the list behind it."""
    if code not in rates.BY_CODE:
        raise Http404
    scope, context = scope_of(request)
    picture = coverage.picture(scope)
    computed = rates.rate(picture, rates.BY_CODE[code])
    side = request.GET.get("side", "")
    side = side if side in _SIDES else "outside"
    pks = {
        "inside": computed.inside,
        "outside": computed.outside,
        "all": computed.base,
    }[side]
    page = Paginator(pks, 20).get_page(request.GET.get("page"))
    context |= {
        "rate": computed,
        "side": side,
        "page": page,
        "rows": coverage.facts_of(list(page), scope.day),
        "areas": by_place(picture, computed, context["places"]),
        "types": by_type(picture, computed),
    }
    return render(request, "registry/coverage_rate.html", context)


@needs(Capability.DASHBOARD_SEE)
def not_built(request: SignedIn) -> HttpResponse:
    """应建未建: who, why, since when, by when."""
    scope, context = scope_of(request)
    picture = coverage.picture(scope)
    told = coverage.explanations(picture.not_built, scope.day)
    order = coverage.by_urgency(picture.not_built, told)
    page = Paginator(order, 20).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "rows": coverage.not_built(list(page), scope.day, picture.rules, told),
        "least": picture.rules.least,
        "due": len(picture.due),
        "unexplained": len(order) - len(told),
        "late": sum(1 for one in told.values() if coverage.is_late(one, scope.day)),
    }
    return render(request, "registry/not_built.html", context)


@needs(Capability.DASHBOARD_SEE)
def unknown(request: SignedIn) -> HttpResponse:
    """Those whose number of members nobody has entered."""
    scope, context = scope_of(request)
    picture = coverage.picture(scope)
    page = Paginator(picture.unknown, 20).get_page(request.GET.get("page"))
    context |= {"page": page, "rows": coverage.facts_of(list(page), scope.day)}
    return render(request, "registry/coverage_unknown.html", context)


@needs(Capability.DASHBOARD_SEE)
def terms(request: SignedIn) -> HttpResponse:
    """Elections overdue and due soon."""
    scope, context = scope_of(request)
    rules = parameters(scope.day)
    bodies = page_of(coverage.terms(scope, rules), request)
    context |= {
        "page": bodies,
        "rows": coverage.terms_of(bodies, scope.day),
        "remind": rules.remind_months,
    }
    return render(request, "registry/terms.html", context)
