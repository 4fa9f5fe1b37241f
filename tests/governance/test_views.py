"""Pages of major matters."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.governance.models import Matter
from tests.governance import _cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> _cast.Hub:
    return _cast.hub()


@pytest.fixture
def found(place: _cast.Hub) -> _cast.House:
    return _cast.house(place)


def _signed_in(client: Client, place: _cast.Hub, role: str) -> Client:
    User.objects.update(password_changed_at=clock.now())
    client.force_login(place.user(role), backend="shuniu.accounts.backends.NameOrPhone")
    return client


def test_the_list_says_what_to_do_while_it_is_empty(
    client: Client, place: _cast.Hub, found: _cast.House
) -> None:
    page = _signed_in(client, place, "contact").get(reverse("governance:matters"))
    assert "还没有提出过事项" in page.content.decode()


@pytest.mark.parametrize("name", ["matters", "due", "list", "raise"])
def test_pages_open_for_those_who_may_see(
    client: Client, place: _cast.Hub, found: _cast.House, name: str
) -> None:
    _cast.matter(found)
    for role in ("hub_officer", "contact"):
        page = _signed_in(client, place, role).get(reverse(f"governance:{name}"))
        assert page.status_code == 200


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_see_no_matters(
    client: Client, place: _cast.Hub, found: _cast.House, role: str
) -> None:
    row = _cast.matter(found)
    signed = _signed_in(client, place, role)
    assert signed.get(reverse("governance:matters")).status_code == 404
    assert signed.get(reverse("governance:matter", args=[row.pk])).status_code == 404


def test_a_matter_is_raised_on_two_pages_with_the_arithmetic_between(
    client: Client, place: _cast.Hub, found: _cast.House
) -> None:
    signed = _signed_in(client, place, "contact")
    said = {
        "title": "购车",
        "kind": "expense",
        "amount": "180000",
        "counterparty": "",
        "planned_on": "",
        "text": "换旧车",
    }
    shown = signed.post(reverse("governance:raise"), said).content.decode()
    assert "不低于标准 100,000 元" in shown
    assert "第1协会党支部" in shown
    assert not Matter.objects.exists()
    back = signed.post(reverse("governance:raise"), {**said, "change": "1"}).content.decode()
    assert 'value="购车"' in back
    sent = signed.post(reverse("governance:raise"), {**said, "confirm": "1"})
    row = Matter.objects.get()
    assert sent.headers["Location"] == reverse("governance:matter", args=[row.pk])
    assert (row.state, row.major) == ("listed", True)


def test_the_page_of_a_matter_says_why_it_waits(client: Client, place: _cast.Hub) -> None:
    waiting = _cast.matter(_cast.house(place, 3, branch=False))
    page = _signed_in(client, place, "hub_lead").get(
        reverse("governance:matter", args=[waiting.pk])
    )
    assert "没有研究主体，等待指定" in page.content.decode()


def test_the_complete_file_is_a_pdf(client: Client, place: _cast.Hub, found: _cast.House) -> None:
    row = _cast.matter(found, text="理由")
    page = _signed_in(client, place, "contact").get(reverse("governance:file", args=[row.pk]))
    assert page.content.startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_is_exported_as_filtered(
    client: Client, place: _cast.Hub, found: _cast.House, kind: str
) -> None:
    _cast.matter(found)
    page = _signed_in(client, place, "contact").get(reverse("governance:export"), {"format": kind})
    assert page.status_code == 200


def test_the_list_asks_the_database_the_same_for_one_matter_and_for_three(
    client: Client, place: _cast.Hub, found: _cast.House, django_assert_max_num_queries: object
) -> None:

    signed = _signed_in(client, place, "hub_lead")
    counts = []
    for round_ in range(2):
        for number in range(1 if round_ == 0 else 2):
            _cast.matter(found, "decision", None, title=f"修改章程{round_}{number}")
        signed.get(reverse("governance:matters"))
        with CaptureQueriesContext(connection) as asked:
            signed.get(reverse("governance:matters"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_hub_sets_a_line_from_today(
    client: Client, place: _cast.Hub, found: _cast.House
) -> None:
    signed = _signed_in(client, place, "hub_lead")
    said = {
        "place": str(place.organisation.node.pk),
        "kind": "expense",
        "title": "大额支出",
        "threshold": "50000",
        "words": "采购 工程",
        "studied_by": ["branch", "committee"],
        "decides": "council",
        "before_days": "15",
        "authority": "区民政局",
        "publicity_days": "7",
    }
    sent = signed.post(reverse("governance:set_line", args=["expense"]), said)
    assert sent.status_code == 302, sent.content.decode()
    shown = signed.get(reverse("governance:list")).content.decode()
    assert "50000" in shown
    assert _cast.matter(found, "expense", 60_000).major is True


def test_the_public_register_is_open_and_shows_nothing_that_was_not_made_public(
    client: Client, place: _cast.Hub, found: _cast.House
) -> None:
    _cast.matter(found, title="保密采购")
    page = client.get(reverse("governance:public"))
    assert page.status_code == 200
    assert "保密采购" not in page.content.decode()
