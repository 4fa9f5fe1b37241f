"""Sentences in two languages, and findings with a place."""

from __future__ import annotations

import pytest

from shuniu.findings import Finding, FindingsError, Place, Severity, Text, worst

TEXT = Text("“{name}”应为 {kind}。", "“{name}” should be {kind}.")


def test_fill_puts_a_text_in_its_own_language() -> None:
    filled = TEXT.fill(name="A1", kind=Text("数字", "a number"))
    assert (filled.zh, filled.en) == ("“A1”应为 数字。", "“A1” should be a number.")


def test_fill_without_a_value_fails_loudly() -> None:
    with pytest.raises(KeyError):
        TEXT.fill(name="A1")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("a.yaml", line=7, path="items/x"), "a.yaml:7 items/x"),
        (Place("a.xlsx", sheet="填报", cell="C7"), "a.xlsx 填报!C7"),
        (Place(), ""),
    ],
)
def test_place_says_what_is_known(place: Place, said: str) -> None:
    assert str(place) == said


def test_findings_error_carries_its_findings() -> None:
    found = Finding("F1", Severity.ERROR, Place("a"), Text.same("bad."), Text.same("mend it."))
    error = FindingsError([found])
    assert error.findings == (found,)
    assert str(error) == "a: F1 bad. mend it."
    assert worst([found]) is Severity.ERROR
    assert worst([]) is None
