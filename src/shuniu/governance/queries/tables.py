"""On whose tables a matter may be put: meetings still to come or going on."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from shuniu.governance.models import Matter
from shuniu.governance.queries import matters
from shuniu.governance.queries.chain import who_studies
from shuniu.governance.states import HIGHER, STUDY_MEETINGS, Decider
from shuniu.meetings.models import AgendaItem, Meeting
from shuniu.meetings.states import MeetingState

_MOST = 50
_GOING_ON = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.OPEN)


def to_study(matter: Matter, on: date) -> QuerySet[Meeting]:
    """The meetings of those who study."""
    rows = Meeting.objects.filter(state__in=_GOING_ON)
    who = who_studies(matter, on)
    if who is None:
        return rows.none()
    kinds = STUDY_MEETINGS[who.kind]
    rows = rows.filter(Q(kind__in=kinds) | Q(also__in=kinds))
    of = Q(party=who.party) if who.party is not None else Q(body=who.body)
    return rows.filter(of).order_by("starts_at")[:_MOST]


def to_decide(matter: Matter) -> QuerySet[Meeting]:
    """The meetings of the body that decides, or of one above it."""
    least = str(matter.needs.get("decides", ""))
    kinds = HIGHER.get(least, frozenset(Decider.values))
    rows = Meeting.objects.filter(state__in=_GOING_ON, organisation=matter.organisation)
    return rows.filter(Q(kind__in=kinds) | Q(also__in=kinds)).order_by("starts_at")[:_MOST]


def voted(matter: Matter) -> QuerySet[AgendaItem]:
    """Items on which a body has voted, for writing down the decision."""
    return matters.deciding_items(matter).exclude(outcome="")


def confirming(matter: Matter) -> QuerySet[AgendaItem]:
    """Items on which those who study have voted about an emergency."""
    rows = matters.studying_items(matter).exclude(outcome="")
    return rows.exclude(pk__in=matters.studies_of(matter).values("item_id"))
