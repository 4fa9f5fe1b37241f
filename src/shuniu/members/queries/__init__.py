"""Reads: rosters, records of persons, steps and clocks, facts."""

from shuniu.members.queries.rosters import (
    RollEntry,
    activists,
    key_of,
    members_of,
    roster,
    standing_of,
    standings,
)

__all__ = [
    "RollEntry",
    "activists",
    "key_of",
    "members_of",
    "roster",
    "standing_of",
    "standings",
]
