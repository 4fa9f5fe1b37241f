"""Organisations somebody may see: found, filtered, with what a list shows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import nodes_where, within
from shuniu.accounts.states import Capability, NodeKind
from shuniu.base import clock
from shuniu.registry.models import Organisation, OrganisationPast, PartyCover
from shuniu.registry.queries.bodies import derived_for
from shuniu.registry.queries.derived import Derived
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.queries.party import holds
from shuniu.registry.queries.search import matching
from shuniu.registry.states import OrganisationType, PartyKind, Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the list; empty means any."""

    q: str = ""
    type: str = ""
    size: str = ""
    sector: str = ""
    area: int | None = None
    standing: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What the list shows of an organisation."""

    organisation: Organisation
    kinds: tuple[PartyKind, ...]
    flags: tuple[Derived, ...] = field(default=())


def visible(user: User) -> QuerySet[Organisation]:
    """The organisations somebody may see."""
    return within(Organisation.objects.all(), user, Capability.REGISTRY_SEE)


def find(pk: int) -> Organisation | None:
    """An organisation with its place in the tree."""
    return Organisation.objects.select_related("node__parent").filter(pk=pk).first()


def of_node(node: Node) -> Organisation | None:
    """The organisation that stands at a place of the tree."""
    return Organisation.objects.filter(node=node).first()


def under(node: Node) -> QuerySet[Organisation]:
    """The organisations at a place of the tree and under it, each with its place."""
    rows = Organisation.objects.filter(node__path__startswith=str(node.path))
    return rows.select_related("node__parent")


def filtered(user: User, wanted: Wanted) -> QuerySet[Organisation]:
    """Those somebody looks for among those they may see, by code."""
    return narrowed(visible(user), wanted)


def narrowed(rows: QuerySet[Organisation], wanted: Wanted) -> QuerySet[Organisation]:
    """Those of some that are looked for, by code."""
    rows = rows.select_related("node__parent")
    if wanted.q:
        rows = rows.filter(matching(wanted.q))
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.size:
        rows = rows.filter(size=wanted.size)
    if wanted.sector:
        rows = rows.filter(sector=wanted.sector)
    if wanted.area is not None:
        area = Node.objects.filter(pk=wanted.area).values_list("path", flat=True).first()
        rows = rows.filter(node__path__startswith=area or "-")
    if wanted.standing == "":
        rows = rows.exclude(standing=Standing.DISSOLVED)
    elif wanted.standing != "all":
        rows = rows.filter(standing=wanted.standing)
    if wanted.party:
        rows = rows.filter(_party(wanted.party))
    return rows.order_by("code")


def _party(state: str) -> Q:
    today = clock.today()
    covers = PartyCover.objects.filter(
        holds(today), holds(today, "party__"), organisation=OuterRef("pk")
    )
    if state == "none":
        return ~Q(Exists(covers))
    if state == "due":
        rules = parameters(today)
        formed = Exists(covers.filter(party__kind__in=rules.formed))
        return (
            Q(formal_members__gte=rules.least, standing__in=rules.counted)
            & ~Q(type=OrganisationType.HUB)
            & ~Q(formed)
        )
    return Q(Exists(covers.filter(party__kind=state)))


def rows_of(organisations: Sequence[Organisation]) -> list[Row]:
    """What the list shows of each; the same number of queries for one and for all."""
    today = clock.today()
    pks = [one.pk for one in organisations]
    kinds: dict[int, list[PartyKind]] = defaultdict(list)
    for pk, kind in PartyCover.objects.filter(
        holds(today), holds(today, "party__"), organisation__in=pks
    ).values_list("organisation_id", "party__kind"):
        kinds[pk].append(PartyKind(kind))
    derived = derived_for(pks, today)
    return [
        Row(one, tuple(sorted(set(kinds[one.pk]))), tuple(_flags(derived[one.pk])))
        for one in organisations
    ]


def _flags(derived: Sequence[Derived]) -> list[Derived]:
    """Those worth a word in a list: what is in order needs none, but crossing posts please."""
    shown = [one for one in derived if one.state == "bad"]
    return shown + [
        one for one in derived if one.code in {"cross", "one_head"} and one.state == "yes"
    ]


def sectors(user: User) -> list[str]:
    """The fields of work there are."""
    rows = visible(user).exclude(sector="").order_by("sector")
    return list(rows.values_list("sector", flat=True).distinct())


def places(user: User, capability: Capability = Capability.REGISTRY_SEE) -> QuerySet[Node]:
    """Hub and areas in which somebody may do a thing, from the root down."""
    rows = nodes_where(user, capability).filter(active=True)
    return rows.filter(kind__in=(NodeKind.HUB, NodeKind.AREA)).order_by("path")


def place(pk: int) -> Node | None:
    """A place of the tree."""
    return Node.objects.filter(pk=pk).first()


def past_of(organisation: Organisation) -> QuerySet[OrganisationPast]:
    """How it stood before, latest first."""
    return OrganisationPast.objects.filter(organisation=organisation).order_by("-since")


def known_since(organisation: Organisation) -> date:
    """The first day the register knows anything of."""
    first = past_of(organisation).order_by("since").values_list("since", flat=True).first()
    return first or organisation.since
