"""An ordinary branch meeting on a phone, with a finger that is counted."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from shuniu.meetings.models import Meeting
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
