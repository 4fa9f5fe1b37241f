"""Tables of major matters."""

from shuniu.governance.models.after import Answer, Execution, LookBack, Report
from shuniu.governance.models.deciding import Confirmation, Decision, Study
from shuniu.governance.models.matters import Conflict, MajorList, Matter, Paper

__all__ = [
    "Answer",
    "Confirmation",
    "Conflict",
    "Decision",
    "Execution",
    "LookBack",
    "MajorList",
    "Matter",
    "Paper",
    "Report",
    "Study",
]
