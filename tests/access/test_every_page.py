"""Every page of a hub that has been through everything, in a real browser, on a phone and a desk."""

from __future__ import annotations

from collections.abc import Callable

import brotli
import pytest
from django.test import Client
from playwright.sync_api import Page

from samples.hub.seed import seed
from shuniu.accounts.models import User
from tests.access._world import ROLES, addresses, target
from tests.browsing import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.slow]
# Ends the session that looks, or leads elsewhere.
LEFT_OUT = ("set_language", "account_logout", "accounts:end_other_sessions")
LARGEST = 60_000  # bytes of a page in brotli, without charts and slices of fonts


def pages() -> list[tuple[str, str]]:
    """Who looks and where: each address once, as the first role that gets a page there."""
    clients = {}
    for role in ROLES:
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(
            User.objects.get(username=role), "shuniu.accounts.backends.NameOrPhone"
        )
    found: dict[str, str] = {}
    for address in addresses():
        where = target(address, "A")
        if where is None or where in found or address.name in LEFT_OUT:
            continue
        for role, client in clients.items():
            answer = client.get(where)
            if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                size = len(brotli.compress(answer.content))
                assert size < LARGEST, f"{where}: {size} bytes"
                found[where] = role
                break
    return [(role, where) for where, role in found.items()]


def faults_of(page: Page, where: str, axe: Callable[[Page], None]) -> list[str]:
    """What is wrong with a page as it stands."""
    page.goto(where)
    found = []
    try:
        axe(page)
    except AssertionError as error:
        found.append(f"{where}: {error}")
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if wide > 0:
        found.append(f"{where}: {wide} px hang over the edge")
    if page.locator("h1").count() != 1:
        found.append(f"{where}: {page.locator('h1').count()} headings of the first order")
    return found


@pytest.mark.timeout(900)
@pytest.mark.parametrize("width", [360, 1920])
def test_every_page_is_open_to_everybody_and_fits(
    browser_page: NewPage, axe: Callable[[Page], None], width: int
) -> None:
    seed(lambda _words: None, 10)
    shown = pages()
    assert len(shown) > 100
    faults = []
    for role in dict.fromkeys(role for role, _where in shown):
        page = browser_page(width, user=User.objects.get(username=role))
        for where in [where for who, where in shown if who == role]:
            faults += faults_of(page, where, axe)
        page.context.close()
    assert faults == [], "\n".join(faults)
