"""An ordinary branch meeting on a phone, with a finger that is counted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from shuniu.base import clock
from shuniu.meetings import services
from shuniu.meetings.models import Meeting, PlanItem
from tests.browsing import NewPage
from tests.meetings import _cast as cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
MOST = 12


@pytest.mark.parametrize("script", [True, False])
def test_an_ordinary_meeting_is_recorded_in_twelve_taps(
    browser_page: NewPage, record_property: Callable[[str, object], None], script: bool
) -> None:
    there = cast.house()
    page, taps, began = browser_page(360, user=there.secretary, script=script), 0, time.monotonic()
    page.goto("/meetings/")

    def tap(place: Locator) -> None:
        nonlocal taps
        place.scroll_into_view_if_needed()
        place.tap()
        taps += 1

    tap(page.get_by_role("link", name="记会议"))
    tap(page.get_by_role("link", name="主题党日", exact=True))
    tap(page.get_by_label("内容"))
    page.get_by_label("内容").fill("重温入党誓词\n走访两户困难家庭")
    tap(page.get_by_label("党员丙"))
    tap(page.get_by_label("请假原因"))
    page.get_by_label("请假原因").fill("出差")
    tap(page.get_by_role("button", name="保存会议记录"))
    expect(page.get_by_text("会议已记录")).to_be_visible()
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.agenda.count(), meeting.quorum["present"]) == ("held", 2, 2)
    record_property("taps", taps)
    record_property("seconds", round(time.monotonic() - began, 1))
    assert taps <= MOST
    assert time.monotonic() - began < 180


@pytest.mark.parametrize("width", [360, 1920])
def test_the_pages_of_meetings_are_open_to_everybody(
    browser_page: NewPage, axe: Callable[[Page], None], width: int
) -> None:
    there = cast.house()
    meeting = cast.board(there)
    cast.item(meeting)
    page = browser_page(width, user=there.contact)
    for address in (
        *(
            "",
            "record/",
            "tasks/",
            "ideas/",
            "overdue/",
            f"{meeting.pk}/",
            f"{meeting.pk}/minutes/",
        ),
        *(f"{meeting.pk}/screen/", f"record/{there.organisation.pk}/theme_day/"),
        f"items/{meeting.agenda.get().pk}/word/",
    ):
        page.goto(f"/meetings/{address}")
        axe(page)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, address


def _planned(there: cast.House) -> int:
    """A year of the house: drafted in January, some of it held."""
    year = clock.today().year
    with clock.at(date(year, 1, 4)):
        services.plans.propose_plan(there.organisation, year, there.secretary)
    for month in range(1, clock.today().month):
        at = datetime(year, month, 20, 1, tzinfo=UTC)
        with clock.at(at + timedelta(hours=3)):
            said = services.Record(cast.branch_draft(there, "theme_day", at), topics=("学习",))
            services.record_meeting(said, by=there.secretary)
    return year


@pytest.mark.parametrize("width", [360, 1920])
def test_the_pages_of_the_year_plan_are_open_to_everybody(
    browser_page: NewPage, axe: Callable[[Page], None], width: int
) -> None:
    there = cast.house()
    year = _planned(there)
    item = PlanItem.objects.filter(meeting__isnull=True).latest("on")
    officer = browser_page(width, user=there.officer)
    officer.goto("/meetings/plan-year/")
    axe(officer)
    page = browser_page(width, user=there.secretary)
    home = f"/meetings/plan-year/{there.organisation.pk}"
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for address in (
        *(f"{home}/{year}/", f"{home}/{year}/?of=branch", f"{home}/{year + 1}/"),
        *(f"{home}/{year}/add/", "/meetings/feeds/"),
        *(f"/meetings/plan-items/{item.pk}/{part}" for part in ("", "move/", "drop/")),
    ):
        page.goto(address)
        axe(page)
        assert page.evaluate(wide) <= 0, address
    page.goto("/meetings/feeds/")
    page.get_by_role("button", name="生成地址").click()
    expect(page.get_by_text("地址只在这里显示一次")).to_be_visible()
    axe(page)
    assert page.evaluate(wide) <= 0


def test_months_stand_in_rows_of_four_on_a_wide_screen_and_below_one_another_on_a_phone(
    browser_page: NewPage,
) -> None:
    there = cast.house()
    address = f"/meetings/plan-year/{there.organisation.pk}/{_planned(there)}/"
    lefts = "[...document.querySelectorAll('.month')].map(m => m.getBoundingClientRect().left)"
    for width, columns in ((1920, 4), (360, 1)):
        page = browser_page(width, user=there.secretary)
        page.goto(address)
        found = page.evaluate(lefts)
        assert (len(found), len(set(found))) == (12, columns)


def test_a_year_is_printed_on_one_page_across(browser_page: NewPage) -> None:
    there = cast.house()
    page, year = browser_page(1920, user=there.secretary), _planned(there)
    for month in range(1, 13):
        for day in range(2, 8):  # a full year: up to eleven in a month
            services.plans.add_item(
                there.organisation,
                "study_session",
                date(year, month, day),
                by=None,
                party=there.party,
            )
    page.goto(f"/meetings/plan-year/{there.organisation.pk}/{year}/")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
    assert box is not None
    assert float(box[1]) > float(box[2])


def test_a_plan_is_made_and_followed_on_a_phone_without_script(browser_page: NewPage) -> None:
    there = cast.house()
    page = browser_page(360, user=there.secretary, script=False)
    page.goto(f"/meetings/plan-year/{there.organisation.pk}/{clock.today().year + 1}/")
    page.get_by_role("button", name="按规则拟定").tap()
    expect(page.get_by_text("已按规则列入")).to_be_visible()
    page.get_by_role("link", name="计划会议 3月主题党日").tap()
    expect(page.get_by_label("会议名称")).to_have_value("3月主题党日")
    page.get_by_role("button", name="列入计划").tap()
    expect(page.get_by_text("会议已列入计划")).to_be_visible()
    assert PlanItem.objects.get(title="3月主题党日").meeting == Meeting.objects.get()
