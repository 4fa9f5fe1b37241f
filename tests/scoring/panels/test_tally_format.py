"""The handbook of tally files: its example runs, and no part of the format is left out."""

from __future__ import annotations

import re

import pytest

from shuniu.findings import Severity
from shuniu.scoring._panels import TALLY_CODES, TallyModel, lint_tally, parse_tally
from shuniu.scoring._panels._declaration import BallotRules
from tests.scoring._cases import ROOT

PAGES = [
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("tally-format.md", "tally-format.zh.md")
]
NAMED_IN_THE_EXAMPLE = {"format", "id", "version", "title", "source", "note"}


def test_the_example_is_read_and_has_nothing_to_correct() -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", PAGES[0], re.DOTALL | re.MULTILINE)
    findings = lint_tally(parse_tally(example))
    assert [f for f in findings if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_part_is_explained(page: str) -> None:
    parts = set(TallyModel.model_fields) - NAMED_IN_THE_EXAMPLE - {"ballots"}
    parts |= {f"ballots.{name}" for name in BallotRules.model_fields}
    assert sorted(part for part in parts if f"`{part}`" not in page) == []
    kinds = ("votes", "mean", "trimmed_mean", "share", "tiers", "ranks")
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []


def test_every_code_of_the_linter_is_listed() -> None:
    assert [code for code in TALLY_CODES if code not in PAGES[0]] == []
