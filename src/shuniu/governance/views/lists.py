"""The list of major matters, kept by the hub."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs
from shuniu.accounts.queries import hub
from shuniu.accounts.rules import may_somewhere
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.governance import rules, services
from shuniu.governance.forms.matters import LineForm
from shuniu.governance.queries import lists
from shuniu.governance.queries.lists import Line
from shuniu.governance.states import MatterClass
from shuniu.governance.views.acts import Act, act, bound
from shuniu.registry.queries import organisations


@needs(Capability.MATTERS_SEE)
def major_list(request: SignedIn) -> HttpResponse:
    """What holds today, by class; lines of single places; what held before."""
    today = clock.today()
    top = hub()
    context = {
        "standing": lists.shown(lists.lines_at(top, today)) if top is not None else [],
        "own": [
            one for one in lists.rows_for(request.user, today) if one.node_id != (top and top.pk)
        ],
        "past": lists.past_for(request.user, today)[:50],
        "keeps": may_somewhere(request.user, Capability.MATTERS_LIST),
        "top": top,
    }
    return render(request, "governance/list.html", context)


@needs(Capability.MATTERS_LIST)
def set_line(request: SignedIn, kind: str) -> HttpResponse:
    """Put a line in force from today."""
    places = lists.places(request.user)[:3000]
    line = lists.lines_at(found(places.first()), clock.today()).get(kind)
    initial = {"kind": kind} if line is None else {**line.plain(), "words": " ".join(line.words)}
    offered = [(str(one.pk), one.name) for one in places]
    form = LineForm(bound(request), places=offered, initial=initial)
    page = Act(
        title=_("设置清单"),
        button=_("自今日起施行"),
        back=reverse("governance:list"),
        done=_("已施行；此前的事项仍按原清单。"),
        crumbs=((_("重大事项清单"), reverse("governance:list")),),
    )

    def do(data: Mapping[str, Any]) -> None:
        node = found(organisations.place(int(data["place"])))
        said = {name: data[name] for name in Line.__dataclass_fields__ if name in data}
        said["studied_by"] = tuple(data["studied_by"])
        services.set_line(node, Line(**said), by=request.user)

    return act(request, form, page, do)


@needs(Capability.MATTERS_LIST)
@require_POST
def end_line(request: SignedIn, pk: int) -> HttpResponse:
    """A line of a single place holds no more."""
    row = found(lists.find(pk))
    found(row, rules.can_list(request.user, row.node))
    services.end_line(row, by=request.user)
    words = _("已停用“%(title)s”，改按上一级清单。")
    messages.success(request, words % {"title": MatterClass(row.kind).label})
    return redirect("governance:list")
