"""The menu shows what concerns a person, and where they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shuniu.ui import menu
from shuniu.ui.menu import MenuItem

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _own_menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(menu, "_ITEMS", {})
    monkeypatch.setattr(menu, "_PLACES", [])
    menu.add(MenuItem("home", "首页", "portal:home", "house", 0))
    menu.add(MenuItem("notices", "通知", "base:notices", "bell", 20))
    menu.add(MenuItem("parts", "组件", "ui:components", "box", 10, lambda user: user == "lead"))
    return


def test_lines_stand_in_order_and_only_for_whom_they_are() -> None:
    assert [line.item.code for line in menu.lines_for("lead", "/x/")] == [
        "home",
        "parts",
        "notices",
    ]
    assert [line.item.code for line in menu.lines_for("guest", "/x/")] == ["home", "notices"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", ["page", "", ""]),
        ("/components/", ["", "page", ""]),
        ("/components/charts/", ["", "true", ""]),
        ("/elsewhere/", ["", "", ""]),
    ],
)
def test_the_nearest_line_is_marked_and_home_only_at_home(path: str, said: list[str]) -> None:
    assert [line.current for line in menu.lines_for("lead", path)] == said


def test_a_line_without_an_address_is_left_out() -> None:
    menu.add(MenuItem("later", "以后", "nowhere:yet", "box", 5))
    assert "later" not in [line.item.code for line in menu.lines_for("lead", "/")]


def test_the_same_code_replaces_the_earlier_line() -> None:
    menu.add(MenuItem("home", "主页", "portal:home", "house", 99))
    assert menu.items_for("lead")[-1].label == "主页"


def test_the_organisation_is_named_by_whoever_knows_it() -> None:
    assert menu.place_of("lead") == ""
    menu.place_by(lambda user: f"{user}的单位")
    assert menu.place_of("lead") == "lead的单位"
