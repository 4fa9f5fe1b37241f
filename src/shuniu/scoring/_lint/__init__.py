"""What is wrong with a framework before anybody is scored by it.

Each check is a function from a table to findings; ``lint`` runs all of them over all tables. The
codes are listed in ``CODES`` and never reused.
"""

from shuniu.scoring._lint._run import CODES, lint

__all__ = ["CODES", "lint"]
