"""Improvement plans."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused, ensure
from shuniu.evaluation.forms.plans import NoteForm, PlanForm
from shuniu.evaluation.queries import plans as queries
from shuniu.evaluation.queries import results
from shuniu.evaluation.queries.scores import score_entry
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import plans as rules
from shuniu.evaluation.rules.entries import can_see
from shuniu.evaluation.rules.publicity import can_see_result
from shuniu.evaluation.services import plans as services
from shuniu.evaluation.states import PlanState


@needs(Capability.ROUNDS_SEE, Capability.ROUNDS_ANSWER)
def plans(request: SignedIn) -> HttpResponse:
    """Everything that is planned where the person looks, what is due first."""
    state = request.GET.get("state", PlanState.OPEN.value)
    words = request.GET.get("q", "").strip()
    page = page_of(queries.listed(request.user, state=state, words=words), request)
    context = {
        "page": page,
        "titles": queries.titles_for(list(page)),
        "states": PlanState.choices,
        "state": state,
        "words": words,
        "today": clock.today(),
    }
    return render(request, "evaluation/plans/list.html", context)


@signed_in
def plan(request: SignedIn, pk: int) -> HttpResponse:
    """The plan of one entry."""
    entry = found(results.entry_for(pk))
    found(entry, can_see(request.user, entry))
    ensure(can_see_result(request.user, entry))
    items = list(queries.plan_of(entry))
    context = {
        "entry": entry,
        "round": entry.round,
        "items": items,
        "titles": queries.titles_of(entry, items),
        "may_plan": rules.can_plan(request.user, entry),
        "today": clock.today(),
    }
    return render(request, "evaluation/plans/plan.html", context)


@signed_in
def add(request: SignedIn, pk: int, leaf: str) -> HttpResponse:
    """Take a leaf into the plan."""
    entry = found(results.entry_for(pk))
    found(entry, can_see(request.user, entry))
    ensure(rules.can_plan(request.user, entry))
    title = found(queries.leaf_of(entry, leaf))
    initial = {
        "text": _("改进“%(title)s”") % {"title": say(title)},
        "due": clock.today() + timedelta(days=90),
    }
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            services.plan_item(entry, leaf, form.planned(), by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已列入改进计划。"))
            return redirect("evaluation:plan", entry.pk)
    context = {
        "entry": entry,
        "form": form,
        "title": title,
        "advice": results.advice_for(score_entry(entry), [leaf]).get(leaf),
        "titles": results.plain_titles(entry),
    }
    return render(request, "evaluation/plans/add.html", context)


@signed_in
def item(request: SignedIn, pk: int) -> HttpResponse:
    """Change one item."""
    row = found(queries.item_for(request.user, pk))
    said = {"text": row.text, "owner": row.owner, "due": row.due}
    form = PlanForm(request.POST or None, initial=said)
    allowed = rules.can_change(request.user, row)
    if form.is_valid():
        try:
            services.change_item(row, form.planned(), by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已保存。"))
            return redirect("evaluation:plan", row.entry_id)
    context = {
        "item": row,
        "entry": row.entry,
        "form": form,
        "note": NoteForm(initial={"note": row.note}),
        "allowed": allowed,
        "may_plan": rules.can_plan(request.user, row.entry),
        "title": queries.leaf_of(row.entry, row.leaf),
    }
    return render(request, "evaluation/plans/item.html", context)


@require_POST
@signed_in
def settle(request: SignedIn, pk: int) -> HttpResponse:
    """Done, dropped or open again."""
    row = found(queries.item_for(request.user, pk))
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    what = request.POST.get("what", "")
    try:
        if what == "drop":
            services.drop_item(row, note=note, by=request.user)
        elif what == "reopen":
            services.reopen_item(row, by=request.user)
        else:
            services.settle_item(row, note=note, by=request.user)
    except Refused as refused:
        messages.error(request, refused.verdict.reason)
        return redirect("evaluation:plan_item", row.pk)
    messages.success(request, _("已保存。"))
    return redirect("evaluation:plan", row.entry_id)
