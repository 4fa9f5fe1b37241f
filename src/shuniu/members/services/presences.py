"""Attendance, counted where a member lives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shuniu.members.models import Member, Presence


def note_presences(persons: Iterable[int], *, on: date, kind: str, record: str) -> int:
    """People took part in a meeting; told by the room of meetings, once for each record.

    Args:
        persons: numbers of persons; those on no roster are passed over.
        on: the day.
        kind: which kind of meeting.
        record: the meeting, ``meetings.meeting:7``.

    Returns:
        How many of them are on a roster.
    """
    members = Member.objects.filter(person_id__in=list(persons)).values_list("pk", flat=True)
    rows = [Presence(member_id=one, on=on, kind=kind, record=record) for one in members]
    Presence.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=["on", "kind"],
        unique_fields=["member", "record"],
    )
    return len(rows)


def drop_presence(person_id: int, *, record: str) -> None:
    """It was noted by mistake."""
    Presence.objects.filter(member__person_id=person_id, record=record).delete()
