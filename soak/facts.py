"""Random facts that look for trouble: edges of every rule, marks, and values in between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shuniu.scoring import Column, ColumnKind, Facts, Scorer
from shuniu.scoring._nodes import Compare, Const, Scale, Tiers, walk
from shuniu.scoring._outline import Outline

MARKED = 0.06  # the share of values that are missing, and again that do not apply


def random_facts(scorer: Scorer, count: int, seed: int, *, marks: bool = True) -> Facts:
    """Facts for ``count`` organisations, reaching every table of the framework.

    Args:
        scorer: whose columns.
        count: organisations.
        seed: of the random numbers.
        marks: whether some values are missing or not applicable.
    """
    rng = np.random.default_rng(seed)
    edges = np.array(sorted({e for o in scorer.outlines.values() for e in _edges(o)}))
    columns = {}
    for column in scorer.columns:
        values = _values(column, count, rng, edges)
        if marks and column.key not in scorer.framework.facets:
            values[rng.random(count) < MARKED] = np.nan
            values[rng.random(count) < MARKED] = -np.inf
        columns[column.key] = values
    return Facts([str(i) for i in range(count)], columns)


def _edges(outline: Outline) -> list[int]:
    """The thousandths at which some rule of a table changes its mind."""
    verdict = outline.verdict
    roots = [outline.total, verdict.grade, verdict.refused, *(i.raw for i in outline.items)]
    found: list[int] = []
    for node in walk(*roots):
        match node:
            case Compare(_, _, Const(value)) | Compare(_, Const(value), _):
                found.append(value)
            case Scale():
                found += [node.low, min(node.low + node.per, node.high), node.high]
            case Tiers():
                ends = [(t.interval.low, t.interval.high) for t in node.tiers]
                found += [e for pair in ends for e in pair if e is not None]
    return [edge for edge in found if abs(edge) < 10**12]


def _values(
    column: Column, count: int, rng: np.random.Generator, edges: NDArray[np.int64]
) -> NDArray[np.float64]:
    match column.kind:
        case ColumnKind.YES_NO:
            return rng.integers(0, 2, count).astype(np.float64)
        case ColumnKind.CHOICE:
            return rng.integers(0, max(1, len(column.options)), count).astype(np.float64)
        case ColumnKind.DATE:
            return rng.integers(738_000, 739_500, count).astype(np.float64)
    low = 0.0 if column.low is None else column.low / 1000
    high = max(low + 1, 120.0) if column.high is None else column.high / 1000
    values = np.round(rng.uniform(low, high, count), int(rng.integers(0, 4)))
    if len(edges):
        near = rng.choice(edges, count) + rng.choice([-1, 0, 1, 1000], count)
        inside = (near >= low * 1000) & (near <= high * 1000) & (rng.random(count) < 0.6)
        values = np.where(inside, near / 1000, values)
    return np.clip(values, low, high)
