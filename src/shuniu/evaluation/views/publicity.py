"""Publicity, objections, issue."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.publicity import AnswerForm, ObjectionForm, PublishForm
from shuniu.evaluation.queries import decisions, results
from shuniu.evaluation.queries import grades as grade_queries
from shuniu.evaluation.queries import publicity as queries
from shuniu.evaluation.rules import grades as grade_rules
from shuniu.evaluation.rules import publicity as rules
from shuniu.evaluation.rules.entries import can_see
from shuniu.evaluation.services import grades, objections
from shuniu.evaluation.services import publicity as services


@needs(Capability.ROUNDS_SEE)
def publicity(request: SignedIn, pk: int) -> HttpResponse:
    """From the decision to the issued grades of a round; what is open."""
    round_ = found(queries.round_for(request.user, pk))
    form = PublishForm(request.POST or None, initial={"since": clock.today()})
    if form.is_valid():
        try:
            services.publish(round_, by=request.user, since=form.cleaned_data["since"])
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已公示，并通知了各参评单位。"))
            return redirect("evaluation:publicity", round_.pk)
    context = {
        "round": round_,
        "form": form,
        "shown": queries.publicity_of(round_),
        "visible": queries.shown_round(round_.pk) is not None,
        "objections": queries.objections_of(round_),
        "may_publish": rules.can_publish(request.user, round_),
        "may_issue": grade_rules.can_issue(request.user, round_),
        "may_close": grade_rules.can_close_round(request.user, round_),
        "issued": grade_queries.issued_in(round_).count(),
        "today": clock.today(),
    }
    return render(request, "evaluation/publicity/round.html", context)


@require_POST
@needs(Capability.ROUNDS_RUN)
def issue(request: SignedIn, pk: int) -> HttpResponse:
    """Issue the grades."""
    round_ = found(queries.round_for(request.user, pk))
    made = grades.issue(round_, by=request.user)
    messages.success(request, _("已发布 %(count)s 个等级。") % {"count": len(made)})
    return redirect("evaluation:publicity", round_.pk)


@require_POST
@needs(Capability.ROUNDS_RUN)
def close(request: SignedIn, pk: int) -> HttpResponse:
    """Put the round to the archive."""
    round_ = found(queries.round_for(request.user, pk))
    services.close_round(round_, by=request.user)
    messages.success(request, _("本次评价已结束。"))
    return redirect("evaluation:publicity", round_.pk)


def public(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision for everybody, without sign-in."""
    round_ = found(queries.shown_round(pk))
    words = request.GET.get("q", "").strip()
    context = {
        "round": round_,
        "shown": round_.publicity,
        "page": page_of(queries.results_of(round_, words=words), request, size=100),
        "words": words,
        "with_points": queries.points_shown(round_),
        "not_admitted": queries.not_admitted(round_).count(),
        "during": round_.state == "public",
    }
    return render(request, "evaluation/publicity/public.html", context)


def public_list(request: HttpRequest) -> HttpResponse:
    """What is shown at the moment, without sign-in."""
    return render(
        request, "evaluation/publicity/public_list.html", {"rounds": queries.shown_rounds()}
    )


@needs(Capability.ROUNDS_ANSWER)
def object_(request: SignedIn, pk: int) -> HttpResponse:
    """Object to a decision."""
    entry = found(results.entry_for(pk))
    found(entry, can_see(request.user, entry))
    form = ObjectionForm(request.POST or None, request.FILES or None)
    allowed = rules.can_object(request.user, entry)
    if form.is_valid():
        try:
            said = form.cleaned_data
            text, upload = said["text"], said["file"]
            row = objections.file_objection(entry, text, by=request.user, upload=upload)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("异议已提交，枢纽将在期限内复核并书面答复。"))
            return redirect("evaluation:objection", row.pk)
    context = {
        "entry": entry,
        "form": form,
        "allowed": allowed,
        "shown": queries.publicity_of(entry.round),
        "result": decisions.result_of(entry) if rules.can_see_result(request.user, entry) else None,
        "earlier": queries.objections_to(entry),
    }
    return render(request, "evaluation/publicity/object.html", context)


@signed_in
def objection(request: SignedIn, pk: int) -> HttpResponse:
    """One objection: what was said, what the committee decided, the answer."""
    row = found(queries.objection_for(request.user, pk))
    allowed = rules.can_reply(request.user, row)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            objections.answer_objection(row, form.cleaned_data["answer"], by=request.user)
        except Refused as refused:
            form.add_error(None, refused.verdict.reason)
        else:
            messages.success(request, _("已书面答复，并通知了该单位。"))
            return redirect("evaluation:objection", row.pk)
    context = {
        "objection": row,
        "entry": row.entry,
        "round": row.entry.round,
        "motion": queries.carried_motion(row),
        "result": decisions.result_of(row.entry),
        "form": form,
        "allowed": allowed,
        "may_withdraw": rules.can_withdraw(request.user, row),
        "runs": rules.runs(request.user, row.entry.round),
        "late": row.answered_at is None and clock.today() > row.due,
    }
    return render(request, "evaluation/publicity/objection.html", context)


@require_POST
@needs(Capability.ROUNDS_ANSWER)
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take an objection back."""
    row = found(queries.objection_for(request.user, pk))
    objections.withdraw_objection(row, by=request.user)
    messages.success(request, _("异议已撤回。"))
    return redirect("evaluation:objection", row.pk)
