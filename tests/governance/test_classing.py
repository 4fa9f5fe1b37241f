"""Classes by the list, with the arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shuniu.base import clock
from shuniu.governance.models import Matter
from shuniu.governance.queries.alike import alike, party_words, subject_words
from shuniu.governance.queries.lists import Line, lines_for
from shuniu.governance.queries.sentences import told
from shuniu.governance.services import Draft, classify, end_line, raise_matter, set_line
from tests.governance import _cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> _cast.Hub:
    return _cast.hub()


@pytest.fixture
def found(place: _cast.Hub) -> _cast.House:
    return _cast.house(place)


@pytest.mark.parametrize(
    ("kind", "amount", "title", "major"),
    [
        ("expense", 99_999, "会议设备", False),
        ("expense", 100_000, "会议设备", True),
        ("expense", None, "会议设备", True),
        ("decision", None, "内部分工", True),
        ("year_plan", None, "明年安排", True),
        ("foreign", 1, "接待来访", True),
        ("donation", 99_999, "接收款物", False),
        ("other", 100_000, "印刷", True),
        ("other", 1_000, "印刷", False),
        ("other", None, "值班安排", False),
        ("other", 500, "修改章程", True),
        ("activity", 1_000, "赴境外考察", True),
        ("other", 120_000, "接收捐赠", True),
    ],
)
def test_a_matter_is_on_the_list_by_class_amount_or_words(
    found: _cast.House, kind: str, amount: int | None, title: str, *, major: bool
) -> None:
    row = _cast.matter(found, kind, amount, title=title)
    assert row.major is major
    assert row.state == ("listed" if major else "ordinary")
    assert told(row.working)


def test_a_sum_in_pieces_to_one_counterparty_is_noticed_and_all_open_pieces_come_along(
    found: _cast.House,
) -> None:
    first = _cast.matter(
        found, "expense", 40_000, title="展位搭建", counterparty="某某会展有限公司"
    )
    second = _cast.matter(found, "other", 30_000, title="印刷", counterparty="某某会展")
    assert (first.major, second.major) == (False, False)
    third = _cast.matter(found, "activity", 30_000, title="布展", counterparty="某某会展 公司")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.major, second.major, third.major) == (True, True, True)
    assert {first.state, second.state} == {"listed"}
    sentences = " ".join(told(third.working))
    assert "3 项合计 100,000 元" in sentences
    assert "疑似拆分" in sentences
    assert third.number in told(first.working)[-1]


def test_a_sum_in_pieces_under_one_subject_is_noticed(found: _cast.House) -> None:
    _cast.matter(found, "expense", 60_000, title="信息系统建设（第一期）", counterparty="甲公司")
    second = _cast.matter(
        found, "expense", 60_000, title="信息系统建设第二期", counterparty="乙公司"
    )
    assert second.major is True


def test_pieces_further_apart_than_the_window_or_withdrawn_do_not_add_up(
    found: _cast.House,
) -> None:
    with clock.at(date(2026, 1, 5)):
        _cast.matter(found, "expense", 60_000, title="培训一期", counterparty="甲公司")
    with clock.at(date(2026, 8, 5)):
        later = _cast.matter(found, "expense", 60_000, title="培训二期", counterparty="甲公司")
    assert later.major is False
    Matter.objects.filter(pk=later.pk).update(state="withdrawn")
    with clock.at(date(2026, 8, 6)):
        third = _cast.matter(found, "expense", 60_000, title="培训三期", counterparty="甲公司")
    assert third.major is False


def test_another_organisation_has_sums_of_its_own(place: _cast.Hub, found: _cast.House) -> None:
    other = _cast.house(place, 2)
    _cast.matter(found, "expense", 60_000, title="培训", counterparty="甲公司")
    assert (
        _cast.matter(other, "expense", 60_000, title="培训", counterparty="甲公司").major is False
    )


def test_the_nearest_line_holds_from_its_day_and_the_past_keeps_what_it_was_weighed_with(
    place: _cast.Hub, found: _cast.House
) -> None:
    lead = place.user("hub_lead")
    with clock.at(date(2026, 1, 10)):
        early = _cast.matter(found, "expense", 60_000, title="甲事")
    with clock.at(date(2026, 2, 1)):
        line = Line("expense", "大额支出", Decimal(50_000), studied_by=("branch",), source="规定")
        row = set_line(place.organisation.node, line, by=lead)
    with clock.at(date(2026, 2, 2)):
        late = _cast.matter(found, "expense", 60_000, title="乙事")
        assert late.listing == row
        own = Line("expense", "大额支出", Decimal(500_000), studied_by=("branch",))
        set_line(found.organisation.node, own, by=lead)
        assert _cast.matter(found, "expense", 60_000, title="丙事").major is False
    early.refresh_from_db()
    assert (early.major, late.major) == (False, True)
    with clock.at(date(2026, 3, 1)):
        end_line(row, by=lead)
        assert lines_for(place.organisation, date(2026, 3, 1))["expense"].threshold == 100_000
        assert lines_for(place.organisation, date(2026, 2, 15))["expense"].threshold == 50_000


def test_a_matter_is_classified_only_while_it_is_new(found: _cast.House) -> None:
    row = raise_matter(found.organisation, Draft("换届方案", "decision"), by=None)
    assert row.state == "raised"
    assert classify(row, by=None).major is True
    row.refresh_from_db()
    assert classify(row, by=None).major is True  # asked again, nothing changes
    row.refresh_from_db()
    assert row.state == "listed"


def test_numbers_of_matters_run_on_in_a_year(found: _cast.House) -> None:
    with clock.at(date(2026, 1, 10)):
        numbers = [_cast.matter(found, "other", 1).number for _n in range(2)]
    assert numbers == ["重〔2026〕001", "重〔2026〕002"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("系统建设（一）", "系统建设(二)", True),
        ("2026年上半年印刷费", "2026年下半年印刷费", True),
        ("装修首付", "装修尾款", True),
        ("办公楼装修", "年会场地", False),
    ],
)
def test_titles_are_alike_whichever_instalment_they_name(
    one: str, other: str, *, same: bool
) -> None:
    assert alike(one, other, 85) is same


def test_words_of_firms_and_subjects() -> None:
    assert party_words("某某（北京）科技有限公司") == party_words("某某(北京)科技")
    assert subject_words("2026") == "2026"
