"""Ballots counted by a declared tally."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from shuniu.findings import Text
from shuniu.scoring._exact import MISSING, divide, is_value
from shuniu.scoring._panels._cells import Cells, cells_of
from shuniu.scoring._panels._compose import Worked, round_to, worked
from shuniu.scoring._panels._declaration import TallyModel, TallyQuota
from shuniu.scoring._panels._explain import explained, opening
from shuniu.scoring._panels._load import Tally
from shuniu.scoring._panels._quota import Ties, assign_quota
from shuniu.scoring._panels._table import BallotTable, Ints, read_rows
from shuniu.scoring._panels._validity import Valid, VoidBallot, valid_rows
from shuniu.scoring._trace import Step


@dataclass(frozen=True, slots=True)
class TallyResult:
    """What the ballots come to.

    Attributes:
        model: the declared tally.
        candidates: in the order of all arrays.
        points: thousandths per candidate; ``MISSING`` where a group is missing that must not be,
            where the tally declares no total, or where all of it has to be repeated.
        question_points: candidates × questions, over all groups, thousandths.
        group_points: candidates × groups, thousandths.
        grades: per candidate, ``None`` without one.
        repeat: whether too many ballots are void.
        returned: ballots returned.
        void: ballots that do not count, with the reason of each.
        dropped_lines: lines left out because a question was blank.
        cells: counts and quotients by group, candidate and question.
    """

    model: TallyModel
    candidates: tuple[str, ...]
    points: Ints
    question_points: Ints
    group_points: Ints
    grades: tuple[Text | None, ...]
    repeat: bool
    returned: int
    void: tuple[VoidBallot, ...]
    dropped_lines: int
    cells: Cells

    @property
    def valid(self) -> int:
        """Ballots that count."""
        return self.returned - len(self.void)

    @property
    def ranks(self) -> Ints:
        """Places by points, the best is 1, equals share one; 0 without points."""
        given = np.sort(self.points[self.points > MISSING])
        better = len(given) - np.searchsorted(given, self.points, side="right")
        return np.where(self.points > MISSING, better + 1, 0).astype(np.int64)

    def index(self, candidate: str) -> int:
        """The row of a candidate.

        Raises:
            ValueError: not one of the candidates.
        """
        return self.candidates.index(candidate)

    def explain(self, candidate: int) -> tuple[Step, ...]:
        """The working for one candidate; the last number is its points, where it has any."""
        head = opening(self.model, self.returned, self.void, repeat=self.repeat)
        if self.repeat:
            return head
        one = worked(self.model, self.cells, candidate)
        steps = explained(self.model, self.cells, candidate, one)
        grade = self.grades[candidate]
        if grade is None or not is_value(int(self.points[candidate])):
            return (*head, *steps)
        words = Text("等次：{grade}。", "Grade: {grade}.").fill(grade=grade)
        return (*head, *steps, Step(words, int(self.points[candidate])))


def tally(declaration: Tally, ballots: BallotTable) -> TallyResult:
    """Count ballots.

    Raises:
        FindingsError: T301–T306 a row that cannot be read; T307 a ballot carries a mark whose
            coefficient is open in the source.
    """
    model = declaration.model
    valid = valid_rows(model, read_rows(model, ballots), ballots.spoilt)
    bar = model.ballots.repeat_above
    repeat = isinstance(bar, Fraction) and valid.share_void > bar
    cells = cells_of(model, valid.rows)
    lines = [worked(model, cells, n) for n in range(len(valid.rows.candidates))]
    return _result(model, valid, cells, lines, repeat)


def _result(
    model: TallyModel, valid: Valid, cells: Cells, lines: list[Worked], repeat: bool
) -> TallyResult:
    shown = [] if repeat else lines
    empty = len(lines) - len(shown)
    points = np.array([_milli(x.points) for x in shown] + [MISSING] * empty, np.int64)
    questions = np.full((len(lines), len(model.questions)), MISSING, np.int64)
    groups = np.full((len(lines), len(model.rater_groups)), MISSING, np.int64)
    for n, line in enumerate(shown):
        questions[n] = [_shown(model, one) for one in line.questions]
        groups[n] = [_shown(model, one) for one in line.groups]
    return TallyResult(
        model=model,
        candidates=valid.rows.candidates,
        points=points,
        question_points=questions,
        group_points=groups,
        grades=_grades(model, points),
        repeat=repeat,
        returned=valid.returned,
        void=valid.void,
        dropped_lines=valid.dropped,
        cells=cells,
    )


def _milli(points: int | None) -> int:
    return MISSING if points is None else points


def _shown(model: TallyModel, value: Fraction | None) -> int:
    return MISSING if value is None else round_to(value, model.rounding)


def _grades(model: TallyModel, points: Ints) -> tuple[Text | None, ...]:
    """Grades by band, best first; a quota moves those beyond it to the next band."""
    grade = np.full(len(points), len(model.bands))
    for number, band in reversed(list(enumerate(model.bands))):
        inside = points > MISSING
        if band.range.low is not None:
            inside &= points >= band.range.low
        if band.range.high is not None:
            inside &= points <= band.range.high
        grade[inside] = number
    for quota in model.quotas:
        _limit(model, quota, points, grade)
    return tuple(model.bands[n].grade if n < len(model.bands) else None for n in grade.tolist())


def _limit(model: TallyModel, quota: TallyQuota, points: Ints, grade: Ints) -> None:
    if not isinstance(quota.at_most, Fraction):
        return
    number = [band.grade.zh for band in model.bands].index(quota.grade)
    cohort = int((points > MISSING).sum())
    share = quota.at_most
    limit = divide(share.numerator * cohort, share.denominator, quota.rounding)
    holders = np.flatnonzero(grade == number)
    if len(holders) > limit:
        stay = assign_quota(points[holders], limit, Ties(quota.ties))
        grade[holders[~stay]] = number + 1
