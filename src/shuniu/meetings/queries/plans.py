"""The year plan: who is to meet how often, what is planned, what was held, what the rules miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.meetings.models import Meeting, Plan, PlanItem
from shuniu.meetings.queries import rhythm
from shuniu.meetings.queries.regulations import Regulation, regulations
from shuniu.meetings.queries.rolls import BODIES
from shuniu.meetings.states import OF_PARTY, ItemState, MeetingKind, MeetingState
from shuniu.registry.models import Body, Organisation, PartyOrganisation, Post
from shuniu.registry.queries.party import holds
from shuniu.registry.states import POWERS, PostTitle

HELD = (MeetingState.HELD, MeetingState.APPROVED)
_K = MeetingKind
_APPRAISING = frozenset({_K.LIFE, _K.REVIEW})  # only where members are appraised
# A council may do without a standing one, a branch without groups: nothing in the register tells.
_UNTOLD = frozenset({_K.STANDING, _K.GROUP_PARTY})


@dataclass(frozen=True, slots=True)
class Need:
    """A branch or a body that is to hold meetings of a kind, as often as its rule says."""

    kind: str
    rule: Regulation
    since: date
    party: PartyOrganisation | None = None
    body: Body | None = None

    @property
    def key(self) -> tuple[str, int | None]:
        """What its meetings and its items in the plan have in common."""
        return (self.kind, self.party.pk if self.party is not None else None)

    @property
    def holder(self) -> str:
        """The name of the branch or body."""
        if self.party is not None:
            return self.party.name
        assert self.body is not None  # noqa: S101 (one of the two is there)
        return self.body.name or self.body.get_kind_display()

    @property
    def title(self) -> str:
        """Of the kind."""
        return str(MeetingKind(self.kind).label)


def parties_at_home(organisation: Organisation, day: date) -> list[PartyOrganisation]:
    """The party organisations whose plan is that of the organisation."""
    rows = PartyOrganisation.objects.filter(holds(day), home=organisation)
    return list(rows.select_related("body").order_by("name", "pk"))


def bodies_of(organisation: Organisation, day: date) -> list[Body]:
    """The bodies of an organisation that hold meetings of some kind."""
    rows = Body.objects.filter(holds(day), organisation=organisation)
    return list(rows.filter(kind__in=set(BODIES.values())).order_by("pk"))


def needs(organisation: Organisation, day: date) -> list[Need]:
    """What the rules in force on a day ask of an organisation and of the branches at home in it."""
    parties = parties_at_home(organisation, day)
    bodies = bodies_of(organisation, day)
    committees = _with_committee(parties, day)
    wanted: list[tuple[str, PartyOrganisation | None, Body | None]] = []
    for party in parties:
        powers = POWERS.get(party.kind, {})
        for kind in MeetingKind:
            if kind not in OF_PARTY or kind in _UNTOLD:
                continue
            if kind in _APPRAISING and not powers.get("appraise"):
                continue
            if kind == _K.COMMITTEE_PARTY and party.body_id not in committees:
                continue
            wanted.append((kind, party, None))
    for body in bodies:
        wanted += [(sort, None, body) for sort, of in BODIES.items() if of == body.kind]
    rules = regulations([(kind, organisation.type) for kind, _p, _b in wanted], day)
    found = []
    for code, one, sits in wanted:
        rule = rules[code, organisation.type]
        begun = one or sits
        since = begun.since if begun is not None else day
        if rule.times and rule.every in rhythm.MONTHS and code not in _UNTOLD:
            found.append(Need(code, rule, since, one, sits))
    return found


def _with_committee(parties: Iterable[PartyOrganisation], day: date) -> set[int | None]:
    """The bodies of those branches that have elected a committee."""
    rows = Post.objects.filter(holds(day), title=PostTitle.BRANCH_COMMITTEE)
    bodies = [one.body_id for one in parties if one.body_id is not None]
    return set(rows.filter(body__in=bodies).values_list("body_id", flat=True))


def plan_of(organisation: Organisation, year: int) -> Plan | None:
    """The plan of a year, where one was begun."""
    return Plan.objects.filter(organisation=organisation, year=year).first()


def in_plan(organisation: Organisation, year: int) -> list[PlanItem]:
    """What stands in the plan of an organisation and its branches, dropped or not."""
    rows = PlanItem.objects.filter(plan__organisation=organisation, plan__year=year)
    return list(rows.select_related("meeting", "party"))


def meetings_in(organisation: Organisation, year: int) -> list[Meeting]:
    """Meetings of an organisation and of the branches that are or were its own, in a year.

    Cancelled ones are left out; ``plan_items`` are at hand.
    """
    rows = Meeting.objects.filter(starts_at__year=year).filter(
        Q(organisation=organisation) | Q(party__home=organisation)
    )
    items = PlanItem.objects.select_related("plan")
    rows = rows.exclude(state=MeetingState.CANCELLED).select_related("party", "body")
    return list(rows.prefetch_related(Prefetch("plan_items", items)).order_by("starts_at", "pk"))


def keys_of(meeting: Meeting) -> list[tuple[str, int | None]]:
    """Which needs a meeting answers: one, or two where it serves two kinds."""
    kinds = [one for one in (meeting.kind, meeting.also) if one]
    return [(one, meeting.party_id if one in OF_PARTY else None) for one in kinds]


@dataclass(frozen=True, slots=True)
class Lapse:
    """A period that is over in which fewer meetings were held than the rule asks."""

    need: Need
    span: rhythm.Span
    missing: int

    @property
    def words(self) -> str:
        """The period in words."""
        return rhythm.name(self.span)


def lapses(asked: Iterable[Need], held: Iterable[Meeting], year: int) -> list[Lapse]:
    """What the rules asked for in the periods of a year that are over and nobody recorded."""
    today = clock.today()
    days: dict[tuple[str, int | None], list[date]] = {}
    for one in held:
        if one.state in HELD:
            for key in keys_of(one):
                days.setdefault(key, []).append(timezone.localdate(one.starts_at))
    found = []
    for need in asked:
        there = days.get(need.key, [])
        for span in rhythm.periods(need.rule.every, year):
            if span.last < today and span.first >= need.since:
                missing = need.rule.times - sum(span.holds(day) for day in there)
                if missing > 0:
                    found.append(Lapse(need, span, missing))
    return found


def state_of(item: PlanItem, today: date) -> ItemState:
    """How an item stands, by its day and its meeting."""
    if item.dropped:
        return ItemState.DROPPED
    if item.meeting is not None:
        return state_of_meeting(item.meeting, today)
    return ItemState.OVERDUE if item.on < today else ItemState.PLANNED


def state_of_meeting(meeting: Meeting, today: date) -> ItemState:
    """The same for a meeting, planned or not."""
    if meeting.state in HELD:
        return ItemState.DONE
    late = timezone.localdate(meeting.starts_at) < today
    return ItemState.OVERDUE if late else ItemState.PLANNED


def item_for(user: User, pk: int) -> PlanItem | None:
    """One item with what its page names, where somebody may see the meetings of its organisation."""
    rows = PlanItem.objects.select_related("plan__organisation__node", "party", "meeting")
    path = "plan__organisation__node"
    return within(rows.filter(pk=pk), user, Capability.MEETINGS_SEE, field=path).first()


def organisations_for(user: User, words: str = "") -> QuerySet[Organisation]:
    """Organisations whose plan somebody may see."""
    rows = within(Organisation.objects.all(), user, Capability.MEETINGS_SEE)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(code__startswith=words))
    return rows.select_related("node").order_by("code")


def organisation_for(user: User, pk: int) -> Organisation | None:
    """One of them."""
    return organisations_for(user).filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a plan is carried out."""

    planned: int = 0
    done: int = 0
    overdue: int = 0

    @property
    def all(self) -> int:
        """Everything that is not dropped."""
        return self.planned + self.done + self.overdue


def tallies(organisations: Iterable[Organisation], year: int) -> dict[int, Tally]:
    """How far the plans of several organisations are carried out, in one query."""
    today = clock.today()
    done = Q(meeting__state__in=HELD)
    on_time = Q(meeting__isnull=True, on__gte=today) | Q(meeting__starts_at__date__gte=today)
    rows = (
        PlanItem.objects.filter(
            plan__organisation__in=[one.pk for one in organisations], plan__year=year, dropped=""
        )
        .values("plan__organisation")
        .annotate(
            n=Count("pk"),
            done=Count("pk", filter=done),
            ahead=Count("pk", filter=~done & on_time),
        )
        .order_by("plan__organisation")
    )
    found = {}
    for one in rows:
        late = one["n"] - one["done"] - one["ahead"]
        found[one["plan__organisation"]] = Tally(one["ahead"], one["done"], late)
    return found


def tally(states: Iterable[str]) -> Tally:
    """The same, from states that were computed already."""
    count = Counter(states)
    return Tally(
        count[ItemState.PLANNED.value],
        count[ItemState.DONE.value],
        count[ItemState.OVERDUE.value],
    )
