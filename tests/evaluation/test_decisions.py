"""The committee: quorum, recusals, named ballots, deviations, results."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from shuniu.accounts.states import Role
from shuniu.base.models import AuditEntry, Notice
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import (
    Ballot,
    Motion,
    MotionEntry,
    Result,
    Sitting,
    SittingMember,
)
from shuniu.evaluation.queries import agenda as queries
from shuniu.evaluation.queries.limits import limits_of
from shuniu.evaluation.services import decisions as services
from tests.evaluation import _cast as cast
from tests.evaluation._committee import Committee, committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def nine() -> Committee:
    return committee(9)


def test_calling_tells_every_member_and_leaves_a_line(nine: Committee) -> None:
    sitting = nine.sitting()
    assert SittingMember.objects.filter(sitting=sitting).count() == 9
    assert Notice.objects.filter(user__in=nine.people).count() == 9
    assert AuditEntry.objects.get(action="evaluation.sitting.called").actor_id == nine.officer.pk


def test_only_members_of_the_committee_are_called(nine: Committee) -> None:
    stranger = cast.person("stranger", Role.CONTACT, nine.hub)
    with pytest.raises(Refused, match="stranger不是评估委员会委员"):
        services.call_sitting(
            nine.round,
            [*nine.people, stranger],
            services.Call(date(2026, 11, 20)),
            by=nine.officer,
        )


def test_a_member_cannot_call_a_sitting(nine: Committee) -> None:
    with pytest.raises(Refused, match="没有“组织评价”的权限"):
        services.call_sitting(
            nine.round, nine.people, services.Call(date(2026, 11, 20)), by=nine.people[0]
        )


def test_a_second_sitting_waits_for_the_first(nine: Committee) -> None:
    nine.sitting()
    with pytest.raises(Refused, match="尚未结束"):
        nine.sitting()


def test_exactly_two_thirds_are_enough(nine: Committee) -> None:
    sitting = nine.opened(6)
    assert sitting.state == "open"
    assert {key: sitting.quorum[key] for key in ("should", "present", "least")} == {
        "should": 9,
        "present": 6,
        "least": 6,
    }
    assert "实到 6 人，会议有效。" in sitting.quorum["steps"][-1]["zh"]
    nine.round.refresh_from_db()
    assert nine.round.state == "deciding"


def test_one_less_than_two_thirds_is_refused_with_the_numbers(nine: Committee) -> None:
    sitting = nine.sitting(5)
    with pytest.raises(Refused, match="至少 6 人。实到 5 人，不足法定人数"):
        services.open_sitting(sitting, by=nine.officer)
    sitting.refresh_from_db()
    nine.round.refresh_from_db()
    assert (sitting.state, nine.round.state) == ("called", "proposed")


def test_everybody_is_on_the_roll_before_it_opens(nine: Committee) -> None:
    sitting = services.call_sitting(
        nine.round, nine.people, services.Call(date(2026, 11, 20)), by=nine.officer
    )
    with pytest.raises(Refused, match="9 名委员未登记"):
        services.open_sitting(sitting, by=nine.officer)


def test_without_recusals_there_is_one_list_of_everything_graded(nine: Committee) -> None:
    sitting = nine.opened()
    motions = services.propose_list(sitting, by=nine.officer)
    assert len(motions) == 1
    assert motions[0].entries.count() == 4
    with pytest.raises(Refused, match="没有尚未列入"):
        services.propose_list(sitting, by=nine.officer)


def test_lists_are_grouped_by_who_keeps_out(nine: Committee) -> None:
    for number, user in ((1, 0), (2, 0), (2, 1), (3, 0)):
        services.recuse(
            nine.people[user], nine.entry(number), reason="曾任职", by=nine.people[user]
        )
    motions = services.propose_list(nine.opened(), by=nine.officer)
    groups = [
        sorted(one.entry.organisation.name for one in motion.entries.all()) for motion in motions
    ]
    assert groups == [["协会4"], ["协会1", "协会3"], ["协会2"]]
    assert "（m1 回避）" in motions[1].text
    assert "（m1、m2 回避）" in motions[2].text


def test_exactly_half_of_all_members_does_not_carry() -> None:
    eight = committee(8)
    motion = services.propose_list(eight.opened(), by=eight.officer)[0]
    eight.vote(motion, "YYYYNNNN")
    services.close_motion(motion, by=eight.officer)
    assert motion.state == "lost"
    assert (motion.outcome["base"], motion.outcome["least"], motion.outcome["for"]) == (8, 5, 4)


def test_the_majority_is_of_all_members_and_not_of_those_present(nine: Committee) -> None:
    sitting = nine.opened(6)
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "YYYYNA")  # 4 of 6, and 4 of 9
    services.close_motion(motion, by=nine.officer)
    assert motion.state == "lost"
    again = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(again, "YYYYYA")
    services.close_motion(again, by=nine.officer)
    assert again.state == "carried"
    assert again.outcome["least"] == 5
    assert "通过" in again.outcome["steps"][-1]["zh"]


def test_a_recused_member_counts_neither_in_the_base_nor_in_the_vote() -> None:
    eight = committee(8)
    first = eight.entry(1)
    services.recuse(eight.people[7], first, reason="亲属任职", by=eight.people[7])
    motions = services.propose_list(eight.opened(), by=eight.officer)
    own = motions[1]
    with pytest.raises(Refused, match="应对本议题回避"):
        services.cast(own, "for", by=eight.people[7])
    eight.vote(own, "YYYYNNN")
    services.close_motion(own, by=eight.officer)
    assert (own.state, own.outcome["base"], own.outcome["for"]) == ("carried", 7, 4)
    assert "m8回避" in own.outcome["steps"][0]["zh"]


def test_a_vote_may_be_changed_while_the_motion_is_open_and_counts_once(nine: Committee) -> None:
    motion = services.propose_list(nine.opened(), by=nine.officer)[0]
    services.cast(motion, "against", by=nine.people[0])
    services.cast(motion, "for", by=nine.people[0])
    assert list(Ballot.objects.values_list("choice", flat=True)) == ["for"]
    actions = AuditEntry.objects.filter(action__startswith="evaluation.ballot").order_by("number")
    assert [one.action.rpartition(".")[2] for one in actions] == ["cast", "changed"]
    nine.vote(motion, "-YYYY----")
    services.close_motion(motion, by=nine.officer)
    with pytest.raises(Refused, match="通过"):
        services.cast(motion, "against", by=nine.people[0])


def test_somebody_absent_cannot_vote(nine: Committee) -> None:
    motion = services.propose_list(nine.opened(6), by=nine.officer)[0]
    with pytest.raises(Refused, match="未登记到会"):
        services.cast(motion, "for", by=nine.people[8])


def test_an_officer_cannot_vote(nine: Committee) -> None:
    motion = services.propose_list(nine.opened(), by=nine.officer)[0]
    with pytest.raises(Refused, match="不是本次会议的委员"):
        services.cast(motion, "for", by=nine.officer)


def test_a_choice_must_be_one(nine: Committee) -> None:
    motion = services.propose_list(nine.opened(), by=nine.officer)[0]
    with pytest.raises(Refused, match="请选择"):
        services.cast(motion, "perhaps", by=nine.people[0])


def test_the_vote_of_somebody_who_leaves_does_not_count(nine: Committee) -> None:
    sitting = nine.opened(7)
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "YYYYY")
    gone = nine.members(sitting)[0]
    services.mark_present(
        sitting, {gone.pk: services.Mark(present=False, reason="提前离会")}, by=nine.officer
    )
    services.close_motion(motion, by=nine.officer)
    assert (motion.state, motion.outcome["for"]) == ("lost", 4)


def test_nothing_is_counted_when_too_few_are_left(nine: Committee) -> None:
    sitting = nine.opened(6)
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "YYYYYY")
    gone = nine.members(sitting)[0]
    services.mark_present(sitting, {gone.pk: services.Mark(present=False)}, by=nine.officer)
    with pytest.raises(Refused, match="不足法定人数"):
        services.close_motion(motion, by=nine.officer)
    motion.refresh_from_db()
    assert motion.state == "open"


def test_a_recusal_in_the_sitting_takes_the_organisation_off_the_list(nine: Committee) -> None:
    sitting = nine.opened()
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "YYYYYYYYY")
    services.recuse(nine.people[0], nine.entry(2), reason="顾问", by=nine.people[0])
    motion.refresh_from_db()
    assert motion.entries.count() == 3
    assert "3 家" in motion.text
    own = Motion.objects.get(sitting=sitting, number=2)
    assert own.ballots.count() == 0
    assert own.entries.get().entry.organisation.name == "协会2"
    services.close_motion(motion, by=nine.officer)
    assert motion.outcome["for"] == 9


def test_a_deviation_needs_a_reason_and_another_grade(nine: Committee) -> None:
    sitting = nine.opened()
    for deviation, words in (
        (services.Deviation("4A", "  "), "请写明调整等级的理由"),
        (services.Deviation("3A", "表现好"), "已经是“3A”"),
        (services.Deviation("6A", "表现好"), "没有这个等级"),
    ):
        with pytest.raises(Refused, match=words):
            services.propose_deviation(sitting, nine.entry(3), deviation, by=nine.people[0])
    assert not Motion.objects.exists()


def test_a_ceiling_is_not_exceeded_without_saying_so(nine: Committee) -> None:
    sitting = nine.opened()
    entry = nine.entry(2)
    assert [one.text.zh for one in limits_of(entry)] == ["未建党组织不得评5A"]
    with pytest.raises(Refused, match="未建党组织不得评5A"):
        services.propose_deviation(
            sitting, entry, services.Deviation("5A", "影响大"), by=nine.people[0]
        )
    motion = services.propose_deviation(
        sitting, entry, services.Deviation("5A", "影响大", beyond=True), by=nine.people[0]
    )
    assert "突破限制：未建党组织不得评5A" in motion.text
    below = services.Deviation("3A", "材料有出入")
    services.propose_deviation(sitting, nine.entry(1), below, by=nine.people[0])


def test_a_deviation_leaves_the_list_and_a_lost_one_comes_back(nine: Committee) -> None:
    sitting = nine.opened()
    listed = services.propose_list(sitting, by=nine.officer)[0]
    motion = services.propose_deviation(
        sitting, nine.entry(3), services.Deviation("4A", "公益贡献突出"), by=nine.people[1]
    )
    assert listed.entries.count() == 3
    with pytest.raises(Refused, match="已有一项调整议题"):
        services.propose_deviation(
            sitting, nine.entry(3), services.Deviation("5A", "再议"), by=nine.people[1]
        )
    nine.vote(motion, "YYNNNNNNN")
    services.close_motion(motion, by=nine.officer)
    again = services.propose_list(sitting, by=nine.officer)
    assert [one.entries.count() for one in again] == [1]


def test_closing_leaves_a_result_for_every_graded_line(nine: Committee) -> None:
    sitting = nine.opened()
    deviation = services.propose_deviation(
        sitting, nine.entry(3), services.Deviation("4A", "公益贡献突出"), by=nine.people[1]
    )
    listed = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(deviation, "YYYYYNNNN")
    nine.vote(listed, "YYYYYYYYY")
    with pytest.raises(Refused, match="2 项议题没有计票"):
        services.close_sitting(sitting, by=nine.officer)
    services.close_motion(deviation, by=nine.officer)
    services.close_motion(listed, by=nine.officer)
    services.close_sitting(sitting, by=nine.officer)
    found = {
        one.entry.organisation.name: (one.grade, one.deviates, one.points)
        for one in Result.objects.all()
    }
    assert found == {
        "协会1": ("5A", False, 100_000),
        "协会2": ("4A", False, 100_000),
        "协会3": ("4A", True, 75_000),
        "协会4": ("none", False, 15_000),
    }
    assert Result.objects.get(deviates=True).reason == "公益贡献突出"


def test_what_is_undecided_is_named_when_the_sitting_is_to_close(nine: Committee) -> None:
    sitting = nine.opened()
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "NNNNNNNNN")
    services.close_motion(motion, by=nine.officer)
    with pytest.raises(Refused, match="还有 4 家单位没有形成决定：协会1、协会2、协会3、协会4"):
        services.close_sitting(sitting, by=nine.officer)


def test_what_is_decided_is_not_put_again(nine: Committee) -> None:
    sitting = nine.opened()
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "YYYYYYYYY")
    services.close_motion(motion, by=nine.officer)
    with pytest.raises(Refused, match="已经表决通过"):
        services.propose_deviation(
            sitting, nine.entry(3), services.Deviation("4A", "再议"), by=nine.people[1]
        )
    with pytest.raises(Refused, match="通过"):
        services.close_motion(motion, by=nine.officer)


def test_the_chair_conducts_without_being_of_the_office(nine: Committee) -> None:
    sitting = services.call_sitting(
        nine.round,
        nine.people,
        services.Call(date(2026, 11, 20), chair=nine.people[0]),
        by=nine.officer,
    )
    marks = {one.pk: services.Mark(present=True) for one in nine.members(sitting)}
    services.mark_present(sitting, marks, by=nine.people[0])
    with pytest.raises(Refused, match="没有“组织评价”的权限"):
        services.open_sitting(sitting, by=nine.people[1])
    services.open_sitting(sitting, by=nine.people[0])
    assert services.propose_list(sitting, by=nine.people[3])


def test_a_motion_can_be_taken_off_the_agenda(nine: Committee) -> None:
    sitting = nine.opened()
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "YYY")
    services.withdraw_motion(motion, by=nine.officer)
    assert not MotionEntry.objects.exists()
    assert len(services.propose_list(sitting, by=nine.officer)) == 1


def test_the_agenda_takes_the_same_queries_for_few_and_many(
    nine: Committee, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    sitting = nine.opened()
    services.propose_deviation(
        sitting, nine.entry(3), services.Deviation("4A", "公益贡献突出"), by=nine.people[1]
    )
    services.recuse(nine.people[0], nine.entry(1), reason="顾问", by=nine.people[0])
    with django_assert_num_queries(12) as first:  # type: ignore[operator]
        queries.agenda(sitting, user=nine.people[0])
    services.propose_list(sitting, by=nine.officer)
    with django_assert_num_queries(len(first)):  # type: ignore[operator]
        rows = queries.agenda(sitting, user=nine.people[0])
    assert [one.may_vote for one in rows] == [True, True, False]


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_decide_once() -> None:
    nine = committee(3)
    sitting = nine.opened()
    motion = services.propose_list(sitting, by=nine.officer)[0]
    nine.vote(motion, "YYY")

    def close(what: str) -> str:
        try:
            if what == "motion":
                services.close_motion(Motion.objects.get(pk=motion.pk), by=nine.officer)
            else:
                services.close_sitting(Sitting.objects.get(pk=sitting.pk), by=nine.officer)
        except Refused as refused:
            return refused.verdict.rule
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, ["motion", "motion"])) == ["done", "moves.state"]
        assert sorted(pool.map(close, ["sitting", "sitting"])) == ["done", "moves.state"]
    assert Result.objects.count() == 4
    assert AuditEntry.objects.filter(action="evaluation.motion.closed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_member_who_votes_twice_at_once_has_one_vote() -> None:
    nine = committee(3)
    motion = services.propose_list(nine.opened(), by=nine.officer)[0]

    def vote(choice: str) -> None:
        try:
            services.cast(Motion.objects.get(pk=motion.pk), choice, by=nine.people[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(vote, ["for", "against"]))
    assert Ballot.objects.count() == 1
