"""Writes of the room."""

from shuniu.members.services.enrolling import (
    Enrolment,
    confirm,
    enrol,
    leave,
    move,
    set_user,
)
from shuniu.members.services.floating import (
    Floating,
    end_floating,
    link_floating,
    make_return,
    note_contact,
    send_return,
)
from shuniu.members.services.living import (
    DuesTold,
    agree_dues,
    note_talk,
    pay_dues,
    report_home,
    review_member,
    settle_dues,
)
from shuniu.members.services.presences import drop_presence, note_presences
from shuniu.members.services.privacy import (
    ask_erasure,
    end_terms,
    erase,
    hold_plea,
    note_reading,
    withdraw_consent,
)
from shuniu.members.services.scans import keep_scan
from shuniu.members.services.standings import Stand, place, seal_status
from shuniu.members.services.steps import (
    Taking,
    extend_probation,
    note_half_year,
    note_training,
    set_leaving,
    take_step,
)
from shuniu.members.services.transfers import Letter, end_letter, follow_transfer, note_receipt

__all__ = [
    "DuesTold",
    "Enrolment",
    "Floating",
    "Letter",
    "Stand",
    "Taking",
    "agree_dues",
    "ask_erasure",
    "confirm",
    "drop_presence",
    "end_floating",
    "end_letter",
    "end_terms",
    "enrol",
    "erase",
    "extend_probation",
    "follow_transfer",
    "hold_plea",
    "keep_scan",
    "leave",
    "link_floating",
    "make_return",
    "move",
    "note_contact",
    "note_half_year",
    "note_presences",
    "note_reading",
    "note_receipt",
    "note_talk",
    "note_training",
    "pay_dues",
    "place",
    "report_home",
    "review_member",
    "seal_status",
    "send_return",
    "set_leaving",
    "set_user",
    "settle_dues",
    "take_step",
    "withdraw_consent",
]
