"""The committee: sittings, motions, named ballots, recusals."""

from shuniu.evaluation.services.decisions.ballots import cast, close_motion
from shuniu.evaluation.services.decisions.motions import (
    Deviation,
    propose_deviation,
    propose_list,
    propose_review,
    withdraw_motion,
)
from shuniu.evaluation.services.decisions.recusals import recuse
from shuniu.evaluation.services.decisions.sittings import (
    Call,
    Mark,
    call_sitting,
    close_sitting,
    mark_present,
    open_sitting,
)

__all__ = [
    "Call",
    "Deviation",
    "Mark",
    "call_sitting",
    "cast",
    "close_motion",
    "close_sitting",
    "mark_present",
    "open_sitting",
    "propose_deviation",
    "propose_list",
    "propose_review",
    "recuse",
    "withdraw_motion",
]
