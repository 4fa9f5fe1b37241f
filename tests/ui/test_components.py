"""The living component page in a real browser: narrow and wide, with and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import NewPage
from tests.ui._house import officer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [360, 1920])
def test_components_hold_to_the_rules_for_everybody(
    browser_page: NewPage, axe: Callable[[Page], None], width: int, language: str
) -> None:
    page = browser_page(width, user=officer(), language=language)
    page.goto("/components/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [360, 1920])
def test_pages_for_people_not_signed_in_hold_too(
    browser_page: NewPage, axe: Callable[[Page], None], width: int
) -> None:
    page = browser_page(width)
    page.goto("/account/login/")
    axe(page)
    page.goto("/nowhere/")
    axe(page)


def test_what_a_finger_must_hit_is_large_enough_and_no_field_makes_a_phone_zoom(
    browser_page: NewPage,
) -> None:
    page = browser_page(360, user=officer())
    page.goto("/components/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input:not([type=checkbox], [type=radio], \
[type=hidden]), select, summary, .button, .top-link, .tabs a, .pager a")]
          .filter((el) => el.offsetParent !== null && el.getBoundingClientRect().height < 43.5)
          .map((el) => el.outerHTML.slice(0, 80))"""
    )
    assert small == []
    zooming = page.evaluate(
        """() => [...document.querySelectorAll("select, textarea, \
input:not([type=checkbox], [type=radio])")]
          .filter((el) => el.offsetParent !== null && parseFloat(getComputedStyle(el).fontSize) < 16)
          .map((el) => el.outerHTML.slice(0, 80))"""
    )
    assert zooming == []


def test_the_menu_of_a_phone_opens_without_script(browser_page: NewPage) -> None:
    page = browser_page(360, user=officer(), script=False)
    page.goto("/components/")
    entry = page.get_by_role("link", name="首页").first
    drawer = page.locator(".menu-fold .menu")
    expect(drawer).to_be_hidden()
    page.locator(".menu-fold summary").click()
    expect(drawer).to_be_visible()
    assert entry is not None
    page.locator(".menu-fold a").first.click()
    page.wait_for_url("**/")


def test_escape_and_a_click_elsewhere_close_what_is_open(browser_page: NewPage) -> None:
    page = browser_page(360, user=officer())
    page.goto("/components/")
    fold = page.locator(".menu-fold")
    page.locator(".menu-fold summary").click()
    page.keyboard.press("Escape")
    expect(fold).not_to_have_attribute("open", "")
    expect(page.locator(".menu-fold summary")).to_be_focused()
    page.locator(".top-menu summary").click()
    page.locator("h1").click()
    expect(page.locator(".top-menu")).not_to_have_attribute("open", "")


def test_keys_lead_to_the_search(browser_page: NewPage) -> None:
    page = browser_page(1920, user=officer())
    page.goto("/components/")
    page.keyboard.press("/")
    expect(page.locator("#top-q")).to_be_focused()


def test_on_paper_only_what_belongs_there_is_left(browser_page: NewPage) -> None:
    page = browser_page(1920, user=officer())
    page.goto("/components/")
    page.emulate_media(media="print")
    for name in (".top", ".menu-wide", ".pager", ".toolbar", ".head .actions"):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator(".table").first).to_be_attached()
