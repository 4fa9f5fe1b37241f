"""Meetings held and matters driven through them, on days that a test names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shuniu.base import clock
from shuniu.governance import services
from shuniu.governance.models import Decision, Matter, Study
from shuniu.meetings import services as meetings
from shuniu.meetings.models import AgendaItem, Meeting
from tests.governance._cast import House

RAISED, STUDIED, DECIDED = date(2026, 3, 2), date(2026, 3, 20), date(2026, 4, 10)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An hour where the hub is."""
    return datetime(day.year, day.month, day.day, hour - 8, minute, tzinfo=UTC)


def open_meeting(
    found: House, kind: str, on: date, *, ahead: int = 7, people: int = 99, **more: Any
) -> Meeting:
    """A meeting on a day, called so many days ahead, with so many of those who vote there."""
    party = found.party if kind.startswith("party") or "also" in more else None
    draft = meetings.Draft(
        kind,
        "一次会议",
        at(on),
        organisation=more.pop("of", found.organisation),
        body=more.pop("body", None if kind.startswith("party") else found.council),
        party=party,
        **more,
    )
    with clock.at(at(on) - timedelta(days=ahead)):
        row = meetings.plan_meeting(draft, by=None)
        meetings.call_meeting(row, by=None)
    with clock.at(at(on)):
        meetings.open_meeting(row, by=None)
        for one in row.roll.filter(vote=True).order_by("pk")[:people]:
            meetings.present(one, by=None)
    return row


@contextmanager
def minutes_into(on: date, minutes: int) -> Iterator[None]:
    """Some minutes after nine of a day."""
    with clock.at(at(on) + timedelta(minutes=minutes)):
        yield


def vote(item: AgendaItem, on: date, *, carried: bool = True, minutes: int = 30) -> None:
    """All who may vote say yes, or no."""
    out = item.recusals.values("person_id")
    people = item.meeting.roll.filter(vote=True, presence="present").exclude(person__in=out)
    yes = people.count() if carried else 0
    with minutes_into(on, minutes):
        meetings.record_vote(item, yes, people.count() - yes, by=None)


def sent(found: House, matter: Matter, on: date = STUDIED, **more: Any) -> Study:
    """On the table of the branch, the meeting open."""
    row = open_meeting(found, "party_committee", on, **more)
    with minutes_into(on, 10):
        return services.send_to_study(matter, meeting=row, by=None)


def opine(study: Study, opinion: str = "agree", *, minutes: int = 40) -> None:
    """The opinion, on the day of its meeting."""
    with clock.at(study.item.meeting.starts_at + timedelta(minutes=minutes)):
        services.give_opinion(study, services.Given(opinion, "理由充分", "压缩预算"), by=None)


def close(row: Meeting, minutes: int = 60) -> None:
    """Over."""
    row.refresh_from_db()
    with clock.at(row.starts_at + timedelta(minutes=minutes)):
        meetings.close_meeting(row, by=None)


def studied(found: House, matter: Matter, opinion: str = "agree", on: date = STUDIED) -> Study:
    """Voted, with an opinion, the meeting over."""
    study = sent(found, matter, on)
    vote(study.item, on, carried=opinion in {"agree", "amend"})
    opine(study, opinion)
    close(study.item.meeting)
    matter.refresh_from_db()
    return study


def put(found: House, matter: Matter, on: date = DECIDED, **more: Any) -> AgendaItem:
    """On the table of the council."""
    row = open_meeting(found, "council", on, **more)
    with minutes_into(on, 10):
        return services.put_to_board(matter, meeting=row, by=None)


def record(matter: Matter, item: AgendaItem, on: date = DECIDED, **said: Any) -> Decision:
    """The decision is written down."""
    with minutes_into(on, 50):
        return services.record_decision(matter, item=item, said=services.Said(**said), by=None)
