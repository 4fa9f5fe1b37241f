"""Faults of a framework file are found where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuniu.findings import Finding, FindingsError
from shuniu.scoring import Scorer, load_framework, parse_framework

HEAD = """format: 1
code: demo
version: "1"
title: 演示
source: {name: 自拟}
points: 10
"""
LEAF = "items: [{key: a, title: 甲, points: 10, rule: {kind: check}}]\n"


def faults(text: str) -> list[Finding]:
    with pytest.raises(FindingsError) as caught:
        Scorer(parse_framework(text))
    return list(caught.value.findings)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: [1, 2", "F104", 1),
        ("a: 1\nb: 2\na: 3\n", "F105", 3),
        ("a: " + "[" * 60 + "]" * 60, "F106", 1),
        (HEAD + "colour: red\n" + LEAF, "F111", 7),
        (HEAD + "items: [{key: a, title: 甲, points: 10}]\n", "F110", 7),
        (HEAD.replace("points: 10", "points: ten") + LEAF, "F110", 6),
        (HEAD + LEAF.replace("check", "czech"), "F110", 7),
        (HEAD + LEAF.replace("check", "check, when: 'members > 3'"), "F120", 7),
        (HEAD + LEAF + "derived:\n  x: a +\n", "F120", 9),
        (HEAD + LEAF.replace("}]", "}, {key: a, title: 乙, points: 0, rule: {kind: check}}]"), "F121", 7),
        (HEAD + LEAF + "ceilings: [{key: c, when: not a, grade: 优, text: x}]\n", "F122", 8),
    ],
)  # fmt: skip
def test_a_fault_names_its_code_and_line(text: str, code: str, line: int) -> None:
    found = faults(text)
    assert (found[0].code, found[0].place.line) == (code, line)
    assert found[0].text.zh
    assert found[0].fix.en


def test_all_faults_are_told_at_once() -> None:
    text = HEAD + LEAF.replace("check", "check, when: 'x > 1'") + "derived: {y: z + 1}\n"
    assert sorted(f.place.line or 0 for f in faults(text)) == [7, 8]


@pytest.mark.parametrize(
    "written",
    [
        "__import__('os').system('true')",
        "(lambda: 1)()",
        "a.__class__",
        "[x for x in (1, 2)]",
        "9 ** 9 ** 9",
        "'x' * 10",
        "f'{a}'",
        "open('/etc/passwd')",
    ],
)
def test_an_expression_is_arithmetic_and_nothing_else(written: str) -> None:
    found = faults(HEAD + LEAF + f'derived: {{x: "{written}"}}\n')
    assert found[0].code == "F120"


def test_a_yaml_tag_builds_no_object() -> None:
    found = faults(HEAD + LEAF + "note: !!python/object/apply:os.system ['true']\n")
    assert found[0].code in {"F104", "F110"}


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        load_framework(tmp_path / "none.yaml")
    assert caught.value.findings[0].code == "F101"


def test_a_file_in_another_encoding_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "framework.yaml"
    path.write_bytes((HEAD + LEAF).encode("gb18030"))
    with pytest.raises(FindingsError) as caught:
        load_framework(path)
    assert (caught.value.findings[0].code, caught.value.findings[0].place.line) == ("F102", 4)


def test_chains_of_values_that_double_are_bounded() -> None:
    """A hundred values, each the sum of two of the one before, are 2^100 paths but 100 nodes."""
    lines = ["  x0: a"] + [f"  x{i}: x{i - 1} + x{i - 1}" for i in range(1, 40)]
    text = HEAD + LEAF.replace("check", "formula, points: 'x39'") + "derived:\n"
    text += "\n".join(lines).replace("x0: a", "x0: m + 0") + "\ninputs: {m: {title: 数}}\n"
    scorer = Scorer(parse_framework(text))
    scores = scorer.score(scorer.facts([{"m": 1}]))
    assert scores.points.tolist() == [10_000]
