"""The pages of organisations and assessors in a real browser: on a phone, with keys, accessible."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.evaluation.models import Answer, Entry, EvidenceUse, LeafMark
from shuniu.evaluation.services import answers, assessment
from shuniu.evaluation.states import AssignmentState, EntryState
from tests.browsing import NewPage
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made
from tests.evaluation.test_views_entries import photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
WIDTHS = (360, 1920)


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def officer(hub: Node) -> User:
    return cast.person("officer", Role.HUB_OFFICER, hub)


def soon() -> dict[str, Any]:
    """Dates that are still to come where the server stands."""
    today = clock.today()
    return {
        "answers_until": today + timedelta(days=20),
        "assess_until": today + timedelta(days=40),
    }


def answering(hub: Node, officer: User) -> tuple[Entry, User]:
    entry = made.entry(made.answering(hub, officer, **soon()))
    return entry, cast.person("contact", Role.CONTACT, entry.organisation.node)


def test_a_phone_fills_the_whole_sheet_and_hands_it_in(
    hub: Node, officer: User, browser_page: NewPage
) -> None:
    entry, contact = answering(hub, officer)
    page = browser_page(360, user=contact)
    page.goto(f"/entries/{entry.pk}/")
    page.get_by_role("link", name="开始填报").tap()
    page.get_by_role("group", name="已建党组织").get_by_label("是").tap()
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    page.get_by_role("button", name="保存并继续").tap()
    page.get_by_role("textbox", name="会议次数").fill("4")
    expect(page.locator("#points-held")).to_have_text("60")
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    with page.expect_navigation():
        page.set_input_files(
            "input[name='photo--held']",
            {
                "name": "IMG.jpg",
                "mimeType": "image/jpeg",
                "buffer": photo().read(),
            },
        )
    expect(page.locator(".files")).to_contain_text("会议次数")
    page.get_by_role("button", name="保存并继续").tap()
    page.get_by_role("textbox", name="活动次数").fill("3")
    page.get_by_role("button", name="保存并继续").tap()
    expect(page.get_by_role("heading", name="核对并提交")).to_be_visible()
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_text("填报已提交")).to_be_visible()
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED
    held = dict(Answer.objects.filter(entry=entry, stage="self").values_list("key", "value"))
    assert held == {"party": True, "meetings": "4", "events": "3"}
    assert EvidenceUse.objects.count() == 1


def test_without_a_line_nothing_is_lost(hub: Node, officer: User, browser_page: NewPage) -> None:
    entry, contact = answering(hub, officer)
    page = browser_page(360, user=contact)
    page.goto(f"/entries/{entry.pk}/parts/2/")
    page.context.set_offline(True)
    page.get_by_role("textbox", name="会议次数").fill("3")
    expect(page.locator("[data-save-state]")).to_contain_text("已存在本机")
    assert not Answer.objects.filter(stage="self").exists()
    page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_contain_text("已保存", timeout=15_000)
    assert Answer.objects.get(stage="self").value == "3"


def test_what_is_typed_before_the_script_has_come_is_kept(
    hub: Node, officer: User, browser_page: NewPage
) -> None:
    entry, contact = answering(hub, officer)
    page = browser_page(360, user=contact)
    held: list[Route] = []
    page.route("**/ui/app.js", lambda route: held.append(route))  # noqa: PLW0108 (the library takes no built-in)
    page.goto(f"/entries/{entry.pk}/parts/2/", wait_until="commit")
    page.get_by_role("textbox", name="会议次数").fill("4")
    for route in held:
        route.continue_()
    expect(page.locator("#points-held")).to_have_text("60", timeout=15_000)
    assert Answer.objects.get(key="meetings").value == "4"


def test_two_editors_choose_and_nothing_is_overwritten(
    hub: Node, officer: User, browser_page: NewPage
) -> None:
    entry, contact = answering(hub, officer)
    second = cast.person("secretary", Role.BRANCH_SECRETARY, entry.organisation.node)
    page = browser_page(1920, user=contact, allowed=frozenset({409}))
    page.goto(f"/entries/{entry.pk}/parts/2/")
    answers.save_answer(entry, "meetings", answers.Typed("4"), by=second)
    page.get_by_role("textbox", name="会议次数").fill("2")
    expect(page.get_by_text("secretary 已在")).to_be_visible()
    assert Answer.objects.get(key="meetings").value == "4"
    page.get_by_role("button", name="保留我填的：2").click()
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    assert Answer.objects.get(key="meetings").value == "2"


def test_without_script_a_page_is_kept_as_a_whole(
    hub: Node, officer: User, browser_page: NewPage
) -> None:
    entry, contact = answering(hub, officer)
    page = browser_page(360, user=contact, script=False)
    page.goto(f"/entries/{entry.pk}/parts/2/")
    page.get_by_role("textbox", name="会议次数").fill("许多")
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_text("“许多”不是数字，请只填数字。")).to_be_visible()
    expect(page.get_by_role("textbox", name="会议次数")).to_have_value("许多")
    page.get_by_role("textbox", name="会议次数").fill("4")
    page.set_input_files(
        "input[name='file--held']",
        {
            "name": "纪要.txt",
            "mimeType": "text/plain",
            "buffer": "纪要".encode(),
        },
    )
    page.get_by_role("button", name="上传所选").click()
    expect(page.locator(".files")).to_contain_text("纪要.txt")
    assert Answer.objects.get(key="meetings").value == "4"


def test_an_assessor_works_with_keys_alone(hub: Node, officer: User, browser_page: NewPage) -> None:
    round_ = made.assessing(hub, officer, **soon())
    expert = cast.person("expert", Role.ASSESSOR, hub)
    task = assessment.assign(made.entry(round_), user=expert, by=officer)
    page = browser_page(1920, user=expert)
    page.goto(f"/work/{task.pk}/")
    page.get_by_role("button", name="确认，开始评分").press("Enter")
    _stands(page, "会议次数")
    page.keyboard.press("j")
    _stands(page, "业绩")
    page.keyboard.press("k")
    _stands(page, "会议次数")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    expect(page.locator("#after")).to_have_text("30")
    expect(page.locator("#falls")).to_contain_text("请写明理由")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")  # no reason yet: nothing is sent, the reason has the cursor
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("只有两次有纪要")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    _stands(page, "业绩")
    page.keyboard.press("Enter")
    expect(page.get_by_text("各项都看过了")).to_be_visible()
    page.get_by_role("button", name="完成评分").press("Enter")
    expect(page.get_by_text("的评分已完成")).to_be_visible()
    task.refresh_from_db()
    assert task.state == AssignmentState.DONE
    assert LeafMark.objects.get(leaf="held").reason == "只有两次有纪要"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_organisations_are_accessible(
    width: int, hub: Node, officer: User, browser_page: NewPage, axe: Callable[[Page], None]
) -> None:
    entry, contact = answering(hub, officer)
    Answer.objects.create(entry=entry, key="meetings", stage="record", value="3")
    page = browser_page(width, user=contact)
    base = f"/entries/{entry.pk}/"
    for url in (
        "/entries/",
        base,
        f"{base}parts/1/",
        f"{base}parts/2/",
        f"{base}check/",
        f"{base}evidence/held/",
    ):
        _fits(page, url, axe)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_assessors_are_accessible(
    width: int, hub: Node, officer: User, browser_page: NewPage, axe: Callable[[Page], None]
) -> None:
    round_ = made.assessing(hub, officer, 2, **soon())
    expert = cast.person("expert", Role.ASSESSOR, hub)
    first, second = (
        assessment.assign(made.entry(round_, n), user=expert, by=officer) for n in range(2)
    )
    page = browser_page(width, user=expert)
    _fits(page, f"/work/{second.pk}/", axe)
    assessment.begin(first, by=expert)
    for url in ("/work/", f"/work/{first.pk}/", f"/work/{first.pk}/leaves/held/"):
        _fits(page, url, axe)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_rounds_are_accessible(
    width: int, hub: Node, officer: User, browser_page: NewPage, axe: Callable[[Page], None]
) -> None:
    draft = made.drafted(hub, officer, 2, **soon())
    cast.organisation(hub, 99)
    round_ = made.assessing(hub, officer, 2, two_assessors=True, **soon())
    experts = [cast.person(f"expert{n}", Role.ASSESSOR, hub) for n in (1, 2)]
    for order, text in enumerate(["3", "2"], start=1):
        made.done(made.task(round_, experts[order - 1], officer, order), {"meetings": text}, "核对")
    entry = made.entry(round_)
    page = browser_page(width, user=officer)
    for url in (
        "/rounds/",
        "/rounds/new/",
        f"/rounds/{draft.pk}/",
        f"/rounds/{draft.pk}/invite/",
        f"/rounds/{draft.pk}/open/",
        f"/rounds/{draft.pk}/table/association/regular/",
        f"/rounds/{round_.pk}/",
        f"/rounds/{round_.pk}/assign/",
        f"/rounds/{round_.pk}/proposal/",
        f"/entries/{entry.pk}/assessors/",
        f"/work/entries/{entry.pk}/",
    ):
        _fits(page, url, axe)


def _stands(page: Page, title: str) -> None:
    """A page with this heading is there, and its keys work."""
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    page.wait_for_load_state()


def _fits(page: Page, url: str, axe: Callable[[Page], None]) -> None:
    """Nothing hangs over the edge, nobody is shut out."""
    page.goto(url)
    expect(page).to_have_url(re.compile(re.escape(url)))
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) == 0, url
    axe(page)
