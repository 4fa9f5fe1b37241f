"""Joint meetings: those somebody may see, who took part last time, what has to be reported."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.states import Capability
from shuniu.ballots import Roll
from shuniu.meetings.models import Meeting, Task, TaskReport, Topic, Unit
from shuniu.meetings.states import MeetingKind, MeetingState, Presence, TaskState
from shuniu.registry.models import Organisation, Partner
from shuniu.registry.states import Standing

_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Due:
    """An open task of an earlier joint meeting, and what this one heard of it."""

    task: Task
    report: TaskReport | None


def visible(user: User) -> QuerySet[Meeting]:
    """Joint meetings of places and of units that somebody may see, the latest first."""
    nodes = nodes_where(user, Capability.MEETINGS_SEE)
    rows = Meeting.objects.filter(kind=MeetingKind.JOINT)
    inside = Q(node__in=nodes) | Q(units__organisation__node__in=nodes)
    return rows.filter(inside).select_related("node").distinct().order_by("-starts_at", "-pk")


def find(pk: int) -> Meeting | None:
    """A joint meeting with its place."""
    rows = Meeting.objects.filter(pk=pk, kind=MeetingKind.JOINT)
    return rows.select_related("node", "organisation", "party").first()


def find_unit(pk: int) -> Unit | None:
    """A unit with its meeting and organisation."""
    return _named(Unit.objects.filter(pk=pk)).select_related("meeting__node").first()


def find_topic(pk: int) -> Topic | None:
    """A topic with its unit and meeting."""
    rows = Topic.objects.filter(pk=pk)
    return rows.select_related("meeting__node", "unit__organisation__node", "unit__meeting").first()


def units_of(meeting: Meeting) -> list[Unit]:
    """Who takes part, by name."""
    return sorted(_named(meeting.units.all()), key=name_of)


def _named(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    return rows.select_related("organisation__node", "partner")


def name_of(unit: Unit) -> str:
    """A unit as people call it."""
    return unit.organisation.name if unit.organisation is not None else _partner(unit)


def _partner(unit: Unit) -> str:
    return unit.partner.name if unit.partner is not None else ""


def topics_of(meeting: Meeting) -> list[Topic]:
    """What was brought, in the order in which it came."""
    return list(meeting.topics.select_related("unit__organisation", "unit__partner", "item"))


def places_for(user: User) -> QuerySet[Node]:
    """Where somebody may call units together."""
    return nodes_where(user, Capability.MEETINGS_JOINT).exclude(kind="organisation")


def before(meeting: Meeting) -> QuerySet[Meeting]:
    """Earlier joint meetings of the same place that were held, the latest first."""
    rows = Meeting.objects.filter(kind=MeetingKind.JOINT, node=meeting.node_id)
    rows = rows.filter(starts_at__lt=meeting.starts_at)
    held = (MeetingState.HELD, MeetingState.APPROVED)
    return rows.filter(state__in=held).order_by("-starts_at", "-pk")


def due(meeting: Meeting) -> list[Due]:
    """Every task that this meeting has to hear of: open when it began, or told here already."""
    rows = Task.objects.filter(meeting__in=before(meeting), unit__isnull=False)
    rows = rows.filter(Q(state=TaskState.OPEN) | Q(reports__meeting=meeting)).distinct()
    rows = rows.select_related("unit__organisation__node", "unit__partner", "meeting__node")
    told = {one.task_id: one for one in TaskReport.objects.filter(meeting=meeting)}
    return [Due(one, told.get(one.pk)) for one in rows]


def unreported(meeting: Meeting) -> list[Task]:
    """Those that nobody has told of yet."""
    return [one.task for one in due(meeting) if one.report is None]


def candidates(meeting: Meeting, words: str) -> tuple[list[Organisation], list[Partner]]:
    """Who could take part and does not yet: by name, within the place."""
    there = meeting.units.all()
    rows = Organisation.objects.filter(
        node__path__startswith=str(meeting.node.path), standing=Standing.ACTIVE
    )
    rows = rows.exclude(pk__in=there.filter(organisation__isnull=False).values("organisation"))
    partners = Partner.objects.filter(active=True, node__in=_above(meeting.node))
    partners = partners.exclude(pk__in=there.filter(partner__isnull=False).values("partner"))
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(initials__startswith=words.lower()))
        partners = partners.filter(name__icontains=words)
    return list(rows.order_by("name")[:_LONGEST]), list(partners.order_by("name")[:_LONGEST])


def chosen(
    organisations: list[int], partners: list[int]
) -> tuple[QuerySet[Organisation], QuerySet[Partner]]:
    """Organisations and partners by their numbers."""
    rows = Organisation.objects.filter(pk__in=organisations).select_related("node")
    return rows, Partner.objects.filter(pk__in=partners)


def _above(node: Node) -> list[int]:
    return [int(part) for part in str(node.path).strip("/").split("/")]


def roll_of_units(meeting: Meeting) -> Roll:
    """The units as the arithmetic reads them."""
    rows = list(meeting.units.all())

    def where(presence: str) -> frozenset[str]:
        return frozenset(str(one.pk) for one in rows if one.presence == presence)

    return Roll(
        entitled=frozenset(str(one.pk) for one in rows),
        present=where(Presence.PRESENT),
        excused=where(Presence.EXCUSED),
        recused=frozenset(),
    )
