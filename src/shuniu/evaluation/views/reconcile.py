"""A third person settles what two assessors see differently."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, signed_in
from shuniu.base.doors import found
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.marks import MarkForm
from shuniu.evaluation.forms.reasons import ReasonForm
from shuniu.evaluation.models import LeafMark
from shuniu.evaluation.queries import entries as entry_queries
from shuniu.evaluation.queries import work as queries
from shuniu.evaluation.rules import assessment as rules
from shuniu.evaluation.services import assessment as services
from shuniu.evaluation.states import EntryState


@signed_in
def reconcile(request: SignedIn, pk: int) -> HttpResponse:
    """Leaf by leaf: both findings side by side, and what is to hold."""
    row = entry_queries.entry(pk)
    row = found(row, rules.can_see_differences(request.user, row) if row is not None else None)
    sheet = entry_queries.own_sheet(row)
    differences = queries.differences(row)
    sent = request.POST.get("leaf", "") if request.method == "POST" else ""
    failed: MarkForm | None = None
    for one in differences:
        leaf = sheet.leaf(one.leaf)
        if one.leaf == sent and leaf is not None:
            form = MarkForm(sheet, leaf, one.settled, request.POST)
            failed = _settle(request, row.pk, form)
            if failed is None:
                return redirect("evaluation:reconcile", pk)
    rows = []
    for one in differences:
        leaf = sheet.leaf(one.leaf)
        if leaf is not None:
            mine = failed if failed is not None and one.leaf == sent else None
            found_by = [queries.finding(sheet, leaf, m) for m in (one.first, one.second)]
            taken = _taken(request, one) or one.settled
            rows.append((one, leaf, mine or MarkForm(sheet, leaf, taken), found_by))
    context = {
        "entry": row,
        "rows": rows,
        "people": queries.two_of(row),
        "open": sum(one.settled is None for one in differences),
        "verdict": rules.can_reconcile(request.user, row),
        "settled": row.state == EntryState.ASSESSED,
    }
    status = 422 if failed is not None else 200
    return render(request, "evaluation/work/reconcile.html", context, status=status)


def _taken(request: SignedIn, one: queries.Difference) -> LeafMark | None:
    """One of the two findings, to be filled in with the version of what is settled already."""
    picked = {"1": one.first, "2": one.second}.get(request.GET.get("take", ""))
    if picked is None or request.GET.get("leaf") != one.leaf:
        return None
    version = one.settled.version if one.settled is not None else 0
    return LeafMark(leaf=one.leaf, values=picked.values, reason=picked.reason, version=version)


def _settle(request: SignedIn, pk: int, form: MarkForm) -> MarkForm | None:
    """Keep it; the form comes back where that could not be."""
    row = found(entry_queries.entry(pk))
    try:
        services.reconcile(
            row,
            form.leaf.key,
            values=form.values,
            reason=form.reason,
            version=form.version,
            by=request.user,
        )
    except services.MarkConflict as error:
        form.fail("", error.verdict.reason)
        form.version = error.theirs.version
    except services.Unfit as error:
        form.fail(error.key, error.verdict.reason)
    except Refused as error:
        form.fail("reason" if not form.reason.strip() else "", error.verdict.reason)
    else:
        messages.success(request, _("已保存。"))
        return None
    return form


@signed_in
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    """The hub opens an assessed entry again."""
    row = entry_queries.entry(pk)
    row = found(row, rules.can_reopen(request.user, row) if row is not None else None)
    form = ReasonForm(request.POST or None, label=_("重新评分的原因"))
    if request.method == "POST" and form.is_valid():
        services.reopen(row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("已退回评分，并通知了评分专家。"))
        return redirect("evaluation:round", row.round_id)
    context = {
        "title": _("重新评分"),
        "text": row.organisation.name,
        "consequence": _("专家需要再次完成评分；第三人对差异的处理作废，记录仍保留在审计记录中。"),
        "form": form,
        "back": f"/rounds/{row.round_id}/",
    }
    return render(request, "ui/confirm.html", context)
