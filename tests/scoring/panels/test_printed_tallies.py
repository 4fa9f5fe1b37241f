"""Every tally that ships gives what a person works out from its printed formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shuniu.findings import FindingsError, Severity
from shuniu.scoring import MISSING, show
from shuniu.scoring._panels import TallyResult, lint_tally, load_tally, tally
from tests.scoring._cases import FRAMEWORKS, read_plain
from tests.scoring.panels._ballots import table_of

FILES = sorted(FRAMEWORKS.glob("*/*/tally-*.yaml"))
FOLDERS = sorted({file.parent for file in FILES})
CASES = [
    pytest.param(folder / f"tally-{case['tally']}.yaml", case, id=case["name"])
    for folder in FOLDERS
    for case in read_plain(folder / "cases.yaml")["cases"]
    if "tally" in case
]
EXPECTED = {"points", "questions", "groups", "grades", "void", "dropped", "repeat", "refused"}


def said(milli: int) -> str | None:
    return None if milli == MISSING else show(milli)


def written(value: object) -> str | None:
    return None if value is None else str(value).removesuffix(".0")


@pytest.mark.parametrize(("file", "case"), CASES)
def test_points_are_those_worked_out_by_hand(file: Path, case: dict[str, Any]) -> None:
    declaration = load_tally(file)
    expect = case["expect"]
    assert expect
    assert set(expect) <= EXPECTED
    table = table_of(declaration.model, case)
    if code := expect.get("refused"):
        with pytest.raises(FindingsError) as caught:
            tally(declaration, table)
        assert {found.code for found in caught.value.findings} == {code}
        return
    result = tally(declaration, table)
    assert got_of(result, expect) == {key: _plain(value) for key, value in expect.items()}
    for number, points in enumerate(result.points.tolist()):
        last = result.explain(number)[-1]
        assert points in {MISSING, last.value}


def got_of(result: TallyResult, expect: dict[str, Any]) -> dict[str, Any]:
    model = result.model
    got: dict[str, Any] = {}
    for key, wanted in expect.items():
        match key:
            case "points":
                got[key] = {c: said(int(result.points[result.index(c)])) for c in wanted}
            case "grades":
                grades = {c: result.grades[result.index(c)] for c in wanted}
                got[key] = {c: grade.zh if grade else None for c, grade in grades.items()}
            case "questions":
                keys = [q.key for q in model.questions]
                got[key] = parts(result, wanted, result.question_points, keys)
            case "groups":
                keys = [g.key for g in model.rater_groups]
                got[key] = parts(result, wanted, result.group_points, keys)
            case _:
                figures = {"void": len(result.void), "dropped": result.dropped_lines}
                got[key] = written(figures.get(key, result.repeat))
    return got


def parts(result: TallyResult, wanted: dict[str, Any], values: Any, keys: list[str]) -> Any:
    return {
        c: {k: said(int(values[result.index(c), keys.index(k)])) for k in line}
        for c, line in wanted.items()
    }


def _plain(value: Any) -> Any:
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else written(value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_named_after_its_id_and_version(file: Path) -> None:
    model = load_tally(file).model
    assert (file.stem, file.parent.name) == (f"tally-{model.id}", model.version)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_open_in_the_source_is_reported_and_nothing_else_is_wrong(file: Path) -> None:
    declaration = load_tally(file)
    findings = lint_tally(declaration)
    assert len([f for f in findings if f.code == "T202"]) == len(declaration.model.open)
    errors = {f.code for f in findings if f.severity is Severity.ERROR}
    assert errors <= {"T201"}
    assert all(f.place.line for f in findings)


def test_the_middle_coefficients_that_are_not_printed_are_reported_with_their_lines() -> None:
    file = next(f for f in FILES if "coefficients" in f.stem)
    found = [f for f in lint_tally(load_tally(file)) if f.code == "T201"]
    assert [f.place.path for f in found] == ["marks/1/value", "marks/2/value"]
    assert len({f.place.line for f in found}) == 2


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_tally_has_a_case(file: Path) -> None:
    named = {param.values[0] for param in CASES}
    assert file in named
