"""Checklists, how far they are done, by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import hub, within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.base.models import StoredFile
from shuniu.registry.models import Checklist, ChecklistItem, ChecklistMark, Organisation
from shuniu.registry.queries.organisations import visible
from shuniu.registry.queries.party import holds
from shuniu.registry.states import OrganisationType, Standing


@dataclass(frozen=True, slots=True)
class Done:
    """How far a thing is done, or an organisation with a list."""

    subject: ChecklistItem | Organisation
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A checklist as one organisation stands with it."""

    checklist: Checklist
    done: int
    total: int


def all_for(user: User) -> QuerySet[Checklist]:
    """The lists that hold for what somebody may see: of the places above and below it."""
    top = hub()
    rows = Checklist.objects.select_related("node").annotate(total=Count("items"))
    mine = within(rows, user, Capability.REGISTRY_SEE)
    above = rows.filter(node=top) if top is not None else rows.none()
    return (mine | above).distinct().order_by("until", "code")


def find(pk: int) -> Checklist | None:
    """A checklist."""
    return Checklist.objects.select_related("node").filter(pk=pk).first()


def of_organisation(organisation: Organisation, day: date) -> list[Progress]:
    """The lists in force for an organisation on a day, with how far it is; two queries."""
    above = [int(part) for part in str(organisation.node.path).strip("/").split("/")]
    rows = Checklist.objects.filter(holds(day), node_id__in=above).annotate(total=Count("items"))
    marks = ChecklistMark.objects.filter(organisation=organisation, done_on__lte=day)
    done = dict(marks.values_list("item__checklist").annotate(done=Count("pk")))
    return [Progress(row, done.get(row.pk, 0), row.total) for row in rows.order_by("code")]


def holds_for(checklist: Checklist, organisation: Organisation) -> bool:
    """Whether an organisation lies under the place the list was made for."""
    return checklist.node.contains(organisation.node)


def items_of(checklist: Checklist) -> QuerySet[ChecklistItem]:
    """Its things, in order."""
    return checklist.items.order_by("order", "pk")


def marks_of(checklist: Checklist, organisation: Organisation) -> dict[int, ChecklistMark]:
    """An organisation's marks, by thing."""
    rows = ChecklistMark.objects.filter(item__checklist=checklist, organisation=organisation)
    return {row.item_id: row for row in rows.select_related("file")}


def asked(user: User, checklist: Checklist) -> QuerySet[Organisation]:
    """Those of whom a list asks something, among what somebody may see."""
    rows = visible(user).filter(
        node__path__startswith=str(checklist.node.path), standing=Standing.ACTIVE
    )
    return rows.exclude(type=OrganisationType.HUB)


@dataclass(frozen=True, slots=True)
class Board:
    """How far a list is, among those somebody may see.

    Attributes:
        items: how many have done each thing.
        order: those asked, the furthest behind first.
        done: how much each has done.
    """

    items: list[Done]
    order: list[int]
    done: Counter[int]


def board(user: User, checklist: Checklist) -> Board:
    """A list counted both ways: three queries, however many are asked."""
    pks = list(asked(user, checklist).order_by("code").values_list("pk", flat=True))
    wanted = set(pks)
    by_item: Counter[int] = Counter()
    done: Counter[int] = Counter()
    marks = ChecklistMark.objects.filter(item__checklist=checklist, done_on__lte=clock.today())
    for item, organisation in marks.values_list("item_id", "organisation_id"):
        if organisation in wanted:
            by_item[item] += 1
            done[organisation] += 1
    items = [Done(item, by_item[item.pk], len(pks)) for item in items_of(checklist)]
    return Board(items, sorted(pks, key=done.__getitem__), done)


def rows_of(found: Board, pks: Sequence[int]) -> list[Done]:
    """A page of those asked, in the order of the list."""
    rows = Organisation.objects.select_related("node__parent").in_bulk(list(pks))
    return [Done(rows[pk], found.done[pk], len(found.items)) for pk in pks if pk in rows]


def mark_with(file: StoredFile) -> ChecklistMark | None:
    """The mark a file proves."""
    rows = ChecklistMark.objects.select_related("organisation__node")
    return rows.filter(file=file).order_by(F("pk").desc()).first()
