"""What organisations made public: kept once a year, measured as shares, asked where unknown."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock, rulebook
from shuniu.base.verdicts import Refused
from shuniu.evaluation import sources
from shuniu.registry import services
from shuniu.registry.models import Disclosure, Organisation
from tests.registry import _cast as base

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def row() -> Organisation:
    return base.organisation(base.hub().node, 1)


def _measured(row: Organisation, key: str) -> tuple[object, bool]:
    said = sources.values_on([row.pk], DAY)[key][row.pk]
    return said.value, said.applies


def test_a_year_is_kept_once_and_corrected(row: Organisation) -> None:
    for audit in ("qualified", "clean"):
        with clock.at(DAY):
            services.record_disclosure(row, services.Disclosed(2025, audit=audit), by=None)
    assert list(Disclosure.objects.values_list("year", "audit")) == [(2025, "clean")]


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (1, 0), (1, None)])
def test_a_part_is_never_larger_than_its_whole(
    row: Organisation, part: int, whole: int | None
) -> None:
    told = services.Disclosed(2025, changes=whole, changes_in_time=part)
    with clock.at(DAY), pytest.raises(Refused, match="应办理的登记事项变更"):
        services.record_disclosure(row, told, by=None)
    assert not Disclosure.objects.exists()


def test_the_database_refuses_it_too(row: Organisation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.create(organisation=row, year=2025, prices=1, prices_shown=2)


def test_a_year_to_come_is_refused(row: Organisation) -> None:
    with clock.at(DAY), pytest.raises(Refused, match="还没有到"):
        services.record_disclosure(row, services.Disclosed(2027), by=None)


def test_measures_say_what_is_known_and_ask_the_rest(row: Organisation) -> None:
    told = services.Disclosed(
        2025,
        audit="reviewed",
        published_on=date(2026, 6, 3),
        balance_public=True,
        income_public=False,
        changes=3,
        changes_in_time=2,
        prices=0,
        prices_shown=0,
    )
    with clock.at(DAY):
        services.record_disclosure(row, told, by=None)
    assert _measured(row, "audit") == ("reviewed", True)
    assert _measured(row, "report_published") == ("2026-06-03", True)
    assert _measured(row, "report_due") == ("2026-06-30", True)
    assert _measured(row, "balance_public") == (True, True)
    assert _measured(row, "income_public") == (False, True)
    assert _measured(row, "opinion_public") == (None, True)
    assert _measured(row, "changes_filed") == (66.667, True)
    assert _measured(row, "prices_public") == (None, True)


@pytest.mark.parametrize(("rule", "due"), [("05-31", "2026-05-31"), ("31 May", "2026-06-30")])
def test_the_day_a_report_is_due_is_a_dated_rule(row: Organisation, rule: str, due: str) -> None:
    rulebook.set_value("registry.report.due", rule, since=date(2025, 1, 1), by=None)
    with clock.at(DAY):
        services.record_disclosure(row, services.Disclosed(2025), by=None)
    assert _measured(row, "report_due") == (due, True)


def test_it_is_told_on_a_page_and_shown_on_another(row: Organisation, client: Client) -> None:
    user = base.person("lead", Role.HUB_LEAD, Organisation.objects.get(type="hub").node)
    User.objects.update(password_changed_at=clock.now())
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    address = reverse("registry:disclosure", args=[row.pk])
    said = {"year": "2025", "audit": "clean", "income_public": "no", "staff": "8"}
    wrong = client.post(address, {**said, "staff_certified": "9"})
    assert "不能小于" in wrong.content.decode()
    done = client.post(address, {**said, "staff_certified": "4"})
    assert done.status_code == 302
    page = client.get(reverse("registry:records", args=[row.pk])).content.decode()
    assert "无保留意见审计" in page
    assert "4/8" in page
    kept = Disclosure.objects.get()
    assert (kept.income_public, kept.balance_public) == (False, None)


def test_other_rooms_tell_of_an_organisation(row: Organisation, client: Client) -> None:
    lead = base.person("lead", Role.HUB_LEAD, Organisation.objects.get(type="hub").node)
    client.force_login(lead, "shuniu.accounts.backends.NameOrPhone")
    page = client.get(reverse("registry:organisation", args=[row.pk])).content.decode()
    for address in (
        f"/meetings/?of={row.pk}",
        f"/matters/?of={row.pk}",
        f"/members/organisations/{row.pk}/",
        f"/results/organisations/{row.pk}/",
    ):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
