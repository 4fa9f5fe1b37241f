"""A page in a real browser, watched: any request to another host and any complaint fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, Route

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
_HEIGHTS = {360: 740, 1920: 1080}
_LISTEN = """
window.__blocked = [];
document.addEventListener("securitypolicyviolation",
  (e) => console.error("CSP: " + e.violatedDirective + " " + e.blockedURI));
"""


class NewPage(Protocol):
    """Opens a page: ``width`` 360 is a phone with touch, ``user`` is signed in already."""

    def __call__(
        self,
        width: int = 1920,
        *,
        user: Any = None,
        script: bool = True,
        allowed: frozenset[int] = frozenset(),
        language: str = "zh-hans",
    ) -> Page: ...


@dataclass
class _Watch:
    """What a page did that no page of ours may do."""

    host: str
    allowed: frozenset[int]
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.route("**/*", self._route)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("response", self._response)

    def _route(self, route: Route, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.faults.append(f"another host: {request.url}")
            route.abort()
        else:
            route.continue_()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        """A page may answer with a refusal that a test waits for; what it is made of may not."""
        status, kind = response.status, response.request.resource_type
        if status >= 500 or (status >= 400 and kind != "document" and status not in self.allowed):
            self.faults.append(f"{status}: {response.url}")


@pytest.fixture
def browser_page(new_context: Callable[..., BrowserContext], live_server: Any) -> Iterator[NewPage]:
    """Open watched pages; when the test ends, nothing may have been complained about."""
    watches: list[_Watch] = []

    def open_page(
        width: int = 1920,
        *,
        user: Any = None,
        script: bool = True,
        allowed: frozenset[int] = frozenset(),
        language: str = "zh-hans",
    ) -> Page:
        phone = width < 700
        context = new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": _HEIGHTS.get(width, 900)},
            java_script_enabled=script,
            has_touch=phone,
            is_mobile=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        watch = _Watch(urlsplit(live_server.url).netloc, allowed)
        watch.over(context)
        watches.append(watch)
        context.add_init_script(_LISTEN)
        _cookies(context, live_server.url, user, language)
        return context.new_page()

    yield open_page
    faults = [fault for watch in watches for fault in watch.faults]
    assert faults == []


def _cookies(context: BrowserContext, url: str, user: Any, language: str) -> None:
    wanted = {settings.LANGUAGE_COOKIE_NAME: language}
    if user is not None:
        client = Client()
        client.force_login(user)
        wanted[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    for name, value in wanted.items():
        context.add_cookies([{"name": name, "value": value, "url": url}])


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Hold a page to WCAG 2.1 AA; what is found is said with its place."""
    measure = Axe()

    def hold(page: Page) -> None:
        found = measure.run(page, options={"runOnly": _RULES}).response["violations"]
        told = [
            f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:200]}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert told == []

    return hold
