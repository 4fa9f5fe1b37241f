"""What decision 0010 promises of our own framework, computed from the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.make_hub import FRAMEWORK
from shuniu.scoring import Scorer, lint, load_framework

NOTE = Path(__file__).parents[2] / "docs/decisions/0010-hub-effective-coverage-weights.md"
SOURCES = ("record", "register", "rater", "asked")
SCORER = Scorer(load_framework(FRAMEWORK))
TABLES = tuple(SCORER.outlines)


def evidenced(variant: str) -> dict[str, int]:
    """Points by the weakest source that a leaf reads."""
    outline = SCORER.outlines[variant]
    source = {column.key: column.source for column in outline.columns}
    points = dict.fromkeys(SOURCES, 0)
    for item in outline.items:
        if item.is_leaf and not item.bonus:
            read = [source[key] for key in item.reads if key != "party_members"]
            points[max(read or ["record"], key=SOURCES.index)] += item.item.points // 1000
    return points


def test_the_linter_has_nothing_to_say() -> None:
    assert [finding.line("en") for finding in lint(SCORER.declaration)] == []


@pytest.mark.parametrize("variant", TABLES)
def test_each_table_has_at_least_45_leaves(variant: str) -> None:
    leaves = [i for i in SCORER.outlines[variant].items if i.is_leaf and not i.bonus]
    assert len(leaves) == 62


@pytest.mark.parametrize("variant", TABLES)
def test_at_least_85_percent_come_from_records_and_registers(variant: str) -> None:
    points = evidenced(variant)
    assert sum(points.values()) == 1000
    assert points["record"] + points["register"] >= 850


@pytest.mark.parametrize("variant", TABLES)
def test_the_note_prints_the_share_as_computed(variant: str) -> None:
    points = evidenced(variant)
    figures = " | ".join(str(points[source]) for source in SOURCES)
    share = (points["record"] + points["register"]) / 10
    assert f"| {figures} | {share:.1f} % |" in NOTE.read_text(encoding="utf-8")


@pytest.mark.parametrize("variant", TABLES)
def test_nobody_is_measured_against_others(variant: str) -> None:
    framework = SCORER.declaration.tables[variant]
    kinds = {i.item.rule.kind for i in SCORER.outlines[variant].items if i.item.rule is not None}
    assert not kinds & {"rank", "relative"}
    assert framework.quotas == ()


def test_every_word_stands_in_both_languages() -> None:
    for outline in SCORER.outlines.values():
        words = [item.item.title for item in outline.items]
        words += [item.item.text for item in outline.items if item.item.text]
        words += [column.title for column in outline.columns]
        words += [option.title for column in outline.columns for option in column.options]
        assert [text.zh for text in words if not text.en.isascii()] == []
