"""Round pages for the hub: set up, opened, watched, assigned, proposed; nothing for others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import open_node
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.models import Notice
from shuniu.evaluation.models import Assignment, Entry, Recusal, Round, RoundTable
from shuniu.evaluation.queries import frameworks as shelf
from shuniu.evaluation.services import assessment, frameworks, proposals
from shuniu.evaluation.states import EntryState, RoundState
from shuniu.registry.models import CreditEvent
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
def visitor(officer: User) -> Client:
    return signed(officer)


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"evaluation:{name}", args=args)


def planned(hub: Node) -> dict[str, str]:
    return {
        "title": "2026年度评估",
        "node": str(hub.pk),
        "period_from": "2026-01-01",
        "period_until": "2026-12-31",
        "answers_until": "2027-01-31",
        "assess_until": "2027-02-28",
        "publicity_days": "7",
        "review_days": "15",
        "valid_years": "1",
        "tolerance": "0.5",
    }


def test_a_round_from_plan_to_opening_without_script(
    visitor: Client, hub: Node, officer: User
) -> None:
    version = cast.ready(hub, officer)
    cast.organisation(hub, 1)
    bad = visitor.post(at("round_add"), planned(hub) | {"period_until": "2025-12-31"})
    assert "2026年度评估" in bad.content.decode()
    assert not Round.objects.exists()
    response = visitor.post(at("round_add"), planned(hub))
    round_ = Round.objects.get()
    assert response.headers["Location"] == at("round", round_.pk)
    assert round_.tolerance == 500
    table = at("round_table", round_.pk, "association", "regular")
    assert visitor.get(table).status_code == 200
    visitor.post(table, {"framework": f"{version.pk}:"})
    assert RoundTable.objects.get().framework == version
    assert "协会1" in visitor.get(at("round_invite", round_.pk)).content.decode()
    visitor.post(at("round_invite", round_.pk), {"everybody": "1"})
    assert Entry.objects.get().organisation.name == "协会1"
    assert "将冻结截至评价期末的记录" in visitor.get(at("round_open", round_.pk)).content.decode()
    visitor.post(at("round_open", round_.pk))
    round_.refresh_from_db()
    assert round_.state == RoundState.ANSWERING


def test_one_of_several_tables_is_picked_where_the_framework_does_not_say(
    visitor: Client, hub: Node, officer: User
) -> None:
    text = cast.small().replace(
        "inputs:\n",
        "variants:\n"
        "  - {key: city, title: {zh: 市级, en: city}}\n"
        "  - {key: town, title: {zh: 镇级, en: town}}\n"
        "inputs:\n",
    )
    version = frameworks.add_framework(text, node=hub, by=officer)
    frameworks.release(version, by=officer)
    visitor.post(at("round_add"), planned(hub))
    round_ = Round.objects.get()
    url = at("round_table", round_.pk, "association", "regular")
    assert "：镇级" in visitor.get(url).content.decode()
    visitor.post(url, {"framework": f"{version.pk}:town"})
    assert RoundTable.objects.get().variant == "town"
    assert f'value="{version.pk}:town" selected' in visitor.get(url).content.decode()
    visitor.post(url, {"framework": ""})
    assert not RoundTable.objects.exists()


def test_invitations_follow_the_filter_or_the_ticks(
    visitor: Client, hub: Node, officer: User
) -> None:
    round_ = made.drafted(hub, officer, 0)
    one, two = cast.organisation(hub, 11), cast.organisation(hub, 22)
    cast.organisation(hub, 33, type="foundation")
    text = visitor.get(at("round_invite", round_.pk) + "?q=协会2").content.decode()
    assert ("协会22" in text, "协会11" in text) == (True, False)
    visitor.post(at("round_invite", round_.pk), {"q": "协会2", "everybody": "1"})
    assert [e.organisation for e in Entry.objects.all()] == [two]
    visitor.post(at("round_invite", round_.pk), {"organisations": [str(one.pk)]})
    assert Entry.objects.count() == 2
    response = visitor.post(at("round_invite", round_.pk), {"everybody": "1"}, follow=True)
    assert "有 1 家所属类型没有设定评价标准" in response.content.decode()
    entry = Entry.objects.get(organisation=one)
    visitor.post(at("round_uninvite", round_.pk, entry.pk))
    assert Entry.objects.count() == 1


def test_whom_a_gate_keeps_out_is_shown_before_opening(
    visitor: Client, hub: Node, officer: User
) -> None:
    shipped = shelf.shipped_one("hub-effective-coverage/1.0")
    assert shipped is not None
    version = frameworks.add_framework(shipped.text, node=hub, by=officer)
    frameworks.release(version, by=officer)
    round_ = made.drafted(hub, officer, 1)
    CreditEvent.objects.create(
        organisation=made.entry(round_).organisation, kind="dishonest", since=date(2025, 2, 1)
    )
    text = visitor.get(at("round_open", round_.pk)).content.decode()
    assert "按名册记录，1 家不予参评" in text
    assert "列入严重失信名单，不参评" in text


def test_who_is_stuck_is_seen_and_reminded(visitor: Client, hub: Node, officer: User) -> None:
    round_ = made.answering(hub, officer, 3)
    contact = cast.person("contact", Role.CONTACT, made.entry(round_).organisation.node)
    Entry.objects.filter(pk=made.entry(round_, 2).pk).update(state=EntryState.SUBMITTED)
    text = visitor.get(at("round", round_.pk)).content.decode()
    assert 'href="?state=submitted">1</a>' in text
    text = visitor.get(at("round", round_.pk) + "?state=invited").content.decode()
    assert ("协会1" in text, "协会3" in text) == (True, False)
    text = visitor.post(at("round_remind", round_.pk), follow=True).content.decode()
    assert "已提醒 1 人" in text
    assert Notice.objects.filter(user=contact).exists()
    late = {"answers_until": "2026-10-20", "assess_until": "2026-11-20"}
    assert visitor.post(at("round_extend", round_.pk), late).status_code == 302
    early = late | {"answers_until": "2026-01-01"}
    text = visitor.post(at("round_extend", round_.pk), early).content.decode()
    assert "新的截止日期不能早于原来的日期" in text


def test_an_area_sees_its_own_part_of_the_hubs_rounds(hub: Node, officer: User) -> None:
    area = open_node("北片", kind="area", parent=hub, by=None)
    mine, theirs = cast.organisation(area, 500), cast.organisation(hub, 600)
    round_ = made.drafted(hub, officer, 0)
    from shuniu.evaluation.services import rounds  # noqa: PLC0415 (only here)

    rounds.invite(round_, [mine, theirs], by=officer)
    rounds.open_round(round_, by=officer)
    client = signed(cast.person("area", Role.AREA_OFFICER, area))
    text = client.get(at("rounds")).content.decode()
    assert "0 / 1" in text
    text = client.get(at("round", round_.pk)).content.decode()
    assert ("协会500" in text, "协会600" in text) == (True, False)
    assert client.get(at("proposal", round_.pk)).status_code == 404
    assert client.get(at("round_edit", round_.pk)).status_code == 404
    own, other = Entry.objects.get(organisation=mine), Entry.objects.get(organisation=theirs)
    assert client.get(at("entry", own.pk)).status_code == 200
    assert client.get(at("entry", other.pk)).status_code == 404


def test_others_find_no_round(hub: Node, officer: User) -> None:
    round_ = made.assessing(hub, officer)
    entry = made.entry(round_)
    stranger = cast.person("stranger", Role.HUB_OFFICER, cast.hub())
    contact = cast.person("contact", Role.CONTACT, entry.organisation.node)
    expert = cast.person("expert", Role.ASSESSOR, hub)
    for user in (stranger, contact, expert):
        client = signed(user)
        for name in ("round", "round_edit", "round_open", "round_assign", "proposal"):
            assert client.get(at(name, round_.pk)).status_code == 404, (user, name)
        for name in ("assessors", "reopen"):
            assert client.get(at(name, entry.pk)).status_code == 404, (user, name)
        for name in ("round_remind", "round_assess", "round_propose"):
            assert client.post(at(name, round_.pk)).status_code == 404, (user, name)


def test_work_is_shared_out_and_changed_place_by_place(
    visitor: Client, hub: Node, officer: User
) -> None:
    round_ = made.assessing(hub, officer, 2)
    experts = [cast.person(f"expert{n}", Role.ASSESSOR, hub) for n in (1, 2)]
    assert visitor.get(at("round_assign", round_.pk)).status_code == 200
    sent = {"assessors": [str(one.pk) for one in experts]}
    assert visitor.post(at("round_assign", round_.pk), sent).status_code == 302
    assert Assignment.objects.count() == 2
    entry = made.entry(round_)
    task = Assignment.objects.get(entry=entry)
    text = visitor.get(at("assessors", entry.pk)).content.decode()
    assert str(task.user) in text
    assert visitor.get(at("take_back", entry.pk, task.pk)).status_code == 200
    visitor.post(at("take_back", entry.pk, task.pk))
    assert not Assignment.objects.filter(entry=entry).exists()
    url = at("keep_out", entry.pk, experts[0].pk)
    assert visitor.get(url).status_code == 200
    visitor.post(url, {"reason": "曾任该单位顾问"})
    refused = visitor.post(at("assessors", entry.pk), {"user": experts[0].pk, "order": "1"})
    assert "expert1 已对“协会1”回避" in refused.content.decode()
    visitor.post(at("let_in", entry.pk, Recusal.objects.get().pk))
    visitor.post(at("assessors", entry.pk), {"user": experts[0].pk, "order": "1"})
    assert Assignment.objects.get(entry=entry).user == experts[0]


def test_differences_are_pointed_out_on_the_board(
    visitor: Client, hub: Node, officer: User
) -> None:
    round_ = made.assessing(hub, officer, 2, two_assessors=True)
    experts = [cast.person(f"expert{n}", Role.ASSESSOR, hub) for n in (1, 2)]
    for order, text in enumerate(["3", "2"], start=1):
        task = made.task(round_, experts[order - 1], officer, order)
        made.done(task, {"meetings": text}, "核对纪要")
    text = visitor.get(at("round", round_.pk)).content.decode()
    assert text.count("有差异") == 1
    assert at("reconcile", made.entry(round_).pk) in text


def test_the_proposal_shows_points_limits_peers_and_records(
    visitor: Client, hub: Node, officer: User
) -> None:
    values: dict[str, object] = {"meetings": "4", "events": "4", "party": False}
    round_ = made.assessing(hub, officer, 2, values=values)
    expert = cast.person("expert", Role.ASSESSOR, hub)
    for number in range(2):
        made.done(made.task(round_, expert, officer, number=number), {})
    assert "还没有形成建议" in visitor.get(at("proposal", round_.pk)).content.decode()
    assert visitor.get(at("round_propose", round_.pk)).status_code == 200
    response = visitor.post(at("round_propose", round_.pk))
    assert response.headers["Location"] == at("proposal", round_.pk)
    text = visitor.get(at("proposal", round_.pk)).content.decode()
    for words in ("4A", "未建党组织不得评5A", "1 / 2", "第 1 次计算", "为什么"):
        assert words in text, words
    visitor.post(at("round_propose", round_.pk))
    assert "第 2 次计算" in visitor.get(at("proposal", round_.pk)).content.decode()
    visitor.post(at("round_reassess", round_.pk), {"reason": "补充材料"})
    round_.refresh_from_db()
    assert round_.state == RoundState.ASSESSING


def test_lists_cost_the_same_for_any_number(visitor: Client, hub: Node, officer: User) -> None:
    expert = cast.person("expert", Role.ASSESSOR, hub)
    costs: dict[str, list[int]] = {}
    for number, count in enumerate((1, 3, 30)):
        round_ = made.assessing(hub, officer, count, title=f"第{number}轮")
        assessment.assign_evenly(round_, assessors=[expert], by=officer)
        costs.setdefault("round", []).append(made.cost(visitor, at("round", round_.pk)))
        costs.setdefault("rounds", []).append(made.cost(visitor, at("rounds")))
        Entry.objects.filter(round=round_).update(state=EntryState.ASSESSED)
        proposals.propose(round_, by=officer)
        costs.setdefault("proposal", []).append(made.cost(visitor, at("proposal", round_.pk)))
        draft = made.drafted(hub, officer, count, title=f"草稿{number}")
        Entry.objects.filter(round=draft).delete()
        costs.setdefault("invite", []).append(made.cost(visitor, at("round_invite", draft.pk)))
    assert {name: len(set(found)) for name, found in costs.items()} == dict.fromkeys(costs, 1)
