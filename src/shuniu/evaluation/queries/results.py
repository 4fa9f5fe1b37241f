"""Results: the list of a round, and why an organisation got what it got, down to the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.evaluation.models import Entry, ProposalLine, Result, Round
from shuniu.evaluation.models.results import BEST_FIRST
from shuniu.evaluation.queries import decisions, scores
from shuniu.evaluation.queries.sheets import sheet_of
from shuniu.evaluation.queries.values import say
from shuniu.findings import Text
from shuniu.scoring import Advice, advise, is_value


def round_lines(
    round_: Round, user: User, *, grade: str = "", kind: str = "", words: str = ""
) -> QuerySet[ProposalLine]:
    """The latest proposal of a round with what was decided, the best first.

    Args:
        round_: which.
        user: who asks; an area sees its own organisations.
        grade: key of the grade as decided, or as proposed where nothing is decided yet.
        kind: type of organisation, ``deviates`` or ``limited``.
        words: part of a name, a code or initials.
    """
    rows = _seen(round_, user)
    if grade:
        rows = rows.filter(
            Q(entry__result__grade=grade) | Q(entry__result__isnull=True, grade=grade)
        )
    if kind == "deviates":
        rows = rows.filter(entry__result__deviates=True)
    elif kind == "limited":
        rows = rows.exclude(limits=[])
    elif kind:
        rows = rows.filter(entry__type=kind)
    if words:
        rows = rows.filter(
            Q(entry__organisation__name__icontains=words)
            | Q(entry__organisation__code__icontains=words)
            | Q(entry__organisation__initials__startswith=words.lower())
        )
    return rows.select_related("entry__organisation", "entry__result").order_by(*BEST_FIRST)


def _seen(round_: Round, user: User) -> QuerySet[ProposalLine]:
    rows = ProposalLine.objects.filter(proposal=decisions.latest_proposal(round_))
    if may(user, Capability.ROUNDS_SEE, round_.node):
        return rows  # everybody invited is under the round's place
    return within(rows, user, Capability.ROUNDS_SEE, field="entry__organisation__node")


def grades_in(round_: Round, user: User) -> list[tuple[str, str, int]]:
    """Grades of a round as decided, or as proposed: key, words, how many; the best first."""
    seen = _seen(round_, user)
    names = ("grade", "grade_title", "grade_title_en")
    counted: Counter[tuple[str, ...]] = Counter()
    for *said, count in seen.values_list(*names).annotate(count=Count("pk")).order_by():
        counted[tuple(said)] += count
    # The committee follows the proposal but for a few: those alone are looked at one by one.
    other = Result.objects.filter(deviates=True, line__in=seen.values("pk"))
    for *both, count in (
        other.values_list(*(f"line__{name}" for name in names), *names)
        .annotate(count=Count("pk"))
        .order_by()
    ):
        counted[tuple(both[:3])] -= count
        counted[tuple(both[3:])] += count
    best = _order_of(round_)
    found = [
        (grade, say(Text(zh, en)) if zh else "—", count)
        for (grade, zh, en), count in counted.items()
        if count
    ]
    return sorted(found, key=lambda one: best.get(one[0], 99))


def _order_of(round_: Round) -> dict[str, int]:
    """Grades of the round's frameworks, best first, below all of them last."""
    order: dict[str, int] = {}
    tables = round_.tables.select_related("framework")
    for framework in {one.framework_id: one.framework for one in tables}.values():
        bands = scores.judge_of(framework).scorer.framework.bands
        for number, band in enumerate(bands):
            order.setdefault(band.grade, number)
    return {**order, "none": 90}


def entry_for(pk: int) -> Entry | None:
    """An entry with everything its pages name; whoever asks is judged by the rules."""
    rows = Entry.objects.select_related("organisation__node", "round__node", "framework")
    return rows.filter(pk=pk).first()


def earlier_line(entry: Entry) -> ProposalLine | None:
    """What the same organisation had the time before, by the same framework code."""
    rows = Result.objects.filter(
        entry__organisation=entry.organisation_id,
        entry__framework__code=entry.framework.code,
        entry__round__period_until__lt=entry.round.period_until,
    ).select_related("line", "entry__round")
    found = rows.order_by("-entry__round__period_until", "-pk").first()
    if found is None:
        return None
    found.line.entry = found.entry
    return found.line


@dataclass(frozen=True, slots=True)
class Raise:
    """A leaf with points open, and what would gain some of them."""

    key: str
    title: Text
    rule: Text | None
    group: tuple[Text, ...]
    points: int
    maximum: int
    open: int


def open_leaves(entry: Entry, scored: scores.Scored) -> list[Raise]:
    """Leaves with points open, the most first; what does not apply is left out."""
    judge, found, row = scored
    outline = judge.scorer.outlines[scores.variant_of(judge, entry)]
    points = found.item_points(row)
    leaves = []
    for item in outline.items:
        now = points.get(item.key, 0)
        if item.is_leaf and is_value(now) and now < item.ceiling and not item.bonus:
            one = item.item
            leaves.append(
                Raise(
                    item.key, one.title, one.text, item.group, now, item.ceiling, item.ceiling - now
                )
            )
    return sorted(leaves, key=lambda one: -one.open)


def advice_for(scored: scores.Scored, leaves: Sequence[str]) -> dict[str, Advice]:
    """What would raise some leaves; searched, so only for those that are shown."""
    _judge, found, row = scored
    return {one.key: one for one in advise(found, leaves=set(leaves))[row]}


def plain_titles(entry: Entry) -> dict[str, Text]:
    """Words of an entry's inputs without the stage: the engine's column → title."""
    judge = scores.judge_of(entry.framework)
    sheet = sheet_of(entry, points=False)
    titles = {one.key: one.column.title for one in sheet.unique()}
    return {
        judge.column(key, stage): title for key, title in titles.items() for stage in judge.stages
    }


def points_over_time(entry: Entry) -> list[tuple[str, int]]:
    """Points of the same organisation by the same framework code, the oldest first."""
    rows = Result.objects.filter(
        entry__organisation=entry.organisation_id,
        entry__framework__code=entry.framework.code,
        points__isnull=False,
        entry__round__period_until__lte=entry.round.period_until,
    ).order_by("entry__round__period_until")
    return [
        (str(until.year), points or 0)
        for until, points in rows.values_list("entry__round__period_until", "points")
    ]
