"""Each cell (rater group × candidate × question) as an exact quotient of two integers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from shuniu.findings import Finding, FindingsError, Place, Severity, Text
from shuniu.scoring._exact import UNIT, divide
from shuniu.scoring._panels._declaration import TallyModel
from shuniu.scoring._panels._formulas import (
    RanksFormula,
    ShareFormula,
    ShareTier,
    TiersFormula,
    TrimmedMeanFormula,
)
from shuniu.scoring._panels._scalars import OPEN
from shuniu.scoring._panels._table import Ints, Rows


@dataclass(frozen=True, slots=True)
class Cells:
    """What the marks of each cell come to; all arrays start with group, candidate, question.

    Attributes:
        marks: how many marks of each kind (last axis); empty last axis where marks are numbers.
        n: valid marks.
        numerator, denominator: the cell's value in thousandths is their quotient; a denominator
            of 0 is a cell without marks.
        cut_low, cut_high: marks left out by a trimmed mean.
        row: the tier that held, -1 for none.
    """

    marks: Ints
    n: Ints
    numerator: Ints
    denominator: Ints
    cut_low: Ints
    cut_high: Ints
    row: Ints

    def value(self, at: tuple[int, int, int]) -> Fraction | None:
        """The exact value of a cell in thousandths, ``None`` without marks."""
        below = int(self.denominator[at])
        return Fraction(int(self.numerator[at]), below) if below else None


def cells_of(model: TallyModel, rows: Rows) -> Cells:
    """Work out all cells at once.

    Raises:
        FindingsError: T307 a ballot carries a mark whose coefficient is open in the source.
    """
    shape = (len(model.rater_groups), len(rows.candidates), len(model.questions))
    cell = (rows.group * shape[1] + rows.candidate) * shape[2] + rows.question
    size = shape[0] * shape[1] * shape[2]
    n = np.bincount(cell, minlength=size).astype(np.int64)
    kinds = len(model.marks)
    marks = np.bincount(cell * kinds + rows.code, minlength=size * kinds) if kinds else n[:0]
    marks = marks.astype(np.int64).reshape(size, kinds)
    low, high, row = np.zeros_like(n), np.zeros_like(n), np.full_like(n, -1)
    if isinstance(model.formula, ShareFormula):
        above, below = _favourable(model, marks) * model.formula.out_of, n
    elif isinstance(model.formula, TiersFormula):
        above, row = _tiers(model, model.formula, marks, n)
        below = (n > 0).astype(np.int64)
    else:
        low, high = _cuts(model, n)
        above = _sums(cell, _worth(model, rows), n, low, high)
        below = n - low - high
    flat = (n, above, below, low, high, row)
    return Cells(marks.reshape(*shape, kinds), *(one.reshape(shape) for one in flat))


def _favourable(model: TallyModel, marks: Ints) -> Ints:
    wanted = getattr(model.formula, "favourable", ())
    return _sum_of(model, marks, wanted)


def _sum_of(model: TallyModel, marks: Ints, keys: tuple[str, ...]) -> Ints:
    numbers = [n for n, mark in enumerate(model.marks) if mark.key in keys]
    total: Ints = marks[:, numbers].sum(axis=1, dtype=np.int64)
    return total


def _tiers(model: TallyModel, formula: TiersFormula, marks: Ints, n: Ints) -> tuple[Ints, Ints]:
    """The first row that holds, decided once for each different count of marks."""
    points, row = np.full_like(n, formula.otherwise), np.full_like(n, -1)
    kinds, where = np.unique(marks, axis=0, return_inverse=True)
    total, good = kinds.sum(axis=1), _favourable(model, kinds)
    for number in range(len(kinds)):
        ballots = int(total[number])
        if not ballots:
            continue
        share = Fraction(int(good[number]) * 100 * UNIT, ballots)
        counts = {m.key: int(kinds[number, i]) for i, m in enumerate(model.marks)}
        for index, tier in enumerate(formula.tiers):
            if tier_holds(tier, share, counts):
                points[where.ravel() == number] = tier.points
                row[where.ravel() == number] = index
                break
    return points, row


def tier_holds(tier: ShareTier, share: Fraction, counts: dict[str, int]) -> bool:
    """Whether a tier holds for a favourable share (thousandths of a percent) and its counts."""
    if tier.range is not None and share not in tier.range:
        return False
    ballots = sum(counts.values())
    for bar in tier.also:
        part = Fraction(sum(counts[key] for key in bar.marks), ballots)
        if isinstance(bar.at_least, Fraction) and part < bar.at_least:
            return False
        if isinstance(bar.below, Fraction) and part >= bar.below:
            return False
    return True


def _worth(model: TallyModel, rows: Rows) -> Ints:
    """Thousandths that each mark is worth."""
    if isinstance(model.formula, RanksFormula):
        ranks, where = np.unique(rows.code, return_inverse=True)
        worth = [model.formula.worth(int(rank) // UNIT) for rank in ranks]
        return np.array(worth, np.int64)[where]
    if not model.marks:
        return rows.code
    for number, mark in enumerate(model.marks):
        if mark.value == OPEN and bool((rows.code == number).any()):
            raise FindingsError([_open(mark.title)])
    worths = [mark.value if isinstance(mark.value, int) else 0 for mark in model.marks]
    return np.array(worths, np.int64)[rows.code]


def _open(mark: Text) -> Finding:
    text = Text(
        "“{mark}”的系数在原件中缺失，无法计分。",
        "The coefficient of “{mark}” is open in the source, so nothing can be computed.",
    )
    fix = Text(
        "请向制定单位核实系数，写进计票文件。", "Ask those who made the rule and write it down."
    )
    return Finding("T307", Severity.ERROR, Place(), text.fill(mark=mark), fix)


def _cuts(model: TallyModel, n: Ints) -> tuple[Ints, Ints]:
    """How many of the lowest and of the highest marks of each cell are left out."""
    formula = model.formula
    low, high = np.zeros_like(n), np.zeros_like(n)
    if not isinstance(formula, TrimmedMeanFormula):
        return low, high
    for marks in np.unique(n).tolist():
        down, up = formula.low, formula.high
        if formula.share is not None:
            down = up = divide(formula.share * marks, 100 * UNIT, formula.rounding)
        if marks > formula.when_more_than and down + up < marks:
            low[n == marks], high[n == marks] = down, up
    return low, high


def _sums(cell: Ints, worth: Ints, n: Ints, low: Ints, high: Ints) -> Ints:
    """Sums of the marks that stay, from running totals over marks in order."""
    order = np.lexsort((worth, cell))
    running: NDArray[np.int64] = np.concatenate([[0], np.cumsum(worth[order])]).astype(np.int64)
    end = np.cumsum(n)
    total: Ints = running[end - high] - running[end - n + low]
    return total
