"""Moves, sealed values, dated rules, events, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import override_settings

from shuniu.base import clock, crypto, rulebook
from shuniu.base.events import Event, announce, listens
from shuniu.base.moves import Move, walk
from shuniu.base.verdicts import ALLOWED, Refused, ensure, refuse
from shuniu.evaluation.models import PlanItem
from shuniu.evaluation.states import PLAN_MOVES
from tests.evaluation._committee import committee

pytestmark = pytest.mark.django_db


def test_a_refusal_stops_with_its_reason() -> None:
    ensure(ALLOWED)
    with pytest.raises(Refused) as refusal:
        ensure(refuse("不行。", "x.rule"))
    assert str(refusal.value) == "不行。"
    assert refusal.value.verdict.rule == "x.rule"


def test_a_move_is_walked_once_and_a_late_one_is_told_where_it_stands() -> None:
    held = committee()
    row = PlanItem.objects.create(
        entry=held.entry(1), leaf="held", text="改", owner="我", due=date(2026, 12, 1)
    )
    late = PlanItem.objects.get(pk=row.pk)
    move = next(iter(PLAN_MOVES.values()))
    assert isinstance(move, Move)
    walk(row, move)
    assert row.state == move.target
    with pytest.raises(Refused) as refusal:
        walk(late, move)
    assert str(late.get_state_display()) in str(refusal.value)


def test_a_sealed_value_opens_with_its_key_alone() -> None:
    key, other = crypto.new_key(), crypto.new_key()
    sealed = crypto.seal("13800138000", key)
    assert "138" not in sealed
    assert crypto.unseal(sealed, key) == "13800138000"
    with pytest.raises(crypto.Sealed):
        crypto.unseal(sealed, other)
    with pytest.raises(crypto.Sealed):
        crypto.unseal(sealed, "")


def test_a_key_moves_to_another_master_and_the_values_stay_readable() -> None:
    key = crypto.new_key()
    sealed = crypto.seal("王小明", key)
    from django.conf import settings  # noqa: PLC0415

    fresh = "ab" * 32
    with override_settings(SHUNIU_KEYS=[fresh, *settings.SHUNIU_KEYS]):
        moved = crypto.rewrap(key)
    with override_settings(SHUNIU_KEYS=[fresh]):
        assert crypto.unseal(sealed, moved) == "王小明"
        with pytest.raises(crypto.Sealed):
            crypto.unseal(sealed, key)


def test_a_rule_has_the_value_of_its_day() -> None:
    code = rulebook.declare("test.days", 7, "天数")
    assert rulebook.value(code) == 7
    rulebook.set_value(code, 10, since=date(2026, 6, 1), by=None)
    assert rulebook.value(code, date(2026, 5, 31)) == 7
    assert rulebook.value(code, date(2026, 6, 1)) == 10
    with pytest.raises(KeyError):
        rulebook.value("nobody.declared.it")


@dataclass(frozen=True)
class _Happened(Event):
    number: int


def test_news_reach_their_listeners_in_order_and_nobody_else() -> None:
    heard: list[int] = []
    listens(_Happened)(lambda news: heard.append(news.number))
    announce(_Happened(1))
    announce(Event())
    announce(_Happened(2))
    assert heard == [1, 2]


def test_the_clock_can_stand_on_another_day_and_comes_back() -> None:
    real = clock.today()
    with clock.at(date(2030, 2, 28)):
        assert clock.today() == date(2030, 2, 28)
    assert clock.today() == real
