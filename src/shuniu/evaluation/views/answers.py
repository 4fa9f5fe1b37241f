"""Saving what an organisation says: value by value while it is typed, or a page at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, signed_in
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.answers import PartForm, plain, typed_of
from shuniu.evaluation.forms.evidence import Uploads
from shuniu.evaluation.models import Entry
from shuniu.evaluation.queries import entries as queries
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import entries as rules
from shuniu.evaluation.services import answers, evidence
from shuniu.evaluation.services.answers import Conflict
from shuniu.evaluation.views.entries import the_entry
from shuniu.scoring import show


def _part(row: Entry, number: int) -> tuple[queries.Part, list[queries.Part]]:
    parts = queries.parts_of(queries.own_sheet(row))
    part = next((one for one in parts if one.number == number), None)
    if part is None:
        raise Http404
    return part, parts


@signed_in
def part(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """A page of questions; what is sent is kept value by value, what cannot be comes back."""
    row = the_entry(request, pk)
    here, parts = _part(row, number)
    if request.method != "POST":
        return _page(request, row, here, parts, PartForm(here))
    form, uploads = PartForm(here, request.POST), Uploads(here, request.POST, request.FILES)
    failed = _keep_values(row, form, request)
    _keep_files(row, uploads, request)
    here, parts = _part(row, number)
    if failed or uploads.errors:
        form = PartForm(here)
        for key, (typed, reason, version) in failed.items():
            form.fail(key, typed, reason, version)
        return _page(request, row, here, parts, form, uploads)
    return _onwards(request, row, here, parts)


_Failed = dict[str, tuple[answers.Typed, str, int | None]]


def _keep_values(row: Entry, form: PartForm, request: SignedIn) -> _Failed:
    failed: _Failed = {}
    for key, typed in form.changes().items():
        try:
            answers.save_answer(row, key, typed, by=request.user)
        except Conflict as error:
            theirs = say(form.fields[key].question.words(error.theirs))
            words = _("%(reason)s对方填的是“%(theirs)s”。再次保存即以您填的为准。")
            reason = words % {"reason": error.verdict.reason, "theirs": theirs}
            failed[key] = (typed, reason, error.theirs.version)
        except Refused as error:
            failed[key] = (typed, error.verdict.reason, None)
    return failed


def _keep_files(row: Entry, uploads: Uploads, request: SignedIn) -> None:
    for upload in uploads:
        try:
            kept = evidence.add_evidence(
                row.organisation, upload.file, title=upload.title, by=request.user
            )
            evidence.use_evidence(kept, row, upload.leaf, by=request.user)
        except Refused as error:
            uploads.errors[upload.leaf] = error.verdict.reason
    dropped = uploads.dropped
    use = queries.use(row, dropped) if dropped is not None else None
    if use is not None:
        evidence.drop_evidence(use, by=request.user)


def _onwards(
    request: SignedIn, row: Entry, here: queries.Part, parts: Sequence[queries.Part]
) -> HttpResponse:
    """Where the pressed button leads."""
    stay = request.POST.get("stay") or request.POST.get("at")
    if leaf := request.POST.get("reuse"):
        return redirect("evaluation:evidence", row.pk, leaf)
    if stay or "drop" in request.POST:
        url = reverse("evaluation:part", args=[row.pk, here.number])
        return redirect(f"{url}#leaf-{stay}" if stay else url)
    if "leave" in request.POST:
        return redirect("evaluation:entry", row.pk)
    after = queries.next_open(parts, here.number)
    if after is None:
        messages.success(request, _("都填好了，请核对后提交。"))
        return redirect("evaluation:check", row.pk)
    return redirect("evaluation:part", row.pk, after.number)


def _page(
    request: SignedIn,
    row: Entry,
    here: queries.Part,
    parts: Sequence[queries.Part],
    form: PartForm,
    uploads: Uploads | None = None,
) -> HttpResponse:
    faulty = bool(form.faulty or (uploads and uploads.errors))
    plan: dict[str, list[object]] = {}
    for one in queries.plan_of(row):
        plan.setdefault(one.leaf, []).append(one)
    context = {
        "entry": row,
        "part": here,
        "parts": parts,
        "rows": [(leaf, form.of(leaf)) for leaf in here.leaves],
        "plan": plan,
        "before": queries.said_before(row, here),
        "file_errors": uploads.errors if uploads else {},
        "faulty": faulty,
        "verdict": rules.can_answer(request.user, row),
    }
    template = "evaluation/entries/part.html"
    return render(request, template, context, status=422 if faulty else 200)


@require_POST
@signed_in
def save(request: SignedIn, pk: int) -> JsonResponse:
    """One value, while it is typed."""
    row = the_entry(request, pk)
    key, typed = typed_of(request.POST)
    try:
        kept = answers.save_answer(row, key, typed, by=request.user)
    except Conflict as error:
        theirs = error.theirs
        question = queries.own_sheet(row).question(key)
        words = say(question.words(theirs)) if question is not None else plain(theirs)
        said = {
            "error": error.verdict.reason,
            "theirs": plain(theirs),
            "theirs_text": words,
            "version": theirs.version,
            "by": str(theirs.by or ""),
        }
        return JsonResponse(said, status=409)
    except Refused as error:
        return JsonResponse({"error": error.verdict.reason}, status=422)
    at = timezone.localtime(clock.now()).strftime("%H:%M")
    return JsonResponse({"version": kept.version, "saved_at": at, "texts": _texts(row, key)})


def _texts(row: Entry, key: str) -> dict[str, str]:
    """What on the page goes with the value: points of the leaves, of the page, of everything."""
    sheet = queries.own_sheet(row)
    for here in queries.parts_of(sheet):
        if any(q.key == key and q.asked for leaf in here.leaves for q in leaf.questions):
            texts = {f"points-{leaf.key}": leaf.shown for leaf in here.leaves}
            texts["part-points"] = show(here.now)
            texts["part-open"] = open_words(len(here.open))
            return texts
    return {}


def open_words(count: int) -> str:
    """How many questions are open."""
    return _("还差 %(count)s 项") % {"count": count} if count else _("本页已填完")
