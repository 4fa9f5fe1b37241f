"""Attendance, counted where a member lives."""

from __future__ import annotations

from datetime import date

from shuniu.members.models import Member, Presence


def note_presence(person_id: int, *, on: date, kind: str, record: str) -> Presence | None:
    """Somebody took part in a meeting; told by the room of meetings, once for each record.

    Args:
        person_id: number of the person.
        on: the day.
        kind: which kind of meeting.
        record: the meeting, ``meetings.meeting:7``.

    Returns:
        The row; nothing for somebody who is on no roster.
    """
    member = Member.objects.filter(person_id=person_id).first()
    if member is None:
        return None
    row, _new = Presence.objects.update_or_create(
        member=member, record=record, defaults={"on": on, "kind": kind}
    )
    return row


def drop_presence(person_id: int, *, record: str) -> None:
    """It was noted by mistake."""
    Presence.objects.filter(member__person_id=person_id, record=record).delete()
