"""Events, the clock, doors, refusals as pages, headers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from shuniu.accounts.services import open_user
from shuniu.base import clock, events
from shuniu.base.doors import found
from shuniu.base.middleware import Refusals
from shuniu.base.verdicts import ALLOWED, Refused, refuse


@dataclass(frozen=True)
class Rained(events.Event):
    millimetres: int


@dataclass(frozen=True)
class Poured(Rained):
    """More than rain."""


def test_news_reaches_every_listener_of_its_own_type_once() -> None:
    heard: list[int] = []

    def listen(news: Rained) -> None:
        heard.append(news.millimetres)

    try:
        events.listens(Rained)(listen)
        events.listens(Rained)(listen)
        events.announce(Rained(3))
        events.announce(Poured(40))
        assert heard == [3]
        assert any("listen" in name for name in events.listeners()["Rained"])
    finally:
        events._LISTENERS.pop(Rained, None)


def test_a_listener_that_fails_fails_the_announcer() -> None:
    def fail(_news: Rained) -> None:
        raise LookupError

    try:
        events.listens(Rained)(fail)
        with pytest.raises(LookupError):
            events.announce(Rained(1))
    finally:
        events._LISTENERS.pop(Rained, None)


def test_one_may_stand_on_another_day_and_come_back() -> None:
    with clock.at(date(2024, 2, 29)):
        assert clock.today() == date(2024, 2, 29)
        with clock.at(datetime(2025, 1, 1, 23, 59, tzinfo=ZoneInfo("UTC"))):
            assert clock.today() == date(2025, 1, 2)  # it is morning already where the hub is
        assert clock.now().hour == 12 or timezone.localtime(clock.now()).hour == 12
    assert clock.today() == timezone.localdate()


def test_unknown_and_forbidden_look_alike() -> None:
    assert found("thing") == "thing"
    assert found("thing", ALLOWED) == "thing"
    for thing, verdict in ((None, None), ("thing", refuse("不行"))):
        with pytest.raises(Http404) as nothing:
            found(thing, verdict)
        assert str(nothing.value) == ""


@pytest.mark.django_db
def test_a_refusal_that_no_view_caught_is_a_page_with_its_reason(rf: RequestFactory) -> None:
    request: HttpRequest = rf.get("/")
    request.user = open_user("one", display_name="甲", password=None, by=None)
    wrapped = Refusals(lambda _request: HttpResponse())
    answer = wrapped.process_exception(request, Refused(refuse("截止日期已过，请联系枢纽。")))
    assert answer is not None
    assert answer.status_code == 409
    assert "截止日期已过，请联系枢纽。" in answer.content.decode()
    assert wrapped.process_exception(request, ValueError()) is None


@pytest.mark.django_db
def test_every_answer_carries_the_headers_of_a_careful_house() -> None:
    client = Client(raise_request_exception=False)
    for path in ("/account/login/", "/nowhere/", "/account/me/"):
        answer = client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
