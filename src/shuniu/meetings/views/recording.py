"""A meeting planned beforehand, or written down afterwards in one go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.states import Capability
from shuniu.base import clock, files
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused
from shuniu.meetings import rules, services
from shuniu.meetings.forms import meetings as forms
from shuniu.meetings.models import PlanItem
from shuniu.meetings.queries import listing, plans, rolls
from shuniu.meetings.states import OF_PARTY, MeetingKind
from shuniu.registry.models import Organisation, Person

# What a branch, and what an organisation, writes down.
_BRANCH = [kind for kind in MeetingKind if kind in OF_PARTY]
_BODIES = [kind for kind in MeetingKind if kind not in OF_PARTY and kind != MeetingKind.JOINT]


@needs(Capability.MEETINGS_KEEP)
def choose(request: SignedIn, way: str) -> HttpResponse:
    """Which organisation, and which kind."""
    rows = listing.kept_by(request.user)
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(name__icontains=words)
    some = list(rows[:30])
    chosen = request.GET.get("of", "")
    organisation = some[0] if len(some) == 1 and not words else None
    if chosen.isdigit():
        organisation = found(listing.kept_by(request.user).filter(pk=int(chosen)).first())
    context = {
        "organisation": organisation,
        "organisations": some,
        "words": words,
        "branch": _BRANCH,
        "bodies": _BODIES,
        "way": way,
    }
    return render(request, "meetings/choose.html", context)


def _kept(request: SignedIn, pk: int, kind: str) -> Organisation:
    if kind not in MeetingKind.values or kind == MeetingKind.JOINT:
        raise Http404
    return found(listing.kept_by(request.user).filter(pk=pk).first())


def _item(request: SignedIn, organisation: Organisation, kind: str) -> PlanItem | None:
    """The item of the year plan that it is called from, where it is one of this kind here."""
    asked = request.GET.get("item", "")
    item = plans.item_for(request.user, int(asked)) if asked.isdigit() else None
    if item is None or (item.kind, item.plan.organisation_id) != (kind, organisation.pk):
        return None
    return item


def _place_of(item: PlanItem | None, places: list[listing.Place]) -> int:
    """Where among the places the branch of an item is; the first where nothing is said."""
    wanted = item.party_id if item is not None else None
    if wanted is None:
        return 0
    return next((n for n, one in enumerate(places) if one.party and one.party.pk == wanted), 0)


@needs(Capability.MEETINGS_KEEP)
def record(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """The short way."""
    organisation = _kept(request, pk, kind)
    places = listing.places(organisation, kind)
    if not places:
        return _nowhere(request, organisation, kind)
    item = _item(request, organisation, kind)
    asked = request.GET.get("place", str(_place_of(item, places)))
    place = places[int(asked)] if asked.isdigit() and int(asked) < len(places) else places[0]
    people = forms.people_of(_seats(place))
    form = forms.RecordForm(
        request.POST or None,
        request.FILES or None,
        people=people,
        initial=forms.record_initial(str(MeetingKind(kind).label), item),
    )
    if form.is_valid():
        try:
            meeting = _record(request, place, {**form.cleaned_data, "item": item}, people)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("会议已记录。"))
            return redirect("meetings:meeting", meeting.pk)
    context = {"form": form, "place": place, "places": places, "kind": MeetingKind(kind)}
    return render(request, "meetings/record.html", context)


def _seats(place: listing.Place) -> list[rolls.Seat]:
    if place.party is not None:
        return rolls.of_party(place.party, place.kind, clock.today())
    assert place.body is not None  # noqa: S101 (one of the two is there)
    return rolls.of_body(place.body, clock.today())


def _record(
    request: SignedIn, place: listing.Place, data: dict[str, Any], people: list[Person]
) -> Any:
    by_number = {one.pk: one for one in people}
    duties = []
    if data["task"]:
        owner = by_number[int(data["task_owner"])]
        duties.append(services.Duty(data["task"], data["task_due"], owner=owner))
    photo = data.get("photo")
    kept = files.keep(photo, door=rules.PHOTOS, by=request.user) if photo else None
    draft = services.Draft(
        place.kind,
        data["title"],
        data["starts_at"],
        organisation=place.organisation,
        party=place.party,
        body=place.body,
        place=data["place"],
        item=data["item"],
    )
    away = {int(one): data.get("away_reason", "") for one in data.get("away", ())}
    said = services.Record(
        draft,
        topics=data["topics"].splitlines(),
        away=away,
        duties=duties,
        photo=kept,
        late_reason=data["late_reason"],
    )
    return services.record_meeting(said, by=request.user)


def _nowhere(request: SignedIn, organisation: Organisation, kind: str) -> HttpResponse:
    context = {"organisation": organisation, "kind": MeetingKind(kind), "party": kind in OF_PARTY}
    return render(request, "meetings/nowhere.html", context)


@needs(Capability.MEETINGS_KEEP)
def plan(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """Put a meeting into the calendar."""
    organisation = _kept(request, pk, kind)
    places = listing.places(organisation, kind)
    if not places:
        return _nowhere(request, organisation, kind)
    item = _item(request, organisation, kind)
    initial = forms.plan_initial(str(MeetingKind(kind).label), item)
    initial["place_of"] = str(_place_of(item, places))
    form = forms.PlanForm(request.POST or None, places=places, initial=initial)
    if form.is_valid():
        place, data = form.chosen(), form.cleaned_data
        draft = services.Draft(
            kind,
            data["title"],
            data["starts_at"],
            organisation=organisation,
            party=place.party,
            body=place.body,
            place=data["place"],
            item=item,
        )
        try:
            meeting = services.plan_meeting(draft, by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("会议已列入计划，可以发出通知。"))
            return redirect("meetings:meeting", meeting.pk)
    title = _("计划%(kind)s") % {"kind": MeetingKind(kind).label}
    back = reverse("meetings:plan_item", args=[item.pk]) if item else reverse("meetings:meetings")
    context = {"form": form, "title": title, "button": _("列入计划"), "back": back}
    return render(request, "meetings/act.html", context)
