"""Writes of the room."""

from shuniu.members.services.enrolling import (
    Enrolment,
    confirm,
    enrol,
    leave,
    set_user,
)
from shuniu.members.services.presences import note_presence
from shuniu.members.services.standings import place, seal_status

__all__ = [
    "Enrolment",
    "confirm",
    "enrol",
    "leave",
    "note_presence",
    "place",
    "seal_status",
    "set_user",
]
