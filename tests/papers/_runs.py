"""Small runs for the papers' tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuniu.papers import Origin, Results
from shuniu.scoring import Scorer, parse_framework

SHEET = """format: 1
code: demo
version: "1"
title: {zh: 演示标准, en: Demonstration}
source: {name: 自拟}
points: 100
items:
  - key: party
    title: {zh: 党建成效, en: Party}
    points: 60
    items:
      - {key: meetings, title: 组织生活, points: 40, rule: {kind: ratio, full_at: 12, ask: {unit: 次}}}
      - {key: charter, title: 入章, points: 20, rule: {kind: check}}
  - {key: share, title: 公开率, points: 40, missing: block, rule: {kind: ratio, ask: {unit: "%"}}}
bands:
  - {grade: 优, range: ">=90"}
  - {grade: 良, range: "[60,90)"}
no_grade: 不合格
"""
ORIGIN = Origin("framework.yaml", "f" * 64, "data.xlsx", "d" * 64, "2026-11-23")
ROWS: Sequence[Mapping[str, object]] = (
    {"meetings": 12, "charter": True, "share": 100},
    {"meetings": 5, "charter": False, "share": 75},
    {"meetings": None, "charter": None, "share": None},
)
NAMES = ("澄溪区某协会", "=1+1 商会", "很" * 60 + "/长?的[名]字")


def results(rows: Sequence[Mapping[str, object]] = ROWS, names: Sequence[str] = NAMES) -> Results:
    """The results of a run over some rows."""
    scorer = Scorer(parse_framework(SHEET))
    return Results(scorer.score(scorer.facts(rows, names)), ORIGIN)
