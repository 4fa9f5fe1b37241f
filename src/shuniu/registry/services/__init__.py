"""Writes of the register."""

from shuniu.registry.services.bodies import (
    Form,
    appoint,
    close_body,
    elect_body,
    end_post,
    open_body,
)
from shuniu.registry.services.organisations import (
    Particulars,
    Report,
    add_organisation,
    change_organisation,
    dissolve,
    end_credit,
    move_organisation,
    record_charter,
    record_credit,
    record_report,
)
from shuniu.registry.services.party import (
    Founding,
    add_instructor,
    assign_instructor,
    cover,
    explain_not_built,
    found_party,
    mark_item,
    uncover,
)
from shuniu.registry.services.persons import erase_person, open_person

__all__ = [
    "Form",
    "Founding",
    "Particulars",
    "Report",
    "add_instructor",
    "add_organisation",
    "appoint",
    "assign_instructor",
    "change_organisation",
    "close_body",
    "cover",
    "dissolve",
    "elect_body",
    "end_credit",
    "end_post",
    "erase_person",
    "explain_not_built",
    "found_party",
    "mark_item",
    "move_organisation",
    "open_body",
    "open_person",
    "record_charter",
    "record_credit",
    "record_report",
    "uncover",
]
