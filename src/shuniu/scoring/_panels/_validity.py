"""Which ballots count: blank lines, equal marks, limits on high marks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from shuniu.findings import Text
from shuniu.scoring._panels._declaration import Limit, TallyModel
from shuniu.scoring._panels._table import BLANK, Ints, Rows

Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class VoidBallot:
    """A ballot that does not count, and why."""

    ballot: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Valid:
    """What is left to count.

    Attributes:
        rows: marks of valid ballots.
        returned: ballots returned.
        void: those that do not count.
        dropped: lines left out because a question was blank.
    """

    rows: Rows
    returned: int
    void: tuple[VoidBallot, ...]
    dropped: int = 0

    @property
    def share_void(self) -> Fraction:
        """Void ballots among those returned."""
        return Fraction(len(self.void), max(self.returned, 1))


def valid_rows(model: TallyModel, rows: Rows, spoilt: frozenset[str]) -> Valid:
    """Apply the declared rules; a ballot is void for the first reason that holds."""
    marked = rows.only(rows.code != BLANK)
    reasons: dict[int, Text] = {}
    for words, hit in _voids(model, marked, spoilt):
        for number in np.flatnonzero(hit).tolist():
            reasons.setdefault(number, words)
    out = np.zeros(len(rows.ballots), np.bool_)
    out[list(reasons)] = True
    kept = marked.only(~out[marked.ballot])
    void = tuple(VoidBallot(rows.ballots[n], reasons[n]) for n in sorted(reasons))
    if model.ballots.incomplete != "drop_line":
        return Valid(kept, len(rows.ballots), void)
    whole = _line_counts(kept) == len(model.questions)
    line = kept.ballot * len(rows.candidates) + kept.candidate
    dropped = int((_line_counts(kept) > 0).sum() - whole.sum())
    return Valid(kept.only(whole[line]), len(rows.ballots), void, dropped)


def _line_counts(rows: Rows) -> Ints:
    line = rows.ballot * len(rows.candidates) + rows.candidate
    return np.bincount(line, minlength=len(rows.ballots) * len(rows.candidates)).astype(np.int64)


def _voids(model: TallyModel, rows: Rows, spoilt: frozenset[str]) -> list[tuple[Text, Truths]]:
    found = [(_SPOILT, np.array([name in spoilt for name in rows.ballots], np.bool_))]
    counts = np.bincount(rows.ballot, minlength=len(rows.ballots))
    if model.ballots.incomplete == "void":
        found.append((_INCOMPLETE, counts < len(rows.candidates) * len(model.questions)))
    if model.ballots.all_equal == "void":
        found.append((_EQUAL, _all_equal(rows) & (counts > 1)))
    for limit in model.ballots.limits:
        words = _LIMIT.fill(rule=limit.text)
        found.append((words, _beyond(model, limit, rows)))
    return found


def _all_equal(rows: Rows) -> Truths:
    least = np.full(len(rows.ballots), np.iinfo(np.int64).max)
    most = np.full(len(rows.ballots), np.iinfo(np.int64).min)
    np.minimum.at(least, rows.ballot, rows.code)
    np.maximum.at(most, rows.ballot, rows.code)
    same: Truths = np.equal(least, most)
    return same


def _beyond(model: TallyModel, limit: Limit, rows: Rows) -> Truths:
    """Ballots on which some question goes beyond the limit."""
    if limit.groups:
        numbers = [n for n, g in enumerate(model.groups) if g.key in limit.groups]
        rows = rows.only(np.isin(rows.group, numbers))
    sheet = rows.ballot * len(model.questions) + rows.question
    size = len(rows.ballots) * len(model.questions)
    marked = np.bincount(sheet, minlength=size)
    hits = np.bincount(sheet[_hit(model, limit, rows)], minlength=size)
    beyond: list[Truths] = [np.zeros(size, np.bool_)]
    if limit.at_most is not None:
        beyond.append(hits > limit.at_most)
    if limit.at_least is not None:
        beyond.append(hits < limit.at_least)
    if isinstance(limit.at_most_share, Fraction):
        share = limit.at_most_share
        beyond.append(hits * share.denominator > marked * share.numerator)
    by_ballot = (np.logical_or.reduce(beyond) & (marked > 0)).reshape(-1, len(model.questions))
    answer: Truths = np.logical_or.reduce(by_ballot, axis=1)
    return answer


def _hit(model: TallyModel, limit: Limit, rows: Rows) -> Truths:
    if limit.range is None:
        numbers = [n for n, mark in enumerate(model.marks) if mark.key in limit.marks]
        return np.isin(rows.code, numbers)
    values = rows.code
    if model.marks:
        worth = np.array([m.value if isinstance(m.value, int) else BLANK for m in model.marks])
        values = worth[rows.code]
    low, high = limit.range.low, limit.range.high
    inside = np.ones(len(values), np.bool_)
    if low is not None:
        inside &= values >= low
    if high is not None:
        inside &= values <= high
    return inside


_SPOILT = Text("计票人认定为无效票。", "The tellers declared it void.")
_INCOMPLETE = Text("没有评完全部对象和项目。", "Not everybody is marked on every question.")
_EQUAL = Text("全部评了同样的分。", "All marks on it are equal.")
_LIMIT = Text("不合评分要求：{rule}。", "It goes beyond a limit: {rule}.")
