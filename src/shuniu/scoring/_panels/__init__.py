"""Panels: ballots counted by a declared formula, each result with its working.

A ``tally-<id>.yaml`` says what may stand on a ballot, which ballots count, what the marks are
worth, how questions and groups of raters are put together, and how the result is rounded.
"""

from shuniu.scoring._panels._declaration import TallyModel
from shuniu.scoring._panels._lint import TALLY_CODES, lint_tally
from shuniu.scoring._panels._load import Tally, load_tally, parse_tally, tallies_in
from shuniu.scoring._panels._quota import Ties, assign_quota
from shuniu.scoring._panels._sheet import ballot_columns
from shuniu.scoring._panels._table import BallotTable
from shuniu.scoring._panels._tally import TallyResult, tally
from shuniu.scoring._panels._validity import VoidBallot

__all__ = [
    "TALLY_CODES",
    "BallotTable",
    "Tally",
    "TallyModel",
    "TallyResult",
    "Ties",
    "VoidBallot",
    "assign_quota",
    "ballot_columns",
    "lint_tally",
    "load_tally",
    "parse_tally",
    "tallies_in",
    "tally",
]
