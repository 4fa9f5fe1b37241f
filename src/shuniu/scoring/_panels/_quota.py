"""A quota over a cohort: who may hold a grade when only so many may."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from shuniu.scoring._quotas import kept

Ints = NDArray[np.int64]


class Ties(StrEnum):
    """Who holds the grade among those equal at the cut."""

    OUT = "out"
    IN = "in"
    BY_KEYS = "by_keys"


def assign_quota(
    points: Ints, limit: int, ties: Ties = Ties.OUT, keys: Sequence[Ints] = ()
) -> NDArray[np.bool_]:
    """Who stays among ``points`` (thousandths, more is better) when ``limit`` may.

    Args:
        points: one number per candidate.
        limit: how many may stay.
        ties: those equal at the cut all leave, all stay (then more than ``limit`` may), or are
            told apart by ``keys``; those still equal leave together.
        keys: further numbers of each candidate, the first one the most important, more is better.
    """
    if ties is not Ties.BY_KEYS:
        return kept(points, limit, include_ties=ties is Ties.IN)
    columns = np.stack([points, *keys])
    order = np.lexsort(columns[::-1])
    ordered = columns[:, order]
    fresh = np.concatenate([[False], (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)])
    place = np.empty(len(points), np.int64)
    place[order] = np.cumsum(fresh)
    return kept(place, limit, include_ties=False)
