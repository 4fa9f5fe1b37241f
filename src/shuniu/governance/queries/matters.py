"""Matters somebody may see, what is on the table for them, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import nodes_where, within
from shuniu.accounts.states import Capability, NodeKind
from shuniu.base.models import StoredFile
from shuniu.governance.models import Answer, Confirmation, Decision, Matter, Paper, Report, Study
from shuniu.governance.queries.alike import subject_words
from shuniu.governance.states import OPEN, MatterState, ReportKind
from shuniu.meetings.models import AgendaItem, Meeting
from shuniu.meetings.states import SOUND, ItemKind
from shuniu.registry.models import Organisation
from shuniu.registry.states import Standing

SUBJECT = "governance.matter:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means any."""

    q: str = ""
    state: str = ""
    kind: str = ""
    major: str = ""
    year: int | None = None
    organisation: int | None = None


def visible(user: User) -> QuerySet[Matter]:
    """The matters somebody may see."""
    rows = within(Matter.objects.all(), user, Capability.MATTERS_SEE, field="organisation__node")
    return rows.select_related("organisation__node")


def filtered(user: User, wanted: Wanted) -> QuerySet[Matter]:
    """Those somebody looks for, the latest first."""
    rows = visible(user)
    if wanted.q:
        rows = rows.filter(
            Q(title__icontains=wanted.q)
            | Q(number__icontains=wanted.q)
            | Q(organisation__name__icontains=wanted.q)
            | Q(organisation__initials__startswith=wanted.q.lower())
        )
    if wanted.state == "open":
        rows = rows.filter(state__in=(*OPEN, MatterState.TO_CONFIRM))
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.major:
        rows = rows.filter(major=wanted.major == "yes")
    if wanted.organisation:
        rows = rows.filter(organisation=wanted.organisation)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    return rows.order_by("-raised_on", "-pk")


def years(user: User) -> list[int]:
    """The years in which there are matters."""
    return list(visible(user).order_by("-year").values_list("year", flat=True).distinct())


def find(pk: int) -> Matter | None:
    """A matter with its organisation and decision."""
    rows = Matter.objects.select_related("organisation__node", "decision__item__meeting", "listing")
    return rows.filter(pk=pk).first()


def with_paper(file: StoredFile) -> Matter | None:
    """The matter that a file comes with."""
    row = Paper.objects.select_related("matter__organisation__node").filter(file=file).first()
    return None if row is None else row.matter


def subject(matter: Matter) -> str:
    """How an item of an agenda names it."""
    return f"{SUBJECT}{matter.pk}"


def of_item(item: AgendaItem) -> Matter | None:
    """The matter that an item names."""
    number = item.subject.removeprefix(SUBJECT) if item.subject.startswith(SUBJECT) else ""
    return find(int(number)) if number.isdigit() else None


def titled(organisation: Organisation, words: str) -> Matter | None:
    """An open major matter of an organisation that an item speaks of without naming it."""
    said = subject_words(words)
    rows = Matter.objects.filter(organisation=organisation, state__in=OPEN).exclude(major=False)
    for row in rows.order_by("pk"):
        plain = subject_words(row.title)
        if row.number in words or (len(plain) >= 4 and plain in said):
            return row
    return None


def study_that_counts(matter: Matter) -> Study | None:
    """The study that was not overtaken by another."""
    rows = Study.objects.select_related("item__meeting", "party__body", "body")
    return rows.filter(matter=matter, void="").first()


def studies_of(matter: Matter) -> QuerySet[Study]:
    """All studies, those overtaken too."""
    rows = Study.objects.filter(matter=matter).select_related("item__meeting", "party", "body")
    return rows.order_by("pk")


def deciding_items(matter: Matter) -> QuerySet[AgendaItem]:
    """Where it is on the table of a deciding body."""
    rows = AgendaItem.objects.filter(subject=subject(matter)).exclude(kind=ItemKind.STUDY)
    return rows.select_related("meeting").order_by("pk")


def studying_items(matter: Matter) -> QuerySet[AgendaItem]:
    """Where it is on the table of those who study."""
    rows = AgendaItem.objects.filter(subject=subject(matter), kind=ItemKind.STUDY)
    return rows.select_related("meeting").order_by("pk")


def voted_item(matter: Matter) -> AgendaItem | None:
    """The item on which a deciding body has voted, with a result that counts."""
    return deciding_items(matter).filter(outcome__in=SOUND).first()


def studied_in(meeting: Meeting) -> list[tuple[Matter, AgendaItem]]:
    """The matters that were on the table of a meeting for a study, and where; by their numbers."""
    rows = AgendaItem.objects.filter(meeting=meeting, kind=ItemKind.STUDY).exclude(outcome="")
    found = [(of_item(one), one) for one in rows]
    return sorted(
        ((matter, item) for matter, item in found if matter is not None),
        key=lambda pair: pair[0].pk,
    )


def confirmed_on(item: AgendaItem) -> bool:
    """Whether an emergency was confirmed, or not, on an item."""
    return Confirmation.objects.filter(item=item).exists()


def find_item(pk: int) -> AgendaItem | None:
    """An item with its meeting."""
    return AgendaItem.objects.select_related("meeting").filter(pk=pk).first()


def organisations(user: User) -> QuerySet[Organisation]:
    """For whom somebody may bring up a matter."""
    nodes = nodes_where(user, Capability.MATTERS_RAISE).filter(active=True)
    rows = Organisation.objects.filter(node__in=nodes).exclude(standing=Standing.DISSOLVED)
    return rows.order_by("name")


def own_organisation(user: User) -> Organisation | None:
    """The one organisation of somebody who has only one."""
    nodes = nodes_where(user, Capability.MATTERS_RAISE).filter(kind=NodeKind.ORGANISATION)
    found = list(Organisation.objects.filter(node__in=nodes)[:2])
    return found[0] if len(found) == 1 else None


def reports_due(user: User) -> QuerySet[Report]:
    """Reports and publicity not yet done, the most urgent first."""
    rows = Report.objects.filter(done_on__isnull=True).exclude(
        matter__state__in=(MatterState.WITHDRAWN, MatterState.LOST)
    )
    rows = within(rows, user, Capability.MATTERS_SEE, field="matter__organisation__node")
    return rows.select_related("matter__organisation").order_by("due_on", "pk")


def answers_due(user: User) -> QuerySet[Answer]:
    """Opinions that wait for a written answer."""
    rows = Answer.objects.filter(answered_on__isnull=True)
    rows = within(rows, user, Capability.MATTERS_SEE, field="study__matter__organisation__node")
    return rows.select_related("study__matter__organisation").order_by("due_on", "pk")


def to_confirm(user: User) -> QuerySet[Decision]:
    """Emergencies that stay open."""
    rows = Decision.objects.filter(emergency=True, matter__state=MatterState.TO_CONFIRM)
    rows = within(rows, user, Capability.MATTERS_SEE, field="matter__organisation__node")
    return rows.select_related("matter__organisation").order_by("decided_on", "pk")


def public() -> QuerySet[Report]:
    """What organisations have made public, the latest first; nothing else of a matter is shown."""
    rows = Report.objects.filter(kind=ReportKind.PUBLICITY, done_on__isnull=False)
    return rows.select_related("matter__organisation").order_by("-done_on", "-pk")


def public_filtered(words: str) -> QuerySet[Report]:
    """Those that are looked for by name or words."""
    rows = public()
    if words:
        rows = rows.filter(
            Q(matter__organisation__name__icontains=words)
            | Q(matter__organisation__initials__startswith=words.lower())
            | Q(text__icontains=words)
        )
    return rows


def count_of_year(organisation: Organisation, day: date) -> int:
    """How many matters an organisation has raised in a year."""
    return Matter.objects.filter(organisation=organisation, raised_on__year=day.year).count()


def report_of(matter: Matter, kind: str) -> Report | None:
    """A report of a matter by its kind."""
    rows = Report.objects.filter(matter=matter, kind=kind)
    return rows.select_related("matter__organisation__node").first()


def answer_of(matter: Matter) -> Answer | None:
    """The answer that the opinion that counts waits for."""
    rows = Answer.objects.filter(study__matter=matter, study__void="")
    return rows.select_related("study__matter__organisation__node").first()
