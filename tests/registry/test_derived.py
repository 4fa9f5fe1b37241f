"""What posts say by themselves: worked cases, each by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shuniu.registry.models import Person
from shuniu.registry.queries.admission import admission
from shuniu.registry.queries.derived import (
    Derived,
    Governed,
    Held,
    Standing,
    cross_posts,
    derive,
    elections,
    months_later,
    one_head,
    term_end,
    vacancies,
)
from shuniu.registry.queries.parameters import Parameters

DAY = date(2026, 11, 23)
RULES = Parameters()
COUNCIL, BOARD, OFFICE, BRANCH = 1, 2, 3, 4
KINDS = {COUNCIL: "council", BOARD: "supervisors", OFFICE: "secretariat", BRANCH: "party"}


def _held(pk: int, body: int, who: int, title: str, words: str = "") -> Held:
    return Held(pk, 1, body, KINDS[body], Person(pk=who), title, words, date(2024, 1, 1))


def _governed(*posts: Held, bodies: tuple[Standing, ...] = ()) -> Governed:
    return Governed(bodies, posts, tuple(one for one in posts if one.body == BRANCH))


def _body(kind: int, **more: Any) -> Standing:
    plain = Standing(kind, 1, KINDS[kind], "", date(2010, 1, 1))
    return replace(plain, **more)


@pytest.mark.parametrize(
    ("body", "title", "counts"),
    [
        (COUNCIL, "head", True),
        (COUNCIL, "member", True),
        (BOARD, "chair_of_supervisors", True),
        (OFFICE, "secretary_general", True),
        (OFFICE, "deputy_secretary_general", True),  # 组织委员 as assistant secretary-general
        (OFFICE, "staff", False),
    ],
)
@pytest.mark.parametrize("party", ["secretary", "deputy_secretary", "branch_committee"])
def test_posts_cross_where_the_committee_sits_in_a_governing_body(
    body: int, title: str, *, counts: bool, party: str
) -> None:
    answer = cross_posts(_governed(_held(1, BRANCH, 7, party), _held(2, body, 7, title)), RULES)
    assert answer.state == ("yes" if counts else "no")
    assert [one.pk for one in answer.posts] == ([1, 2] if counts else [1])


def test_two_people_of_one_name_do_not_cross() -> None:
    answer = cross_posts(
        _governed(_held(1, BRANCH, 7, "secretary"), _held(2, COUNCIL, 8, "head")), RULES
    )
    assert answer.state == "no"


def test_without_a_committee_nothing_can_be_said() -> None:
    assert cross_posts(_governed(_held(2, COUNCIL, 8, "head")), RULES).state == "unknown"


def test_a_hub_may_count_otherwise() -> None:
    posts = _governed(_held(1, BRANCH, 7, "secretary"), _held(2, OFFICE, 7, "staff"))
    wider = replace(RULES, cross_titles=RULES.cross_titles | {"staff"})
    assert cross_posts(posts, wider).state == "yes"


def test_a_joint_branch_counts_for_those_it_covers() -> None:
    governed = Governed((), (_held(2, COUNCIL, 7, "member"),), (_held(1, BRANCH, 7, "secretary"),))
    assert cross_posts(governed, RULES).state == "yes"


@pytest.mark.parametrize(
    ("posts", "state"),
    [
        ([(COUNCIL, 7, "head"), (BRANCH, 7, "secretary")], "yes"),
        ([(COUNCIL, 7, "head"), (BRANCH, 8, "secretary")], "no"),
        ([(COUNCIL, 7, "deputy_head"), (BRANCH, 7, "secretary")], "unknown"),
        ([(COUNCIL, 7, "head"), (BRANCH, 7, "branch_committee")], "unknown"),
    ],
)
def test_one_person_at_both_heads(posts: list[tuple[int, int, str]], state: str) -> None:
    held = [_held(n, *one) for n, one in enumerate(posts)]
    assert one_head(_governed(*held)).state == state


def _vacancies(*posts: Held, **more: object) -> list[tuple[str, str]]:
    found = vacancies(_governed(*posts, bodies=(_body(COUNCIL, **more),)))
    return [(one.state, one.reason) for one in found]


def test_seats_nobody_sits_in() -> None:
    head, member = _held(1, COUNCIL, 7, "head"), _held(2, COUNCIL, 8, "member")
    assert _vacancies(head, member, seats=2) == []
    assert _vacancies(head, member) == []
    assert _vacancies(head, member, seats=3) == [
        ("warn", "“理事会”应有 3 人，在任 2 人，空缺 1 人。")
    ]
    both = _held(3, COUNCIL, 7, "legal_representative")  # one person in two posts sits once
    assert _vacancies(head, both, seats=2)[0][0] == "warn"


def test_a_body_without_a_head_is_worse_than_an_empty_seat() -> None:
    member = _held(2, COUNCIL, 8, "member")
    assert _vacancies(member, seats=3) == [("bad", "“理事会”没有在任的负责人（会长、理事长）。")]


@pytest.mark.parametrize(
    ("elected", "years", "extended", "state"),
    [
        (date(2023, 11, 22), 3, None, "bad"),  # ended yesterday
        (date(2023, 11, 23), 3, None, "warn"),  # its last day
        (date(2024, 5, 23), 3, None, "warn"),  # six months to go
        (date(2024, 5, 24), 3, None, "yes"),
        (date(2022, 6, 1), 4, date(2026, 12, 31), "warn"),  # extended, and soon over
        (date(2022, 6, 1), 4, date(2026, 10, 31), "bad"),  # even the extension is over
        (date(2022, 6, 1), 4, date(2027, 12, 31), "warn"),  # longer than a year
        (date(2022, 10, 1), 4, date(2027, 9, 30), "yes"),
        (None, 3, None, "unknown"),
        (date(2024, 1, 1), None, None, "unknown"),
    ],
)
def test_a_term_by_its_days(
    elected: date | None, years: int | None, extended: date | None, state: str
) -> None:
    body = _body(COUNCIL, elected_on=elected, term_years=years, extended_until=extended)
    assert [one.state for one in elections(Governed((body,)), DAY, RULES)] == [state]


def test_a_secretariat_without_a_term_is_not_asked_about() -> None:
    assert list(elections(Governed((_body(OFFICE),)), DAY, RULES)) == []


def test_how_late_stands_in_the_sentence() -> None:
    body = _body(BRANCH, elected_on=date(2023, 11, 20), term_years=3)
    (answer,) = elections(Governed((body,)), DAY, RULES)
    assert answer.reason == "“党组织”任期已于 2026-11-20 届满，逾期 3 天未换届。"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 27), 1, date(2027, 1, 27)),
    ],
)
def test_months_end_where_a_month_ends(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_a_term_is_counted_in_years() -> None:
    assert term_end(date(2020, 2, 29), 3) == date(2023, 2, 28)


def test_all_answers_are_whole_sentences() -> None:
    bodies = (_body(COUNCIL, seats=5), _body(BRANCH), _body(OFFICE))
    answers: list[Derived] = derive(
        _governed(_held(1, BRANCH, 7, "secretary"), bodies=bodies), DAY, RULES
    )
    assert [one.code for one in answers] == [
        "cross",
        "one_head",
        "vacancy",
        "vacancy",
        "term",
        "term",
    ]
    assert all(one.reason.endswith("。") and one.title for one in answers)


def test_without_any_party_organisation_the_ways_and_the_lack_are_said() -> None:
    answer = admission([], 2, RULES)
    assert not answer.ok
    assert "需要 3 名正式党员，现有 2 名" in answer.reason
