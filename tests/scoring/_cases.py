"""Golden cases: a score sheet, inputs, and the points a person worked out from the printed rule.

``cases:`` stand beside ``framework.yaml``, or below a small ``framework:`` in one file. A case may
be ``like`` an earlier one and give only what differs; ``n/a`` says that a value does not apply,
and nothing (or ``null``) says that nobody gave it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from shuniu.scoring import Declaration, Mark, Scorer, load_framework, parse_framework, show

ROOT = Path(__file__).parents[2]
FRAMEWORKS = ROOT / "frameworks"
EXPECTED = {"points", "grade", "status", "items"}
CASE_KEYS = {"name", "variant", "like", "inputs", "expect", "organisations"}


@dataclass(frozen=True, slots=True)
class Organisation:
    """One row of a case: what is known of it, and what must come of it."""

    name: str
    inputs: Mapping[str, object]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """Some organisations scored together."""

    sheet: Path
    name: str
    variant: str | None
    organisations: tuple[Organisation, ...]

    @property
    def label(self) -> str:
        """The name the test report shows."""
        folder = self.sheet.stem if self.sheet.is_file() else self.sheet.parent.name
        return f"{folder}: {self.name}"


def read_plain(path: Path) -> Any:
    """A YAML file as plain dicts, lists and scalars."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def declared(sheet: Path) -> Declaration:
    """The framework of a folder, or the one below ``framework:`` in a file of rule cases."""
    if sheet.is_dir():
        return load_framework(sheet)
    return parse_framework(json.dumps(read_plain(sheet)["framework"], default=str), sheet.name)


@cache
def scorer_of(sheet: Path) -> Scorer:
    """The compiled framework; compiled once for all of its cases."""
    return Scorer(declared(sheet))


def cases_of(sheet: Path) -> list[Case]:
    """The cases of a sheet, those of tallies left out (they have a runner of their own)."""
    written = read_plain(sheet / "cases.yaml" if sheet.is_dir() else sheet)["cases"]
    named: dict[str, Mapping[str, object]] = {}
    return [_case(sheet, one, named) for one in written if "tally" not in one]


def _case(sheet: Path, written: dict[str, Any], named: dict[str, Mapping[str, object]]) -> Case:
    name = written["name"]
    assert set(written) <= CASE_KEYS, f"{sheet} {name}: {set(written) - CASE_KEYS}"
    rows = written.get("organisations") or [written]
    organisations = []
    for row in rows:
        like = row.get("like") or written.get("like")
        inputs = {**(named[like] if like else {}), **row.get("inputs", {})}
        named[row["name"]] = inputs
        organisations.append(Organisation(row["name"], inputs, row.get("expect", {})))
    return Case(sheet, name, written.get("variant"), tuple(organisations))


def fault_of(case: Case) -> list[str]:
    """What a case's organisations got that differs from what was expected; empty when right."""
    scorer = scorer_of(case.sheet)
    rows = [{k: _value(v) for k, v in one.inputs.items()} for one in case.organisations]
    scores = scorer.score(
        scorer.facts(rows, [one.name for one in case.organisations]), variant=case.variant
    )
    faults: list[str] = []
    for i, one in enumerate(case.organisations):
        assert set(one.expect) <= EXPECTED
        assert one.expect, f"{one.name} expects nothing"
        points = scores.item_points(i)
        got: dict[str, object] = {
            "points": show(int(scores.points[i])),
            "grade": scores.grade_of(i),
            "status": scores.status_of(i).value,
        }
        for key, wanted in _wanted(one.expect):
            found = show(points[key[6:]]) if key.startswith("items.") else got[key]
            if found != wanted:
                faults.append(f"{one.name}: {key} is {found}, worked out by hand {wanted}")
    return faults


def _wanted(expect: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Expectations as flat pairs of name and text."""
    for key, value in expect.items():
        if key == "items":
            yield from ((f"items.{item}", _number(points)) for item, points in value.items())
        elif key == "points":
            yield key, _number(value)
        else:
            yield key, None if value is None else str(value)


def _number(value: object) -> str:
    return str(value).removesuffix(".0")


def _value(written: object) -> object:
    if written == "n/a":
        return Mark.NOT_APPLICABLE
    if isinstance(written, list | tuple):
        return [_value(one) for one in written]
    return written.isoformat() if isinstance(written, date) else written
