"""Flat facts and what is measured of them, each value with the records behind it."""

from __future__ import annotations

from datetime import date

import pytest

from shuniu.base import facts
from shuniu.base.facts import Fact
from shuniu.base.measures import Measure, Measured, measure
from shuniu.findings import Text

DAY = date(2026, 11, 23)
ROWS = [
    Fact(1, date(2026, 3, 1), "meeting:1", attributes={"kind": "党员大会"}, person="a"),
    Fact(1, date(2026, 11, 23), "meeting:2", attributes={"kind": "党课"}, person="b", amount=2.5),
    Fact(1, date(2025, 11, 23), "meeting:3", attributes={"kind": "党课"}, person="b"),
    Fact(1, date(2024, 1, 31), "post:1", until=date(2026, 11, 22)),
    Fact(1, date(2024, 1, 31), "post:2", until=date(2026, 11, 23)),
    Fact(2, date(2026, 11, 24), "meeting:9", attributes={"kind": "党课"}),
]


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "_KINDS", {})
    facts.publish(
        "test.fact", lambda some, _day: [r for r in ROWS if r.organisation in some], ("kind",)
    )


def _one(**more: object) -> Measured:
    declared = Measure("m", Text.same("某数"), "test.fact", **more)  # type: ignore[arg-type]
    return measure([declared], [1, 2], DAY)["m"][1]


def test_a_year_begins_after_the_same_day_of_the_year_before() -> None:
    assert _one(take="count", window="year") == Measured(2, ("meeting:1", "meeting:2"))


def test_last_year_is_a_calendar_year() -> None:
    assert _one(take="count", window="last_year") == Measured(1, ("meeting:3",))


def test_what_holds_holds_through_its_last_day() -> None:
    held = _one(take="count", where={"kind": ("",)})
    assert held.records == ("post:2",)


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({"take": "sum", "window": "year"}, 3.5),
        ({"take": "any", "window": "year"}, True),
        ({"take": "people", "window": "ever"}, 2),
        ({"take": "word", "word": "kind", "window": "year"}, "党课"),
        ({"take": "latest", "window": "ever"}, 2.5),
        ({"take": "days_since", "window": "year"}, 267),
        ({"take": "months_since", "window": "ever"}, 33),
        ({"take": "count", "window": "year", "where": {"kind": ("党课",)}}, 1),
    ],
)
def test_what_is_taken_of_the_facts(more: dict[str, object], value: object) -> None:
    assert _one(**more).value == value


def test_no_fact_gives_what_is_declared_for_nothing() -> None:
    declared = [
        Measure("count", Text.same("数"), "test.fact", "count", "year"),
        Measure("word", Text.same("词"), "test.fact", "word", "year", word="kind", nothing=None),
    ]
    found = measure(declared, [2], DAY)
    assert found["count"][2] == Measured(0, ())
    assert found["word"][2] == Measured(None, ())


def test_facts_that_nobody_publishes_are_an_error() -> None:
    with pytest.raises(KeyError):
        measure([Measure("x", Text.same("x"), "nobody.fact", "count")], [1], DAY)


def test_a_kind_is_a_table_even_without_rows() -> None:
    frame = facts.frame("test.fact", [], DAY)
    assert frame.height == 0
    assert {
        "organisation",
        "day",
        "until",
        "amount",
        "milli",
        "person",
        "record",
        "month",
        "quarter",
        "kind",
    } == set(frame.columns)
    assert facts.kinds() == ["test.fact"]
