"""Tables of evaluation."""

from shuniu.evaluation.models.answers import Answer, Evidence, EvidenceUse
from shuniu.evaluation.models.assessment import Assignment, LeafMark, Recusal
from shuniu.evaluation.models.decisions import (
    Ballot,
    Motion,
    MotionEntry,
    Sitting,
    SittingMember,
)
from shuniu.evaluation.models.frameworks import FrameworkVersion
from shuniu.evaluation.models.grades import Grade, GradeEvent, PlanItem
from shuniu.evaluation.models.publicity import Objection, Publicity
from shuniu.evaluation.models.results import Proposal, ProposalLine, Result
from shuniu.evaluation.models.rounds import Entry, Round, RoundTable, Snapshot

__all__ = [
    "Answer",
    "Assignment",
    "Ballot",
    "Entry",
    "Evidence",
    "EvidenceUse",
    "FrameworkVersion",
    "Grade",
    "GradeEvent",
    "LeafMark",
    "Motion",
    "MotionEntry",
    "Objection",
    "PlanItem",
    "Proposal",
    "ProposalLine",
    "Publicity",
    "Recusal",
    "Result",
    "Round",
    "RoundTable",
    "Sitting",
    "SittingMember",
    "Snapshot",
]
