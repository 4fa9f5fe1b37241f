"""The exam that every sheet sits on every engine: equal points, order, traces, maximum, monotony."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuniu.scoring import NOT_APPLICABLE, Facts, Scorer, is_value, parse_framework
from shuniu.scoring._bounds import Bounder
from shuniu.scoring._evaluate import Evaluator
from soak.exam import engines_agree, keeps_to_maximum, order_does_not_matter, traces_add_up
from soak.facts import random_facts
from soak.sheets import sheets

from ._slope import UP, Slopes

SHEETS = sheets()
every_sheet = pytest.mark.parametrize("name", SHEETS)
seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def scorer(name: str, engine: str = "numpy") -> Scorer:
    """A sheet compiled once per engine."""
    return Scorer(parse_framework(SHEETS[name]), engine=engine)  # type: ignore[arg-type]


@every_sheet
@few
@given(seed=seeds)
def test_engines_and_traces_agree(name: str, seed: int) -> None:
    facts = random_facts(scorer(name), 64, seed)
    scores = engines_agree(scorer(name), scorer(name, "numba"), facts)
    traces_add_up(scores)
    keeps_to_maximum(scorer(name), scores)


@every_sheet
@few
@given(seed=seeds)
def test_order_of_rows_and_columns_does_not_matter(name: str, seed: int) -> None:
    order_does_not_matter(scorer(name), random_facts(scorer(name), 64, seed), seed)


@every_sheet
@few
@given(seed=seeds)
def test_raising_an_earning_input_never_lowers_its_leaf(name: str, seed: int) -> None:
    one = scorer(name)
    facts = random_facts(one, 4, seed, marks=False)
    rng = np.random.default_rng(seed)
    tried = 0
    for outline in one.outlines.values():
        bounder = Bounder()
        for item in outline.items:
            for column in item.reads:
                if Slopes(bounder, column).of(item.raw) != UP:
                    continue
                tried += 1
                for row in range(len(facts)):
                    low, high = sorted(rng.integers(0, 120_000, 2).tolist())
                    before, after = (_leaf(facts, row, column, v, item.raw) for v in (low, high))
                    if is_value(before) and is_value(after):
                        assert after >= before, (item.key, column, low, high)
    assert tried >= 0


def _leaf(facts: Facts, row: int, column: str, value: int, node: object) -> int:
    def read(name: str) -> int:
        return value if name == column else facts.milli(name, row)

    return Evaluator(read).value(node)  # type: ignore[arg-type]


def test_the_monotony_exam_is_not_empty() -> None:
    """Most sheets have inputs of which more earns more; else the exam above would prove nothing."""
    having = 0
    for name in SHEETS:
        outlines = scorer(name).outlines.values()
        having += any(
            Slopes(Bounder(), column).of(item.raw) == UP
            for outline in outlines
            for item in outline.items
            for column in item.reads
        )
    assert having >= len(SHEETS) // 2


def test_marks_are_never_points() -> None:
    for name in SHEETS:
        scores = scorer(name).score(random_facts(scorer(name), 200, 7))
        assert not (scores.points == NOT_APPLICABLE).any()
