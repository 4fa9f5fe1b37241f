"""Writes: a meeting from plan to frozen minutes, and what comes out of it."""

from shuniu.meetings.services import feeds, plans
from shuniu.meetings.services.agenda import (
    Item,
    add_item,
    add_word,
    drop_item,
    record_count,
    record_named,
    record_vote,
    recuse,
    unrecuse,
)
from shuniu.meetings.services.attending import (
    absent,
    excuse,
    leave,
    mark_all,
    present,
    sign_in,
)
from shuniu.meetings.services.calling import (
    Draft,
    call_meeting,
    cancel_meeting,
    open_meeting,
    plan_meeting,
)
from shuniu.meetings.services.closing import approve_minutes, close_meeting, reopen_meeting
from shuniu.meetings.services.ideas import add_idea, drop_idea, own_idea
from shuniu.meetings.services.recording import Record, record_meeting
from shuniu.meetings.services.speaking import check_words
from shuniu.meetings.services.tasks import Duty, add_task, drop_task, report_task, settle_task

__all__ = [
    "Draft",
    "Duty",
    "Item",
    "Record",
    "absent",
    "add_idea",
    "add_item",
    "add_task",
    "add_word",
    "approve_minutes",
    "call_meeting",
    "cancel_meeting",
    "check_words",
    "close_meeting",
    "drop_idea",
    "drop_item",
    "drop_task",
    "excuse",
    "feeds",
    "leave",
    "mark_all",
    "open_meeting",
    "own_idea",
    "plan_meeting",
    "plans",
    "present",
    "record_count",
    "record_meeting",
    "record_named",
    "record_vote",
    "recuse",
    "reopen_meeting",
    "report_task",
    "settle_task",
    "sign_in",
    "unrecuse",
]
