"""When assessors are done: one is taken as found, two are compared, a third settles the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import holders
from shuniu.accounts.states import Capability
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Answer, Assignment, Entry, LeafMark
from shuniu.evaluation.queries import work
from shuniu.evaluation.queries.sheets import CONDITIONS, SAID, Sheet, sheet_of
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.rules import assessment as rules
from shuniu.evaluation.services.assessment.marking import Said, checked, put_mark
from shuniu.evaluation.states import ENTRY_MOVES, AssignmentState, Stage
from shuniu.scoring import show

_Values = dict[str, tuple[Mapping[str, object], User]]


def finish(assignment: Assignment, *, by: User) -> None:
    """End an assessor's work on an entry; where everybody is done and agrees, it is assessed.

    Raises:
        Refused: by the rules, or leaves are left that nobody has looked at.
    """
    with transaction.atomic():
        ensure(rules.can_assess(by, assignment))
        entry = assignment.entry
        sheet = sheet_of(entry, points=False, stages=SAID)
        marks = work.marks_of(assignment)
        missing = [leaf for leaf in work.needed_leaves(sheet) if leaf.key not in marks]
        if missing:
            words = _("还有 %(count)s 项没有确认，例如“%(title)s”。")
            said = {"count": len(missing), "title": say(missing[0].title)}
            raise Refused(refuse(words % said, "assessment.unconfirmed"))
        _recompute(entry, marks.values())
        rows = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.OPEN)
        if not rows.update(state=AssignmentState.DONE, done_at=clock.now()):
            raise Refused(refuse(_("该任务已经完成。"), "assessment.done"))
        assignment.refresh_from_db(fields=["state", "done_at"])
        audit.record(
            "evaluation.assignment.finished",
            assignment,
            by=by,
            node=entry.organisation.node_id,
            points={mark.leaf: mark.points for mark in marks.values()},
        )
        _settle(sheet, by)


def _recompute(entry: Entry, marks: Iterable[LeafMark]) -> None:
    """A finding elsewhere may move a leaf that was looked at before it."""
    rows = list(marks)
    points = work.settled_points(entry, rows)
    for mark in rows:
        mark.points = work.kept_points(points.get(mark.leaf))
    LeafMark.objects.bulk_update(rows, ["points"], batch_size=500)


def reconcile(
    entry: Entry,
    leaf: str,
    *,
    values: Mapping[str, Said],
    reason: str,
    by: User,
    version: int = 0,
) -> LeafMark:
    """Settle a leaf that two assessors see differently; with the last one the entry is assessed.

    Raises:
        MarkConflict: somebody else settled it meanwhile.
        Unfit: a value does not fit its column.
        Refused: by the rules, the two do not differ here, or no reason was given.
    """
    with transaction.atomic():
        ensure(rules.can_reconcile(by, entry))
        if not reason.strip():
            raise Refused(refuse(_("请写明采用这个结果的理由。"), "assessment.reason"))
        if leaf not in {one.leaf for one in work.differences(entry)}:
            raise Refused(refuse(_("两位专家对这一项没有差异。"), "assessment.no_difference"))
        sheet = sheet_of(entry, points=False, stages=SAID)
        kept = checked(sheet, leaf, values)
        weighed = work.weigh(sheet, leaf, kept, {})
        said: dict[str, object] = {
            "values": kept,
            "before": work.kept_points(weighed.own.get(leaf)),
            "points": work.kept_points(weighed.after.get(leaf)),
            "reason": reason.strip()[:1000],
        }
        mark = put_mark(_third(entry, by), leaf, said, version)
        audit.record(
            "evaluation.leaf.reconciled",
            entry,
            by=by,
            node=entry.organisation.node_id,
            leaf=leaf,
            **said,
        )
        _settle(sheet, by)
    return mark


def _third(entry: Entry, by: User) -> Assignment:
    """The task of the person who settles; made where nobody assigned it."""
    rows = Assignment.objects.filter(entry=entry)
    row = rows.filter(user=by, order__gt=rules.SECOND).first()
    if row is None:
        last = rows.aggregate(last=Max("order"))["last"] or 0
        order = max(last, rules.SECOND) + 1
        row = Assignment.objects.create(entry=entry, user=by, order=order, made_at=clock.now())
    if row.state == AssignmentState.DONE:
        Assignment.objects.filter(pk=row.pk).update(state=AssignmentState.OPEN, done_at=None)
    return row


def _settle(sheet: Sheet, by: User) -> None:
    """Take what is agreed or settled to the last stage; nothing happens while something is open."""
    entry = sheet.entry
    done = list(
        Assignment.objects.filter(
            entry=entry, order__lte=rules.SECOND, state=AssignmentState.DONE
        ).order_by("order")
    )
    if not entry.round.two_assessors:
        found = LeafMark.objects.filter(assignment__in=done).select_related("assignment__user")
        _assessed(entry, _taken(found), by)
        return
    if len(done) < rules.SECOND:
        return
    differences = work.differences(entry)
    if any(one.settled is None for one in differences):
        if not any(one.settled for one in differences):
            _tell_differences(entry, len(differences))
        return
    settled = [one.settled for one in differences if one.settled is not None]
    agreed = _agreed(sheet, {one.leaf for one in differences})
    third = Assignment.objects.filter(entry=entry, order__gt=rules.SECOND)
    third.exclude(state=AssignmentState.RECUSED).update(
        state=AssignmentState.DONE, done_at=clock.now()
    )
    _assessed(entry, {**agreed, **_taken(settled)}, by)


def _taken(marks: Iterable[LeafMark]) -> _Values:
    return {key: (one, mark.assignment.user) for mark in marks for key, one in mark.values.items()}


def _agreed(sheet: Sheet, differing: set[str]) -> _Values:
    """Leaves on which two agree, or nearly.

    Written points meet in the middle; of values that come to nearly the same, those stand that
    give the organisation more.
    """
    rows = LeafMark.objects.filter(
        assignment__entry=sheet.entry,
        assignment__order__lte=rules.SECOND,
        assignment__state=AssignmentState.DONE,
    ).select_related("assignment__user")
    pairs: dict[str, list[LeafMark]] = {}
    for mark in rows.order_by("assignment__order"):
        if mark.leaf not in differing:
            pairs.setdefault(mark.leaf, []).append(mark)
    found: _Values = {}
    for leaf, marks in pairs.items():
        points = [mark.points or 0 for mark in marks]
        best = marks[points.index(max(points))]
        if sheet.by_points and len(set(points)) > 1 and leaf != CONDITIONS:
            middle = show((sum(points) + 1) // len(points))
            one = {"value": middle, "not_applicable": False}
            found[leaf] = (one, best.assignment.user)
        else:
            found.update(_taken([best]))
    return found


def _assessed(entry: Entry, values: _Values, by: User) -> None:
    """Write the last stage and let the entry go on."""
    Answer.objects.filter(entry=entry, stage=Stage.ASSESS).delete()
    Answer.objects.bulk_create(
        Answer(
            entry=entry,
            key=key,
            stage=Stage.ASSESS,
            value=one["value"],
            not_applicable=bool(one["not_applicable"]),
            by=user,
            at=clock.now(),
        )
        for key, (one, user) in values.items()
    )
    walk(entry, ENTRY_MOVES["finish"])
    audit.record(
        "evaluation.entry.assessed",
        entry,
        by=by,
        node=entry.organisation.node_id,
        values={key: one for key, (one, _user) in values.items()},
    )


def reopen(entry: Entry, *, reason: str, by: User) -> None:
    """Open an assessed entry again: the assessors look once more, what a third settled is void.

    Raises:
        Refused: by the rules, or no reason was given.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明重新评分的原因。"), "assessment.reason"))
    with transaction.atomic():
        ensure(rules.can_reopen(by, entry))
        walk(entry, ENTRY_MOVES["reopen"])
        tasks = Assignment.objects.filter(entry=entry, state=AssignmentState.DONE)
        people = list(tasks.filter(order__lte=rules.SECOND).values_list("user_id", flat=True))
        void = LeafMark.objects.filter(assignment__entry=entry, assignment__order__gt=rules.SECOND)
        audit.record(
            "evaluation.entry.reopened",
            entry,
            by=by,
            node=entry.organisation.node_id,
            reason=reason,
            void=list(void.values("leaf", "values", "points", "reason")),
        )
        void.delete()
        Answer.objects.filter(entry=entry, stage=Stage.ASSESS).delete()
        tasks.update(state=AssignmentState.OPEN, done_at=None)
        words = _("请对“%(organisation)s”重新评分：%(reason)s")
        said = {"organisation": entry.organisation.name, "reason": reason}
        notify(people, words % said, "/work/")


def _tell_differences(entry: Entry, count: int) -> None:
    words = _("两位专家对“%(organisation)s”有 %(count)s 项差异，请第三人处理。")
    third = Assignment.objects.filter(entry=entry, order__gt=rules.SECOND)
    people = list(third.exclude(state=AssignmentState.RECUSED).values_list("user_id", flat=True))
    if not people:
        hub = holders(Capability.ROUNDS_RUN, entry.round.node)
        people = list(hub.values_list("pk", flat=True))
    said = {"organisation": entry.organisation.name, "count": count}
    notify(people, words % said, f"/work/entries/{entry.pk}/")
