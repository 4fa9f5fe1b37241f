"""Effective coverage: meetings as often as asked for, in each period of two whole quarters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from shuniu.base import clock, rulebook
from shuniu.meetings import services
from shuniu.meetings.queries.effective import KINDS, effective_on, two_quarters
from tests.meetings import _cast as cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def there() -> cast.House:
    return cast.house()


def _held(there: cast.House, kind: str, *months: int) -> None:
    for month in months:
        at = datetime(2026, month, 10, 1, tzinfo=UTC)
        draft = services.Draft(kind, "会", at, organisation=there.organisation, party=there.party)
        record = services.Record(draft, topics=("学习",), called_on=at.date() - timedelta(days=3))
        with clock.at(at + timedelta(hours=4)):
            services.record_meeting(record, by=there.contact)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 20), date(2026, 4, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 7, 1), date(2025, 12, 31)),
        (date(2026, 4, 1), date(2025, 10, 1), date(2026, 3, 31)),
    ],
)
def test_two_whole_quarters_before_a_day(day: date, first: date, last: date) -> None:
    assert two_quarters(day) == (first, last)


@pytest.mark.parametrize(
    ("assemblies", "days", "alive"),
    [
        ((4, 9), (4, 5, 6, 7, 8, 9), True),
        ((4, 9), (4, 5, 6, 7, 8), False),  # one month without
        ((4, 5), (4, 5, 6, 7, 8, 9), False),  # twice in one quarter, never in the other
        ((3, 10), (4, 5, 6, 7, 8, 9), False),  # outside of the two quarters
    ],
)
def test_each_period_has_its_meeting(
    there: cast.House, assemblies: tuple[int, ...], days: tuple[int, ...], alive: bool
) -> None:
    _held(there, "party_assembly", *assemblies)
    _held(there, "theme_day", *days)
    found = effective_on(there.officer, DAY)
    assert (there.organisation.pk in found.effective) is alive
    assert (there.organisation.pk in found.lacking) is not alive
    assert there.organisation.pk in found.covered
    assert set(found.covered) < set(found.base)


def test_the_hub_says_which_meetings_count(there: cast.House) -> None:
    rulebook.set_value(KINDS, ["theme_day"], since=date(2026, 1, 1), by=None)
    _held(there, "theme_day", 4, 5, 6, 7, 8, 9)
    assert effective_on(there.officer, DAY).effective == (there.organisation.pk,)


def test_the_page_says_what_is_lacking(there: cast.House, client: Client) -> None:
    _held(there, "party_assembly", 4, 9)
    _held(there, "theme_day", 4, 5)
    client.force_login(there.officer, "shuniu.accounts.backends.NameOrPhone")
    with clock.at(DAY):
        page = client.get(reverse("meetings:effective")).content.decode()
    assert "主题党日：6 期中有 4 期次数不足" in page
    assert "50.0%" in page  # one of two is covered
    assert "0.0%" in page
