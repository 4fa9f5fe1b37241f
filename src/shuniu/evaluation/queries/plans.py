"""Improvement plans: what an organisation means to do, and what a new round opens with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.evaluation.models import Entry, PlanItem
from shuniu.evaluation.queries import scores
from shuniu.evaluation.states import PlanState
from shuniu.findings import Text
from shuniu.registry.models import Organisation
from shuniu.scoring import is_value


def item_for(user: User, pk: int) -> PlanItem | None:
    """One item, for those who may see the organisation's part."""
    return items_for(user).filter(pk=pk).first()


def items_for(user: User) -> QuerySet[PlanItem]:
    """Items of the organisations somebody answers for or oversees."""
    rows = PlanItem.objects.all()
    path = "entry__organisation__node"
    mine = within(rows, user, Capability.ROUNDS_ANSWER, field=path)
    seen = within(rows, user, Capability.ROUNDS_SEE, field=path)
    return (mine | seen).select_related(
        "entry__organisation__node", "entry__round__node", "entry__framework"
    )


def listed(user: User, *, state: str = "", words: str = "") -> QuerySet[PlanItem]:
    """The list: what is open and due first."""
    rows = items_for(user)
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(text__icontains=words)
            | Q(owner__icontains=words)
            | Q(entry__organisation__name__icontains=words)
        )
    return rows.order_by("due", "pk")


def plan_of(entry: Entry) -> QuerySet[PlanItem]:
    """The plan that an entry led to."""
    return PlanItem.objects.filter(entry=entry).order_by("due", "pk")


def opening(entry: Entry) -> QuerySet[PlanItem]:
    """What the round begins with: items of the organisation's last earlier round that has any."""
    rows = PlanItem.objects.filter(
        entry__organisation=entry.organisation_id,
        entry__round__period_until__lt=entry.round.period_until,
    )
    last = rows.order_by("-entry__round__period_until", "-entry_id").values_list("entry_id").first()
    if last is None:
        return rows.none()
    return rows.filter(entry=last[0]).exclude(state=PlanState.DROPPED).order_by("state", "due")


def open_of(organisation: Organisation) -> QuerySet[PlanItem]:
    """What is still to be done, whatever the round."""
    rows = PlanItem.objects.filter(entry__organisation=organisation, state=PlanState.OPEN)
    return rows.order_by("due", "pk")


def leaf_of(entry: Entry, key: str) -> Text | None:
    """The words of a leaf of an entry's table."""
    judge = scores.judge_of(entry.framework)
    outline = judge.scorer.outlines[scores.variant_of(judge, entry)]
    for item in outline.items:
        if item.key == key and item.is_leaf:
            return item.item.title
    return None


def titles_for(items: Iterable[PlanItem]) -> dict[int, Text]:
    """The words of each item's leaf, for lists of items of several rounds."""
    found: dict[int, Text] = {}
    held: dict[int, dict[str, Text]] = {}
    for item in items:
        framework = item.entry.framework
        if framework.pk not in held:
            held[framework.pk] = {
                one.key: one.item.title
                for outline in scores.judge_of(framework).scorer.outlines.values()
                for one in outline.items
            }
        found[item.pk] = held[framework.pk].get(item.leaf, Text.same(item.leaf))
    return found


def titles_of(entry: Entry, items: Iterable[PlanItem]) -> dict[int, Text]:
    """The same for the items of one entry."""
    rows = list(items)
    for item in rows:
        item.entry = entry
    return titles_for(rows)


def open_points(entry: Entry, key: str) -> int:
    """Thousandths that a leaf still leaves open."""
    judge, found, row = scores.score_entry(entry)
    outline = judge.scorer.outlines[scores.variant_of(judge, entry)]
    now = found.item_points(row).get(key, 0)
    for item in outline.items:
        if item.key == key:
            return max(0, item.ceiling - (now if is_value(now) else 0))
    return 0
