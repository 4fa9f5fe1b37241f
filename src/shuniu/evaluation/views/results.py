"""Results, why they are what they are, what would raise them, issued grades."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused, ensure
from shuniu.evaluation.forms.results import CancelForm, DowngradeForm
from shuniu.evaluation.models import Entry
from shuniu.evaluation.queries import entries, results
from shuniu.evaluation.queries import grades as queries
from shuniu.evaluation.queries import publicity as publicity_queries
from shuniu.evaluation.queries.plans import plan_of
from shuniu.evaluation.queries.scores import score_entry
from shuniu.evaluation.queries.why import why_of
from shuniu.evaluation.rules import grades as rules
from shuniu.evaluation.rules import plans as plan_rules
from shuniu.evaluation.rules import publicity as publicity_rules
from shuniu.evaluation.rules.entries import can_see
from shuniu.evaluation.services import grades as services
from shuniu.evaluation.states import GradeState
from shuniu.registry.states import OrganisationType


@needs(Capability.ROUNDS_SEE)
def round_results(request: SignedIn, pk: int) -> HttpResponse:
    """Everything a round came to: points, grades, peers, deviations."""
    round_ = found(publicity_queries.round_seen(request.user, pk))
    asked = {name: request.GET.get(name, "").strip() for name in ("grade", "kind", "q")}
    rows = results.round_lines(
        round_, request.user, grade=asked["grade"], kind=asked["kind"], words=asked["q"]
    )
    grades = results.grades_in(round_, request.user)
    context = {
        "round": round_,
        "page": page_of(rows, request, size=50),
        "grades": grades,
        "bars": [(title, count, f"?grade={key}") for key, title, count in grades],
        "kinds": [
            ("deviates", _("委员会调整的")),
            ("limited", _("等级受限的")),
            *OrganisationType.choices,
        ],
        "asked": asked,
    }
    return render(request, "evaluation/results/round.html", context)


def _entry(request: SignedIn, pk: int) -> Entry:
    """The one door: unknown and forbidden look alike; too early is said."""
    entry = found(results.entry_for(pk))
    found(entry, can_see(request.user, entry))
    ensure(publicity_rules.can_see_result(request.user, entry))
    return entry


@signed_in
def why(request: SignedIn, pk: int) -> HttpResponse:
    """Why an organisation got what it got."""
    entry = _entry(request, pk)
    found_why = why_of(entry)
    over_time = results.points_over_time(entry)
    context = {
        "entry": entry,
        "round": entry.round,
        "why": found_why,
        "over_time": over_time,
        "may_plan": plan_rules.can_plan(request.user, entry),
        "may_object": publicity_rules.can_object(request.user, entry),
        "plan": plan_of(entry),
    }
    return render(request, "evaluation/results/why.html", context)


@signed_in
def improve(request: SignedIn, pk: int) -> HttpResponse:
    """What would raise the result, leaf by leaf."""
    entry = _entry(request, pk)
    scored = score_entry(entry)
    page = Paginator(results.open_leaves(entry, scored), 10).get_page(request.GET.get("page"))
    context = {
        "entry": entry,
        "round": entry.round,
        "page": page,
        "advice": results.advice_for(scored, [one.key for one in page]),
        "titles": results.plain_titles(entry),
        "may_plan": plan_rules.can_plan(request.user, entry),
        "planned": set(plan_of(entry).values_list("leaf", flat=True)),
    }
    return render(request, "evaluation/results/improve.html", context)


@needs(Capability.ROUNDS_SEE, Capability.ROUNDS_ANSWER)
def grades(request: SignedIn) -> HttpResponse:
    """Issued grades."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    context = {
        "page": page_of(queries.listed(request.user, state=state, words=words), request),
        "states": [("ending", _("半年内到期")), *GradeState.choices],
        "state": state,
        "words": words,
    }
    return render(request, "evaluation/results/grades.html", context)


@needs(Capability.ROUNDS_SEE, Capability.ROUNDS_ANSWER)
def grade(request: SignedIn, pk: int) -> HttpResponse:
    """One grade with its events."""
    row = found(queries.grade_for(request.user, pk))
    today = clock.today()
    context = {
        "grade": row,
        "events": queries.events_of(row),
        "may_lower": rules.can_change(request.user, row, "downgrade", today)
        and bool(queries.below(row)),
        "may_cancel": rules.can_change(request.user, row, "cancel", today),
    }
    return render(request, "evaluation/results/grade.html", context)


@needs(Capability.ROUNDS_RUN)
def downgrade(request: SignedIn, pk: int) -> HttpResponse:
    """Lower a grade."""
    row = found(queries.grade_for(request.user, pk))
    form = DowngradeForm(queries.below(row), request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.downgrade(
                row, said["to"], reason=said["reason"], on=said["on"], by=request.user
            )
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已降级，并通知了该单位。"))
            return redirect("evaluation:grade", row.pk)
    context = {
        "grade": row,
        "form": form,
        "title": _("降级：%(name)s") % {"name": row.organisation},
        "text": _("%(number)s 现为“%(title)s”。") % {"number": row.number, "title": row.title},
        "button": _("降级"),
        "back": f"/results/grades/{row.pk}/",
    }
    return render(request, "ui/confirm.html", context)


@needs(Capability.ROUNDS_RUN)
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    """Take a grade away."""
    row = found(queries.grade_for(request.user, pk))
    form = CancelForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.cancel(row, reason=said["reason"], on=said["on"], by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已取消，并通知了该单位。"))
            return redirect("evaluation:grade", row.pk)
    context = {
        "grade": row,
        "form": form,
        "title": _("取消等级：%(name)s") % {"name": row.organisation},
        "text": _("%(number)s 现为“%(title)s”。") % {"number": row.number, "title": row.title},
        "consequence": _("取消后不能恢复，只能通过新一轮评价重新取得。"),
        "button": _("取消等级"),
        "back": f"/results/grades/{row.pk}/",
    }
    return render(request, "ui/confirm.html", context)


@needs(Capability.ROUNDS_SEE, Capability.ROUNDS_ANSWER)
def history(request: SignedIn, pk: int) -> HttpResponse:
    """Every grade an organisation ever had."""
    organisation = found(queries.organisation_for(request.user, pk))
    running = entries.running(organisation)
    context = {
        "organisation": organisation,
        "grades": queries.history(organisation),
        "in_force": queries.in_force(organisation),
        "sheet": None if running is None else entries.own_sheet(running),
    }
    return render(request, "evaluation/results/history.html", context)
