"""What an assessor finds at a leaf, with a reason where it takes points away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.evaluation.models import Answer, Assignment, LeafMark
from shuniu.evaluation.queries import values as typed_values
from shuniu.evaluation.queries import work
from shuniu.evaluation.queries.sheets import CONDITIONS, SAID, Leaf, Sheet, sheet_of
from shuniu.evaluation.rules import assessment as rules
from shuniu.scoring import Column, show

Kept = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Said:
    """What an assessor enters for one column; empty leaves what the organisation says."""

    text: str = ""
    not_applicable: bool = False


class MarkConflict(Refused):
    """The same leaf was marked in another window meanwhile; that mark is kept and shown."""

    def __init__(self, theirs: LeafMark) -> None:
        words = _("这一项已在 %(when)s 保存过另一个结果，请核对后再保存。")
        when = timezone.localtime(theirs.at).strftime("%H:%M")
        super().__init__(refuse(words % {"when": when}, "assessment.conflict"))
        self.theirs = theirs


class Unfit(Refused):
    """A value does not fit; ``key`` says which."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(refuse(reason, "assessment.unfit"))
        self.key = key


class ReasonNeeded(Refused):
    """Points fall and nothing says why."""


def mark_leaf(
    assignment: Assignment,
    leaf: str,
    *,
    values: Mapping[str, Said],
    by: User,
    reason: str = "",
    version: int = 0,
) -> LeafMark:
    """Keep a finding; without any value it confirms what the organisation says.

    Args:
        assignment: begun and open.
        leaf: its key.
        values: by column; where the framework has assessors write points, the leaf's own key.
        by: the assessor.
        reason: needed where points fall.
        version: of the mark that was seen; 0 where there was none.

    Raises:
        MarkConflict: it was marked in another window meanwhile.
        Unfit: a value does not fit its column.
        ReasonNeeded: points fall.
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_assess(by, assignment))
        sheet = sheet_of(assignment.entry, points=False, stages=SAID)
        kept = checked(sheet, leaf, values)
        marks = work.marks_of(assignment).values()
        weighed = work.weigh(sheet, leaf, kept, work.merged(marks, but=leaf))
        if weighed.fallen and not reason.strip():
            raise _reason_needed(leaf, weighed)
        said: dict[str, object] = {
            "values": kept,
            "before": work.kept_points(weighed.own.get(leaf)),
            "points": work.kept_points(weighed.after.get(leaf)),
            "reason": reason.strip()[:1000],
        }
        mark = put_mark(assignment, leaf, said, version)
        audit.record(
            "evaluation.leaf.marked",
            assignment,
            by=by,
            node=assignment.entry.organisation.node_id,
            leaf=leaf,
            **said,
        )
    return mark


def checked(sheet: Sheet, leaf: str, values: Mapping[str, Said]) -> Kept:
    """What differs from what the organisation says, as it is kept.

    Raises:
        Unfit: a value does not fit its column.
        Refused: there is no such leaf or column.
    """
    found = sheet.leaf(leaf)
    if found is None or not work.can_mark(sheet, found):
        raise Refused(refuse(_("评价标准中没有这一项，请刷新页面。"), "assessment.unknown"))
    if sheet.by_points:
        return _points(sheet, found, values)
    kept: Kept = {}
    for key, said in values.items():
        question = next((q for q in found.questions if q.key == key and not q.shared), None)
        if question is None:
            raise Refused(refuse(_("评价标准中没有这一项，请刷新页面。"), "assessment.unknown"))
        one = _value(question.column, key, said)
        if one is not None and not _same(question.current, one):
            kept[key] = one
    return kept


def _points(sheet: Sheet, leaf: Leaf, values: Mapping[str, Said]) -> Kept:
    """Points written by the assessor; those that the organisation's values give confirm these."""
    column = work.points_column(sheet, leaf.key)
    said = values.get(leaf.key, Said())
    if column is None or set(values) - {leaf.key}:
        raise Refused(refuse(_("评价标准中没有这一项，请刷新页面。"), "assessment.unknown"))
    one = _value(column, leaf.key, said)
    if one is None:
        return {}
    own = work.settled_points(sheet.entry, [])[leaf.key]
    return {} if str(one["value"]) == show(own) else {leaf.key: one}


def _value(column: Column, key: str, said: Said) -> dict[str, object] | None:
    if said.not_applicable:
        return {"value": None, "not_applicable": True}
    try:
        value = typed_values.parse(column, said.text)
    except typed_values.Unfit as error:
        raise Unfit(key, str(error)) from error
    return None if value is None else {"value": value, "not_applicable": False}


def _same(current: Answer | None, one: Mapping[str, object]) -> bool:
    if current is None:
        return False
    if one["not_applicable"] or current.not_applicable:
        return bool(one["not_applicable"]) and current.not_applicable
    return current.value == one["value"]


def _reason_needed(leaf: str, weighed: work.Weighed) -> ReasonNeeded:
    if leaf == CONDITIONS:
        words = _("更正参评条件或等级条件，要写明理由。")
        return ReasonNeeded(refuse(words, "assessment.reason"))
    here, after = weighed.before.get(leaf, 0), weighed.after.get(leaf, 0)
    if after < here:
        words = _("这一项从 %(before)s 分减到 %(after)s 分，要写明扣分理由。")
        said = {"before": show(here), "after": show(after)}
    else:
        words = _("这样更正会使“%(titles)s”减分，要写明理由。")
        said = {"titles": "、".join(typed_values.say(one) for one in weighed.fallen[:3])}
    return ReasonNeeded(refuse(words % said, "assessment.reason"))


def put_mark(
    assignment: Assignment, leaf: str, said: Mapping[str, object], version: int
) -> LeafMark:
    """Insert, or update only what still has the version that was seen.

    Raises:
        MarkConflict: it was marked in another window meanwhile.
    """
    rows = LeafMark.objects.filter(assignment=assignment, leaf=leaf)
    if rows.filter(version=version).update(version=version + 1, at=clock.now(), **said):
        return rows.get()
    theirs = rows.first()
    if theirs is None:
        try:
            with transaction.atomic():
                return LeafMark.objects.create(
                    assignment=assignment, leaf=leaf, at=clock.now(), **said
                )
        except IntegrityError:
            theirs = rows.get()
    if theirs.values == said["values"] and theirs.reason == said["reason"]:
        return theirs  # a second click
    raise MarkConflict(theirs)


def confirm_rest(assignment: Assignment, *, by: User) -> int:
    """Confirm everything not looked at yet as the organisation states it; returns how many leaves.

    One explicit act, which stands in the book with the leaves it covers.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_assess(by, assignment))
        sheet = sheet_of(assignment.entry, points=False, stages=SAID)
        marks = work.marks_of(assignment)
        rest = [leaf.key for leaf in work.needed_leaves(sheet) if leaf.key not in marks]
        own = work.settled_points(assignment.entry, [])
        points = work.settled_points(assignment.entry, marks.values())
        LeafMark.objects.bulk_create(
            LeafMark(
                assignment=assignment,
                leaf=key,
                before=work.kept_points(own.get(key)),
                points=work.kept_points(points.get(key)),
                at=clock.now(),
            )
            for key in rest
        )
        if rest:
            audit.record(
                "evaluation.leaves.confirmed",
                assignment,
                by=by,
                node=assignment.entry.organisation.node_id,
                leaves=rest,
            )
    return len(rest)
