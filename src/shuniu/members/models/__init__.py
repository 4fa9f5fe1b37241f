"""Tables of the room."""

from shuniu.members.models.floating import Contact, FloatingLink, MonthlyReturn, Transfer
from shuniu.members.models.growing import (
    Cultivator,
    HalfYear,
    Packet,
    PacketItem,
    Scan,
    StepDone,
    Training,
)
from shuniu.members.models.keys import KnownSigner, SigningKey
from shuniu.members.models.living import Dues, Review, Talk
from shuniu.members.models.people import Consent, Member, Plea, Presence, Reading, Standing

__all__ = [
    "Consent",
    "Contact",
    "Cultivator",
    "Dues",
    "FloatingLink",
    "HalfYear",
    "KnownSigner",
    "Member",
    "MonthlyReturn",
    "Packet",
    "PacketItem",
    "Plea",
    "Presence",
    "Reading",
    "Review",
    "Scan",
    "SigningKey",
    "Standing",
    "StepDone",
    "Talk",
    "Training",
    "Transfer",
]
