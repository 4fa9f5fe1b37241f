"""The handbook of the format: its examples run, and it leaves nothing of the format out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from shuniu.findings import Severity
from shuniu.scoring import Scorer, lint, load_framework
from shuniu.scoring._functions import FUNCTIONS
from shuniu.scoring._model import (
    Band,
    Bonus,
    Ceiling,
    Facet,
    Framework,
    Input,
    Item,
    Mark,
    Quota,
    Stage,
    Validity,
    Variant,
)
from shuniu.scoring._rules import RULE_TYPES
from shuniu.scoring._values import Declared
from tests.scoring._cases import ROOT, cases_of, fault_of

ENGLISH = (ROOT / "docs/framework-format.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "docs/framework-format.zh.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLES = BLOCK.findall(ENGLISH)
MODELS: tuple[type[Declared], ...] = (
    *(Band, Bonus, Ceiling, Facet, Framework, Input, Item, Mark, Quota, Stage, Validity, Variant),
    *RULE_TYPES,
)
HEAD = {"format": 1, "code": "example", "version": "1", "title": "例", "source": {"name": "手册"}}


def plain(example: str) -> Any:
    return YAML(typ="safe", pure=True).load(example)


def whole(example: str) -> dict[str, Any]:
    """An example made a framework: items, or parts of the file, below a head of its own."""
    data = plain(example)
    parts = {"items": data} if isinstance(data, list) else data
    if "format" in parts:
        return dict(parts)
    points = parts.get("points") or sum(item["points"] for item in parts["items"])
    return {**HEAD, **parts, "points": points}


def written(folder: Path, example: str) -> Path:
    """The folder with the example as its framework."""
    text = json.dumps(whole(example), default=str)
    (folder / "framework.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("number", [i for i, e in enumerate(EXAMPLES) if "cases:" not in e])
def test_each_example_is_read_and_compiled(number: int, tmp_path: Path) -> None:
    declaration = load_framework(written(tmp_path, EXAMPLES[number]))
    assert Scorer(declaration).columns
    assert [f.line("en") for f in lint(declaration) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("number", [i for i, e in enumerate(EXAMPLES) if "cases:" in e])
def test_the_cases_of_an_example_come_out_as_written(number: int, tmp_path: Path) -> None:
    folder = written(tmp_path, EXAMPLES[number - 1])
    (folder / "cases.yaml").write_text(EXAMPLES[number], encoding="utf-8")
    cases = cases_of(folder)
    assert [fault_of(case) for case in cases] == [[] for _ in cases]


def test_both_languages_show_the_same_examples() -> None:
    assert BLOCK.findall(CHINESE) == EXAMPLES


@pytest.mark.parametrize("handbook", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_rule_kind_and_every_printed_kind_is_explained(handbook: str) -> None:
    kinds = [str(rule.model_fields["kind"].annotation) for rule in RULE_TYPES]
    names = [re.findall(r"'(\w+)'", kind)[0] for kind in kinds]
    assert [name for name in names if f"`{name}`" not in handbook] == []
    assert [n for n in range(1, 36) if f"| R{n} |" not in handbook] == []


@pytest.mark.parametrize("handbook", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_key_of_the_format_is_named(handbook: str) -> None:
    keys = {key for model in MODELS for key in model.model_fields}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", handbook, re.ASCII)) == []


@pytest.mark.parametrize("handbook", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_function_of_expressions_is_named(handbook: str) -> None:
    assert sorted(name for name in FUNCTIONS if f"`{name}(" not in handbook) == []
