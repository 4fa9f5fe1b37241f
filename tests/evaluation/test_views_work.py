"""Pages of assessors: each once, without script; nothing opens before the declaration."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.evaluation.models import Answer, Assignment, LeafMark, Recusal, Round
from shuniu.evaluation.queries.sheets import CONDITIONS
from shuniu.evaluation.services import assessment
from shuniu.evaluation.states import AssignmentState, EntryState
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made

pytestmark = pytest.mark.django_db


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
def expert(hub: Node) -> User:
    return cast.person("expert", Role.ASSESSOR, hub)


@pytest.fixture
def round_(hub: Node, officer: User) -> Round:
    return made.assessing(hub, officer)


@pytest.fixture
def given(round_: Round, expert: User, officer: User) -> Assignment:
    """A task that nobody has begun."""
    return assessment.assign(made.entry(round_), user=expert, by=officer)


@pytest.fixture
def visitor(expert: User) -> Client:
    return signed(expert)


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"evaluation:{name}", args=args)


def test_nothing_opens_before_the_declaration(visitor: Client, given: Assignment) -> None:
    text = visitor.get(at("task", given.pk)).content.decode()
    assert "我与该单位没有任职" in text
    assert "会议次数" not in text
    assert visitor.get(at("leaf", given.pk, "held")).status_code == 404
    assert visitor.get(at("entry", given.entry_id)).status_code == 404
    response = visitor.post(at("begin", given.pk))
    assert response.headers["Location"] == at("leaf", given.pk, "held")
    assert visitor.get(at("leaf", given.pk, "held")).status_code == 200


def test_a_recusal_is_declared_with_a_reason_and_shuts_everything(
    visitor: Client, given: Assignment
) -> None:
    response = visitor.post(at("recuse", given.pk), {"reason": ""})
    assert response.status_code == 422
    assert "这个字段是必填项" in response.content.decode()
    assert visitor.post(at("recuse", given.pk), {"reason": "曾任理事"}).status_code == 302
    assert Recusal.objects.get().reason == "曾任理事"
    assert visitor.get(at("task", given.pk)).status_code == 404
    assert "已回避" in visitor.get(at("work")).content.decode()


def test_the_pages_of_a_task_are_there(visitor: Client, given: Assignment, expert: User) -> None:
    assessment.begin(given, by=expert)
    for name, args in (
        ("work", ()),
        ("task", (given.pk,)),
        ("leaf", (given.pk, "held")),
        ("leaf", (given.pk, "work")),
        ("leaf", (given.pk, CONDITIONS)),
    ):
        assert visitor.get(at(name, *args)).status_code == 200, name
    assert visitor.get(at("leaf", given.pk, "nowhere")).status_code == 404


def test_others_find_nothing(given: Assignment, expert: User, officer: User, hub: Node) -> None:
    assessment.begin(given, by=expert)
    other = cast.person("other", Role.ASSESSOR, hub)
    for user in (other, officer):
        client = signed(user)
        for name, args in (("task", (given.pk,)), ("leaf", (given.pk, "held"))):
            assert client.get(at(name, *args)).status_code == 404
        for name in ("begin", "recuse", "confirm", "finish"):
            assert client.post(at(name, given.pk)).status_code == 404
    assert signed(other).get(at("reconcile", given.entry_id)).status_code == 404
    assert signed(other).get(at("reopen", given.entry_id)).status_code == 404


def test_a_leaf_shows_rule_claim_and_records_and_is_confirmed_with_one_button(
    visitor: Client, given: Assignment, expert: User
) -> None:
    Answer.objects.create(entry=given.entry, key="meetings", stage="record", value="3")
    assessment.begin(given, by=expert)
    text = visitor.get(at("leaf", given.pk, "held")).content.decode()
    for words in ("每次15分", "3 次", "4 次", 'value="4"', 'data-keys="Enter"', 'data-keys="j"'):
        assert words in text, words
    response = visitor.post(at("leaf", given.pk, "held"), {"meetings": "4", "version": "0"})
    assert response.headers["Location"] == at("leaf", given.pk, "work")
    mark = LeafMark.objects.get()
    assert (mark.values, mark.points) == ({}, 60_000)


def test_taking_points_without_a_reason_comes_back_filled(
    visitor: Client, given: Assignment, expert: User
) -> None:
    assessment.begin(given, by=expert)
    url = at("leaf", given.pk, "held")
    response = visitor.post(url, {"meetings": "2", "version": "0"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "这一项从 60 分减到 30 分，要写明扣分理由" in text
    assert 'value="2"' in text
    response = visitor.post(url, {"meetings": "二", "reason": "两次", "version": "0"})
    text = response.content.decode()
    assert "“二”不是数字，请只填数字。" in text
    assert ">两次</textarea>" in text
    assert visitor.post(url, {"meetings": "2", "reason": "两次", "version": "0"}).status_code == 302


def test_what_a_finding_would_do_is_said_before_it_is_kept(
    visitor: Client, given: Assignment, expert: User
) -> None:
    assessment.begin(given, by=expert)
    url = at("weigh", given.pk, "held")
    said = visitor.post(url, {"meetings": "2"}).json()
    assert (said["points"], said["changed"]) == ("30", True)
    assert "会议次数" in said["falls"]
    assert visitor.post(url, {"meetings": "4"}).json()["falls"] == ""
    assert visitor.post(url, {"meetings": "x"}).status_code == 422
    assert not LeafMark.objects.exists()


def test_the_rest_is_confirmed_on_purpose_and_the_work_ended(
    visitor: Client, given: Assignment, expert: User
) -> None:
    assessment.begin(given, by=expert)
    visitor.post(at("leaf", given.pk, "held"), {"meetings": "4", "version": "0"})
    text = visitor.post(at("finish", given.pk), follow=True).content.decode()
    assert "还有 1 项没有确认" in text
    text = visitor.post(at("confirm", given.pk), follow=True).content.decode()
    assert "请先勾选" in text
    visitor.post(at("confirm", given.pk), {"sure": "1"})
    text = visitor.post(at("finish", given.pk), follow=True).content.decode()
    assert "“协会1”的评分已完成" in text
    given.refresh_from_db()
    assert given.state == AssignmentState.DONE
    assert "disabled" in visitor.get(at("leaf", given.pk, "held")).content.decode()


def test_a_third_settles_differences_side_by_side(hub: Node, officer: User, expert: User) -> None:
    round_ = made.assessing(hub, officer, two_assessors=True)
    second = cast.person("second", Role.ASSESSOR, hub)
    made.done(made.task(round_, expert, officer, 1), {"meetings": "3"}, "缺一次签到")
    entry = made.entry(round_)
    assert signed(officer).get(at("reconcile", entry.pk)).status_code == 404
    made.done(made.task(round_, second, officer, 2), {"meetings": "2"}, "缺两次签到")
    for user in (expert, second):
        assert signed(user).get(at("reconcile", entry.pk)).status_code == 404
    hub_page = signed(officer)
    text = hub_page.get(at("reconcile", entry.pk)).content.decode()
    for words in ("缺一次签到", "缺两次签到", "3 次", "2 次", "相差 15 分"):
        assert words in text, words
    sent = {"leaf": "held", "meetings": "3", "version": "0"}
    response = hub_page.post(at("reconcile", entry.pk), sent)
    assert response.status_code == 422
    assert "请写明采用这个结果的理由" in response.content.decode()
    response = hub_page.post(
        at("reconcile", entry.pk), {**sent, "reason": "补看了签到"}, follow=True
    )
    assert "差异都已处理" in response.content.decode()
    assert made.entry(round_).state == EntryState.ASSESSED
    assert Answer.objects.get(stage="assess").value == "3"


def test_a_named_third_comes_from_the_list(hub: Node, officer: User, expert: User) -> None:
    round_ = made.assessing(hub, officer, two_assessors=True)
    third = assessment.assign(made.entry(round_), user=expert, order=3, by=officer)
    response = signed(expert).get(at("task", third.pk))
    assert response.headers["Location"] == at("reconcile", third.entry_id)


def test_the_hub_opens_an_entry_again(hub: Node, officer: User, expert: User) -> None:
    round_ = made.assessing(hub, officer)
    made.done(made.task(round_, expert, officer), {})
    url = at("reopen", made.entry(round_).pk)
    assert signed(officer).get(url).status_code == 200
    assert signed(officer).post(url, {"reason": "有新材料"}).status_code == 302
    assert made.entry(round_).state == EntryState.SUBMITTED


def test_the_worklist_costs_the_same_for_any_number(hub: Node, officer: User, expert: User) -> None:
    costs = []
    for count in (1, 2, 27):
        round_ = made.assessing(hub, officer, count, title=f"第{count}轮")
        assessment.assign_evenly(round_, assessors=[expert], by=officer)
        costs.append(made.cost(signed(expert), at("work")))
    assert len(set(costs)) == 1
