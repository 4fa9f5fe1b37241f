"""Lists: meetings, tasks, ideas, what is overdue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.rules import may_somewhere
from shuniu.accounts.states import Capability
from shuniu.base import clock, rulebook
from shuniu.base.paging import page_of
from shuniu.meetings.queries import effective as coverage
from shuniu.meetings.queries import listing
from shuniu.meetings.states import IdeaState, MeetingKind, MeetingState, TaskState


@needs(Capability.MEETINGS_SEE)
def meetings(request: SignedIn) -> HttpResponse:
    """All meetings, the latest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "state", "q", "of")}
    rows = listing.meetings_for(
        request.user,
        kind=asked["kind"],
        state=asked["state"],
        words=asked["q"],
        organisation=int(asked["of"]) if asked["of"].isdigit() else None,
    )
    context = {
        "page": page_of(rows, request),
        "kinds": MeetingKind.choices,
        "states": MeetingState.choices,
        "asked": asked,
        "keeps": may_somewhere(request.user, Capability.MEETINGS_KEEP),
    }
    return render(request, "meetings/list.html", context)


@needs(Capability.MEETINGS_SEE)
def overdue(request: SignedIn) -> HttpResponse:
    """What the rules asked for and nobody recorded."""
    return render(request, "meetings/overdue.html", {"rows": listing.overdue(request.user)})


@needs(Capability.MEETINGS_SEE)
def effective(request: SignedIn) -> HttpResponse:
    """Covered by a party organisation that lives; what the others lack."""
    found = coverage.effective_on(request.user, clock.today())
    page = page_of(listing.organisations_named(list(found.lacking)), request)
    kinds = rulebook.value(coverage.KINDS)
    context = {
        "found": found,
        "page": page,
        "listed": [(row, found.lacking[row.pk]) for row in page],
        "kinds": [MeetingKind(one).label for one in (kinds if isinstance(kinds, list) else ())],
        "covered_rate": _percent(len(found.covered), len(found.base)),
        "effective_rate": _percent(len(found.effective), len(found.base)),
    }
    return render(request, "meetings/effective.html", context)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole * 100:.1f}%" if whole else "—"


@needs(Capability.MEETINGS_SEE)
def tasks(request: SignedIn) -> HttpResponse:
    """Tasks out of meetings, what is due first."""
    state = request.GET.get("state", TaskState.OPEN.value)
    context = {
        "page": page_of(listing.tasks_for(request.user, state=state), request),
        "states": [*TaskState.choices, ("", _("全部"))],
        "state": state,
        "today": clock.today(),
    }
    return render(request, "meetings/tasks.html", context)


@needs(Capability.MEETINGS_SEE)
def ideas(request: SignedIn) -> HttpResponse:
    """Ideas out of study sessions."""
    state = request.GET.get("state", IdeaState.OPEN.value)
    context = {
        "page": page_of(listing.ideas_for(request.user, state=state), request),
        "states": [*IdeaState.choices, ("", _("全部"))],
        "state": state,
    }
    return render(request, "meetings/ideas.html", context)
