"""What assessors have before them: tasks, marks, and where two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.evaluation.models import Answer, Assignment, Entry, LeafMark, Recusal
from shuniu.evaluation.queries import scores
from shuniu.evaluation.queries.sheets import CONDITIONS, SAID, Leaf, Sheet, blank_sheet, words_of
from shuniu.evaluation.states import AssignmentState, RoundState, Stage
from shuniu.findings import Text
from shuniu.scoring import Column, is_value

SECOND = 2  # orders 1 and 2 assess; those beyond settle what these two see differently
Values = Mapping[str, Mapping[str, object]]


def assignment(pk: int) -> Assignment | None:
    """A task with everything its pages need."""
    rows = Assignment.objects.select_related(
        "user", "entry__round__node", "entry__organisation__node", "entry__framework"
    )
    return rows.filter(pk=pk).first()


def tasks_of(user: User) -> QuerySet[Assignment]:
    """Somebody's tasks in rounds that are being assessed: open ones first, nearest date first."""
    rows = Assignment.objects.filter(user=user).exclude(state=AssignmentState.RECUSED)
    return (
        rows.filter(entry__round__state=RoundState.ASSESSING)
        .select_related("entry__round", "entry__organisation", "entry__framework")
        .defer("entry__framework__text")
        .annotate(marked=Count("marks", filter=~Q(marks__leaf=CONDITIONS)))
        .order_by("-state", "entry__round__assess_until", "entry__organisation__code", "pk")
    )


def past_tasks(user: User) -> QuerySet[Assignment]:
    """What somebody assessed in rounds that have gone on, and what they keep out of."""
    rows = Assignment.objects.filter(user=user).exclude(entry__round__state=RoundState.ANSWERING)
    past = ~Q(entry__round__state=RoundState.ASSESSING) | Q(state=AssignmentState.RECUSED)
    return (
        rows.filter(past)
        .select_related("entry__round", "entry__organisation")
        .order_by("-entry__round__period_until", "entry__organisation__code", "pk")
    )


def needed_leaves(sheet: Sheet) -> list[Leaf]:
    """The leaves an assessor must have looked at: those that earn points."""
    return [leaf for leaf in sheet.leaves if leaf.key != CONDITIONS and can_mark(sheet, leaf)]


def can_mark(sheet: Sheet, leaf: Leaf) -> bool:
    """Whether there is anything for an assessor to say."""
    if leaf.key == CONDITIONS:
        return not sheet.by_points
    return sheet.by_points or bool(leaf.questions)


def needed_count(entry: Entry) -> int:
    """How many leaves there are to look at; kept for each table."""
    judge = scores.judge_of(entry.framework)
    variant = scores.variant_of(judge, entry)
    kept = _NEEDED.get((entry.framework.digest, variant))
    if kept is None:
        kept = len(needed_leaves(blank_sheet(entry)))
        _NEEDED[entry.framework.digest, variant] = kept
    return kept


_NEEDED: dict[tuple[str, str], int] = {}  # as many as there are tables in use


def marks_of(task: Assignment) -> dict[str, LeafMark]:
    """What was found, by leaf."""
    return {mark.leaf: mark for mark in LeafMark.objects.filter(assignment=task)}


def said_in(entry: Entry, values: Values) -> list[Answer]:
    """Values as the engine takes them at the last stage; not kept."""
    return [
        Answer(
            entry=entry,
            key=key,
            stage=Stage.ASSESS,
            value=one["value"],
            not_applicable=bool(one["not_applicable"]),
        )
        for key, one in values.items()
    ]


def merged(marks: Iterable[LeafMark], *, but: str = "") -> dict[str, Mapping[str, object]]:
    """The values of all marks together, one leaf left out."""
    return {key: one for mark in marks if mark.leaf != but for key, one in mark.values.items()}


def points_column(sheet: Sheet, leaf: str) -> Column | None:
    """Where the assessor writes points: the column they go into."""
    judge = scores.judge_of(sheet.entry.framework)
    name = judge.column(leaf, Stage.ASSESS)
    return next((one for one in judge.scorer.columns if one.key == name), None)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a finding does to the points, thousandths by leaf.

    Attributes:
        own: with the organisation's values alone.
        before: with everything else the assessor found.
        after: with this finding, too.
        fallen: leaves whose points this finding takes away, with their titles.
    """

    own: dict[str, int]
    before: dict[str, int]
    after: dict[str, int]
    fallen: list[Text]


def weigh(sheet: Sheet, leaf: str, values: Values, others: Values) -> Weighed:
    """Compute what a finding does."""
    entry = sheet.entry
    rest = said_in(entry, {key: one for key, one in others.items() if key not in values})
    cases = [[], rest, [*rest, *said_in(entry, values)]]
    own, before, after = scores.points_in_cases(entry, cases, stages=SAID)
    titles = {one.key: one.title for one in sheet.leaves}
    fallen = [title for key, title in titles.items() if after.get(key, 0) < before.get(key, 0)]
    if leaf == CONDITIONS and values and not fallen:
        fallen = [titles[leaf]]
    return Weighed(own, before, after, fallen)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one assessor found at a leaf, in words.

    Attributes:
        mark: as kept.
        lines: what it is about, and what it is.
        changed: whether it differs from what the organisation says.
    """

    mark: LeafMark
    lines: list[tuple[Text, Text]]
    changed: bool


def finding(sheet: Sheet, leaf: Leaf, mark: LeafMark) -> Finding:
    """A mark in words; where points are written, they stand with it."""
    lines = []
    for question in leaf.questions:
        if sheet.by_points or question.shared:
            continue
        one = mark.values.get(question.key)
        words = question.current_words
        if one is not None:
            words = words_of(question.column, one["value"], applies=not one["not_applicable"])
        lines.append((question.column.title, words))
    return Finding(mark, lines, bool(mark.values))


def two_of(entry: Entry) -> list[Assignment]:
    """The two who assess an entry, in their order."""
    rows = Assignment.objects.filter(entry=entry, order__lte=SECOND)
    rows = rows.exclude(state=AssignmentState.RECUSED).select_related("user")
    return list(rows.order_by("order"))


def tasks_on(entry: Entry) -> list[Assignment]:
    """Everybody who assesses an entry or settles its differences, with how far they are."""
    rows = Assignment.objects.filter(entry=entry).exclude(state=AssignmentState.RECUSED)
    rows = rows.select_related(
        "user", "entry__round__node", "entry__organisation__node", "entry__framework"
    )
    return list(rows.annotate(marked=Count("marks")).order_by("order"))


def free_places(entry: Entry, tasks: Iterable[Assignment]) -> list[tuple[int, str]]:
    """Places that nobody has."""
    names = [_("评分专家")]
    if entry.round.two_assessors:
        names = [_("第一评分专家"), _("第二评分专家"), _("处理差异")]
    held = {task.order for task in tasks}
    return [(n, name) for n, name in enumerate(names, start=1) if n not in held]


def recusals_on(entry: Entry) -> list[Recusal]:
    """Who keeps out of everything about the organisation."""
    rows = Recusal.objects.filter(organisation=entry.organisation_id, ended_at__isnull=True)
    return list(
        rows.select_related("user", "declared_by", "organisation__node").order_by("declared_at")
    )


def settled_points(entry: Entry, marks: Iterable[LeafMark]) -> dict[str, int]:
    """Thousandths of every leaf as one assessor leaves it."""
    extra = said_in(entry, merged(marks))
    return scores.leaf_points(entry, stages=SAID, extra=extra)


def kept_points(milli: int | None) -> int | None:
    """Thousandths as they are kept; nothing where nothing can be said."""
    return milli if milli is not None and is_value(milli) else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A leaf that two assessors see differently, and what a third made of it."""

    leaf: str
    first: LeafMark
    second: LeafMark
    settled: LeafMark | None

    @property
    def apart(self) -> int:
        """By how many thousandths."""
        return abs((self.first.points or 0) - (self.second.points or 0))


def differences(entry: Entry) -> list[Difference]:
    """Leaves whose points lie further apart than the round tolerates, in the order of keys.

    Where conditions of admission and grade were corrected, any difference counts.
    """
    marks = list(
        LeafMark.objects.filter(assignment__entry=entry)
        .exclude(assignment__state=AssignmentState.RECUSED)
        .select_related("assignment__user")
        .order_by("pk")
    )
    by_order: dict[int, dict[str, LeafMark]] = {}
    for mark in marks:
        order = min(mark.assignment.order, SECOND + 1)
        by_order.setdefault(order, {})[mark.leaf] = mark
    first, second = by_order.get(1, {}), by_order.get(SECOND, {})
    third = by_order.get(SECOND + 1, {})
    found = []
    for key in dict.fromkeys([*first, *second]):
        one = first.get(key) or LeafMark(leaf=key)
        other = second.get(key) or LeafMark(leaf=key)
        row = Difference(key, one, other, third.get(key))
        apart = row.apart > entry.round.tolerance
        if apart or (key == CONDITIONS and one.values != other.values):
            found.append(row)
    return found
