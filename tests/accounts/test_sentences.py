"""What codes are called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from shuniu.accounts.action_words import ACTIONS, ROOMS
from shuniu.accounts.sentences import actions, device, sentence, value_words
from shuniu.base.rulebook import Declared
from soak.sheets import ROOT


def _recorded() -> Iterator[str]:
    """Every action that some line of the source writes into the book."""
    for path in (ROOT / "src" / "shuniu").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
            ):
                continue
            first = node.args[0]
            if (
                node.func.attr in {"record", "Line"}
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "audit"
                and isinstance(first, ast.Constant)
            ):
                yield str(first.value)


def test_every_action_of_the_book_has_words() -> None:
    assert sorted(set(_recorded()) - set(ACTIONS)) == []


def test_an_action_that_nobody_worded_shows_its_name() -> None:
    assert sentence("x.new") == "操作：x.new"


def test_the_filter_offers_each_action_once_room_by_room() -> None:
    rooms = [room for room, _rows in actions()]
    assert rooms == list(dict.fromkeys(rooms))
    assert {str(one) for one in ROOMS.values()} >= set(rooms)
    assert sum(len(rows) for _room, rows in actions()) == len(ACTIONS)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "是"),
        (False, "否"),
        ([], "无"),
        (["a", "z"], "甲、z"),
        (7, "7"),
        ("文号", "文号"),
        ([{"title": "甲类"}], "甲类"),
    ],
)
def test_values_of_rules_are_read_by_people(value: object, words: str) -> None:
    assert value_words(Declared("x", value, "x", choices=[("a", "甲")]), value) == words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/86.0 Safari/537", "Chrome · Windows"),
        ("Mozilla/5.0 (iPhone; CPU) MicroMessenger/8.0", "微信 · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537", "Chrome · 安卓"),
        ("Mozilla/5.0 (X11; Linux x86_64; Kylin) Firefox/115", "Firefox · 麒麟"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Edg/120", "Edge · Windows"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_a_device_is_named_as_far_as_it_says(agent: str, words: str) -> None:
    assert device(agent) == words
