"""A short piece of each campaign; ``./dev soak`` runs them in full."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from soak import frameworks, workbooks
from soak.sheets import SMALL, sheets

TEXTS = [text for text in sheets().values() if len(text) < SMALL]


@pytest.mark.parametrize("part", range(4))
def test_mutated_frameworks_end_in_a_result_or_a_located_finding(part: int) -> None:
    scored = 0
    for number in range(part * 50, part * 50 + 50):
        rng = random.Random(-number)
        text = frameworks.mutate(rng.choice(TEXTS), TEXTS, rng)
        scored += frameworks.run(text, number).scored
    assert 0 < scored < 50


@pytest.mark.slow
def test_mutated_workbooks_end_in_a_result_or_a_located_finding(tmp_path: Path) -> None:
    source = workbooks.small_hub(tmp_path)
    ended = set()
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        workbooks.mutate(source, folder / "hub.xlsx", random.Random(-number))
        ended.add(workbooks.run(next(folder.iterdir()), folder).scored)
    assert ended == {True, False}
