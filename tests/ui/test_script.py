"""What the script improves: values save themselves, lists follow filters, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browsing import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

SHEET = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>试</title>
<script src="/static/ui/app.js" type="module"></script><body data-user="7">
<form data-autosave="/save/" method="post" action="/whole/">
<input type="hidden" name="csrfmiddlewaretoken" value="t0">
<div class="field" data-question="staff" data-version="3"><label for="q">专职</label>
<input id="q" name="staff" value=""></div>
<p id="points">0</p><p data-save-state role="status" id="state"></p><button>提交</button></form>
"""


class Server:
    """Stands for the view that keeps one value."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.answers: list[Callable[[Route], None]] = []
        self.version = 3

    def __call__(self, route: Route, request: Request) -> None:
        said = {k: v[0] for k, v in parse_qs(request.post_data or "").items()}
        said["sign"] = request.headers.get("x-csrftoken", "")
        self.asked.append(said)
        if self.answers:
            self.answers.pop(0)(route)
        else:
            self.version += 1
            route.fulfill(
                json={"version": self.version, "saved_at": "10:32", "texts": {"points": "15"}}
            )


def opened(page: Page, server: Server, html: str = SHEET) -> Page:
    page.route("**/sheet/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/save/", server)
    page.goto("/sheet/")
    return page


def conflict(route: Route) -> None:
    said = {"error": "这一项刚被改过。", "theirs": "9", "theirs_text": "9 人", "version": 5}
    route.fulfill(status=409, json=said)


def test_a_value_saves_itself_and_the_next_one_carries_the_new_version(
    browser_page: NewPage,
) -> None:
    server = Server()
    page = opened(browser_page(), server)
    page.fill("#q", "5")
    expect(page.locator("#state")).to_have_text("已保存 10:32")
    assert page.locator("#points").inner_text() == "15"
    page.fill("#q", "6")
    page.locator("#q").blur()
    expect(page.locator("#state")).to_have_text("已保存 10:32")
    page.wait_for_function("Object.keys(localStorage).length === 0")
    assert [(one["name"], one["value"], one["version"]) for one in server.asked] == [
        ("staff", "5", "3"),
        ("staff", "6", "4"),
    ]
    assert server.asked[0]["sign"] == "t0"


def test_without_a_line_the_value_waits_here_survives_a_reload_and_is_sent_again(
    browser_page: NewPage,
) -> None:
    server = Server()
    server.answers = [lambda route: route.abort()]
    page = opened(browser_page(), server)
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#q", "5")
    expect(page.locator("#state")).to_contain_text("恢复联网后自动重试")
    page.reload()
    expect(page.locator("#q")).to_have_value("5")
    expect(page.locator("#state")).to_have_text("已保存 10:32")
    assert len(server.asked) == 2
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_what_came_with_the_whole_form_is_not_sent_once_more(browser_page: NewPage) -> None:
    server = Server()
    page = opened(browser_page(), server, SHEET.replace('value="">', 'value="5">'))
    page.evaluate(
        "localStorage.setItem('shuniu:unsent:7:/save/:staff', JSON.stringify("
        "{name: 'staff', value: '5', version: '1', not_applicable: ''}))"
    )
    page.reload()
    page.wait_for_function("Object.keys(localStorage).length === 0")
    assert server.asked == []


def test_somebody_else_on_the_same_device_does_not_meet_it(browser_page: NewPage) -> None:
    server = Server()
    page = opened(browser_page(), server, SHEET.replace('data-user="7"', 'data-user="8"'))
    page.evaluate(
        "localStorage.setItem('shuniu:unsent:7:/save/:staff', JSON.stringify("
        "{name: 'staff', value: '5', version: '1', not_applicable: ''}))"
    )
    page.reload()
    expect(page.locator("#q")).to_have_value("")
    assert server.asked == []


def test_a_conflict_is_shown_and_either_value_may_be_kept(browser_page: NewPage) -> None:
    server = Server()
    server.answers = [conflict]
    page = opened(browser_page(allowed=frozenset({409})), server)
    page.fill("#q", "5")
    expect(page.locator(".error")).to_have_text("这一项刚被改过。")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.get_by_role("button", name="保留我填的：5").click()
    expect(page.locator("#state")).to_have_text("已保存 10:32")
    assert server.asked[-1]["version"] == "5"
    expect(page.locator(".error")).to_have_count(0)


def test_theirs_may_be_taken(browser_page: NewPage) -> None:
    server = Server()
    server.answers = [conflict]
    page = opened(browser_page(allowed=frozenset({409})), server)
    page.fill("#q", "5")
    page.get_by_role("button", name="采用对方的：9 人").click()
    page.wait_for_load_state()
    expect(page.locator("#q")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert len(server.asked) == 1


def test_a_refused_value_stays_in_the_field_with_the_reason(browser_page: NewPage) -> None:
    server = Server()
    server.answers = [lambda route: route.fulfill(status=422, json={"error": "请填整数。"})]
    page = opened(browser_page(allowed=frozenset({422})), server)
    page.fill("#q", "五个")
    expect(page.locator(".error")).to_have_text("请填整数。")
    expect(page.locator("#q")).to_have_value("五个")
    page.fill("#q", "5")
    expect(page.locator("#state")).to_have_text("已保存 10:32")


def test_after_the_session_ended_it_says_so_and_saves_once_signed_in_again(
    browser_page: NewPage,
) -> None:
    server = Server()
    server.answers = [
        lambda route: route.fulfill(status=302, headers={"location": "/account/login/"}),
        lambda route: route.fulfill(status=403, body="old token"),
    ]
    page = opened(browser_page(allowed=frozenset({403})), server)
    page.fill("#q", "5")
    expect(page.locator("#state")).to_contain_text("登录已过期")
    page.unroute("**/sheet/")
    fresh = SHEET.replace('value="t0"', 'value="t1"')
    page.route("**/sheet/", lambda route: route.fulfill(body=fresh, content_type="text/html"))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#state")).to_have_text("已保存 10:32")
    assert server.asked[-1]["sign"] == "t1"


def composed(page: Page, selector: str, steps: list[str], words: str) -> None:
    """Type through an input method, as a Chinese keyboard does."""
    page.focus(selector)
    line: Any = page.context.new_cdp_session(page)
    for step in steps:
        line.send(
            "Input.imeSetComposition",
            {"selectionStart": len(step), "selectionEnd": len(step), "text": step},
        )
        page.wait_for_timeout(120)
    line.send("Input.insertText", {"text": words})


LIST = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>册</title>
<script src="/static/ui/app.js" type="module"></script><body>
<div class="head"><h1>名册</h1><div class="actions"><a href="/export/?{query}">导出</a></div></div>
<main><form data-filter method="get"><input name="q" id="q" value="">
<select name="kind" id="kind"><option value="">—</option><option value="a">甲</option></select>
<button>查找</button></form>
<ul id="rows"><li>{query}</li></ul><nav class="pager"><span class="muted">共 3 条</span></nav></main>
"""


class Register:
    """Stands for a list page."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, route: Route, request: Request) -> None:
        query = urlsplit(request.url).query
        self.asked.append(query)
        route.fulfill(body=LIST.format(query=query or "all"), content_type="text/html")


def test_a_list_follows_its_filter_and_stays_at_the_same_page(browser_page: NewPage) -> None:
    register, page = Register(), browser_page()
    page.route("**/list/*", register)
    page.goto("/list/")
    page.fill("#q", "青禾")
    expect(page.locator("#rows li")).to_have_text("q=%E9%9D%92%E7%A6%BE")
    page.select_option("#kind", "a")
    expect(page.locator("#rows li")).to_have_text("q=%E9%9D%92%E7%A6%BE&kind=a")
    expect(page.locator(".actions a")).to_have_attribute(
        "href", "/export/?q=%E9%9D%92%E7%A6%BE&kind=a"
    )
    assert urlsplit(page.url).query == "q=%E9%9D%92%E7%A6%BE&kind=a"
    expect(page.locator("#q")).to_have_value("青禾")
    expect(page.locator("[role=status]").last).to_have_text("共 3 条")


def test_letters_of_an_input_method_ask_for_nothing(browser_page: NewPage) -> None:
    register, page = Register(), browser_page()
    page.route("**/list/*", register)
    page.goto("/list/")
    composed(page, "#q", ["y", "ya", "yan", "yang", "yangl", "yanglao"], "养老")
    expect(page.locator("#rows li")).to_have_text("q=%E5%85%BB%E8%80%81")
    assert register.asked == ["", "q=%E5%85%BB%E8%80%81"]


def test_letters_of_an_input_method_are_not_saved(browser_page: NewPage) -> None:
    server = Server()
    page = opened(browser_page(), server)
    composed(page, "#q", ["y", "ya", "yan", "yang"], "养")
    expect(page.locator("#state")).to_have_text("已保存 10:32")
    assert [one["value"] for one in server.asked] == ["养"]


def test_two_clicks_send_a_form_once(browser_page: NewPage) -> None:
    page, sent = browser_page(), []

    def late(route: Route, request: Request) -> None:
        sent.append(request.url)
        page.wait_for_timeout(200)
        route.fulfill(body="<!doctype html><title>好</title>好", content_type="text/html")

    page.route("**/sheet/", lambda r: r.fulfill(body=SHEET, content_type="text/html"))
    page.route("**/whole/", late)
    page.goto("/sheet/")
    page.evaluate("const b = document.querySelector('button'); b.click(); b.click();")
    page.wait_for_url("**/whole/")
    assert len(sent) == 1


def test_a_guarded_form_asks_before_leaving_only_with_words_in_it(browser_page: NewPage) -> None:
    html = SHEET.replace('data-autosave="/save/"', "data-guard")
    page, asked = browser_page(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route("**/sheet/", lambda r: r.fulfill(body=html, content_type="text/html"))
    page.goto("/sheet/")
    page.goto("/account/login/")
    assert asked == []
    page.goto("/sheet/")
    page.locator("#q").press_sequentially("5")
    page.goto("/account/login/")
    assert asked == ["beforeunload"]


def test_a_destructive_button_asks_first(browser_page: NewPage) -> None:
    page, asked = browser_page(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    html = SHEET.replace("<button>", '<button data-confirm="确定删除吗？">')
    page.route("**/sheet/", lambda r: r.fulfill(body=html, content_type="text/html"))
    page.goto("/sheet/")
    page.click("button")
    assert asked == ["确定删除吗？"]
    assert page.url.endswith("/sheet/")
