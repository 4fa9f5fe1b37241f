"""Writes of the room."""

from shuniu.members.services.enrolling import (
    Enrolment,
    confirm,
    enrol,
    leave,
    set_user,
)
from shuniu.members.services.presences import drop_presence, note_presence
from shuniu.members.services.standings import Stand, place, seal_status
from shuniu.members.services.steps import (
    Taking,
    extend_probation,
    note_half_year,
    note_training,
    set_leaving,
    take_step,
)

__all__ = [
    "Enrolment",
    "Stand",
    "Taking",
    "confirm",
    "drop_presence",
    "enrol",
    "extend_probation",
    "leave",
    "note_half_year",
    "note_presence",
    "note_training",
    "place",
    "seal_status",
    "set_leaving",
    "set_user",
    "take_step",
]
