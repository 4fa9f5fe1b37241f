"""The room's pages in a real browser: held to WCAG 2.1 AA, narrow and wide, without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.members import services
from shuniu.members.models import Member, Packet, StepDone
from shuniu.members.services import packets
from tests.browsing import NewPage
from tests.members import _cast as cast
from tests.registry import _cast as registry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def there() -> cast.Cast:
    """A branch with a floating member, an activist, a packet on its way, as of today."""
    found = cast.cast("floating")
    today = clock.today()
    row = cast.member(found, "司徒望舒", phone="13912345678", relation="elsewhere")
    since = today - timedelta(days=200)
    form = services.Floating("某省某县流动人才第三党支部", since, "张书记")
    link = services.link_floating(row, form, by=found.secretary)
    letter = services.Letter("12号", "某省委", "综合党委", since, 30)
    services.follow_transfer(row, letter, by=found.secretary)
    services.make_return(link, today - timedelta(days=40), by=found.secretary)
    services.review_member(row, year=today.year, grade="good", on=today, by=found.secretary)
    way = cast.member(found, "端木某", "activist", since=today - timedelta(days=500))
    begun = today - timedelta(days=420)
    for number in (1, 2, 3, 4, 5):
        StepDone.objects.create(member=way, number=number, on=begun)
    services.note_half_year(
        way, on=begun + timedelta(days=180), text="思想上要求进步。", by=found.secretary
    )
    packet = packets.hand_over(way, consented=True, by=found.secretary)
    file, code = packets.export_packet(packet, by=found.secretary)
    Packet.objects.filter(pk=packet.pk).update(number="before")
    packets.receive(found.branch, file, code=code, by=found.secretary)
    user = registry.person("own", "member", found.home.node)
    services.set_user(way, user, by=found.secretary)
    User.objects.update(password_changed_at=clock.now())
    return found


def _addresses(there: cast.Cast) -> list[str]:
    plain = ["roster", "floating", "growing", "packets", "receive", "privacy", "assessment"]
    found = [reverse(f"members:{name}") for name in [*plain, "enrol_pick"]]
    found += [
        reverse(f"members:{name}", args=[row.pk])
        for row in Member.objects.all()
        for name in ("member", "readings", "dues", "erase")
    ]
    way = Member.objects.order_by("-pk")[0]
    found += [reverse("members:step", args=[way.pk, number]) for number in (5, 7, 15)]
    found.append(reverse("members:packet", args=[Packet.objects.get(incoming=True).pk]))
    found.append(reverse("members:packet", args=[Packet.objects.get(incoming=False).pk]))
    found.append(reverse("members:enrol", args=[there.home.pk]))
    found.append(reverse("members:admission", args=[there.home.pk]))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1920])
def test_every_page_is_accessible_and_fits(
    there: cast.Cast, browser_page: NewPage, axe: Callable[[Page], None], width: int
) -> None:
    page = browser_page(width, user=there.secretary)
    for address in _addresses(there):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page = browser_page(width, user=User.objects.get(username="own"))
    for name in ("own", "own_print"):
        page.goto(reverse(f"members:{name}"))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_contact_is_noted_without_script(there: cast.Cast, browser_page: NewPage) -> None:
    page = browser_page(360, user=there.secretary, script=False)
    page.goto(reverse("members:floating"))
    page.get_by_role("link", name="登记联系").click()
    page.get_by_role("button", name="保存").click()
    assert page.get_by_text("已登记联系").is_visible()
