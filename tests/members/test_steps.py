"""The twenty-five steps: every gate, every clock, for pass and for refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shuniu.members import rules
from shuniu.members.queries.admissions import Answer
from shuniu.members.queries.calendar import age, later, months_between
from shuniu.members.queries.clocks import clocks, half_year_due, next_step
from shuniu.members.queries.parameters import Parameters
from shuniu.members.queries.ways import Way
from shuniu.members.states import BY_NUMBER, STEPS, Stage
from shuniu.registry.models import PartyOrganisation

RULES = Parameters()
COMMITTEE = PartyOrganisation(pk=9, name="综合党委")
ABLE = Answer("可以", ok=True, approver=COMMITTEE)
D = {  # a way without a fault
    1: date(2024, 1, 10),
    2: date(2024, 2, 10),
    3: date(2024, 4, 10),
    4: date(2024, 4, 20),
    5: date(2024, 4, 20),
    6: date(2025, 4, 10),
    7: date(2025, 4, 20),
    8: date(2025, 5, 1),
    9: date(2025, 5, 10),
    10: date(2025, 5, 20),
    11: date(2025, 6, 1),
    12: date(2025, 6, 10),
    13: date(2025, 6, 20),
    14: date(2025, 6, 25),
    15: date(2025, 7, 20),
    16: date(2025, 8, 1),
    17: date(2025, 9, 1),
    18: date(2025, 9, 10),
    19: date(2025, 9, 10),
    20: date(2025, 9, 20),
    21: date(2026, 7, 1),
    22: date(2026, 7, 1),
    23: date(2026, 7, 21),
    24: date(2026, 8, 20),
    25: date(2026, 9, 1),
}
VOTE: dict[str, Any] = {"eligible": 5, "present": 4, "in_favour": 3}
FACTS: dict[int, dict[str, Any]] = {
    1: {"born": date(1990, 1, 1)},
    3: {"body": "committee"},
    5: {"contacts": 2},
    7: {"heard": ["group", "contacts", "members", "masses"]},
    9: {"sponsors": 2, "sponsors_clear": True},
    10: {"conclusion": "pass"},
    15: {**VOTE, "notice_days": 5, "secret": True},
    17: {"approver": 9},
    23: VOTE,
    24: {"approver": 9},
}


def way(upto: int, **more: Any) -> Way:
    """Done up to and without a step."""
    done = {number: on for number, on in D.items() if number < upto}
    told: dict[str, Any] = {
        "done": done,
        "half_years": (date(2024, 10, 10), date(2025, 4, 10), date(2026, 1, 20)),
        "hours": Decimal(24),
        "admission": ABLE,
        **more,
    }
    return Way(**told)


def ask(number: int, on: date | None = None, there: Way | None = None, **facts: Any) -> str:
    """The rule that refuses; empty where none does."""
    told = {**FACTS.get(number, {}), **facts}
    verdict = rules.can_step(there or way(number), number, on or D[number], told, RULES)
    assert verdict.ok == (not verdict.reason)
    return verdict.rule


def test_the_table_is_whole() -> None:
    assert [one.number for one in STEPS] == list(range(1, 26))
    assert {one.stage for one in STEPS} == set(Stage)
    assert all(waited < one.number for one in STEPS for waited in one.waits_for)


@pytest.mark.parametrize("number", range(1, 26))
def test_each_step_passes_on_a_way_without_a_fault(number: int) -> None:
    assert ask(number) == ""


@pytest.mark.parametrize("number", range(2, 26))
def test_each_step_waits_for_those_before_it(number: int) -> None:
    assert ask(number, there=way(1)) == "members.step.order"
    before = max(D[one] for one in BY_NUMBER[number].waits_for)
    assert ask(number, before - timedelta(days=1)) == "members.step.day"


@pytest.mark.parametrize("number", range(1, 26))
def test_no_step_is_taken_twice_or_after_leaving(number: int) -> None:
    assert ask(number, there=way(number + 1)) == "members.step.done"
    assert ask(number, there=way(number, open=False)) == "members.left"


def test_there_is_no_other_step() -> None:
    assert rules.can_step(way(26), 26, D[25], {}, RULES).rule == "members.step.number"


@pytest.mark.parametrize("number", [one.number for one in STEPS if one.admits])
def test_only_a_branch_that_may_admit_admits(number: int) -> None:
    there = way(number, admission=Answer("功能型党组织不能接收。"))
    assert ask(number, there=there) == "members.step.admit"


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
def test_cultivation_needs_no_power_to_admit(number: int) -> None:
    assert ask(number, there=way(number, admission=Answer("不能"))) == ""


@pytest.mark.parametrize(
    ("born", "rule"),
    [
        (date(2006, 1, 10), ""),
        (date(2006, 1, 11), "members.step.age"),
        (None, "members.step.born"),
        (date(2004, 2, 29), ""),
    ],
)
def test_eighteen_years(born: date | None, rule: str) -> None:
    assert ask(1, born=born) == rule


@pytest.mark.parametrize(
    ("number", "on", "facts", "rule"),
    [
        (2, date(2024, 2, 10), {}, ""),
        (2, date(2024, 2, 11), {}, "members.step.talk"),
        (2, date(2024, 2, 11), {"note": "春节"}, ""),
        (3, date(2024, 4, 9), {}, "members.step.wait"),
        (3, date(2024, 4, 10), {"body": ""}, "members.step.body"),
        (5, None, {"contacts": 0}, "members.step.contacts"),
        (5, None, {"contacts": 1}, ""),
        (5, None, {"contacts": 3}, "members.step.contacts"),
        (6, date(2025, 4, 9), {}, "members.step.cultivation"),
        (7, None, {"heard": ["group", "contacts", "members"]}, "members.step.heard"),
        (9, None, {"sponsors": 1}, "members.step.sponsors"),
        (9, None, {"sponsors_clear": False}, "members.step.sponsors_clear"),
        (10, None, {"conclusion": "fail"}, "members.step.conclusion"),
        (12, date(2026, 5, 20), {}, ""),
        (12, date(2026, 5, 21), {}, "members.step.review"),
        (13, date(2026, 5, 21), {}, "members.step.review"),
        (15, date(2025, 7, 21), {}, "members.step.meeting"),
        (15, date(2025, 7, 21), {"note": "台风"}, ""),
        (15, None, {"notice_days": 4}, "members.step.notice"),
        (15, None, {"secret": False}, "members.step.secret"),
        (15, None, {"eligible": 4, "present": 2, "in_favour": 2}, "members.step.quorum"),
        (15, None, {"eligible": 4, "present": 3, "in_favour": 2}, "members.step.majority"),
        (15, None, {"eligible": 5, "present": 3, "in_favour": 3}, ""),
        (15, None, {"present": 6}, "members.step.count"),
        (15, None, {"eligible": 0, "present": 0, "in_favour": 0}, "members.step.quorum"),
        (17, date(2025, 10, 20), {}, ""),
        (17, date(2025, 10, 21), {}, "members.step.approval"),
        (17, date(2026, 1, 20), {"note": "特殊情况"}, ""),
        (17, date(2026, 1, 21), {"note": "特殊情况"}, "members.step.approval_last"),
        (17, None, {"approver": 8}, "members.step.approver"),
        (22, date(2026, 6, 20), {}, "members.step.day"),
        (23, date(2026, 7, 19), {}, "members.step.probation"),
        (23, date(2026, 7, 20), {}, ""),
        (23, None, {"in_favour": 2}, "members.step.majority"),
        (24, date(2026, 10, 21), {}, ""),
        (24, date(2026, 10, 22), {}, "members.step.full_approval"),
        (24, None, {"approver": None}, "members.step.approver"),
    ],
)
def test_each_gate_and_clock(
    number: int, on: date | None, facts: dict[str, Any], rule: str
) -> None:
    assert ask(number, on, **facts) == rule


def test_the_application_to_become_full_comes_at_the_end_of_probation() -> None:
    there = way(22)
    done = {**there.done, 21: date(2026, 6, 1)}
    early = replace(there, done=done)
    assert ask(22, date(2026, 6, 19), early) == "members.step.probation"
    assert ask(22, date(2026, 6, 20), early) == ""


def test_cultivation_counts_on_across_units() -> None:
    carried = way(6, counted_from=date(2023, 8, 1), half_years=(date(2024, 2, 1), date(2024, 8, 1)))
    assert ask(6, date(2024, 8, 1), carried) == ""
    assert ask(6, date(2024, 7, 31), carried) == "members.step.cultivation"


def test_a_half_year_without_an_entry_is_missed() -> None:
    assert ask(6, there=way(6, half_years=(date(2025, 1, 1),))) == "members.step.half_year"
    early = (date(2023, 1, 1), date(2023, 7, 1))
    assert ask(6, there=way(6, half_years=early)) == "members.step.half_year"


@pytest.mark.parametrize(
    ("hours", "days", "rule"),
    [("24", 0, ""), ("23.5", 2, "members.step.training"), ("0", 3, "")],
)
def test_training_by_hours_or_days(hours: str, days: int, rule: str) -> None:
    assert ask(11, there=way(11, hours=Decimal(hours)), days=days) == rule


@pytest.mark.parametrize(
    ("leaves", "rule"),
    [
        (date(2025, 10, 19), "members.step.leaving"),
        (date(2025, 10, 20), ""),
        (None, ""),
    ],
)
def test_nobody_is_admitted_shortly_before_leaving(leaves: date | None, rule: str) -> None:
    assert ask(15, there=way(15, leaves_on=leaves)) == rule


@pytest.mark.parametrize("months", [6, 12])
def test_probation_is_extended_once_by_half_a_year_to_a_year(months: int) -> None:
    there = way(22)
    assert rules.can_extend(there, months, RULES)
    assert rules.can_extend(there, 5, RULES).rule == "members.extend.months"
    assert rules.can_extend(there, 13, RULES).rule == "members.extend.months"
    longer = replace(there, facts={21: {"extended_months": months}})
    assert rules.can_extend(longer, 6, RULES).rule == "members.extend.once"
    assert longer.probation_end(12) == later(D[15], 12 + months)
    assert rules.can_extend(way(15), 6, RULES).rule == "members.extend.state"
    assert rules.can_extend(way(24), 6, RULES).rule == "members.extend.state"


def test_an_extended_probation_ends_later() -> None:
    there = replace(way(23), facts={21: {"extended_months": 6}})
    assert ask(23, date(2026, 7, 21), there) == "members.step.probation"
    assert ask(23, date(2027, 1, 20), there) == ""


@pytest.mark.parametrize(
    ("upto", "on", "code", "due", "tone"),
    [
        (2, date(2024, 1, 20), "talk", date(2024, 2, 10), "info"),
        (2, date(2024, 2, 1), "talk", date(2024, 2, 10), "warn"),
        (2, date(2024, 2, 11), "talk", date(2024, 2, 10), "bad"),
        (14, date(2025, 7, 1), "meeting", date(2025, 7, 20), "info"),
        (14, date(2025, 7, 21), "meeting", date(2025, 7, 20), "bad"),
        (17, date(2025, 9, 19), "approval", date(2025, 10, 20), "info"),
        (17, date(2025, 9, 20), "approval", date(2025, 10, 20), "warn"),
        (17, date(2025, 10, 21), "approval_last", date(2026, 1, 20), "bad"),
        (22, date(2026, 6, 1), "probation", date(2026, 7, 20), "info"),
        (24, date(2026, 10, 22), "full_approval", date(2026, 10, 21), "bad"),
        (12, date(2026, 5, 10), "review", date(2026, 5, 20), "warn"),
    ],
)
def test_each_clock_runs(upto: int, on: date, code: str, due: date, tone: str) -> None:
    found = {one.code: one for one in clocks(way(upto), on, RULES)}
    assert (found[code].due, found[code].tone) == (due, tone)


def test_the_half_year_clock_moves_on_with_each_entry() -> None:
    there = way(6, half_years=())
    assert half_year_due(there, RULES) == date(2024, 10, 10)
    assert half_year_due(way(6, half_years=(date(2024, 9, 1),)), RULES) == date(2025, 4, 10)
    assert half_year_due(way(8), RULES) is None
    assert half_year_due(way(16, half_years=()), RULES) == date(2026, 1, 20)
    assert half_year_due(way(23), RULES) is None


def test_no_clock_runs_for_who_left_or_is_through() -> None:
    assert clocks(way(26), date(2027, 1, 1), RULES) == []
    assert clocks(way(2, open=False), date(2027, 1, 1), RULES) == []
    assert next_step(way(26)) is None
    assert [next_step(way(number)) for number in range(1, 26)] == list(range(1, 26))


def test_months_on_the_calendar() -> None:
    assert later(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert later(date(2025, 12, 1), 1) == date(2026, 1, 1)
    assert months_between(date(2025, 1, 31), date(2025, 2, 28)) == 1
    assert months_between(date(2025, 1, 10), date(2025, 2, 9)) == 0
    assert age(date(2008, 2, 29), date(2026, 2, 28)) == 18
