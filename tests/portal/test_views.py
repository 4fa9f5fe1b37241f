"""Home, dashboard and search as each role meets them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.registry.queries.names import pinyin_of
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made
from tests.evaluation._committee import committee

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def test_home_asks_who_is_not_signed_in_to_sign_in() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_contact_sees_the_sheet_to_hand_in_with_its_date() -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    round_ = made.answering(hub, officer, 2)
    entry = made.entry(round_)
    contact = cast.person("contact", Role.CONTACT, entry.organisation.node)
    page = signed_in(contact).get("/").content.decode()
    assert f"/entries/{entry.pk}/" in page
    assert "2026-10-01" in page
    other = made.entry(round_, 1)
    assert f"/entries/{other.pk}/" not in page


def test_an_officer_sees_which_round_waits_and_why() -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    round_ = made.answering(hub, officer, 2)
    due = round_.answers_until
    with clock.at(datetime.combine(due, time(12), UTC)):
        assert "填报已截止" not in signed_in(officer).get("/").content.decode()
    with clock.at(datetime.combine(due + timedelta(days=1), time(12), UTC)):
        page = signed_in(officer).get("/").content.decode()
    assert "填报已截止，仍有单位未提交" in page
    assert f'href="/rounds/{round_.pk}/"' in page
    contact = cast.person("contact", Role.CONTACT, made.entry(round_).organisation.node)
    assert "填报已截止" not in signed_in(contact).get("/").content.decode()


def test_home_costs_the_same_for_one_and_for_many() -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    counts = []
    for many in (1, 5):
        made.answering(hub, officer, many, title=f"{many}")
        client = signed_in(officer)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_dashboard_shows_the_grades_of_the_latest_round() -> None:
    held = committee()
    held.decided()
    from shuniu.evaluation.services import publicity  # noqa: PLC0415

    publicity.publish(held.round, by=held.officer)
    page = signed_in(held.officer).get("/dashboard/").content.decode()
    assert "4A" in page
    assert "<svg" in page


def test_dashboard_is_not_there_for_a_contact() -> None:
    held = committee()
    assert signed_in(held.contact(1)).get("/dashboard/").status_code == 404


@pytest.mark.parametrize("words", ["青禾", "qinghe", "qhyd", "51440000", "ＱＩＮＧＨＥ"])
def test_search_finds_by_chinese_pinyin_initials_and_code(words: str) -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    for name in ("青禾阅读推广学会", "云帆助学基金会"):
        row = cast.organisation(hub, len(name))
        row.name = name
        row.pinyin, row.initials = pinyin_of(name)
        row.save()
    page = signed_in(officer).get("/search/", {"q": words}, follow=True)
    assert page.status_code == 200
    assert "青禾阅读推广学会" in page.content.decode()


def test_search_stays_within_the_subtree() -> None:
    hub = cast.hub()
    first, second = cast.organisation(hub, 1), cast.organisation(hub, 2)
    contact = cast.person("contact", Role.CONTACT, first.node)
    page = signed_in(contact).get("/search/", {"q": second.name}).content.decode()
    assert second.code not in page
