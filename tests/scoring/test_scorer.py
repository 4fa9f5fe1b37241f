"""Results for several organisations: tables, states, stages, quotas, what cannot be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from shuniu.findings import FindingsError, Text
from shuniu.scoring import MISSING, Facts, Mark, Scorer, Scores, Status, explain, parse_framework
from shuniu.scoring._scorer import Engine

HEAD = """format: 1
code: demo
version: "1"
title: 演示
source: {name: 自拟}
points: 100
items:
  - {key: a, title: 甲, points: 60, rule: {kind: ratio, full_at: 60}}
  - {key: b, title: 乙, points: 40, rule: {kind: ratio, full_at: 40}, missing: block}
"""
BANDS = """bands:
  - {grade: 优, range: ">=90"}
  - {grade: 良, range: "[60,90)"}
no_grade: 不合格
"""


def scores_of(text: str, rows: Sequence[Mapping[str, object]]) -> Scores:
    scorer = Scorer(parse_framework(text))
    return scorer.score(scorer.facts(rows))


def test_a_grade_is_found_and_below_all_has_its_own_word() -> None:
    scores = scores_of(HEAD + BANDS, [{"a": 60, "b": 40}, {"a": 60, "b": 0}, {"a": 1, "b": 1}])
    assert scores.points.tolist() == [100_000, 60_000, 2_000]
    assert [scores.grade_of(i) for i in range(3)] == ["优", "良", "none"]
    assert scores.grade_title(int(scores.grade[2])) == Text.same("不合格")


def test_missing_blocks_where_declared_and_counts_nothing_elsewhere() -> None:
    scores = scores_of(HEAD + BANDS, [{"a": 60}, {"b": 40}])
    assert scores.points.tolist() == [MISSING, 40_000]
    assert [scores.status_of(i) for i in range(2)] == [Status.BLOCKED, Status.GRADED]


def test_not_applicable_is_spread_over_the_rest_and_all_of_it_blocks() -> None:
    rows: list[dict[str, object]] = [
        {"a": 30, "b": Mark.NOT_APPLICABLE},
        {"a": Mark.NOT_APPLICABLE, "b": Mark.NOT_APPLICABLE},
    ]
    scores = scores_of(HEAD + BANDS, rows)
    assert scores.points.tolist() == [50_000, MISSING]
    assert scores.status_of(1) is Status.BLOCKED


def test_a_total_in_a_gap_between_grades_is_not_guessed() -> None:
    text = HEAD + "bands: [{grade: 优, range: '>=90'}, {grade: 良, range: '[60,89]'}]\n"
    scores = scores_of(text, [{"a": 60, "b": "29.5"}])
    assert (scores.points[0], scores.status_of(0)) == (89_500, Status.BLOCKED)
    assert any("空档" in step.text.zh for step in explain(scores, 0).conclusion)


def test_a_grade_that_also_requires_something_falls_to_the_next() -> None:
    bands = BANDS.replace('range: ">=90"', 'range: ">=90", requires: "share(b) == 100"')
    scores = scores_of(HEAD + bands, [{"a": 60, "b": 40}, {"a": 60, "b": 39}])
    assert [scores.grade_of(i) for i in range(2)] == ["优", "良"]


QUOTA = "quotas: [{grades: [优], at_most: 50, ties: %s}]\n"


@pytest.mark.parametrize(
    ("ties", "grades"),
    [("exclude", ["优", "良", "良", "none"]), ("include", ["优", "优", "优", "none"])],
)
def test_a_quota_treats_those_who_are_equal_alike(ties: str, grades: list[str]) -> None:
    rows: list[dict[str, object]] = [{"a": 60, "b": b} for b in (40, 35, 35)]
    rows.append({"a": 0, "b": 0})
    scores = scores_of(HEAD + BANDS + QUOTA % ties, rows)
    assert [scores.grade_of(i) for i in range(4)] == grades
    assert scores.grade_key(int(scores.proposed[1])) == "优"


TABLES = (
    HEAD
    + BANDS
    + """facets:
  size: {title: 规模, options: {small: 小, large: 大}}
variants:
  - {key: s, title: 小型, when: {size: small}}
  - {key: l, title: 大型, when: {size: large}}
"""
)


def test_each_organisation_gets_its_table_and_nobody_else_s() -> None:
    text = TABLES.replace("full_at: 60", "full_at: {vary: {s: 30, default: 60}}")
    rows = [{"size": size, "a": 30, "b": 40} for size in ("small", "large", None)]
    scores = scores_of(text, rows)
    assert scores.points.tolist() == [100_000, 70_000, MISSING]
    assert [scores.status_of(i) for i in range(3)] == [
        Status.GRADED,
        Status.GRADED,
        Status.NO_TABLE,
    ]
    assert explain(scores, 2).entries == ()


def test_a_later_stage_corrects_an_earlier_one_and_keeps_the_rest() -> None:
    stages = "stages: [{key: self, title: 自评}, {key: expert, title: 专家}]\n"
    scores = scores_of(HEAD + BANDS + stages, [{"a@self": 60, "b@self": 40, "a@expert": 30}])
    assert scores.points.tolist() == [70_000]
    read = explain(scores, 0).entries[0].readings[0]
    assert (read.key, read.value.zh) == ("a@expert", "30")


def test_a_stage_that_writes_points_overrides_the_rule() -> None:
    stages = "stages: [{key: self, title: 自评}, {key: board, title: 评委会, gives: points}]\n"
    scores = scores_of(HEAD + BANDS + stages, [{"a@self": 60, "b@self": 40, "b@board": "12.5"}])
    assert scores.points.tolist() == [72_500]


def test_numbers_too_large_to_be_exact_name_the_organisation() -> None:
    scorer = Scorer(parse_framework(HEAD + BANDS))
    facts = Facts(["某会"], {"a": np.array([1e13]), "b": np.array([1.0])})
    engines: tuple[Engine, ...] = ("numpy", "numba")
    for engine in engines:
        scorer.engine = engine
        with pytest.raises(FindingsError, match="某会"):
            scorer.score(facts)


def test_a_key_that_nobody_asks_for_is_refused() -> None:
    scorer = Scorer(parse_framework(HEAD))
    with pytest.raises(KeyError, match="colour"):
        scorer.facts([{"colour": "red"}])


def test_columns_must_be_as_long_as_the_names() -> None:
    with pytest.raises(ValueError, match="a has"):
        Facts(["x"], {"a": np.zeros(2)})


def test_nobody_at_all_is_scored_without_complaint() -> None:
    scores = scores_of(HEAD + BANDS, [])
    assert (len(scores), scores.points.tolist()) == (0, [])
