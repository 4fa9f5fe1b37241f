"""Steps recorded by the branch: what somebody is changes with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shuniu.base import clock
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.members import queries, services
from shuniu.members.models import StepDone
from tests.members import _cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def test_a_step_changes_what_somebody_is_and_a_birthday_is_not_kept(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "甲", "applicant", since=date(2025, 1, 10))
        born = services.Taking(1, date(2025, 1, 10), {"born": date(1990, 5, 6)})
        services.take_step(row, born, by=there.secretary)
        talk = services.Taking(2, date(2025, 1, 20), note="谈得很好")
        services.take_step(row, talk, by=there.secretary)
        form = services.Taking(3, date(2025, 6, 1), {"body": "assembly"})
        services.take_step(row, form, by=there.secretary)
        assert row.status == "activist"
        assert queries.activists(there.branch, date(2025, 5, 31)) == []
        assert queries.activists(there.branch, date(2025, 6, 1)) == [row.person_id]
    kept = StepDone.objects.get(number=1)
    assert kept.facts == {}
    assert "谈得很好" not in StepDone.objects.get(number=2).note_sealed
    assert not [one for one in AuditEntry.objects.all() if "1990" in str(one.detail)]


def test_contacts_are_full_members(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "甲", "activist", since=date(2025, 1, 10))
        for number in (1, 2, 3):
            StepDone.objects.create(member=row, number=number, on=date(2025, 1, 10))
        other = cast.member(there, "乙", "activist")
        full = cast.member(there, "丙", "full")
        with pytest.raises(Refused) as refused:
            form = services.Taking(5, date(2025, 2, 1), persons=(other.person,))
            services.take_step(row, form, by=there.secretary)
        assert refused.value.verdict.rule == "members.step.contacts"
        form = services.Taking(5, date(2025, 2, 1), persons=(full.person, full.person))
        services.take_step(row, form, by=there.secretary)
    assert [one.person_id for one in row.cultivators.all()] == [full.person_id]


def test_nobody_keeps_their_own_record_and_no_day_is_ahead(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "甲", "applicant")
        with pytest.raises(Refused) as refused:
            services.take_step(row, services.Taking(1, date(2027, 1, 1)), by=there.secretary)
        assert refused.value.verdict.rule == "members.ahead"
        row.user = there.secretary
        row.save()
        with pytest.raises(Refused) as refused:
            services.note_half_year(row, on=cast.TODAY, text="好", by=there.secretary)
        assert refused.value.verdict.rule == "members.own_record"


@pytest.mark.parametrize(
    ("hours", "rule"), [("0", "members.training.hours"), ("101", "members.training.hours")]
)
def test_training_has_sane_hours(there: cast.Cast, hours: str, rule: str) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "甲", "activist")
        with pytest.raises(Refused) as refused:
            services.note_training(
                row, on=cast.TODAY, hours=Decimal(hours), title="课", by=there.secretary
            )
    assert refused.value.verdict.rule == rule


def test_the_probation_is_extended_and_the_clock_follows(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "甲", "probationary", since=date(2026, 1, 10))
        StepDone.objects.create(member=row, number=15, on=date(2026, 1, 10))
        services.extend_probation(row, months=6, by=there.secretary)
        with pytest.raises(Refused):
            services.extend_probation(row, months=6, by=there.secretary)
    assert StepDone.objects.get(number=21).facts == {"extended_months": 6}
