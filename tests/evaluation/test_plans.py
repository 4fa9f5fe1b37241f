"""Improvement plans: taken from a result, shown first by the next round."""

from __future__ import annotations

from datetime import date

import pytest

from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.evaluation.queries import plans as queries
from shuniu.evaluation.services import plans, publicity
from tests.evaluation import _cast as cast
from tests.evaluation._committee import Committee, committee

pytestmark = pytest.mark.django_db
WORK = plans.Planned("每季度办一次活动", "王秘书长", date(2027, 6, 30))


@pytest.fixture
def three() -> Committee:
    found = committee(3)
    with clock.at(date(2026, 11, 20)):
        found.decided()
        publicity.publish(found.round, by=found.officer)
    return found


def test_a_leaf_goes_into_the_plan_with_what_is_open(three: Committee) -> None:
    item = plans.plan_item(three.entry(3), "work", WORK, by=three.contact(3))
    assert (item.gain, item.state, item.owner) == (10_000, "open", "王秘书长")


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (plans.Planned(" ", "王", date(2027, 1, 1)), "要改进什么"),
        (plans.Planned("办活动", "", date(2027, 1, 1)), "由谁负责"),
    ],
)
def test_a_plan_says_what_and_who(three: Committee, planned: plans.Planned, words: str) -> None:
    with pytest.raises(Refused, match=words):
        plans.plan_item(three.entry(3), "work", planned, by=three.contact(3))


def test_only_leaves_of_the_sheet_are_planned(three: Committee) -> None:
    for leaf in ("nonsense", "basics"):
        with pytest.raises(Refused, match="没有这一项"):
            plans.plan_item(three.entry(3), leaf, WORK, by=three.contact(3))


def test_others_do_not_plan_for_an_organisation(three: Committee) -> None:
    with pytest.raises(Refused, match="没有“组织评价”的权限"):
        plans.plan_item(three.entry(3), "work", WORK, by=three.contact(1))
    assert plans.plan_item(three.entry(3), "work", WORK, by=three.officer)


def test_an_item_is_settled_dropped_with_a_reason_and_reopened(three: Committee) -> None:
    contact = three.contact(3)
    item = plans.plan_item(three.entry(3), "work", WORK, by=contact)
    plans.settle_item(item, note="已办四次", by=contact)
    assert (item.state, item.note) == ("done", "已办四次")
    with pytest.raises(Refused, match="已经了结"):
        plans.change_item(item, WORK, by=contact)
    plans.reopen_item(item, by=contact)
    with pytest.raises(Refused, match="不再进行的原因"):
        plans.drop_item(item, note="", by=contact)
    plans.drop_item(item, note="换届", by=contact)
    assert item.state == "dropped"
    with pytest.raises(Refused, match="不再进行"):
        plans.settle_item(item, note="", by=contact)


def test_the_next_round_opens_with_what_was_planned(three: Committee) -> None:
    contact = three.contact(3)
    entry = three.entry(3)
    first = plans.plan_item(entry, "work", WORK, by=contact)
    second = plans.plan_item(entry, "held", WORK, by=contact)
    plans.drop_item(second, note="不适用", by=contact)
    with clock.at(date(2027, 9, 1)):
        round_ = cast.running(
            three.hub,
            three.officer,
            [entry.organisation],
            title="2026年度评估",
            period=(date(2026, 1, 1), date(2026, 12, 31)),
            until=date(2027, 11, 1),
        )
    assert list(queries.opening(round_.entries.get())) == [first]
    assert not queries.opening(entry)
    assert list(queries.open_of(entry.organisation)) == [first]
