"""Declared frameworks to exact points, grades, and the reason for each of them.

A framework file (data) is loaded, compiled once to a plan over columns, and run over any number of
organisations. Points are whole thousandths; what is missing and what does not apply are kept apart;
every result explains itself down to the inputs. No database, no clock, no settings.

Room is kept beside the panels' arithmetic for composite indices (normalising, weighting,
aggregating over declared goalposts), their uncertainty (ranges of ranks under perturbed choices)
and rater statistics (agreement, severity): each a module of its own over floats, taking the
columns of ``Facts`` and giving figures that never decide a grade. None of them is built yet.
"""

from shuniu.scoring._columns import Column, ColumnKind, ColumnOption, Mark
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT, Rounding, is_value, show
from shuniu.scoring._facts import Facts
from shuniu.scoring._load import Declaration, load_framework, parse_framework
from shuniu.scoring._scorer import Scorer, Scores, Status

__all__ = [
    "MISSING",
    "NOT_APPLICABLE",
    "UNIT",
    "Column",
    "ColumnKind",
    "ColumnOption",
    "Declaration",
    "Facts",
    "Mark",
    "Rounding",
    "Scorer",
    "Scores",
    "Status",
    "is_value",
    "load_framework",
    "parse_framework",
    "show",
]
