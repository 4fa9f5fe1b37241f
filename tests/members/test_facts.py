"""What the room publishes for measures: counts and days, never a name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shuniu.base import clock, facts
from shuniu.members import services
from shuniu.members.models import Member, StepDone
from shuniu.registry.models import Post
from tests.members import _cast as cast
from tests.registry import _cast as registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def rows(kind: str, there: cast.Cast, day: date = cast.TODAY) -> list[dict[str, object]]:
    return facts.frame(kind, [there.home.pk, there.other.pk], day).to_dicts()


def test_members_count_by_status_and_relation_from_a_day_to_a_day(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        one = cast.member(there, "甲", since=date(2025, 1, 1))
        cast.member(there, "乙", relation="elsewhere")
        cast.member(there, "丙", "applicant")
        cast.member(there, "丁", "activist")
        services.leave(one, on=date(2026, 6, 30), why="moved", by=there.secretary)
    found = rows("members.member", there)
    assert [(r["status"], r["relation"], r["floating"], r["until"]) for r in found] == [
        ("full", "elsewhere", "yes", None),
        ("full", "here", "no", date(2026, 6, 30)),
    ]
    assert {r["person"] for r in found} == {
        str(m.person.key) for m in Member.objects.filter(pk__lte=one.pk + 1)
    }
    assert [r["status"] for r in rows("members.activist", there)] == ["activist"]
    assert len(rows("members.member", there, date(2026, 6, 29))) == 2
    assert rows("members.member", there, date(2024, 1, 1)) == []


def test_a_floating_member_is_in_contact_or_not_on_the_day(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "乙", relation="elsewhere")
        link = services.link_floating(
            row, services.Floating("外省", date(2026, 6, 1)), by=there.secretary
        )
        services.note_contact(link, on=date(2026, 10, 1), way="phone", by=there.secretary)
    for day, word in (
        (date(2026, 6, 30), "yes"),
        (date(2026, 8, 1), "no"),
        (date(2026, 11, 1), "yes"),
        (date(2026, 11, 2), "no"),
    ):
        assert [r["in_contact"] for r in rows("members.floating", there, day)] == [word]


def test_half_years_are_due_and_done_or_not(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "甲", "activist", since=date(2025, 1, 10))
        StepDone.objects.create(member=row, number=3, on=date(2025, 1, 10))
        services.note_half_year(row, on=date(2025, 8, 1), text="好", by=there.secretary)
    found = rows("members.half_year_due", there)
    assert [(r["day"], r["done"]) for r in found] == [
        (date(2025, 7, 10), "yes"),
        (date(2026, 1, 10), "no"),
        (date(2026, 7, 10), "no"),
    ]


def test_hours_talks_and_reviews(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        one, two = cast.member(there), cast.member(there, "乙")
        services.note_training(
            one, on=date(2026, 5, 1), hours=Decimal("8.5"), title="课", by=there.secretary
        )
        services.note_talk(there.branch, one.person, two.person, on=cast.TODAY, by=None)
        services.review_member(one, year=2026, grade="good", on=cast.TODAY, by=None)
    assert [r["amount"] for r in rows("members.training", there)] == [8.5]
    assert len(rows("members.talk", there)) == 2
    assert [(r["home_due"], r["reported"]) for r in rows("members.review", there)] == [("no", "no")]


def test_members_of_the_core_team_stay_or_go(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        stays, goes = cast.member(there), cast.member(there, "乙")
        council = registry.body(there.home, "council")
        registry.post(council, stays.person, "head")
        registry.post(council, registry.somebody("群众"), "deputy_head")
        from_post = registry.post(council, goes.person, "secretary_general")
        Post.objects.filter(pk=from_post).update(until=date(2026, 5, 1))
    found = [(r["year"], r["stayed"]) for r in rows("members.core", there)]
    assert sorted(found) == [("2025", "yes"), ("2025", "yes"), ("2026", "no"), ("2026", "yes")]
