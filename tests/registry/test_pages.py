"""The room's pages in a real browser: held to WCAG 2.1 AA, narrow and wide, with and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.registry import services
from shuniu.registry.models import Body, Organisation
from tests.browsing import NewPage
from tests.registry import _cast as cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def lead() -> User:
    """A hub with one organisation in good order and one with something of everything open."""
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub.node)
    north = cast.area(hub.node)
    good = cast.organisation(north, 1, name="澄溪区青禾餐饮行业协会", formal_members=5)
    cast.governed(good)
    bad = cast.organisation(hub.node, 2, name="澄溪区云帆养老服务中心", type="service")
    services.change_organisation(bad, {"formal_members": 4}, by=lead)
    services.record_credit(bad, kind="abnormal", since=cast.SINCE, by=lead)
    services.record_report(bad, services.Report(2024, "overdue"), by=lead)
    services.record_charter(bad, clause="written", since=cast.SINCE, by=lead)
    other = services.add_instructor(
        cast.somebody("何老师"), node=hub.node, field="文化", unit="某局", since=cast.SINCE, by=lead
    )
    services.assign_instructor(other, bad, since=cast.SINCE, by=lead)
    services.open_checklist(
        hub.node, services.Listing("six", "六同步", cast.SINCE, ["甲事", "乙事"]), by=lead
    )
    services.add_partner(hub.node, services.Particular("某大学", "高校"), by=lead)
    return lead


def _addresses() -> list[str]:
    plain = ["organisations", "add", "party_organisations", "instructors", "checklists"]
    plain += ["checklist_add", "partners", "areas", "coverage", "not_built", "terms"]
    found = [reverse(f"registry:{name}") for name in plain]
    found += [
        reverse(f"registry:{name}", args=[row.pk])
        for row in Organisation.objects.exclude(type="hub")
        for name in ("organisation", "bodies", "party", "records", "history", "edit")
    ]
    council = Body.objects.filter(kind="council")[0]
    found.append(reverse("registry:appoint", args=[council.pk]))
    found.append(reverse("registry:coverage_rate", args=["organised"]) + "?side=all")
    found.append(reverse("registry:checklist", args=[1]))
    found.append(reverse("registry:checklist_mark", args=[1, council.organisation_id]))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1920])
def test_every_page_is_accessible_and_fits(
    lead: User, browser_page: NewPage, axe: Callable[[Page], None], width: int
) -> None:
    page = browser_page(width, user=lead)
    for address in _addresses():
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_post_is_filled_without_script_and_the_facts_follow(
    lead: User, browser_page: NewPage
) -> None:
    page = browser_page(360, user=lead, script=False)
    page.goto(reverse("registry:organisations"))
    page.get_by_label("查找", exact=False).last.fill("yunfan")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="澄溪区云帆养老服务中心").click()
    page.get_by_role("link", name="机构与任职").click()
    page.get_by_role("link", name="设立机构").first.click()
    page.get_by_label("种类").select_option("council")
    page.get_by_label("成立日期").fill("2024-01-01")
    page.get_by_label("应有人数").fill("3")
    page.get_by_role("button", name="设立").click()
    page.get_by_role("link", name="任职", exact=True).click()
    page.get_by_label("或填写姓名").fill("林会长")
    page.get_by_role("button", name="任职").click()
    assert page.get_by_text("应有 3 人，在任 1 人，空缺 2 人").is_visible()
