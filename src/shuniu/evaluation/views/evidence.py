"""Evidence that was handed in before, used again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shuniu.accounts.doors import SignedIn, signed_in
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.evaluation.forms.answers import wanted
from shuniu.evaluation.queries import entries as queries
from shuniu.evaluation.rules import entries as rules
from shuniu.evaluation.services import evidence as services
from shuniu.evaluation.views.entries import the_entry


@signed_in
def evidence(request: SignedIn, pk: int, leaf: str) -> HttpResponse:
    """Pick from what the organisation has; picked ones stand for the leaf from then on."""
    row = the_entry(request, pk)
    found(row, rules.can_answer(request.user, row))
    parts = queries.parts_of(queries.own_sheet(row))
    here = next((p for p in parts if any(one.key == leaf for one in p.leaves)), None)
    if here is None:
        raise Http404
    where = f"{reverse('evaluation:part', args=[pk, here.number])}#leaf-{leaf}"
    if request.method == "POST":
        for number in wanted(request.POST.getlist("evidence")):
            one = found(queries.evidence(row.organisation, number))
            services.use_evidence(one, row, leaf, by=request.user)
        messages.success(request, _("已加入所选材料。"))
        return redirect(where)
    words = request.GET.get("q", "").strip()
    target = next(one for one in here.leaves if one.key == leaf)
    context = {
        "entry": row,
        "leaf": target,
        "used": {one.evidence_id for one in target.evidence},
        "page": page_of(queries.evidence_at_hand(row.organisation, words), request),
        "words": words,
        "back": where,
    }
    return render(request, "evaluation/entries/evidence.html", context)
