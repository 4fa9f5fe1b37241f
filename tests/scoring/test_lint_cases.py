"""The traps of printed tables end in findings, and what ships has no fault that it does not own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shuniu.findings import Finding, Severity
from shuniu.scoring import lint, parse_framework
from shuniu.scoring._model import Item
from tests.scoring._cases import FRAMEWORKS, declared, read_plain

RULES = Path(__file__).parent / "rule_cases"
TRAPS: list[dict[str, Any]] = read_plain(RULES / "traps.yaml")["traps"]
FILES = sorted(RULES.glob("r??.yaml"))
FOLDERS = sorted(file.parent for file in FRAMEWORKS.glob("*/*/framework.yaml"))
HEAD = {"format": 1, "code": "trap", "version": "1", "title": "例", "source": {"name": "例"}}


def found(trap: dict[str, Any]) -> set[str]:
    """The codes of what the linter says about a trap."""
    parts = {key: value for key, value in trap.items() if key not in {"name", "finds"}}
    points = trap.get("points") or sum(item["points"] for item in trap["items"])
    text = json.dumps({**HEAD, "points": points, **parts})
    return {finding.code for finding in lint(parse_framework(text))}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["name"])
def test_a_trap_is_found(trap: dict[str, Any]) -> None:
    assert set(trap["finds"]) - found(trap) == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_sheets_of_the_rule_kinds_have_no_fault(file: Path) -> None:
    assert [f.line("en") for f in faults(file)] == []


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_a_fault_in_what_ships_is_named_as_open(folder: Path) -> None:
    first = declared(folder).first
    owned = {one.item for one in first.open}
    unowned = [f for f in faults(folder) if not keys_on(first.items, f.place.path) & owned]
    assert [f.line("en") for f in unowned] == []


def faults(sheet: Path) -> list[Finding]:
    """The errors the linter finds."""
    return [f for f in lint(declared(sheet)) if f.severity is Severity.ERROR]


def keys_on(items: tuple[Item, ...], path: str) -> set[str]:
    """The keys of the items that a path such as ``items/0/items/1/points`` leads through."""
    keys: set[str] = set()
    steps = path.split("/")
    for name, number in zip(steps[::2], steps[1::2], strict=False):
        if name != "items" or not items:
            break
        item = items[int(number)]
        keys.add(item.key)
        items = item.items
    return keys
