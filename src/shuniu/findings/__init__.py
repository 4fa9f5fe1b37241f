"""What the pure packages say to people: sentences in two languages, and findings with a place.

The lowest floor of the house. A finding names what is wrong, where, and what to do about it;
its code is stable, so that a page, a test or a hub's own list can refer to it.
"""

from shuniu.findings._finding import Finding, FindingsError, Severity, worst
from shuniu.findings._place import Place
from shuniu.findings._text import LANGUAGES, Lang, Text

__all__ = ["LANGUAGES", "Finding", "FindingsError", "Lang", "Place", "Severity", "Text", "worst"]
