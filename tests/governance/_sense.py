"""Which act brings a matter on from where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuniu.governance.models import Conflict, Matter, Study
from shuniu.governance.states import OPEN
from shuniu.meetings.models import AgendaItem, Meeting, Recusal
from tests.governance._acts import board_meeting, study_meeting

if TYPE_CHECKING:
    from tests.governance._play import Player

_SOUND = ("carried", "lost")


def sensible(p: Player) -> str:
    """The name of the next sensible act."""
    rows = Matter.objects.filter(organisation=p.organisation, state__in=(*OPEN, "to_confirm"))
    matter = rows.order_by("pk").first()
    if matter is None:
        return "raise"
    if matter.state == "raised":
        return "classify"
    if matter.state == "to_confirm":
        return _confirming(p, matter)
    if matter.major and not matter.emergency and p.urgent:
        return "urgent"
    if matter.state in {"listed", "studying"} and not matter.emergency:
        return _studying(p, matter)
    study = Study.objects.filter(matter=matter, void="").first()
    going = study is not None and study.item.meeting.state == "open"
    if study is not None and going and not study.item.meeting.also and p.chance(0.85):
        return "close"
    return _deciding(p, matter)


def _studying(p: Player, matter: Matter) -> str:
    study = Study.objects.filter(matter=matter, void="").first()
    if study is not None and study.item.outcome in _SOUND:
        return "opine"
    if study is not None and study.item.outcome and p.chance(0.3):
        return "opine"  # a vote that came to nothing
    row = study_meeting(p)
    first = _ahead(row, "plan_study", p)
    if row is None or first:
        return first or "plan_study"
    if study is None or study.item.meeting_id != row.pk:
        return "send"
    return "step_aside" if _unheard(study.item, matter) else "vote_study"


def _deciding(p: Player, matter: Matter) -> str:
    items = AgendaItem.objects.filter(subject=f"governance.matter:{matter.pk}")
    if items.exclude(kind="study").filter(outcome__in=_SOUND).exists():
        return "decide"
    row = board_meeting(p)
    first = _ahead(row, "plan_board", p)
    if row is None or first:
        return first or "plan_board"
    item = _item(row, matter, study=False)
    if item is None:
        return "put"
    return "step_aside" if _unheard(item, matter) else "vote_board"


def _confirming(p: Player, matter: Matter) -> str:
    row = study_meeting(p)
    first = _ahead(row, "plan_study", p)
    if row is None or first:
        return first or "plan_study"
    item = _item(row, matter, study=True)
    if item is None or Study.objects.filter(item=item).exists():
        return "table_confirmation"
    if item.outcome in _SOUND:
        return "confirm"
    return "step_aside" if _unheard(item, matter) else "vote_study"


def _ahead(row: Meeting | None, plan: str, p: Player) -> str | None:
    """What brings a meeting on; nothing where it is open and people are there."""
    if row is None:
        return plan
    if row.state == "planned":
        return "call" if p.chance(0.92) else "open"
    if row.state == "called":
        return "open" if row.starts_at <= p.now or p.chance(0.05) else "days"
    if row.starts_at.date() > p.now.date():
        return "days"
    return None if row.roll.filter(vote=True, presence="present").exists() else "attend"


def _item(row: Meeting, matter: Matter, *, study: bool) -> AgendaItem | None:
    items = row.agenda.filter(subject=f"governance.matter:{matter.pk}").order_by("-pk")
    return (items.filter(kind="study") if study else items.exclude(kind="study")).first()


def _unheard(item: AgendaItem, matter: Matter) -> bool:
    people = Conflict.objects.filter(matter=matter).values("person_id")
    out = set(Recusal.objects.filter(item=item).values_list("person_id", flat=True))
    return bool(set(people.values_list("person_id", flat=True)) - out)
