"""Who should attend, and with which vote."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shuniu.base import clock
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.members import queries, services
from shuniu.members.models import Consent, Member, Presence, Standing
from tests.members import _cast as cast
from tests.registry import _cast as registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def test_a_vote_belongs_to_full_members_whose_relation_is_here(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        full = cast.member(there, "正式")
        floating = cast.member(there, "流动", relation="elsewhere")
        coming = cast.member(there, "转入", relation="transferring")
        new = cast.member(there, "预备", "probationary")
        cast.member(there, "积极", "activist")
    votes = {one.person_id: one.vote for one in queries.roster(there.branch, cast.TODAY)}
    assert votes == {
        full.person_id: True,
        floating.person_id: False,
        coming.person_id: False,
        new.person_id: False,
    }


def test_activists_and_prospects_are_invited_to_lectures(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        cast.member(there, "申请", "applicant")
        one = cast.member(there, "积极", "activist")
        two = cast.member(there, "发展", "prospect")
    assert queries.activists(there.branch, cast.TODAY) == [one.person_id, two.person_id]


def test_the_roster_of_a_past_day_knows_who_moved_since(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        gone = cast.member(there, "走了")
        services.leave(gone, on=date(2026, 5, 1), why="moved", by=there.secretary)
        again = services.Enrolment("full", date(2026, 5, 2), person=gone.person, relation="here")
        services.enrol(there.other, again, by=there.stranger)
    assert [one.person_id for one in queries.roster(there.branch, date(2026, 4, 30))] == [
        gone.person_id
    ]
    assert queries.roster(there.branch, date(2026, 5, 2)) == []


def test_nobody_without_a_consent(there: cast.Cast) -> None:
    with clock.at(cast.TODAY), pytest.raises(Refused) as refused:
        cast.member(there, version="1999-01")
    assert refused.value.verdict.rule == "members.consent"
    assert not Member.objects.exists()
    unconsented: dict[str, Any] = {"consent_id": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(person_id=1, **unconsented, organisation=there.home, since=cast.SINCE)


def test_the_consent_is_kept_word_for_word_and_the_book_has_no_name(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "欧阳明月", phone="13800138000")
    assert len(Consent.objects.get().text_digest) == 64
    lines = [str(one.detail) for one in AuditEntry.objects.all()]
    assert not [one for one in lines if "欧阳" in one or "13800138000" in one]
    assert row.status == "full"
    assert "full" not in row.status_sealed


def test_a_standing_leads_to_no_person_without_the_hashing_key(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
    known = Standing.objects.get()
    assert known.key != str(row.person.key)
    assert not {f.name for f in Standing._meta.get_fields()} & {"person", "member"}


@pytest.mark.parametrize("again", [1, 2])
def test_a_presence_is_noted_once(there: cast.Cast, again: int) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
    for _time in range(again):
        services.note_presences(
            [row.person_id], on=cast.TODAY, kind="theme_day", record="meetings.meeting:7"
        )
    assert Presence.objects.count() == 1
    assert services.note_presences([999], on=cast.TODAY, kind="theme_day", record="x") == 0


def test_a_stranger_enters_nobody(there: cast.Cast) -> None:
    with clock.at(cast.TODAY), pytest.raises(Refused):
        form = services.Enrolment("full", cast.SINCE, name="甲", party=there.branch)
        services.enrol(there.home, form, by=there.stranger)
    assert not Member.objects.exists()


def test_who_declares_themselves_waits_to_be_confirmed(there: cast.Cast) -> None:
    with clock.at(cast.SINCE):
        user = registry.person("own", "member", there.home.node)
    with clock.at(cast.TODAY):
        form = services.Enrolment(
            "full",
            cast.SINCE,
            name="乙",
            party=there.branch,
            relation="here",
            user=user,
            way="self",
        )
        row = services.enrol(there.home, form, by=user)
        assert [one.vote for one in queries.roster(there.branch, cast.TODAY)] == [False]
        services.confirm(row, by=there.secretary)
    assert [one.vote for one in queries.roster(there.branch, cast.TODAY)] == [True]


def test_nobody_is_on_two_rosters(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
        with pytest.raises(Refused) as refused:
            form = services.Enrolment("full", cast.SINCE, person=row.person)
            services.enrol(there.other, form, by=there.stranger)
    assert refused.value.verdict.rule == "members.enrolled"
