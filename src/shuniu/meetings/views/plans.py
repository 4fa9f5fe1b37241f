"""The year plan: a calendar of twelve months, its items, and the way to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import ensure
from shuniu.meetings import services
from shuniu.meetings.forms import plans as forms
from shuniu.meetings.models import PlanItem
from shuniu.meetings.queries import calendar
from shuniu.meetings.queries import plans as queries
from shuniu.meetings.rules import plans as rules
from shuniu.meetings.states import ItemState
from shuniu.meetings.views.acts import act
from shuniu.registry.models import Organisation

_FIRST = 2000  # nobody looks further back
TONES = {
    ItemState.DONE: "good",
    ItemState.PLANNED: "info",
    ItemState.OVERDUE: "bad",
    ItemState.DROPPED: "plain",
}


@needs(Capability.MEETINGS_SEE)
def plans(request: SignedIn) -> HttpResponse:
    """One's own organisation's year; where there are several, which."""
    this, words = clock.today().year, request.GET.get("q", "").strip()
    year = _asked_year(request.GET.get("year", ""), this)
    rows = queries.organisations_for(request.user, words)
    if not words and len(some := list(rows[:2])) == 1:
        return redirect("meetings:year", some[0].pk, year)
    page = page_of(rows, request)
    known = queries.tallies(page, year)
    listed = [(one, known.get(one.pk, queries.Tally())) for one in page]
    years = range(this + rules.AHEAD, this - 3, -1)
    context = {"page": page, "listed": listed, "words": words, "year": year, "years": years}
    return render(request, "meetings/plans.html", context)


def _asked_year(words: str, otherwise: int) -> int:
    good = words.isdigit() and _FIRST <= int(words) <= otherwise + rules.AHEAD
    return int(words) if good else otherwise


def _ensure_year(year: int) -> None:
    if not _FIRST <= year <= clock.today().year + rules.AHEAD:
        raise Http404


def _organisation(request: SignedIn, pk: int) -> Organisation:
    return found(queries.organisation_for(request.user, pk))


@needs(Capability.MEETINGS_SEE)
def year(request: SignedIn, pk: int, year: int) -> HttpResponse:
    """Twelve months of an organisation and its branch."""
    _ensure_year(year)
    organisation = _organisation(request, pk)
    of = request.GET.get("of", "")
    today = clock.today()
    context = {
        "organisation": organisation,
        "year": year,
        "found": calendar.year_of(request.user, organisation, year, of),
        "of": of,
        "sides": [("", _("全部")), (calendar.BRANCH, _("党组织")), (calendar.OWN, _("本单位机构"))],
        "keeps": rules.can_plan(request.user, organisation),
        "plannable": rules.plannable(year),
        "current": today.month if today.year == year else 0,
        "today": today,
        "last": today.year + rules.AHEAD,
        "tones": TONES,
    }
    return render(request, "meetings/year.html", context)


@needs(Capability.MEETINGS_KEEP)
@require_POST
def propose(request: SignedIn, pk: int, year: int) -> HttpResponse:
    """Draft what the rules ask for."""
    organisation = _organisation(request, pk)
    made = services.plans.propose_plan(organisation, year, request.user)
    if made:
        words = ngettext("已按规则列入 %(n)s 项。", "已按规则列入 %(n)s 项。", len(made))
        messages.success(request, words % {"n": len(made)})
    else:
        messages.info(request, _("规则要求的会议都已列入，没有新增。"))
    return redirect("meetings:year", organisation.pk, year)


@needs(Capability.MEETINGS_KEEP)
def add(request: SignedIn, pk: int, year: int) -> HttpResponse:
    """Something more in the plan."""
    _ensure_year(year)
    organisation = _organisation(request, pk)
    ensure(rules.can_plan(request.user, organisation))
    today = clock.today()
    parties = queries.parties_at_home(organisation, today)
    bodies = queries.bodies_of(organisation, today)
    start = today if today.year == year else today.replace(year=year, month=1, day=15)
    form = forms.ItemForm(
        request.POST or None, parties=parties, bodies=bodies, initial={"on": start}
    )

    def do(data: dict[str, Any]) -> None:
        kind, party = form.chosen()
        services.plans.add_item(
            organisation, kind, data["on"], by=request.user, title=data["title"], party=party
        )

    back = reverse("meetings:year", args=[organisation.pk, year])
    return act(request, form, (_("添加计划事项"), _("列入计划"), _("已列入计划。")), back, do)


def _item(request: SignedIn, pk: int) -> PlanItem:
    return found(queries.item_for(request.user, pk))


def _back(item: PlanItem) -> str:
    return reverse("meetings:year", args=[item.plan.organisation_id, item.plan.year])


@needs(Capability.MEETINGS_SEE)
def plan_item(request: SignedIn, pk: int) -> HttpResponse:
    """One thing in the plan, with what can be done about it."""
    item = _item(request, pk)
    state = queries.state_of(item, clock.today())
    meeting = item.meeting
    seen = meeting is not None and may(request.user, Capability.MEETINGS_SEE, meeting.node)
    context = {
        "item": item,
        "state": state,
        "tone": TONES[state],
        "meeting": meeting if seen else None,
        "keeps": rules.can_plan(request.user, item.plan.organisation),
        "may_change": rules.can_change_item(request.user, item),
        "may_restore": rules.can_restore_item(request.user, item),
        "back": _back(item),
        "due": item.on <= clock.today(),
    }
    return render(request, "meetings/plan_item.html", context)


@needs(Capability.MEETINGS_KEEP)
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Another day."""
    item = _item(request, pk)
    ensure(rules.can_change_item(request.user, item))
    form = forms.MoveForm(request.POST or None, initial={"on": item.on})
    words = (_("%(title)s：改日期") % {"title": item.title}, _("改日期"), _("日期已改。"))
    return act(
        request,
        form,
        words,
        _back(item),
        lambda data: services.plans.move_item(item, data["on"], by=request.user),
    )


@needs(Capability.MEETINGS_KEEP)
def drop(request: SignedIn, pk: int) -> HttpResponse:
    """It will not take place."""
    item = _item(request, pk)
    ensure(rules.can_change_item(request.user, item))
    form = forms.DropForm(request.POST or None)
    title = _("%(title)s：不再举行") % {"title": item.title}
    words = (title, _("撤下这一项"), _("已撤下，可以随时恢复。"))
    return act(
        request,
        form,
        words,
        _back(item),
        lambda data: services.plans.drop_item(item, reason=data["reason"], by=request.user),
    )


@needs(Capability.MEETINGS_KEEP)
@require_POST
def restore(request: SignedIn, pk: int) -> HttpResponse:
    """It will take place after all."""
    item = _item(request, pk)
    services.plans.restore_item(item, by=request.user)
    messages.success(request, _("已恢复。"))
    return redirect("meetings:plan_item", item.pk)
