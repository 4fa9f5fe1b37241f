"""Writes of the register."""

from shuniu.registry.services.areas import add_area, rename_area
from shuniu.registry.services.bodies import (
    Form,
    appoint,
    change_body,
    close_body,
    correct_post,
    elect_body,
    end_post,
    open_body,
)
from shuniu.registry.services.checklists import (
    Listing,
    change_checklist,
    mark_item,
    open_checklist,
)
from shuniu.registry.services.disclosures import Disclosed, record_disclosure
from shuniu.registry.services.instructors import (
    add_instructor,
    assign_instructor,
    end_duty,
    end_instructor,
)
from shuniu.registry.services.organisations import (
    Particulars,
    add_organisation,
    change_organisation,
    dissolve,
    move_organisation,
    reinstate,
    set_contact,
)
from shuniu.registry.services.partners import Particular, add_partner, change_partner
from shuniu.registry.services.party import (
    Founding,
    cover,
    end_party,
    explain_not_built,
    found_party,
    grant_approval,
    uncover,
)
from shuniu.registry.services.persons import (
    correct_person,
    erase_person,
    open_person,
    read_phones,
)
from shuniu.registry.services.reports import (
    Report,
    end_credit,
    record_charter,
    record_credit,
    record_report,
)

__all__ = [
    "Disclosed",
    "Form",
    "Founding",
    "Listing",
    "Particular",
    "Particulars",
    "Report",
    "add_area",
    "add_instructor",
    "add_organisation",
    "add_partner",
    "appoint",
    "assign_instructor",
    "change_body",
    "change_checklist",
    "change_organisation",
    "change_partner",
    "close_body",
    "correct_person",
    "correct_post",
    "cover",
    "dissolve",
    "elect_body",
    "end_credit",
    "end_duty",
    "end_instructor",
    "end_party",
    "end_post",
    "erase_person",
    "explain_not_built",
    "found_party",
    "grant_approval",
    "mark_item",
    "move_organisation",
    "open_body",
    "open_checklist",
    "open_person",
    "read_phones",
    "record_charter",
    "record_credit",
    "record_disclosure",
    "record_report",
    "reinstate",
    "rename_area",
    "set_contact",
    "uncover",
]
