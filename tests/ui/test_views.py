"""Pages that belong to no room: components, what is not there, what is refused, what broke."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory

from shuniu.base.middleware import Refusals
from shuniu.base.verdicts import Refused, refuse
from shuniu.ui import views
from shuniu.ui.documents import fonts
from tests.ui._house import officer

pytestmark = pytest.mark.django_db


def signed_in() -> Client:
    client = Client()
    client.force_login(officer(), "shuniu.accounts.backends.NameOrPhone")
    return client


def test_components_are_for_people_who_are_signed_in() -> None:
    answer = Client().get("/components/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_every_page_says_who_and_where_one_is_and_how_to_leave() -> None:
    page = signed_in().get("/components/").content.decode()
    for words in ("澄溪区社会组织联合会", "沈修远", "English", "退出", "跳到正文"):
        assert words in page
    assert 'aria-current="page"' in page


def test_a_page_has_nothing_inline() -> None:
    page = signed_in().get("/components/").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page
    assert "<script>" not in page


def test_the_language_switches_and_stays() -> None:
    client = signed_in()
    client.post("/i18n/setlang/", {"language": "en", "next": "/components/"})
    page = client.get("/components/").content.decode()
    assert '<html lang="en">' in page
    assert "简体中文" in page


def test_what_is_not_there_and_what_is_not_ours_look_alike() -> None:
    page = Client().get("/nowhere/")
    assert page.status_code == 404
    assert "没有找到这个页面" in page.content.decode()


def test_an_old_form_is_told_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/i18n/setlang/", {"language": "en"})
    assert page.status_code == 403
    assert "已填写的内容仍在上一页" in page.content.decode()


def test_a_refusal_becomes_a_page_with_the_reason() -> None:
    request = RequestFactory().get("/x/")
    answer = Refusals(lambda _request: HttpResponse()).process_exception(
        request, Refused(refuse("名册已锁定，请先解锁。"))
    )
    assert answer is not None
    assert answer.status_code == 409
    assert "名册已锁定，请先解锁。" in answer.content.decode()


def test_a_paper_without_a_chinese_font_is_refused_with_what_to_do() -> None:
    with pytest.raises(fonts.NoFont, match="fonts/"):
        fonts._read(())


def test_the_page_of_last_resort_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_name: str) -> str:
        message = "not in the list"
        raise ValueError(message)

    request = RequestFactory().get("/x/")
    assert 'rel="stylesheet"' in views.broken(request).content.decode()
    monkeypatch.setattr(views.staticfiles_storage, "url", gone)
    answer = views.broken(request)
    assert answer.status_code == 500
    assert "出错了" in answer.content.decode()


def asked(**context: object) -> str:
    request: HttpRequest = RequestFactory().get("/x/")
    shown = {"title": "删除名册", "back": "/registry/", **context}
    return render(request, "ui/confirm.html", shown).content.decode()


def test_a_confirmation_says_what_follows_and_how_to_go_back() -> None:
    page = asked(text="将删除 3 条。", consequence="不能恢复。")
    for words in ("删除名册", "将删除 3 条。", "不能恢复。", "不，返回", 'href="/registry/"'):
        assert words in page
    assert "button--danger" in page


def test_a_confirmation_without_danger_is_not_red() -> None:
    assert "button--danger" not in asked(danger=False)
    assert "button--primary" in asked(danger=False, button="开始")
