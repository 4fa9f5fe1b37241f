"""Assessors: work handed out evenly, recusals, marks with reasons, two who differ, a third."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.models import AuditEntry, Notice
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import Answer, Assignment, Entry, LeafMark, Recusal, Round
from shuniu.evaluation.queries import scores, work
from shuniu.evaluation.queries.sheets import CONDITIONS, SAID
from shuniu.evaluation.rules import assessment as rules
from shuniu.evaluation.rules import entries as entry_rules
from shuniu.evaluation.services import assessment, frameworks
from shuniu.evaluation.services.assessment import Said
from shuniu.evaluation.states import AssignmentState, EntryState, RoundState
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made

pytestmark = pytest.mark.django_db

POINTS = """\
format: 1
code: points-sheet
version: "1"
title: {zh: 写分的表, en: Points}
subject: organisation
status: complete
source: {name: {zh: 测试, en: test}}
points: 20
stages:
  - {key: self, title: {zh: 自评, en: own}}
  - {key: expert, title: {zh: 专家, en: expert}, gives: points}
items:
  - {key: plan, title: {zh: 计划, en: Plan}, points: 10, text: 有计划得10分, rule: {kind: check}}
  - {key: effect, title: {zh: 成效, en: Effect}, points: 10, text: 据实得分, rule: {kind: judged}}
"""


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.at(made.DAY):
        yield


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def officer(hub: Node) -> User:
    return cast.person("officer", Role.HUB_OFFICER, hub)


@pytest.fixture
def experts(hub: Node) -> list[User]:
    return [cast.person(f"expert{n}", Role.ASSESSOR, hub) for n in range(1, 5)]


def marked(task: Assignment, text: str, reason: str = "", version: int = 0) -> LeafMark:
    return assessment.mark_leaf(
        task, "held", values={"meetings": Said(text)}, reason=reason, version=version, by=task.user
    )


# Handing out


def test_work_is_spread_evenly_and_the_same_way_again(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer, 10)
    assert assessment.assign_evenly(round_, assessors=experts[:3], by=officer) == []
    rows = list(Assignment.objects.order_by("entry").values_list("entry", "user"))
    loads = sorted([user for _entry, user in rows].count(one.pk) for one in experts[:3])
    assert loads == [3, 3, 4]
    Assignment.objects.all().delete()
    assessment.assign_evenly(round_, assessors=experts[2::-1], by=officer)
    assert list(Assignment.objects.order_by("entry").values_list("entry", "user")) == rows
    assert Notice.objects.filter(user=experts[0], url="/work/").exists()


def test_two_assessors_are_two_people_in_changing_pairs(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer, 12, two_assessors=True)
    assessment.assign_evenly(round_, assessors=experts, by=officer)
    pairs = [
        tuple(sorted(one.assignments.values_list("user", flat=True)))
        for one in Entry.objects.filter(round=round_)
    ]
    assert all(len(set(pair)) == 2 for pair in pairs)
    assert len(set(pairs)) == 6
    assert {Assignment.objects.filter(user=one).count() for one in experts} == {6}


def test_nobody_assesses_where_they_are_recused_or_belong(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer, 3)
    entries = list(Entry.objects.filter(round=round_).select_related("organisation__node"))
    assessment.recuse(
        experts[0], organisation=entries[0].organisation, reason="曾任顾问", by=experts[0]
    )
    cast.grant(experts[1], role=Role.CONTACT, node=entries[1].organisation.node, by=None)
    left = assessment.assign_evenly(round_, assessors=experts[:2], by=officer)
    assert left == []
    held = dict(Assignment.objects.values_list("entry", "user"))
    assert held[entries[0].pk] == experts[1].pk
    assert held[entries[1].pk] == experts[0].pk


def test_an_entry_for_which_nobody_is_left_is_named(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer, 2)
    barred = made.entry(round_)
    assessment.recuse(experts[0], organisation=barred.organisation, reason="亲属", by=experts[0])
    assert assessment.assign_evenly(round_, assessors=experts[:1], by=officer) == [barred]


def test_a_place_is_taken_once_and_by_assessors_only(
    hub: Node, officer: User, experts: list[User]
) -> None:
    entry = made.entry(made.assessing(hub, officer, two_assessors=True))
    assessment.assign(entry, user=experts[0], by=officer)
    with pytest.raises(Refused, match="已由 expert1 担任，请先收回"):
        assessment.assign(entry, user=experts[1], by=officer)
    with pytest.raises(Refused, match="expert1 已在评“协会1”"):
        assessment.assign(entry, user=experts[0], order=2, by=officer)
    with pytest.raises(Refused, match="officer 不是可以评“协会1”的专家"):
        assessment.assign(entry, user=officer, order=2, by=officer)
    with pytest.raises(Refused, match="没有这样的评分席位"):
        assessment.assign(entry, user=experts[1], order=4, by=officer)
    with pytest.raises(Refused, match="没有“组织评价”的权限"):
        assessment.assign(entry, user=experts[1], order=2, by=experts[1])


def test_an_open_task_is_taken_back_and_given_to_another(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer)
    task = made.task(round_, experts[0], officer)
    marked(task, "2", "只有两次会议有纪要")
    assessment.take_back(task, by=officer)
    line = AuditEntry.objects.get(action="evaluation.entry.unassigned")
    assert line.detail["marks"][0]["reason"] == "只有两次会议有纪要"
    assessment.assign(made.entry(round_), user=experts[1], by=officer)


# Keeping out


def test_a_recusal_frees_the_task_and_shuts_the_entry(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer)
    task = made.task(round_, experts[0], officer)
    assessment.recuse(
        experts[0], organisation=task.entry.organisation, reason="配偶任职", by=experts[0]
    )
    task.refresh_from_db()
    assert task.state == AssignmentState.RECUSED
    assert not rules.can_assess(experts[0], task)
    assert not entry_rules.can_see(experts[0], made.entry(round_))
    with pytest.raises(Refused, match="已对该单位声明回避"):
        marked(task, "1", "理由")
    assert "请把评分任务分派给其他专家" in Notice.objects.get(user=officer).text
    assessment.assign(made.entry(round_), user=experts[1], by=officer)


def test_a_recusal_needs_a_reason_and_is_declared_once(
    hub: Node, officer: User, experts: list[User]
) -> None:
    organisation = made.entry(made.assessing(hub, officer)).organisation
    with pytest.raises(Refused, match="请写明回避的理由"):
        assessment.recuse(experts[0], organisation=organisation, reason=" ", by=experts[0])
    for _ in range(2):
        assessment.recuse(experts[0], organisation=organisation, reason="亲属", by=experts[0])
    assert Recusal.objects.count() == 1


def test_the_hub_ends_a_recusal_and_nobody_their_own(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer)
    row = assessment.recuse(
        experts[0], organisation=made.entry(round_).organisation, reason="亲属", by=officer
    )
    with pytest.raises(Refused, match="不能自己解除回避"):
        assessment.end_recusal(row, by=experts[0])
    assessment.end_recusal(row, by=officer)
    assessment.assign(made.entry(round_), user=experts[0], by=officer)


# Marks


def test_a_task_is_begun_by_declaring_that_nothing_stands_in_the_way(
    hub: Node, officer: User, experts: list[User]
) -> None:
    row = assessment.assign(made.entry(made.assessing(hub, officer)), user=experts[0], by=officer)
    task = work.assignment(row.pk)
    assert task is not None
    with pytest.raises(Refused, match="请先确认与该单位没有利害关系"):
        marked(task, "4")
    with pytest.raises(Refused, match="这不是您的评分任务"):
        assessment.begin(task, by=experts[1])


def test_taking_points_away_needs_a_reason(hub: Node, officer: User, experts: list[User]) -> None:
    task = made.task(made.assessing(hub, officer), experts[0], officer)
    with pytest.raises(Refused, match="这一项从 60 分减到 30 分，要写明扣分理由"):
        marked(task, "2")
    mark = marked(task, "2", "只有两次会议有纪要")
    assert (mark.before, mark.points, mark.version) == (60_000, 30_000, 1)
    assert mark.values == {"meetings": {"value": "2", "not_applicable": False}}


def test_confirming_or_adding_needs_none(hub: Node, officer: User, experts: list[User]) -> None:
    values: dict[str, object] = {"meetings": "2", "events": "3", "party": True}
    task = made.task(made.assessing(hub, officer, values=values), experts[0], officer)
    mark = marked(task, "２次")
    assert (mark.values, mark.points) == ({}, 30_000)
    mark = marked(task, "3", version=1)
    assert (mark.before, mark.points, mark.version) == (30_000, 45_000, 2)


def test_a_value_that_does_not_fit_is_refused_with_what_is_expected(
    hub: Node, officer: User, experts: list[User]
) -> None:
    task = made.task(made.assessing(hub, officer), experts[0], officer)
    with pytest.raises(Refused, match="“许多”不是数字，请只填数字"):
        marked(task, "许多")
    with pytest.raises(Refused, match="评价标准中没有这一项"):
        assessment.mark_leaf(task, "held", values={"events": Said("1")}, by=experts[0])


def test_correcting_a_condition_needs_a_reason_though_no_points_move(
    hub: Node, officer: User, experts: list[User]
) -> None:
    task = made.task(made.assessing(hub, officer), experts[0], officer)
    with pytest.raises(Refused, match="更正参评条件或等级条件，要写明理由"):
        assessment.mark_leaf(task, CONDITIONS, values={"party": Said("否")}, by=experts[0])


def test_two_windows_do_not_overwrite_one_another(
    hub: Node, officer: User, experts: list[User]
) -> None:
    task = made.task(made.assessing(hub, officer), experts[0], officer)
    marked(task, "2", "甲")
    assert marked(task, "2", "甲").version == 1  # a second click
    with pytest.raises(assessment.MarkConflict) as caught:
        marked(task, "3", "乙")
    assert caught.value.theirs.reason == "甲"


def test_finishing_needs_every_leaf_and_writes_the_last_stage(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer)
    task = made.task(round_, experts[0], officer)
    marked(task, "2", "只有两次会议有纪要")
    with pytest.raises(Refused, match="还有 1 项没有确认，例如“业绩”"):
        assessment.finish(task, by=experts[0])
    assert assessment.confirm_rest(task, by=experts[0]) == 1
    assessment.finish(task, by=experts[0])
    entry = made.entry(round_)
    assert entry.state == EntryState.ASSESSED
    assert scores.leaf_points(entry)["held"] == 30_000
    row = Answer.objects.get(entry=entry, stage="assess")
    assert (row.key, row.value, row.by) == ("meetings", "2", experts[0])
    with pytest.raises(Refused, match="该单位的评分已经结束"):
        marked(task, "1", "理由", 1)


def test_where_the_framework_has_assessors_write_points_they_do(
    hub: Node, officer: User, experts: list[User]
) -> None:
    version = frameworks.add_framework(POINTS, node=hub, by=officer)
    frameworks.release(version, by=officer)
    round_ = made.assessing(hub, officer, values={"plan": True, "effect": "9"})
    task = made.task(round_, experts[0], officer)
    with pytest.raises(Refused, match=r"这一项从 9 分减到 7\.5 分"):
        assessment.mark_leaf(task, "effect", values={"effect": Said("7.5")}, by=experts[0])
    with pytest.raises(Refused, match="请填 0 到 10 之间的数"):
        assessment.mark_leaf(task, "effect", values={"effect": Said("11")}, by=experts[0])
    made.done(task, {"effect": "7.5", "plan": "10"}, "成效有出入")
    assert Answer.objects.get(stage="assess").key == "effect"
    assert scores.leaf_points(made.entry(round_)) == {"plan": 10_000, "effect": 7_500}


# Two assessors


def two(
    hub: Node, officer: User, experts: list[User], found: tuple[str, str], **said: object
) -> Entry:
    """Two assessors done, who found different numbers of meetings."""
    round_ = made.assessing(hub, officer, two_assessors=True, **said)
    tasks = [made.task(round_, experts[n], officer, n + 1) for n in range(2)]
    for task, text in zip(tasks, found, strict=True):
        made.done(task, {"meetings": text}, "核对纪要")
    return made.entry(round_)


def test_two_who_agree_settle_it(hub: Node, officer: User, experts: list[User]) -> None:
    entry = two(hub, officer, experts, ("3", "3"))
    assert entry.state == EntryState.ASSESSED
    assert scores.leaf_points(entry)["held"] == 45_000


def test_nothing_is_settled_before_the_second_is_done(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer, two_assessors=True)
    made.done(made.task(round_, experts[0], officer), {"meetings": "3"}, "核对纪要")
    assert made.entry(round_).state == EntryState.SUBMITTED
    assert not Answer.objects.filter(stage="assess").exists()


def test_a_difference_waits_for_a_third(hub: Node, officer: User, experts: list[User]) -> None:
    entry = two(hub, officer, experts, ("3", "2"))
    assert entry.state == EntryState.SUBMITTED
    [difference] = work.differences(entry)
    assert (difference.leaf, difference.apart) == ("held", 15_000)
    assert "有 1 项差异" in Notice.objects.filter(user=officer).latest("pk").text
    with pytest.raises(Refused, match="差异要由第三人处理"):
        assessment.reconcile(entry, "held", values={}, reason="维持", by=experts[0])
    with pytest.raises(Refused, match="请写明采用这个结果的理由"):
        assessment.reconcile(entry, "held", values={}, reason="", by=officer)
    with pytest.raises(Refused, match="对这一项没有差异"):
        assessment.reconcile(entry, "work", values={}, reason="维持", by=officer)
    assessment.reconcile(
        entry, "held", values={"meetings": Said("2")}, reason="一次会议没有签到", by=officer
    )
    entry = made.entry(entry.round)
    assert entry.state == EntryState.ASSESSED
    row = Answer.objects.get(stage="assess")
    assert (row.value, row.by) == ("2", officer)


def test_a_third_assessor_may_be_named(hub: Node, officer: User, experts: list[User]) -> None:
    entry = two(hub, officer, experts, ("3", "2"))
    with pytest.raises(Refused):
        assessment.reconcile(entry, "held", values={}, reason="维持", by=experts[2])
    assessment.assign(entry, user=experts[2], order=3, by=officer)
    assessment.reconcile(entry, "held", values={}, reason="四次均有材料", by=experts[2])
    assert made.entry(entry.round).state == EntryState.ASSESSED
    assert scores.leaf_points(made.entry(entry.round))["held"] == 60_000


def test_a_difference_within_tolerance_goes_for_the_organisation(
    hub: Node, officer: User, experts: list[User]
) -> None:
    entry = two(hub, officer, experts, ("2", "3"), tolerance=15_000)
    assert entry.state == EntryState.ASSESSED
    assert Answer.objects.get(stage="assess").value == "3"


def test_written_points_within_tolerance_meet_in_the_middle(
    hub: Node, officer: User, experts: list[User]
) -> None:
    version = frameworks.add_framework(POINTS, node=hub, by=officer)
    frameworks.release(version, by=officer)
    values: dict[str, object] = {"plan": True, "effect": "9"}
    round_ = made.assessing(hub, officer, two_assessors=True, tolerance=1_000, values=values)
    for number, text in enumerate(["8", "7"]):
        made.done(
            made.task(round_, experts[number], officer, number + 1), {"effect": text}, "有出入"
        )
    assert Answer.objects.get(stage="assess").value == "7.5"


def test_an_entry_is_opened_again_with_a_reason(
    hub: Node, officer: User, experts: list[User]
) -> None:
    entry = two(hub, officer, experts, ("3", "2"))
    assessment.reconcile(entry, "held", values={}, reason="维持", by=officer)
    entry = made.entry(entry.round)
    with pytest.raises(Refused, match="请写明重新评分的原因"):
        assessment.reopen(entry, reason=" ", by=officer)
    assessment.reopen(entry, reason="发现新材料", by=officer)
    assert made.entry(entry.round).state == EntryState.SUBMITTED
    assert not Answer.objects.filter(stage="assess").exists()
    assert set(Assignment.objects.values_list("state", flat=True)) == {AssignmentState.OPEN}
    assert LeafMark.objects.filter(assignment__order=3).count() == 0
    task = work.assignment(Assignment.objects.get(order=1).pk)
    assert task is not None
    marked(task, "2", "补充核对", 1)
    assessment.finish(task, by=task.user)


def test_a_finding_moves_a_leaf_that_was_confirmed_before_it(
    hub: Node, officer: User, experts: list[User]
) -> None:
    task = made.task(made.assessing(hub, officer), experts[0], officer)
    assessment.confirm_rest(task, by=experts[0])
    marked(task, "1", "核对", 1)
    assessment.finish(task, by=experts[0])
    stands = scores.leaf_points(task.entry, stages=SAID)
    mark = LeafMark.objects.get(leaf="held")
    assert (stands["held"], mark.before, mark.points) == (60_000, 60_000, 15_000)


def test_outside_the_assessing_stage_nothing_is_assigned(
    hub: Node, officer: User, experts: list[User]
) -> None:
    round_ = made.assessing(hub, officer)
    Round.objects.filter(pk=round_.pk).update(state=RoundState.PROPOSED)
    with pytest.raises(Refused, match="当前不在评分阶段"):
        assessment.assign(made.entry(round_), user=experts[0], by=officer)
