"""Who should attend, whether there is a quorum, and what the ballots decide.

Pure arithmetic on whole numbers and exact fractions; persons are opaque keys. The rules are data
with a source and a date that the caller passes in; every result carries its reason as sentences.
"""

from shuniu.ballots._bars import BASES, Bar, Base, Reach, Source
from shuniu.ballots._bodies import BODIES, BodyRules, body_rules
from shuniu.ballots._count import Choice, Count, count_named
from shuniu.ballots._decide import OUTCOMES, Decision, MajorityRule, Outcome, Tie, decide
from shuniu.ballots._elect import Election, ElectionRule, elect
from shuniu.ballots._roll import LeftOut, Quorum, QuorumRule, Roll, quorum, should_attend
from shuniu.ballots._steps import Step

__all__ = [
    "BASES",
    "BODIES",
    "OUTCOMES",
    "Bar",
    "Base",
    "BodyRules",
    "Choice",
    "Count",
    "Decision",
    "Election",
    "ElectionRule",
    "LeftOut",
    "MajorityRule",
    "Outcome",
    "Quorum",
    "QuorumRule",
    "Reach",
    "Roll",
    "Source",
    "Step",
    "Tie",
    "body_rules",
    "count_named",
    "decide",
    "elect",
    "quorum",
    "should_attend",
]
