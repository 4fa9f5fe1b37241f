"""Rules are dated: the past keeps what it was decided by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shuniu.accounts.services import open_user
from shuniu.base import clock, rulebook
from shuniu.base.models import AuditEntry, Rule

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(rulebook, "_DECLARED", dict(rulebook._DECLARED))
    return rulebook.declare("test.days", 7, "天数", "某规定")


def test_the_default_holds_until_a_hub_says_otherwise(code: str) -> None:
    assert rulebook.value(code) == 7
    assert rulebook.number(code, date(1999, 1, 1)) == 7


def test_a_value_holds_from_its_day_on_and_not_before(code: str) -> None:
    today = clock.today()
    rulebook.set_value(code, 10, since=today, by=None)
    rulebook.set_value(code, 15, since=today + 10 * DAY, by=None)
    assert rulebook.value(code, today - DAY) == 7
    assert rulebook.value(code) == 10
    assert rulebook.value(code, today + 9 * DAY) == 10
    assert rulebook.value(code, today + 10 * DAY) == 15
    assert rulebook.values([code], today + 30 * DAY) == {code: 15}


def test_a_second_value_on_the_same_day_takes_the_place_of_the_first(code: str) -> None:
    for value in (10, 11):
        rulebook.set_value(code, value, since=clock.today(), by=None)
    assert Rule.objects.filter(code=code).count() == 1
    assert rulebook.value(code) == 11


def test_the_book_says_who_set_what_from_when_and_what_was_before(code: str) -> None:
    user = open_user("one", display_name="甲", password=None, by=None)
    rulebook.set_value(code, 10, since=clock.today(), by=user, source="通知一号")
    line = AuditEntry.objects.get(action="base.rule.set")
    assert line.subject == "rule:test.days"
    assert line.actor_id == user.pk
    assert (line.detail["old"], line.detail["new"]) == (7, 10)
    assert [row.source for row in rulebook.past(code)] == ["通知一号"]


def test_lists_and_falsehood_are_values_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebook, "_DECLARED", dict(rulebook._DECLARED))
    rulebook.declare("test.shown", default=True, title="显示")
    rulebook.declare("test.roles", ["a"], "角色")
    rulebook.set_value("test.shown", to=False, since=clock.today(), by=None)
    rulebook.set_value("test.roles", [], since=clock.today(), by=None)
    assert rulebook.value("test.shown") is False
    assert rulebook.value("test.roles") == []


def test_a_rule_that_nobody_declared_is_an_error(code: str) -> None:
    for ask in (rulebook.value, rulebook.number):
        with pytest.raises(KeyError):
            ask("test.nothing")
    with pytest.raises(KeyError):
        rulebook.set_value("test.nothing", 1, since=clock.today(), by=None)


def test_a_number_must_be_one(code: str) -> None:
    rulebook.set_value(code, "ten", since=clock.today(), by=None)
    with pytest.raises(TypeError):
        rulebook.number(code)


def test_every_rule_of_the_house_has_words_and_a_default_of_a_kind_that_has_a_box() -> None:
    for rule in rulebook.declared():
        assert str(rule.title), rule.code
        assert isinstance(rule.default, bool | int | float | str | list | dict), rule.code
