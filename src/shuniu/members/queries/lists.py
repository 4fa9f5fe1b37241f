"""Masked lists: who is on which roster, who is on the way, which branches there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.states import Capability
from shuniu.members.models import Member, Standing
from shuniu.members.queries.admissions import Answer
from shuniu.members.queries.clocks import Clock, clocks, next_step
from shuniu.members.queries.parameters import Parameters
from shuniu.members.queries.rosters import key_from, key_of, standings
from shuniu.members.queries.ways import ways_of
from shuniu.members.states import BY_NUMBER, Relation, Stage, Status
from shuniu.registry.models import Organisation, PartyOrganisation
from shuniu.registry.queries.party import holds
from shuniu.ui.documents import Sheet

_MOST = 20  # organisations on a page of search
ALL = 5000  # and in a choice of a form


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is filtered by."""

    party: int | None = None
    status: str = ""
    relation: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on a list, masked."""

    member: Member
    name: str
    status: str
    relation: str
    since: date | None
    tone: str


def masked(name: str) -> str:
    """A name of which the first sign is shown; what was erased is said so."""
    return f"{name[0]}{'*' * (len(name) - 1)}" if name else _("（已删除）")


def seen_by(user: User, capability: Capability = Capability.MEMBERS_SEE) -> QuerySet[Member]:
    """Members of the places in which somebody may look, by where they work or live as members."""
    nodes = nodes_where(user, capability)
    here = Q(organisation__node__in=nodes) | Q(party__home__node__in=nodes)
    return Member.objects.filter(here).select_related("person", "organisation", "party")


def find(pk: int) -> Member | None:
    """A member with all that rules ask for."""
    rows = Member.objects.select_related(
        "person", "organisation__node", "party__home__node", "consent", "user"
    )
    return rows.filter(pk=pk).first()


def asked_for(user: User, asked: Asked, on: date) -> QuerySet[Member]:
    """The roster as filtered; what somebody is is joined in memory, by the hashing key."""
    rows = seen_by(user).filter(until__isnull=not asked.left).order_by("organisation__code", "pk")
    if asked.party:
        rows = rows.filter(party_id=asked.party)
    if asked.status or asked.relation:
        held = standings(on)
        if asked.status:
            held = held.filter(status=asked.status)
        if asked.relation:
            held = held.filter(relation=asked.relation)
        rows = seen_by(user).filter(pk__in=_holding(rows, held))
        rows = rows.order_by("organisation__code", "pk")
    return rows


def _holding(rows: QuerySet[Member], held: QuerySet[Standing]) -> list[int]:
    """The numbers of those members who are what some standings say."""
    keys = set(held.values_list("key", flat=True))
    known = rows.order_by("pk").values_list("pk", "person__key").distinct()
    return [pk for pk, key in known if key_from(key) in keys]


def lines(rows: Iterable[Member], on: date) -> list[Line]:
    """Lines of a page."""
    members = list(rows)
    keys = {key_of(one.person): one.pk for one in members}
    held: dict[int, Standing] = {}
    for row in Standing.objects.filter(key__in=keys, since__lte=on).order_by("since", "pk"):
        held[keys[row.key]] = row
    return [_line(one, held.get(one.pk)) for one in members]


def _line(member: Member, row: Standing | None) -> Line:
    tones = {Relation.HERE: "good", Relation.ELSEWHERE: "warn", Relation.TRANSFERRING: "info"}
    return Line(
        member,
        masked(member.person.name),
        str(row.get_status_display()) if row is not None else "",
        str(row.get_relation_display()) if row is not None and row.relation else "",
        row.since if row is not None else None,
        tones.get(Relation(row.relation), "plain") if row is not None else "plain",
    )


def sheet(found: Iterable[Line]) -> Sheet:
    """The list as a workbook, masked as on the page."""
    heads = [_("姓名"), _("单位"), _("党组织"), _("身份"), _("组织关系"), _("起")]
    rows = [
        (
            one.name,
            one.member.organisation.name,
            one.member.party.name if one.member.party is not None else "",
            one.status,
            one.relation,
            one.since,
        )
        for one in found
    ]
    return Sheet(_("党员名册"), heads, rows)


@dataclass(frozen=True, slots=True)
class Growing:
    """Somebody on the way: where they stand, what is next, which clocks run."""

    member: Member
    name: str
    status: str
    stage: str
    next_number: int | None
    next_name: str
    clocks: Sequence[Clock]
    answer: Answer


_WAYS = (
    Status.APPLICANT.value,
    Status.ACTIVIST.value,
    Status.PROSPECT.value,
    Status.PROBATIONARY.value,
)


def growing(user: User, asked: Asked, on: date) -> QuerySet[Member]:
    """Those on the way, of a branch or a status."""
    held = standings(on).filter(status__in=(asked.status,) if asked.status else _WAYS)
    rows = seen_by(user).filter(until__isnull=True)
    if asked.party:
        rows = rows.filter(party_id=asked.party)
    found = seen_by(user).filter(pk__in=_holding(rows, held))
    return found.order_by("organisation__code", "pk")


def growing_lines(rows: QuerySet[Member], on: date, rules: Parameters) -> list[Growing]:
    """With what is next and which clocks run."""
    members = list(
        rows.select_related("organisation__node").prefetch_related(
            "steps", "half_years", "trainings"
        )
    )
    ways = ways_of(members, on)
    found = []
    for member, line in zip(members, lines(members, on), strict=True):
        way = ways[member.pk]
        number = next_step(way)
        step = BY_NUMBER.get(number or 0)
        found.append(
            Growing(
                member,
                line.name,
                line.status,
                str(Stage(step.stage).label) if step is not None else "",
                number,
                str(step.name) if step is not None else "",
                clocks(way, on, rules),
                way.admission,
            )
        )
    return found


def branches(user: User, on: date) -> QuerySet[PartyOrganisation]:
    """Party organisations whose members somebody may look at."""
    rows = PartyOrganisation.objects.filter(
        holds(on), home__node__in=nodes_where(user, Capability.MEMBERS_SEE)
    )
    return rows.select_related("home").order_by("name", "pk")


def find_branch(pk: int | None) -> PartyOrganisation | None:
    """A branch with its home."""
    if pk is None:
        return None
    rows = PartyOrganisation.objects.select_related("home__node", "parent")
    return rows.filter(pk=pk).first()


def places_to_enrol(user: User, words: str, on: date, most: int = _MOST) -> list[Organisation]:
    """Where somebody may enter people: organisations they keep, or that their branches cover."""
    nodes = nodes_where(user, Capability.MEMBERS_KEEP)
    covered = PartyOrganisation.objects.filter(holds(on), home__node__in=nodes)
    inside = Q(node__in=nodes) | Q(party_covers__party__in=covered, party_covers__until=None)
    rows = Organisation.objects.filter(inside).exclude(standing="dissolved")
    if words:
        like = words.strip().lower()
        named = Q(name__icontains=like) | Q(pinyin__icontains=like) | Q(initials__icontains=like)
        rows = rows.filter(named)
    return list(rows.distinct().order_by("code")[:most])


def find_organisation(pk: int) -> Organisation | None:
    """An organisation with its place."""
    return Organisation.objects.select_related("node").filter(pk=pk).first()


def full_members_near(member: Member, on: date) -> list[Member]:
    """Full members of the same branch: contacts and sponsors come from among them."""
    held = standings(on).filter(party=member.party, status=Status.FULL)
    keys = set(held.values_list("key", flat=True))
    rows = Member.objects.filter(party=member.party, until__isnull=True).exclude(pk=member.pk)
    return [one for one in rows.select_related("person") if key_of(one.person) in keys]


def totals(lines_by_status: Mapping[str, int]) -> list[tuple[str, int]]:
    """Counts with their words, in the order of the way."""
    return [(str(one.label), lines_by_status.get(one.value, 0)) for one in Status]


def living_with(party: PartyOrganisation) -> list[Member]:
    """Everybody on the roster of a branch today."""
    rows = Member.objects.filter(party=party, until__isnull=True)
    return list(rows.select_related("person").order_by("pk"))


def branches_to_keep(user: User, on: date) -> QuerySet[PartyOrganisation]:
    """Party organisations whose roster somebody keeps."""
    rows = PartyOrganisation.objects.filter(
        holds(on), home__node__in=nodes_where(user, Capability.MEMBERS_KEEP)
    )
    return rows.select_related("home__node").order_by("name", "pk")
