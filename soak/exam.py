"""What every framework must stand, whatever it says and whatever it is fed."""

from __future__ import annotations

import numpy as np

from shuniu.findings import Severity
from shuniu.scoring import Facts, Scorer, Scores, explain, explain_all, is_value, lint, maximum_of
from shuniu.scoring._trace import Entry, Explanation

MOST_EXPLAINED = 12  # organisations whose whole trace is walked per framework


def engines_agree(scorer: Scorer, other: Scorer, facts: Facts) -> Scores:
    """Two engines give equal points, grades and states; returns the first one's."""
    one, two = scorer.score(facts), other.score(facts)
    for name in ("points", "grade", "proposed", "status", "table"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    return one


def order_does_not_matter(scorer: Scorer, facts: Facts, seed: int) -> None:
    """Permuting rows permutes the results; permuting columns changes nothing."""
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(facts))
    keys = list(rng.permutation(list(facts.columns)))
    moved = Facts([facts.names[i] for i in rows], {k: facts.columns[k][rows] for k in keys})
    before, after = scorer.score(facts), scorer.score(moved)
    assert np.array_equal(before.points[rows], after.points)
    assert np.array_equal(before.grade[rows], after.grade)
    assert np.array_equal(before.status[rows], after.status)


def traces_add_up(scores: Scores) -> None:
    """The scalar trace, and the fast one, give the plan's points for every item; sums are sums."""
    fast = list(explain_all(scores))
    for row in range(min(len(scores), MOST_EXPLAINED)):
        told = explain(scores, row)
        assert told == fast[row]
        assert told.points == scores.points[row]
        points = scores.item_points(row)
        for _, entry in told.walk():
            assert entry.points == points[entry.key], entry.key
            _sum_of_entries(scores, entry)
        _sum_of_sheet(told, scores, row)
        assert told.lines("zh")
        assert told.lines("en")


def _sum_of_entries(scores: Scores, entry: Entry) -> None:
    if entry.is_leaf or not is_value(entry.points) or not entry.steps:
        return
    first = entry.steps[0]
    if first.kind == "sum":
        start = next(
            (
                one.item.start
                for outline in scores.scorer.outlines.values()
                for one in outline.items
                if one.key == entry.key
            ),
            0,
        )
        assert first.value == start + sum(below.points for below in entry.entries)


def _sum_of_sheet(told: Explanation, scores: Scores, row: int) -> None:
    """Without anything left out the entries add up to the announced subtotal."""
    outline = scores.outline(row)
    if outline is None or not told.conclusion or not is_value(told.points):
        return
    framework = outline.framework
    left_out = any(entry.left_out for _, entry in told.walk())
    vetoed = any(one.item.zeroes_parent for one in outline.items)
    if not left_out and not vetoed:
        subtotal = told.conclusion[0].value
        assert subtotal == framework.start + sum(entry.points for entry in told.entries)


def keeps_to_maximum(scorer: Scorer, scores: Scores) -> None:
    """Of a framework without errors nobody gets more than it declares."""
    if any(f.severity is Severity.ERROR for f in lint(scorer.declaration)):
        return
    for row in range(len(scores)):
        outline = scores.outline(row)
        if outline is not None and is_value(int(scores.points[row])):
            assert scores.points[row] <= maximum_of(outline)
