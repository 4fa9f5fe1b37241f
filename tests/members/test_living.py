"""Floating members, letters of transfer, dues, reviews, talks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest

from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.members import queries, services
from shuniu.members.models import FloatingLink, Member, Review, Talk, Transfer
from shuniu.members.queries import floating as reads
from shuniu.members.queries import living
from shuniu.members.queries.parameters import Parameters
from tests.members import _cast as cast

pytestmark = pytest.mark.django_db
RULES = Parameters()


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def floating(there: cast.Cast, since: date = date(2026, 6, 1)) -> FloatingLink:
    row = cast.member(there, "流动", relation="elsewhere")
    form = services.Floating("外省某村党支部", since, home_contact="张书记")
    return services.link_floating(row, form, by=there.secretary)


def refused(call: object) -> str:
    with pytest.raises(Refused) as told:
        call()  # type: ignore[operator]
    assert told.value.verdict.reason
    return told.value.verdict.rule


def test_a_floating_member_has_a_contact_clock(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        link = floating(there)
        assert link.next_contact_due == date(2026, 7, 2)
        assert not reads.in_contact(link, cast.TODAY)
        services.note_contact(link, on=date(2026, 11, 20), way="phone", by=there.secretary)
        services.note_contact(link, on=date(2026, 10, 1), way="phone", by=there.secretary)
        assert link.next_contact_due == date(2026, 12, 21)
        assert reads.in_contact(link, cast.TODAY)
        assert [one.home_branch for one in reads.shown(reads.links(there.lead), cast.TODAY, RULES)]
    assert "外省" not in link.home_branch_sealed


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 8, 1), 0),
        (date(2026, 8, 2), 2),
        (date(2026, 9, 2), 3),
        (date(2026, 11, 2), 5),
        (date(2026, 12, 1), 5),
        (date(2026, 12, 2), 6),
    ],
)
def test_silence_rings_after_two_three_five_and_six_months(on: date, months: int) -> None:
    link = FloatingLink(since=date(2026, 6, 1))
    assert reads.silence_of(link, on, RULES).months == months


def test_who_belongs_here_does_not_float_here(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        here = cast.member(there)
        activist = cast.member(there, "乙", "activist")
        form = services.Floating("某支部", cast.SINCE)
        link = floating(there)
        for row, rule in (
            (here, "members.floating.relation"),
            (activist, "members.floating.status"),
            (link.member, "members.floating.twice"),
        ):
            assert refused(lambda row=row: services.link_floating(row, form, by=None)) == rule
        early = link.since - timedelta(days=1)
        assert (
            refused(lambda: services.note_contact(link, on=early, way="phone", by=None))
            == "members.contact.day"
        )


def test_the_monthly_sheet_counts_what_was_attended_here(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        link = floating(there)
        services.note_presences(
            [link.member.person_id],
            on=date(2026, 10, 9),
            kind="theme_day",
            record="meetings.meeting:1",
        )
        services.note_presences(
            [link.member.person_id],
            on=date(2026, 11, 9),
            kind="theme_day",
            record="meetings.meeting:2",
        )
        row = services.make_return(link, date(2026, 10, 31), by=there.secretary)
        sheet = reads.sheet_of(link, date(2026, 10, 1))
        assert sheet["attended"] == [{"on": "2026-10-09", "kind": "theme_day"}]
        assert sheet["name"] == "流动"
        assert "流动" not in row.sheet_sealed
        for month in (date(2026, 11, 1), date(2026, 5, 1)):
            call = lambda month=month: services.make_return(link, month, by=None)  # noqa: E731
            assert refused(call) == "members.return.month"
        services.send_return(row, on=cast.TODAY, by=there.secretary)
        again = lambda: services.make_return(link, date(2026, 10, 1), by=None)  # noqa: E731
        assert refused(again) == "members.return.sent"


def letter(**more: object) -> services.Letter:
    said = {
        "number": "第12号",
        "source": "甲委",
        "target": "乙委",
        "issued_on": date(2026, 11, 1),
        "valid_days": 30,
        **more,
    }
    return services.Letter(**said)  # type: ignore[arg-type]


def vote(there: cast.Cast, row: Member, on: date) -> bool:
    return {one.person_id: one.vote for one in queries.roster(there.branch, on)}[row.person_id]


def test_a_transfer_is_followed_and_counts_only_with_the_receipt(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        link = floating(there)
        row = services.follow_transfer(link.member, letter(), by=there.secretary)
        assert not vote(there, link.member, cast.TODAY)
        assert refused(lambda: services.follow_transfer(link.member, letter(), by=None)) == (
            "members.transfer.open"
        )
        assert reads.letters_of(link.member, date(2026, 12, 1))[0].tone == "info"
        assert reads.letters_of(link.member, date(2026, 12, 2))[0].tone == "bad"
        early = lambda: services.note_receipt(row, on=date(2026, 10, 31), by=None)  # noqa: E731
        assert refused(early) == "members.transfer.receipt"
        services.note_receipt(row, on=date(2026, 11, 20), by=there.secretary)
        assert vote(there, link.member, cast.TODAY)
        assert not vote(there, link.member, date(2026, 11, 19))
        link.refresh_from_db()
        assert link.ended_on == date(2026, 11, 20)
        assert Transfer.objects.get().state == "receipt"
        assert refused(lambda: services.note_receipt(row, on=cast.TODAY, by=None)) == "moves.state"


def test_a_lost_letter_is_replaced_and_nothing_has_moved(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        link = floating(there)
        row = services.follow_transfer(link.member, letter(), by=there.secretary)
        services.end_letter(row, move="replace", by=there.secretary)
        standing = queries.standing_of(link.member, cast.TODAY)
        assert standing is not None
        assert standing.relation == "elsewhere"
        services.follow_transfer(link.member, letter(issued_on=cast.TODAY), by=there.secretary)


@pytest.mark.parametrize(
    ("days", "ok"), [(1, True), (30, True), (90, True), (91, False), (0, False)]
)
def test_a_letter_holds_ninety_days_at_most(there: cast.Cast, days: int, ok: bool) -> None:
    with clock.at(cast.TODAY):
        link = floating(there)
        call = partial(services.follow_transfer, link.member, letter(valid_days=days), by=None)
        if ok:
            assert call()
        else:
            assert refused(call) == "members.transfer.days"


def test_activists_have_no_relation_to_transfer(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        activist = cast.member(there, "乙", "activist")
        here = cast.member(there, "丙")
        assert refused(lambda: services.follow_transfer(activist, letter(), by=None)) == (
            "members.transfer.status"
        )
        assert refused(lambda: services.follow_transfer(here, letter(), by=None)) == (
            "members.transfer.direction"
        )


def test_a_member_leaving_stays_here_until_the_receipt(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        here = cast.member(there)
        row = services.follow_transfer(here, letter(incoming=False), by=there.secretary)
        assert vote(there, here, cast.TODAY)
        services.note_receipt(row, on=cast.TODAY, by=there.secretary)
        assert not vote(there, here, cast.TODAY)


@pytest.mark.parametrize(("members", "most"), [(2, 0), (3, 1), (5, 1), (6, 2)])
def test_a_third_at_most_is_excellent(there: cast.Cast, members: int, most: int) -> None:
    with clock.at(cast.TODAY):
        rows = [cast.member(there, f"党员{one}") for one in range(members)]
        for row in rows[:most]:
            services.review_member(row, year=2026, grade="excellent", on=cast.TODAY, by=None)
        more = lambda: services.review_member(  # noqa: E731
            rows[most], year=2026, grade="excellent", on=cast.TODAY, by=None
        )
        assert refused(more) == "members.review.share"
        services.review_member(rows[most], year=2026, grade="good", on=cast.TODAY, by=None)
    assert living.excellent_in(there.branch, 2026) == most
    assert not [one for one in Review.objects.all() if "excellent" in one.grade_sealed]


def test_on_probation_there_is_no_grade(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, "预备", "probationary")
        call = lambda: services.review_member(row, year=2026, grade="good", on=cast.TODAY, by=None)  # noqa: E731
        assert refused(call) == "members.review.probationary"
        assert services.review_member(row, year=2026, grade="none", on=cast.TODAY, by=None)


@pytest.mark.parametrize("kind", ["temporary", "functional"])
def test_not_every_kind_of_branch_reviews(kind: str) -> None:
    there = cast.cast(kind)
    with clock.at(cast.TODAY):
        row = cast.member(there)
        call = lambda: services.review_member(row, year=2026, grade="good", on=cast.TODAY, by=None)  # noqa: E731
        assert refused(call) == "members.review.kind"


def test_dues_know_the_agreed_amount_and_months_and_no_wage(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
        dues = services.agree_dues(
            row, year=2026, amount=Decimal(45), elsewhere=False, by=there.secretary
        )
        assert living.dues_of(row, cast.TODAY, RULES)[0].tone == "bad"
        services.pay_dues(dues, months=8, on=cast.TODAY, by=there.secretary)
        assert living.dues_of(row, cast.TODAY, RULES)[0].words == "欠交 2 个月"
        services.pay_dues(dues, months=12, on=cast.TODAY, by=there.secretary)
        shown = living.dues_of(row, cast.TODAY, RULES)[0]
        assert (shown.amount, shown.tone) == ("45.00", "good")
        assert "45" not in dues.amount_sealed or "45.00" not in dues.amount_sealed
        ahead = services.agree_dues(
            row, year=2027, amount=Decimal(45), elsewhere=False, by=there.secretary
        )
        call = lambda: services.pay_dues(ahead, months=6, on=cast.TODAY, by=None)  # noqa: E731
        assert refused(call) == "members.dues.ahead"
        services.pay_dues(ahead, months=5, on=cast.TODAY, by=None)
    names = {field.name for field in dues._meta.get_fields()}
    assert not [one for one in names if "wage" in one or "salary" in one or "income" in one]


def test_a_talk_is_counted_once_whoever_began(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        one, two = cast.member(there), cast.member(there, "乙")
        for a, b in ((one, two), (two, one)):
            services.note_talk(there.branch, a.person, b.person, on=cast.TODAY, by=there.secretary)
        call = lambda: services.note_talk(  # noqa: E731
            there.branch, one.person, one.person, on=cast.TODAY, by=None
        )
        assert refused(call) == "members.talk.self"
    assert Talk.objects.count() == 1
    assert {field.name for field in Talk._meta.get_fields()} == {"id", "party", "a", "b", "on"}
