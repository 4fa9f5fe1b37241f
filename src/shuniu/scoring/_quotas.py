"""Quotas over the cohort: how many may hold a grade, and who steps down where too many do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuniu.scoring._exact import UNIT, divide
from shuniu.scoring._model import Framework, Quota
from shuniu.scoring._program import Ints

Grades = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """What one quota found.

    Attributes:
        quota: as declared.
        cohort: how many organisations it counts over.
        limit: how many may hold the grades (or are aimed at).
        before, after: how many held them before and after the quota.
        stepped_down: row numbers of those who lost the grade to the limit.
        table: the table it was applied in, -1 for everybody.
    """

    quota: Quota
    cohort: int
    limit: int
    before: int
    after: int
    stepped_down: tuple[int, ...]
    table: int = -1


@dataclass(frozen=True, slots=True)
class Quotas:
    """Grades after all quotas, and what each quota did."""

    grade: Grades
    results: tuple[QuotaResult, ...]


def within_quotas(
    framework: Framework,
    total: Ints,
    grade: Grades,
    graded: NDArray[np.bool_],
    table: NDArray[np.int16],
) -> Quotas:
    """Apply the declared quotas, best grades first.

    Args:
        framework: whose quotas and bands.
        total: points per organisation, thousandths.
        grade: index of the proposed grade.
        graded: who counts into the cohort.
        table: number of each organisation's table.
    """
    grade = grade.copy()
    names = [band.grade for band in framework.bands]
    results: list[QuotaResult] = []
    for quota in sorted(
        framework.quotas, key=lambda q: min(map(names.index, _known(q, names)), default=0)
    ):
        held = _known(quota, names)
        if not held:
            continue
        for number in (
            range(max(table.max(initial=-1) + 1, 0)) if quota.within == "variant" else (-1,)
        ):
            members = graded & (table == number) if number >= 0 else graded
            results.append(
                _apply(quota, [names.index(g) for g in held], total, grade, members, number)
            )
    return Quotas(grade, tuple(results))


def _known(quota: Quota, names: list[str]) -> list[str]:
    return [g for g in quota.grades if g in names]


def _apply(
    quota: Quota,
    held: list[int],
    total: Ints,
    grade: Grades,
    members: NDArray[np.bool_],
    number: int,
) -> QuotaResult:
    cohort = int(members.sum())
    percent = quota.at_most if quota.at_most is not None else quota.about or 0
    limit = divide(percent * cohort, 100 * UNIT, quota.rounding)
    holders = np.flatnonzero(members & np.isin(grade, held))
    before = len(holders)
    if quota.at_most is None or before <= limit:
        return QuotaResult(quota, cohort, limit, before, before, (), number)
    keep = kept(total[holders], limit, include_ties=quota.ties == "include")
    down = holders[~keep]
    grade[down] = max(held) + 1
    after = before - len(down)
    return QuotaResult(quota, cohort, limit, before, after, tuple(down.tolist()), number)


def kept(points: Ints, limit: int, *, include_ties: bool) -> NDArray[np.bool_]:
    """Who stays among ``points`` when ``limit`` may; those equal at the cut go together."""
    if limit <= 0:
        return np.zeros(len(points), np.bool_)
    if limit >= len(points):
        return np.ones(len(points), np.bool_)
    ordered = np.sort(points)[::-1]
    cut = int(ordered[limit - 1])
    if include_ties or int(ordered[limit]) < cut:
        cut -= 1
    stay: NDArray[np.bool_] = points > cut
    return stay
