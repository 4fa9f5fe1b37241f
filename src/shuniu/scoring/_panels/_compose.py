"""From cells to a total: questions into groups, groups into one number, rounded as declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from shuniu.scoring._exact import divide
from shuniu.scoring._panels._cells import Cells
from shuniu.scoring._panels._declaration import TallyModel, TallyRounding

Maybe = Fraction | None


@dataclass(frozen=True, slots=True)
class Worked:
    """One candidate worked out, in exact thousandths; ``None`` is what nobody marked.

    Attributes:
        cells: by group and question, after the rounding declared there.
        groups: by group.
        questions: by question over all groups.
        total: before the last rounding; ``None`` where it is not declared or blocked.
        points: the total rounded.
    """

    cells: tuple[tuple[Maybe, ...], ...]
    groups: tuple[Maybe, ...]
    questions: tuple[Maybe, ...]
    total: Maybe
    points: int | None


def worked(model: TallyModel, cells: Cells, candidate: int) -> Worked:
    """Work out one candidate."""
    step, at = model.rounding, model.rounding.at
    by_group = [
        tuple(cells.value((g, candidate, q)) for q in range(len(model.questions)))
        for g in range(len(model.rater_groups))
    ]
    if "question" in at:
        by_group = [tuple(_rounded(one, step) for one in line) for line in by_group]
    groups = [combined(model, line) for line in by_group]
    if "group" in at:
        groups = [_rounded(one, step) for one in groups]
    weights = [g.weight for g in model.rater_groups]
    block = model.missing_group == "block"
    questions = tuple(
        _weighted([line[q] for line in by_group], weights, block=block)
        for q in range(len(model.questions))
    )
    total = None if model.combine == "none" else _weighted(groups, weights, block=block)
    last = _rounded(total, step)
    points = None if last is None else int(last)
    return Worked(tuple(by_group), tuple(groups), questions, total, points)


def combined(model: TallyModel, line: Sequence[Maybe]) -> Maybe:
    """The questions of one group as one number; a question that nobody marked blocks a sum."""
    if model.combine == "none":
        return None
    if model.combine == "sum":
        given = [one for one in line if one is not None]
        return sum(given, Fraction(0)) if len(given) == len(line) else None
    weights = [q.weight for q in model.questions]
    return _weighted(line, weights, block=model.missing_group == "block")


def _weighted(line: Sequence[Maybe], weights: Sequence[int], *, block: bool) -> Maybe:
    given = [(one, w) for one, w in zip(line, weights, strict=True) if one is not None]
    if not given or (block and len(given) < len(line)):
        return None
    return sum((one * w for one, w in given), Fraction(0)) / sum(w for _, w in given)


def _rounded(value: Maybe, rounding: TallyRounding) -> Maybe:
    return None if value is None else Fraction(round_to(value, rounding))


def round_to(value: Fraction, rounding: TallyRounding) -> int:
    """Thousandths rounded to the declared step."""
    whole = divide(value.numerator, value.denominator * rounding.step, rounding.mode)
    return whole * rounding.step
