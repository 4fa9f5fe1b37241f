"""Home, dashboard, search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.queries import grants_of
from shuniu.accounts.states import Capability, Role
from shuniu.base import clock, notices
from shuniu.evaluation.queries import todos
from shuniu.portal.queries.home import todos_of
from shuniu.registry.queries import coverage, rates
from shuniu.registry.queries.search import people
from shuniu.registry.queries.search import search as search_organisations


@signed_in
def home(request: SignedIn) -> HttpResponse:
    """What waits, what is running, what changed."""
    user = request.user
    held = grants_of(user)
    context = {
        "todos": todos_of(user),
        "rounds": todos.rounds_running(user),
        "mine": todos.entries_of(user)[:6],
        "notices": notices.all_of(user.pk)[:5],
        "roles": [(Role(grant.role).label, grant.node) for grant in held],
    }
    return render(request, "portal/home.html", context)


@needs(Capability.DASHBOARD_SEE)
def dashboard(request: SignedIn) -> HttpResponse:
    """The hub at a glance; every figure leads to the list behind it."""
    latest, grades = todos.distribution(request.user)
    picture = coverage.picture(coverage.Scope(request.user, clock.today()))
    computed = {one.code: one for one in rates.rates(picture)}
    context = {
        "headline": [computed[code] for code in ("formed", "organised", "worked")],
        "not_built": len(picture.not_built),
        "rounds": todos.rounds_running(request.user),
        "latest": latest,
        "grades": [
            (title, count, f"/rounds/{latest.pk}/results/?grade={grade}" if latest else "")
            for grade, title, count in grades
        ],
        "stuck": todos.stuck(request.user)[:10],
        "stuck_count": todos.stuck(request.user).count(),
        "objections": todos.objections_open(request.user)[:5],
    }
    return render(request, "portal/dashboard.html", context)


@signed_in
def search(request: SignedIn) -> HttpResponse:
    """Organisations by name, pinyin, initials or code; a single hit opens at once."""
    words = request.GET.get("q", "").strip()
    found = list(search_organisations(request.user, words))
    hits = people(request.user, words)
    if len(found) == 1 and not hits:
        return redirect(f"/organisations/{found[0].pk}/")
    context = {"words": words, "found": found, "people": hits}
    return render(request, "portal/search.html", context)


def health(_request: HttpRequest) -> HttpResponse:
    """For whoever watches the server."""
    return HttpResponse("ok", content_type="text/plain")
