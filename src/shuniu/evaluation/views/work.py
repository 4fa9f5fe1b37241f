"""An assessor's tasks: the list, the declaration, leaf by leaf, the end; settling differences."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shuniu.accounts.doors import SignedIn, needs, signed_in
from shuniu.accounts.states import Capability
from shuniu.base.doors import found
from shuniu.base.paging import page_of
from shuniu.base.verdicts import Refused
from shuniu.evaluation.forms.marks import MarkForm
from shuniu.evaluation.forms.reasons import ReasonForm
from shuniu.evaluation.models import Assignment, LeafMark
from shuniu.evaluation.queries import entries as entry_queries
from shuniu.evaluation.queries import work as queries
from shuniu.evaluation.queries.sheets import Leaf, Sheet
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import assessment as rules
from shuniu.evaluation.services import assessment as services
from shuniu.scoring import show


def the_task(request: SignedIn, pk: int) -> Assignment:
    """A task of this person's own."""
    row = queries.assignment(pk)
    return found(row, rules.can_see_work(request.user, row) if row is not None else None)


@dataclass(frozen=True, slots=True)
class _Open:
    """A task with everything its pages show."""

    task: Assignment
    sheet: Sheet
    leaves: list[Leaf]
    marks: dict[str, LeafMark]

    @property
    def needed(self) -> list[Leaf]:
        return queries.needed_leaves(self.sheet)

    @property
    def done(self) -> int:
        return sum(leaf.key in self.marks for leaf in self.needed)

    def around(self, key: str) -> tuple[Leaf | None, Leaf | None]:
        keys = [leaf.key for leaf in self.leaves]
        at = keys.index(key)
        before = self.leaves[at - 1] if at else None
        after = self.leaves[at + 1] if at + 1 < len(keys) else None
        return before, after

    def next_open(self, after: str = "") -> Leaf | None:
        """The next leaf nobody has looked at, behind one, then from the start."""
        keys = [leaf.key for leaf in self.leaves]
        at = keys.index(after) + 1 if after in keys else 0
        needed = {leaf.key for leaf in self.needed}
        turned = [*self.leaves[at:], *self.leaves[:at]]
        rest = [one for one in turned if one.key in needed and one.key not in self.marks]
        return rest[0] if rest else None


def _opened(task: Assignment) -> _Open:
    sheet = entry_queries.own_sheet(task.entry)
    leaves = [leaf for leaf in sheet.leaves if queries.can_mark(sheet, leaf)]
    return _Open(task, sheet, leaves, queries.marks_of(task))


@needs(Capability.ROUNDS_ASSESS)
def worklist(request: SignedIn) -> HttpResponse:
    """What waits for an assessor, the nearest date first."""
    page = page_of(queries.tasks_of(request.user), request)
    context = {
        "page": page,
        "needed": {row.pk: queries.needed_count(row.entry) for row in page},
        "past": page_of(queries.past_tasks(request.user), request).object_list,
    }
    return render(request, "evaluation/work/list.html", context)


@signed_in
def task(request: SignedIn, pk: int) -> HttpResponse:
    """All leaves of a task; before it is begun, the declaration and nothing else."""
    row = the_task(request, pk)
    if row.order > rules.SECOND:
        return redirect("evaluation:reconcile", row.entry_id)
    if row.begun_at is None:
        return _declaration(request, row, ReasonForm(label=_("回避理由")))
    opened = _opened(row)
    context = {
        "task": row,
        "opened": opened,
        "parts": entry_queries.parts_of(opened.sheet),
        "marks": opened.marks,
        "next": opened.next_open(),
        "rest": len(opened.needed) - opened.done,
        "verdict": rules.can_assess(request.user, row),
    }
    return render(request, "evaluation/work/task.html", context)


def _declaration(request: SignedIn, row: Assignment, form: ReasonForm) -> HttpResponse:
    context = {"task": row, "form": form, "verdict": rules.can_begin(request.user, row)}
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/work/declare.html", context, status=status)


@require_POST
@signed_in
def begin(request: SignedIn, pk: int) -> HttpResponse:
    """Declare that nothing stands in the way, and open it."""
    row = the_task(request, pk)
    services.begin(row, by=request.user)
    first = _opened(row).next_open()
    if first is None:
        return redirect("evaluation:task", pk)
    return redirect("evaluation:leaf", pk, first.key)


@require_POST
@signed_in
def recuse(request: SignedIn, pk: int) -> HttpResponse:
    """Keep out of everything about the organisation."""
    row = the_task(request, pk)
    form = ReasonForm(request.POST, label=_("回避理由"))
    if not form.is_valid():
        return _declaration(request, row, form)
    services.recuse(
        request.user,
        organisation=row.entry.organisation,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )
    messages.success(request, _("已登记回避，该单位会分派给其他专家。"))
    return redirect("evaluation:work")


@signed_in
def leaf(request: SignedIn, pk: int, key: str) -> HttpResponse:
    """One leaf: what the rule says, what is stated, the evidence; beside it what is found."""
    row = the_task(request, pk)
    opened, here = _leaf(row, key)
    mark = opened.marks.get(key)
    if request.method != "POST":
        return _leaf_page(request, opened, here, MarkForm(opened.sheet, here, mark))
    form = MarkForm(opened.sheet, here, mark, request.POST)
    try:
        services.mark_leaf(
            row,
            key,
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
    except services.ReasonNeeded as error:
        form.fail("reason", error.verdict.reason)
    except Refused as error:
        form.fail("", error.verdict.reason)
    else:
        after = _opened(row).next_open(key)
        if after is None:
            messages.success(request, _("各项都看过了，可以完成评分。"))
            return redirect("evaluation:task", pk)
        return redirect("evaluation:leaf", pk, after.key)
    return _leaf_page(request, opened, here, form, status=422)


def _leaf(row: Assignment, key: str) -> tuple[_Open, Leaf]:
    if row.begun_at is None or row.order > rules.SECOND:
        raise Http404
    opened = _opened(row)
    here = next((one for one in opened.leaves if one.key == key), None)
    if here is None:
        raise Http404
    return opened, here


def _leaf_page(
    request: SignedIn, opened: _Open, here: Leaf, form: MarkForm, status: int = 200
) -> HttpResponse:
    before, after = opened.around(here.key)
    context = {
        "task": opened.task,
        "opened": opened,
        "leaf": here,
        "form": form,
        "mark": opened.marks.get(here.key),
        "before": before,
        "after": after,
        "verdict": rules.can_assess(request.user, opened.task),
    }
    return render(request, "evaluation/work/leaf.html", context, status=status)


@require_POST
@signed_in
def weigh(request: SignedIn, pk: int, key: str) -> JsonResponse:
    """What a finding would do to the points, before it is kept."""
    row = the_task(request, pk)
    found(row, rules.can_assess(request.user, row))
    opened, here = _leaf(row, key)
    form = MarkForm(opened.sheet, here, opened.marks.get(key), request.POST)
    try:
        kept = services.checked(opened.sheet, key, form.values)
    except Refused as error:
        return JsonResponse({"error": error.verdict.reason}, status=422)
    others = queries.merged(opened.marks.values(), but=key)
    weighed = queries.weigh(opened.sheet, key, kept, others)
    after = queries.kept_points(weighed.after.get(key))
    falls = "、".join(say(one) for one in weighed.fallen[:3])
    words = _("减分或更正条件：%(what)s。请写明理由。") % {"what": falls} if falls else ""
    return JsonResponse(
        {"points": "—" if after is None else show(after), "changed": bool(kept), "falls": words}
    )


@require_POST
@signed_in
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm the rest as stated: one act, on purpose."""
    row = the_task(request, pk)
    if not request.POST.get("sure"):
        messages.error(request, _("请先勾选“我已核对其余各项”，再确认。"))
        return redirect("evaluation:task", pk)
    count = services.confirm_rest(row, by=request.user)
    messages.success(request, _("已按自评确认其余 %(count)s 项。") % {"count": count})
    return redirect("evaluation:task", pk)


@require_POST
@signed_in
def finish(request: SignedIn, pk: int) -> HttpResponse:
    """End the work on an entry."""
    row = the_task(request, pk)
    try:
        services.finish(row, by=request.user)
    except Refused as error:
        messages.error(request, error.verdict.reason)
        return redirect("evaluation:task", pk)
    messages.success(request, _("“%(who)s”的评分已完成。") % {"who": row.entry.organisation.name})
    return redirect("evaluation:work")
