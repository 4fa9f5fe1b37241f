"""Lists: meetings somebody may see, what is open, what is overdue, whose meetings they keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.meetings.models import AgendaItem, Attendee, Idea, Meeting, Task
from shuniu.meetings.queries.regulations import regulation
from shuniu.meetings.queries.rolls import BODIES
from shuniu.meetings.states import (
    OF_PARTY,
    IdeaState,
    MeetingKind,
    MeetingState,
    Presence,
    TaskState,
)
from shuniu.members.models import Member
from shuniu.members.queries.rosters import persons_of
from shuniu.registry.models import Body, Organisation, PartyOrganisation, Person
from shuniu.registry.queries.party import holds

_HELD = (MeetingState.HELD, MeetingState.APPROVED)
# What the rules ask of every branch; the rest is the organisation's own.
REGULAR = (MeetingKind.ASSEMBLY_PARTY, MeetingKind.COMMITTEE_PARTY, MeetingKind.THEME_DAY)


def meetings_for(
    user: User, *, kind: str = "", state: str = "", words: str = "", organisation: int | None = None
) -> QuerySet[Meeting]:
    """Meetings where somebody may look, the latest first."""
    rows = within(Meeting.objects.all(), user, Capability.MEETINGS_SEE)
    if kind:
        rows = rows.filter(Q(kind=kind) | Q(also=kind))
    if state:
        rows = rows.filter(state=state)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(organisation__name__icontains=words))
    rows = rows.select_related("organisation", "party", "body")
    there = Count(
        "roll", filter=Q(roll__observer=False, roll__presence=Presence.PRESENT), distinct=True
    )
    should = Count("roll", filter=Q(roll__observer=False), distinct=True)
    return rows.annotate(there=there, should=should).order_by("-starts_at", "-pk")


def meeting_for(user: User, pk: int) -> Meeting | None:
    """One meeting with what its page names, where somebody may look."""
    rows = within(Meeting.objects.filter(pk=pk), user, Capability.MEETINGS_SEE)
    return rows.select_related(
        "node", "organisation__node", "party__home__node", "body", "chair", "recorder", "photo"
    ).first()


def organisations_named(numbers: list[int]) -> QuerySet[Organisation]:
    """Organisations by their numbers, by name."""
    return Organisation.objects.filter(pk__in=numbers).order_by("name", "pk")


def find(pk: int) -> Meeting | None:
    """A meeting, whoever asks."""
    return Meeting.objects.select_related("node", "organisation", "party").filter(pk=pk).first()


def own_meeting(user: User, pk: int) -> Meeting | None:
    """A meeting that somebody is on the roll of, by the person their account belongs to."""
    row = find(pk)
    if row is None or not row.roll.filter(person__in=persons_of(user)).exists():
        return None
    return row


def attendee(pk: int) -> Attendee | None:
    """A line of a roll with its meeting and person."""
    rows = Attendee.objects.select_related("meeting__node", "person")
    return rows.filter(pk=pk).first()


def running(pk: int) -> Meeting | None:
    """A meeting that people can sign in to; who may is asked of its roll and its code."""
    return Meeting.objects.select_related("node").filter(pk=pk, state=MeetingState.OPEN).first()


def person_of(user: User) -> Person | None:
    """Whom an account belongs to, where a roster says so."""
    member = Member.objects.select_related("person").filter(user=user).first()
    return member.person if member is not None else None


def item_for(user: User, pk: int) -> AgendaItem | None:
    """One item of an agenda, where somebody may see the meeting."""
    rows = AgendaItem.objects.select_related("meeting__node", "meeting__organisation")
    return within(rows.filter(pk=pk), user, Capability.MEETINGS_SEE, field="meeting__node").first()


def task_for(user: User, pk: int) -> Task | None:
    """One task, likewise."""
    rows = Task.objects.select_related("meeting__node")
    return within(rows.filter(pk=pk), user, Capability.MEETINGS_SEE, field="meeting__node").first()


def idea_for(user: User, pk: int) -> Idea | None:
    """One idea, likewise."""
    rows = Idea.objects.select_related("meeting__node")
    return within(rows.filter(pk=pk), user, Capability.MEETINGS_SEE, field="meeting__node").first()


def roll(meeting: Meeting) -> list[Attendee]:
    """The roll with its people, those with a vote first."""
    return list(
        meeting.roll.select_related("person", "organisation").order_by("observer", "-vote", "pk")
    )


def agenda(meeting: Meeting) -> list[AgendaItem]:
    """The agenda with everything said and voted."""
    return list(
        meeting.agenda.prefetch_related("words__person", "recusals__person", "votes__person")
    )


def tasks_for(user: User, *, state: str = TaskState.OPEN) -> QuerySet[Task]:
    """Tasks where somebody may look, what is due first."""
    rows = within(Task.objects.all(), user, Capability.MEETINGS_SEE, field="meeting__node")
    if state:
        rows = rows.filter(state=state)
    rows = rows.select_related(
        "meeting__organisation", "owner", "unit__organisation", "unit__partner"
    )
    return rows.order_by("due_on", "pk")


def ideas_for(user: User, *, state: str = IdeaState.OPEN) -> QuerySet[Idea]:
    """Ideas where somebody may look, the newest first."""
    rows = within(Idea.objects.all(), user, Capability.MEETINGS_SEE, field="meeting__node")
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("meeting__organisation", "owner").order_by("-pk")


def open_from_before(meeting: Meeting) -> QuerySet[Task]:
    """Open tasks of earlier meetings of the same body, branch or units: reported on in this one."""
    rows = Task.objects.filter(state=TaskState.OPEN, meeting__starts_at__lt=meeting.starts_at)
    if meeting.party_id is not None:
        rows = rows.filter(meeting__party=meeting.party_id)
    elif meeting.body_id is not None:
        rows = rows.filter(meeting__body=meeting.body_id)
    else:
        rows = rows.filter(meeting__node=meeting.node_id, meeting__kind=meeting.kind)
    return rows.select_related("owner", "meeting", "unit__organisation", "unit__partner")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting of a kind can be recorded."""

    kind: str
    organisation: Organisation
    party: PartyOrganisation | None = None
    body: Body | None = None

    @property
    def name(self) -> str:
        """Of the branch or body."""
        if self.party is not None:
            return self.party.name
        assert self.body is not None  # noqa: S101 (one of the two is there)
        return f"{self.organisation.name} · {self.body.name or self.body.get_kind_display()}"


def kept_by(user: User) -> QuerySet[Organisation]:
    """Organisations whose meetings somebody keeps."""
    rows = within(Organisation.objects.all(), user, Capability.MEETINGS_KEEP)
    return rows.select_related("node").order_by("code")


def places(organisation: Organisation, kind: str) -> list[Place]:
    """The branches or bodies of an organisation that hold meetings of a kind."""
    today = clock.today()
    if kind in OF_PARTY:
        parties = PartyOrganisation.objects.filter(holds(today), holds(today, "covers__"))
        covering = parties.filter(covers__organisation=organisation).select_related("home", "body")
        own = PartyOrganisation.objects.filter(holds(today), home=organisation)
        found = {one.pk: one for one in (*covering, *own.select_related("home", "body"))}
        return [Place(kind, organisation, party=one) for one in found.values()]
    bodies = Body.objects.filter(holds(today), organisation=organisation, kind=BODIES.get(kind, ""))
    return [Place(kind, organisation, body=one) for one in bodies]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A branch that has not held what the rules ask for."""

    party: PartyOrganisation
    kind: str
    last: date | None
    due: date

    @property
    def title(self) -> str:
        """Of the kind."""
        return str(MeetingKind(self.kind).label)


def overdue(user: User) -> list[Overdue]:
    """What the rules asked for in the last whole period and nobody recorded, branch by branch."""
    today = clock.today()
    rows = PartyOrganisation.objects.filter(holds(today))
    parties = list(
        within(rows, user, Capability.MEETINGS_SEE, field="home__node")
        .select_related("home")
        .order_by("name")
    )
    last = _last_held([one.pk for one in parties], today)
    found = []
    for kind in REGULAR:
        rule = regulation(kind, "", today)
        since = _whole_period(rule.every, today)
        if since is None or not rule.times:
            continue
        for party in parties:
            held = last.get((party.pk, kind))
            if held is None or held < since:
                found.append(Overdue(party, kind, held, since))
    return sorted(found, key=lambda one: (one.last or date.min, one.party.pk))


def _last_held(parties: list[int], today: date) -> dict[tuple[int, str], date]:
    rows = Meeting.objects.filter(
        state__in=_HELD, starts_at__date__lte=today, kind__in=REGULAR
    ).filter(party__in=parties)
    found: dict[tuple[int, str], date] = {}
    for party, kind, at in rows.order_by("starts_at").values_list("party_id", "kind", "starts_at"):
        found[party, kind] = timezone.localdate(at)
    return found


def _whole_period(every: str, today: date) -> date | None:
    """The first day of the last whole period before today."""
    if every == "month":
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if every == "quarter":
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        back = first - timedelta(days=1)
        return back.replace(month=(back.month - 1) // 3 * 3 + 1, day=1)
    if every == "year":
        return date(today.year - 1, 1, 1)
    return None
