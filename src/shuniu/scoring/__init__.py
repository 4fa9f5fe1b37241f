"""Declared frameworks to exact points, grades, and the reason for each of them.

A framework file (data) is loaded, compiled once to a plan over columns, and run over any number of
organisations. Points are whole thousandths; what is missing and what does not apply are kept apart;
every result explains itself down to the inputs. No database, no clock, no settings.

Room is kept beside the panels' arithmetic for composite indices (normalising, weighting,
aggregating over declared goalposts), their uncertainty (ranges of ranks under perturbed choices)
and rater statistics (agreement, severity): each a module of its own over floats, taking the
columns of ``Facts`` and giving figures that never decide a grade. None of them is built yet.
"""

from shuniu.scoring._advice import Advice, Change, advise
from shuniu.scoring._columns import Column, ColumnKind, ColumnOption, Mark
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT, Rounding, is_value, show
from shuniu.scoring._explain import explain, explain_all, maximum_of
from shuniu.scoring._facts import Facts
from shuniu.scoring._lint import CODES, lint
from shuniu.scoring._load import Declaration, load_framework, parse_framework
from shuniu.scoring._panels import (
    TALLY_CODES,
    BallotTable,
    Tally,
    TallyResult,
    Ties,
    VoidBallot,
    assign_quota,
    ballot_columns,
    lint_tally,
    load_tally,
    parse_tally,
    tallies_in,
    tally,
)
from shuniu.scoring._phrase import say_value
from shuniu.scoring._schema import schema
from shuniu.scoring._scorer import Scorer, Scores, Status
from shuniu.scoring._trace import Entry, Explanation, Reading, Step

__all__ = [
    "CODES",
    "MISSING",
    "NOT_APPLICABLE",
    "TALLY_CODES",
    "UNIT",
    "Advice",
    "BallotTable",
    "Change",
    "Column",
    "ColumnKind",
    "ColumnOption",
    "Declaration",
    "Entry",
    "Explanation",
    "Facts",
    "Mark",
    "Reading",
    "Rounding",
    "Scorer",
    "Scores",
    "Status",
    "Step",
    "Tally",
    "TallyResult",
    "Ties",
    "VoidBallot",
    "advise",
    "assign_quota",
    "ballot_columns",
    "explain",
    "explain_all",
    "is_value",
    "lint",
    "lint_tally",
    "load_framework",
    "load_tally",
    "maximum_of",
    "parse_framework",
    "parse_tally",
    "say_value",
    "schema",
    "show",
    "tallies_in",
    "tally",
]
