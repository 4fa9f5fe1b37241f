"""The sample hub: the same each time, spread over all grades, and readable cell by cell."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from samples._organisations import organisations
from samples.make_hub import FRAMEWORK, main, make_hub
from shuniu.identifiers import parse_credit_code
from shuniu.scoring import Scorer, Scores, Status, load_framework


@pytest.fixture(scope="module")
def scores() -> Scores:
    scorer = Scorer(load_framework(FRAMEWORK))
    hub = organisations()
    facts = scorer.facts([one.values for one in hub], [one.identity.name for one in hub])
    return scorer.score(facts)


def test_the_workbook_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    make_hub(first)
    make_hub(second)
    assert first.read_bytes() == second.read_bytes()


def test_it_makes_the_folder_and_says_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new" / "hub.xlsx"
    assert main([str(path)]) == 0
    assert path.stat().st_size > 10_000
    assert "120" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["a.xlsx", "b.xlsx"], ["--help"]])
def test_anything_but_one_file_gets_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "samples.make_hub" in capsys.readouterr().err


def test_names_and_codes_are_unique_and_the_codes_pass_their_check() -> None:
    hub = [one.identity for one in organisations()]
    assert len({one.name for one in hub}) == len({one.code for one in hub}) == len(hub) == 120
    assert [parse_credit_code(one.code).code for one in hub] == [one.code for one in hub]


def test_every_organisation_has_every_column() -> None:
    keys = {column.key for column in Scorer(load_framework(FRAMEWORK)).columns}
    assert all(set(one.values) == keys for one in organisations())


def test_every_grade_and_every_outcome_appears(scores: Scores) -> None:
    grades = Counter(scores.grade_of(row) for row in range(len(scores)))
    assert {band.grade for band in scores.scorer.framework.bands} <= set(grades)
    statuses = Counter(scores.status_of(row) for row in range(len(scores)))
    assert statuses[Status.GRADED] > 100
    assert statuses[Status.BLOCKED] >= 1
    assert statuses[Status.NOT_ADMITTED] == 4


def test_every_table_is_used(scores: Scores) -> None:
    used = {int(number) for number in scores.table}
    assert used == set(range(len(scores.scorer.outlines)))
