"""Party organisations and whom they cover."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import clock
from shuniu.registry.models import (
    Instructor,
    InstructorDuty,
    NotBuilt,
    Organisation,
    PartyCover,
    PartyOrganisation,
)
from shuniu.registry.states import PartyKind


def holds(day: date, prefix: str = "") -> Q:
    """What held on a day: begun, and not ended before it."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


def others_covered(organisation: Organisation) -> int:
    """How many others the party organisations at home here cover."""
    today = clock.today()
    rows = PartyCover.objects.filter(holds(today), party__home=organisation)
    return rows.exclude(organisation=organisation).values("organisation").distinct().count()


def has_own(organisation: Organisation) -> bool:
    """Whether a party organisation of its own stands."""
    rows = PartyOrganisation.objects.filter(home=organisation, kind=PartyKind.OWN)
    return rows.filter(holds(clock.today())).exists()


def find(pk: int) -> PartyOrganisation | None:
    """A party organisation with its home."""
    rows = PartyOrganisation.objects.select_related("home__node", "body", "parent")
    return rows.filter(pk=pk).first()


def find_cover(pk: int) -> PartyCover | None:
    """A cover with both its ends."""
    rows = PartyCover.objects.select_related("organisation__node", "party__home__node")
    return rows.filter(pk=pk).first()


def find_duty(pk: int) -> InstructorDuty | None:
    """An instructor's duty."""
    rows = InstructorDuty.objects.select_related("organisation__node", "instructor__person")
    return rows.filter(pk=pk).first()


def find_instructor(pk: int) -> Instructor | None:
    """An instructor."""
    return Instructor.objects.select_related("person", "node").filter(pk=pk).first()


def covers_of(organisation: Organisation, day: date) -> QuerySet[PartyCover]:
    """By which party organisations an organisation was covered on a day."""
    return (
        PartyCover.objects.filter(holds(day), holds(day, "party__"), organisation=organisation)
        .select_related("party__home", "party__body", "party__parent")
        .order_by("since", "pk")
    )


def covered_by(row: PartyOrganisation, day: date, user: User) -> QuerySet[PartyCover]:
    """Whom a party organisation covered on a day, among those somebody may see."""
    rows = PartyCover.objects.filter(holds(day), party=row)
    return (
        within(rows, user, Capability.REGISTRY_SEE, field="organisation__node")
        .select_related("organisation__node__parent")
        .order_by("organisation__code")
    )


def standing(user: User) -> QuerySet[PartyOrganisation]:
    """Party organisations that stand today, at home where somebody may look."""
    rows = PartyOrganisation.objects.filter(holds(clock.today()))
    return (
        within(rows, user, Capability.REGISTRY_SEE, field="home__node")
        .select_related("home", "parent")
        .annotate(units=Count("covers", filter=Q(covers__until__isnull=True)))
        .order_by("home__code", "pk")
    )


MOST = 200  # lines of a list to choose from


def offered_to(organisation: Organisation) -> QuerySet[PartyOrganisation]:
    """Those that could cover an organisation: at home above it in the tree or beside it."""
    return (
        _near(organisation)
        .exclude(kind=PartyKind.OWN)
        .exclude(covers__organisation=organisation, covers__until__isnull=True)
        .order_by("name")[:MOST]
    )


def above(organisation: Organisation) -> QuerySet[PartyOrganisation]:
    """Those under which a new one may stand: they may approve members, or are at home above."""
    return (
        _near(organisation)
        .filter(Q(can_approve_members=True) | Q(home__node_id__in=_line(organisation)))
        .order_by("name")[:MOST]
    )


def _near(organisation: Organisation) -> QuerySet[PartyOrganisation]:
    """Those at home above an organisation, or in the same area."""
    beside = Q(home__node__parent=organisation.node.parent_id)
    rows = PartyOrganisation.objects.filter(holds(clock.today())).select_related("home")
    return rows.filter(Q(home__node_id__in=_line(organisation)) | beside)


def _line(organisation: Organisation) -> list[int]:
    """The places from the root down to an organisation."""
    return [int(part) for part in str(organisation.node.path).strip("/").split("/")]


def duties_of(organisation: Organisation, day: date) -> QuerySet[InstructorDuty]:
    """Who looked after an organisation on a day."""
    return (
        InstructorDuty.objects.filter(holds(day), organisation=organisation)
        .select_related("instructor__person")
        .order_by("since", "pk")
    )


def instructors(user: User) -> QuerySet[Instructor]:
    """Instructors of the places somebody may look at, with how many each looks after."""
    rows = Instructor.objects.filter(holds(clock.today()))
    return (
        within(rows, user, Capability.REGISTRY_SEE)
        .select_related("person", "node")
        .annotate(load=Count("duties", filter=Q(duties__until__isnull=True)))
        .order_by("field", "pk")
    )


def instructors_for(organisation: Organisation) -> QuerySet[Instructor]:
    """Instructors of the places above an organisation; those of its field first."""
    return (
        Instructor.objects.filter(holds(clock.today()), node_id__in=_line(organisation))
        .exclude(duties__organisation=organisation, duties__until__isnull=True)
        .select_related("person")
        .annotate(
            matches=Count("pk", filter=Q(field=organisation.sector)),
            load=Count("duties", filter=Q(duties__until__isnull=True), distinct=True),
        )
        .order_by("-matches", "load", "pk")
    )


def not_built_of(organisation: Organisation, day: date) -> NotBuilt | None:
    """Why what was due was not set up on a day, where it was explained."""
    rows = NotBuilt.objects.filter(organisation=organisation, due_since__lte=day)
    return rows.filter(Q(settled_on__isnull=True) | Q(settled_on__gt=day)).order_by("-pk").first()
