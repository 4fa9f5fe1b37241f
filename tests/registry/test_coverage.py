"""Coverage: arithmetic by hand, and the same figures from records, today and on a past day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuniu.accounts.queries import forget
from shuniu.accounts.states import Role
from shuniu.base import audit, clock, rulebook
from shuniu.registry import services
from shuniu.registry.models import PartyCover
from shuniu.registry.queries import coverage, rates
from shuniu.registry.queries.parameters import LEAST, parameters
from shuniu.registry.queries.rates import Picture, Seen, by_kind, sliced
from tests.registry import _cast as cast


def _seen(pk: int, formal: int | None, sector: str = "养老", place: str = "/1/") -> Seen:
    return Seen(pk, str(pk), place, "association", sector, formal)


# Six organisations: 1–4 are due, 5 is small, 6 has not said.
SIX = {
    1: _seen(1, 5),
    2: _seen(2, 3),
    3: _seen(3, 8, place="/1/2/"),
    4: _seen(4, 1),
    5: _seen(5, 0),
    6: _seen(6, None, "文化"),
}
PICTURE = Picture(
    seen=SIX,
    kinds={1: {"own"}, 2: {"joint"}, 3: {"functional"}, 5: {"attached"}},
    fields={3: {"养老"}, 6: {"养老"}},
    clauses={1: "approved", 2: "written"},
    explained={4},
    crossed={1},
    one_head=set(),
    termed={1, 2, 5},
    overdue={2},
)


@pytest.mark.parametrize(
    ("code", "inside", "base"),
    [
        ("formed", [1, 2], [1, 2, 3, 4]),
        ("own", [1], [1, 2, 3, 4]),
        ("organised", [1, 2, 3, 5], [1, 2, 3, 4, 5, 6]),
        ("organised_strict", [1, 2, 5], [1, 2, 3, 4, 5, 6]),
        ("worked", [1, 2, 3, 5, 6], [1, 2, 3, 4, 5, 6]),
        ("instructed", [3, 6], [1, 2, 3, 4, 5, 6]),
        ("matched", [3], [3, 6]),
        ("charter", [1], [1, 2, 3, 4, 5, 6]),
        ("charter_written", [1, 2], [1, 2, 3, 4, 5, 6]),
        ("crossed", [1], [1, 2]),
        ("one_head", [], [1, 2]),
        ("elected", [1, 5], [1, 2, 5]),
    ],
)
def test_each_rate_by_hand(code: str, inside: list[int], base: list[int]) -> None:
    found = rates.rate(PICTURE, rates.BY_CODE[code])
    assert list(found.inside) == inside
    assert sorted([*found.inside, *found.outside]) == base
    assert found.share == pytest.approx(len(inside) / len(base))


def test_every_declared_rate_is_worked_by_hand_above() -> None:
    assert len(rates.RATES) == 12


def test_built_and_not_built_add_up_to_all_that_are_due() -> None:
    formed = rates.rate(PICTURE, rates.BY_CODE["formed"])
    assert sorted([*formed.inside, *PICTURE.not_built]) == sorted(PICTURE.due)
    assert PICTURE.not_built == [3, 4]
    assert PICTURE.unknown == [6]


def test_a_rate_of_nobody_is_no_rate() -> None:
    found = rates.rate(Picture(seen={}), rates.BY_CODE["formed"])
    assert (found.numerator, found.denominator, found.share) == (0, 0, None)


def test_the_rule_is_told_with_its_number() -> None:
    assert "不少于 3 名" in rates.rate(PICTURE, rates.BY_CODE["formed"]).below


def test_slices_and_kinds_add_up() -> None:
    formed = rates.rate(PICTURE, rates.BY_CODE["formed"])
    parts = sliced(PICTURE, formed, lambda seen: seen.place)
    assert [(one.key, one.numerator, one.denominator) for one in parts] == [
        ("/1/", 2, 3),
        ("/1/2/", 0, 1),
    ]
    assert sum(by_kind(PICTURE).values()) == len(SIX)


@pytest.mark.django_db
def test_the_same_from_records_and_as_at_a_past_day() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    north = cast.area(hub.node)
    one = cast.organisation(hub.node, 1, formal_members=5)
    two = cast.organisation(north, 2, formal_members=2)
    cast.organisation(north, 3, standing="suspended")
    cast.governed(one)
    joint = services.found_party(
        hub, services.Founding("联合支部", "joint", date(2021, 1, 1)), by=None
    )
    services.cover(joint, two, since=date(2025, 6, 1), by=None)
    services.change_organisation(two, {"formal_members": 4}, by=None, since=date(2025, 3, 1))
    figures = _figures(coverage.coverage(coverage.Scope(lead, date(2026, 11, 23))))
    assert figures["formed"] == (2, 2)
    assert figures["organised"] == (2, 2)
    assert figures["crossed"] == (1, 2)
    past = coverage.picture(coverage.Scope(lead, date(2025, 4, 1)))
    assert _figures(rates.rates(past))["formed"] == (1, 2)
    assert past.not_built == [two.pk]
    (listed,) = coverage.not_built(past.not_built, date(2025, 4, 1), past.rules, {})
    assert (listed.facts.formal_members, listed.due_since) == (4, date(2025, 3, 1))
    before = coverage.picture(coverage.Scope(lead, date(2025, 2, 1)))
    assert _figures(rates.rates(before))["formed"] == (1, 1)
    only_north = coverage.coverage(coverage.Scope(lead, date(2026, 11, 23), north))
    assert _figures(only_north)["organised"] == (1, 1)


@pytest.mark.django_db
def test_those_without_a_reason_stand_first_then_by_the_planned_day() -> None:
    hub = cast.hub()
    rows = [cast.organisation(hub.node, number, formal_members=3) for number in range(1, 5)]
    for row, planned in zip(rows, (date(2026, 3, 1), None, date(2026, 1, 1)), strict=False):
        services.explain_not_built(
            row, due_since=cast.SINCE, reason="转接中", planned_on=planned, by=None
        )
    day = date(2026, 2, 1)
    told = coverage.explanations([one.pk for one in rows], day)
    order = coverage.by_urgency([one.pk for one in rows], told)
    assert order == [rows[3].pk, rows[2].pk, rows[0].pk, rows[1].pk]
    listed = coverage.not_built(order, day, parameters(day), told)
    assert [one.late for one in listed] == [False, True, False, False]


@pytest.mark.django_db
def test_a_picture_is_kept_until_something_in_the_register_is_written() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    row = cast.organisation(hub.node, 1, formal_members=5)
    scope = coverage.Scope(lead, clock.today())
    first = coverage.picture(scope)
    audit.record("evaluation.answer.saved", "entry:1", by=lead)
    assert coverage.picture(scope) is first
    services.change_organisation(row, {"formal_members": 1}, by=lead)
    second = coverage.picture(scope)
    assert (len(first.due), len(second.due)) == (1, 0)
    assert coverage.picture(coverage.Scope(lead, date(2025, 1, 1))) is not second


@pytest.mark.django_db
def test_an_area_officer_sees_the_figures_of_the_area_only() -> None:
    hub = cast.hub()
    north = cast.area(hub.node)
    officer = cast.person("north", Role.AREA_OFFICER, north)
    cast.organisation(hub.node, 1, formal_members=5)
    cast.organisation(north, 2, formal_members=5)
    found = _figures(coverage.coverage(coverage.Scope(officer, clock.today())))
    assert found["formed"] == (0, 1)
    above = coverage.coverage(coverage.Scope(officer, clock.today(), hub.node))
    assert _figures(above)["formed"] == (0, 1)


@pytest.mark.django_db
def test_a_rule_is_dated_and_the_past_keeps_its_own() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    cast.organisation(hub.node, 1, formal_members=4)
    rulebook.set_value(LEAST, 5, since=date(2026, 1, 1), by=None)
    then = coverage.picture(coverage.Scope(lead, date(2025, 12, 31)))
    now = coverage.picture(coverage.Scope(lead, date(2026, 1, 1)))
    assert (len(then.due), len(now.due)) == (1, 0)


@pytest.mark.django_db
def test_elections_overdue_by_the_database_are_those_by_the_rule() -> None:
    """The same day by day around every edge, leap years included."""
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    row = cast.organisation(hub.node, 1)
    for elected in (date(2020, 2, 29), date(2021, 3, 31), date(2022, 2, 28)):
        cast.body(row, "council", elected_on=elected, term_years=3)
    for day in (
        date(2023, 2, 27),
        date(2023, 2, 28),
        date(2023, 3, 1),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2024, 4, 1),
        date(2025, 2, 28),
        date(2025, 3, 1),
    ):
        rules = parameters(day)
        scope = coverage.Scope(lead, day)
        listed = coverage.terms_of(coverage.terms(scope, rules), day)
        late = {one.body.pk for one in listed if one.overdue}
        from_rows = {
            body.pk
            for body in row.bodies.all()
            if body.elected_on and day > _plus_three(body.elected_on)
        }
        assert late == from_rows, day


def _plus_three(day: date) -> date:
    end = {29: 28}.get(day.day, day.day) if day.month == 2 else day.day
    return date(day.year + 3, day.month, end)


@pytest.mark.django_db
def test_as_many_queries_for_one_as_for_thirty() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    counts = []
    for number in range(1, 31):
        row = cast.organisation(hub.node, number, formal_members=3)
        if number % 3 == 0:
            cast.governed(row)
        if number in {1, 3, 30}:
            forget(lead)
            with CaptureQueriesContext(connection) as asked:
                picture = coverage.picture(coverage.Scope(lead, date(2025, 1, 1)))
                rates.rates(picture)
                coverage.not_built(picture.not_built, date(2025, 1, 1), picture.rules, {})
            counts.append(len(asked))
    assert counts == [counts[0]] * 3
    assert PartyCover.objects.count() == 10


def _figures(found: list[rates.Rate]) -> dict[str, tuple[int, int]]:
    return {one.code: (one.numerator, one.denominator) for one in found}
