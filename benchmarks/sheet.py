"""A sheet of 60 leaves in four levels, with caps, missing policy, gates, a ceiling and bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np

from shuniu.scoring import Facts, Scorer
from shuniu.scoring._program import Floats

LEAVES = 60
_MISSING_SHARE = 0.03
_HEAD = """format: 1
code: bench
version: "1"
title: {zh: 六十个指标的评分表, en: A sheet of sixty leaves}
source: {name: benchmarks}
points: 100
entry:
  - {key: dormant, when: l00 < 2 and l01 < 2, text: 没有活动}
ceilings:
  - {key: weak_first_half, when: share(g0) < 30, grade: B, text: 前半部分不足三成}
bands:
  - {grade: A, range: ">=90"}
  - {grade: B, range: "[80,90)"}
  - {grade: C, range: "[60,80)"}
  - {grade: D, range: "[40,60)"}
no_grade: {zh: 无等级, en: no grade}
items:
"""
_TIERS = (
    "{range: '>=90', points: %g}, {range: '[75,90)', points: %g}, {range: '[60,75)', points: %g}"
)
_ASK = "ask: {unit: '%', max: 100}"


def _rule(kind: int, points: float) -> str:
    """The rule of a leaf, by its turn."""
    match kind:
        case 0:
            rows = _TIERS % (points, points * 0.7, points * 0.4)
            return f"{{kind: tiers, {_ASK}, otherwise: 0, tiers: [{rows}]}}"
        case 1:
            return f"{{kind: ratio, {_ASK}, zero_at: 20, full_at: 95}}"
        case 2:
            base = f"{points * 0.2:g}"
            return f"{{kind: increment, {_ASK}, start: 10, base: {base}, each: 0.1, per: 5}}"
        case 3:
            return f"{{kind: deduct_each, {_ASK}, each: 0.2, per: 10}}"
    sides = "above: {each: 0.02}, below: {each: 0.05}"
    return f"{{kind: threshold, {_ASK}, at: 50, base: {points * 0.5:g}, {sides}}}"


def sheet(groups: int = 2, parts: int = 2) -> str:
    """The framework's text: groups × 5 × parts of three leaves worth 2, 2 and 1 points."""
    lines, leaf = [_HEAD.replace("points: 100", f"points: {25 * groups * parts}")], 0
    for a in range(groups):
        lines.append(f"  - {{key: g{a}, title: g{a}, points: {25 * parts}, items: [\n")
        for b in range(5):
            lines.append(f"      {{key: g{a}{b}, title: g{a}{b}, points: {5 * parts}, items: [\n")
            for c in range(parts):
                lines.append(f"        {{key: g{a}{b}{c}, title: g{a}{b}{c}, points: 5, items: [\n")
                for points, missing in ((2, "zero"), (2, "redistribute"), (1, "redistribute")):
                    rule = _rule(leaf % 5, points)
                    lines.append(
                        f"          {{key: l{leaf:02d}, title: l{leaf:02d}, points: {points}, "
                        f"missing: {missing}, rule: {rule}}},\n"
                    )
                    leaf += 1
                lines.append("        ]},\n")
            lines.append("      ]},\n")
        lines.append("    ]}\n")
    return "".join(lines)


def matrix(organisations: int) -> Floats:
    """(leaves × organisations) percentages with one decimal, 3 % of them missing."""
    rng = np.random.default_rng(20261123)
    values = np.empty((LEAVES, organisations))
    for row in values:  # in place, so that the peak of memory is the matrix itself
        rng.random(out=row)
        np.round(np.multiply(row, 100, out=row), 1, out=row)
        row[rng.integers(0, organisations, int(organisations * _MISSING_SHARE))] = np.nan
    return values


def facts(scorer: Scorer, values: Floats) -> Facts:
    """The matrix as facts, without a copy."""
    columns = {f"l{i:02d}": values[i] for i in range(LEAVES)}
    assert set(columns) == {column.key for column in scorer.columns}
    return Facts(Names(values.shape[1]), columns)


class Names(Sequence[str]):
    """Names of organisations without keeping a million strings."""

    def __init__(self, count: int) -> None:
        self.total = count

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...
    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(self.total))]
        return f"单位{row + 1}"
