"""Writes: from raising a matter to looking back on it."""

from shuniu.governance.services.after import answer_opinion, execute, look_back, report
from shuniu.governance.services.deciding import (
    Said,
    confirm_emergency,
    declare_emergency,
    put_to_board,
    record_decision,
    table_confirmation,
)
from shuniu.governance.services.lists import end_line, set_line
from shuniu.governance.services.raising import (
    Draft,
    classify,
    clear_conflict,
    declare_conflict,
    keep_paper,
    raise_and_classify,
    raise_matter,
    withdraw,
)
from shuniu.governance.services.studying import Given, give_opinion, send_to_study

__all__ = [
    "Draft",
    "Given",
    "Said",
    "answer_opinion",
    "classify",
    "clear_conflict",
    "confirm_emergency",
    "declare_conflict",
    "declare_emergency",
    "end_line",
    "execute",
    "give_opinion",
    "keep_paper",
    "look_back",
    "put_to_board",
    "raise_and_classify",
    "raise_matter",
    "record_decision",
    "report",
    "send_to_study",
    "set_line",
    "table_confirmation",
    "withdraw",
]
