"""What every test may ask for: both databases, and a real browser that tolerates no fault."""

from __future__ import annotations

import os

import pytest

from tools import assets, browser

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs in this thread
_node = assets.node()
if _node is not None:  # the browser driver's own node wants a library that a bare Debian lacks
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(_node))

_BROWSER = {"page", "context", "browser", "browser_page"}

pytest_plugins = ["tests.browsing"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres",
        action="store_true",
        help="run the same tests on PostgreSQL, started for this session (see tests/settings.py)",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, object],
) -> dict[str, object]:
    path = browser.found()
    if path is None:
        pytest.fail("没有找到 Chromium：apt install chromium，或设置 CHROMIUM / no Chromium found")
    arguments = ["--disable-dev-shm-usage"]
    if os.name != "nt" and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}
