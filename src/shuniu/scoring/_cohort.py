"""Figures over everybody: rank, best, mean."""

from __future__ import annotations

import numpy as np

from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT, divide
from shuniu.scoring._nodes import Cohort
from shuniu.scoring._program import Ints

_SPLIT = 20  # bits: sums of thousandths over a nation do not fit into 64 bits at once


def over_everybody(cohort: Cohort, values: Ints) -> Ints:
    """The figure of each organisation among those whose value is known, in thousandths.

    Args:
        cohort: which figure.
        values: (organisations,) thousandths or marks; marks stay marks and count for nobody.
    """
    known = values > NOT_APPLICABLE
    out = np.where(known, 0, values)
    if not known.any():
        return out
    some = values[known]
    match cohort.kind:
        case "best":
            best = some.max() if cohort.highest_first else some.min()
            return np.full_like(values, best)
        case "mean":
            return np.full_like(values, mean(some))
        case "rank":
            out[known] = ranks(some, highest_first=cohort.highest_first, ties=cohort.ties)
    return out


def mean(values: Ints) -> int:
    """The mean of thousandths, rounded half up; missing for nobody."""
    if not len(values):
        return MISSING
    high = int((values >> _SPLIT).sum()) << _SPLIT
    return divide(high + int((values & ((1 << _SPLIT) - 1)).sum()), len(values))


def ranks(values: Ints, *, highest_first: bool, ties: str) -> Ints:
    """Rank from 1.000; those who are equal share the best, the mean or the worst place."""
    _, group, counts = np.unique(
        -values if highest_first else values, return_inverse=True, return_counts=True
    )
    last = np.cumsum(counts)
    first = last - counts + 1
    place = {"best": first * UNIT, "worst": last * UNIT, "mean": (first + last) * (UNIT // 2)}
    return place[ties][group].astype(np.int64)
