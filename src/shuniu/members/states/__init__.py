"""Choices of the room, and the twenty-five steps as a table."""

from shuniu.members.states.choices import (
    PACKET_MOVES,
    PLEA_MOVES,
    TRANSFER_MOVES,
    ConsentWay,
    ContactWay,
    EraseReason,
    Grade,
    ItemVerdict,
    Leaving,
    PacketState,
    PleaState,
    Purpose,
    Relation,
    Status,
    TransferState,
)
from shuniu.members.states.consents import CONSENT_VERSION, CONSENTS, consent_digest
from shuniu.members.states.steps import BY_NUMBER, STEPS, Stage, Step

__all__ = [
    "BY_NUMBER",
    "CONSENTS",
    "CONSENT_VERSION",
    "PACKET_MOVES",
    "PLEA_MOVES",
    "STEPS",
    "TRANSFER_MOVES",
    "ConsentWay",
    "ContactWay",
    "EraseReason",
    "Grade",
    "ItemVerdict",
    "Leaving",
    "PacketState",
    "PleaState",
    "Purpose",
    "Relation",
    "Stage",
    "Status",
    "Step",
    "TransferState",
    "consent_digest",
]
