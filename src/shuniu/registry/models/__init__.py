"""Tables of the register."""

from shuniu.registry.models.bodies import Body, Post
from shuniu.registry.models.checklists import Checklist, ChecklistItem, ChecklistMark
from shuniu.registry.models.disclosures import SHARES, Disclosure
from shuniu.registry.models.imports import Import, ImportRow
from shuniu.registry.models.organisations import (
    AnnualReport,
    Charter,
    CreditEvent,
    Organisation,
    OrganisationPast,
    Partner,
)
from shuniu.registry.models.party import (
    Instructor,
    InstructorDuty,
    NotBuilt,
    PartyCover,
    PartyOrganisation,
)
from shuniu.registry.models.persons import Person

__all__ = [
    "SHARES",
    "AnnualReport",
    "Body",
    "Charter",
    "Checklist",
    "ChecklistItem",
    "ChecklistMark",
    "CreditEvent",
    "Disclosure",
    "Import",
    "ImportRow",
    "Instructor",
    "InstructorDuty",
    "NotBuilt",
    "Organisation",
    "OrganisationPast",
    "Partner",
    "PartyCover",
    "PartyOrganisation",
    "Person",
    "Post",
]
