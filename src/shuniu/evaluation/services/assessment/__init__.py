"""Assessors at work: who gets what, what they find, how it is settled."""

from shuniu.evaluation.services.assessment.assigning import (
    assign,
    assign_evenly,
    begin,
    end_recusal,
    recuse,
    take_back,
)
from shuniu.evaluation.services.assessment.marking import (
    MarkConflict,
    ReasonNeeded,
    Said,
    Unfit,
    checked,
    confirm_rest,
    mark_leaf,
)
from shuniu.evaluation.services.assessment.settling import finish, reconcile, reopen

__all__ = [
    "MarkConflict",
    "ReasonNeeded",
    "Said",
    "Unfit",
    "assign",
    "assign_evenly",
    "begin",
    "checked",
    "confirm_rest",
    "end_recusal",
    "finish",
    "mark_leaf",
    "reconcile",
    "recuse",
    "reopen",
    "take_back",
]
