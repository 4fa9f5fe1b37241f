"""Publicity, objections, review, issue, and the life of grades."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuniu.accounts.states import Role
from shuniu.base import audit, clock, rulebook
from shuniu.base.files import may_reach
from shuniu.base.models import AuditEntry, Notice
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import Grade, GradeEvent, Objection, Result
from shuniu.evaluation.queries import grades as grade_queries
from shuniu.evaluation.queries import publicity as queries
from shuniu.evaluation.rules.publicity import can_see_result
from shuniu.evaluation.services import decisions, grades, objections, publicity
from tests.evaluation import _cast as cast
from tests.evaluation._committee import VALUES, Committee, committee

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def three() -> Committee:
    found = committee(3)
    with clock.at(DAY):
        found.decided()
    return found


def published(nine: Committee) -> None:
    with clock.at(DAY):
        publicity.publish(nine.round, by=nine.officer)


def issued(nine: Committee) -> list[Grade]:
    published(nine)
    with clock.at(DAY + timedelta(days=8)):
        return grades.issue(nine.round, by=nine.officer)


def reviewed(three: Committee, objection: Objection, grade: str = "") -> None:
    """A review sitting that carries what it is asked."""
    sitting = decisions.call_sitting(
        three.round, three.people, decisions.Call(DAY, kind="review"), by=three.officer
    )
    marks = {one.pk: decisions.Mark(present=True) for one in three.members(sitting)}
    decisions.mark_present(sitting, marks, by=three.officer)
    decisions.open_sitting(sitting, by=three.officer)
    deviation = decisions.Deviation(grade, "补充材料属实") if grade else None
    motion = decisions.propose_review(sitting, objection, deviation, by=three.officer)
    three.vote(motion, "YYN")
    decisions.close_motion(motion, by=three.officer)
    decisions.close_sitting(sitting, by=three.officer)


def test_publicity_runs_for_the_days_of_the_round_without_the_first(three: Committee) -> None:
    three.contact(1)
    published(three)
    row = queries.publicity_of(three.round)
    assert row is not None
    assert (row.since, row.until) == (DAY, date(2026, 11, 27))
    assert row.number == "枢评公〔2026〕001号"
    assert three.round.state == "public"
    assert Notice.objects.filter(text__contains="已公示").count() == 1


def test_nothing_is_published_before_the_sitting_is_over() -> None:
    three = committee(3)
    three.opened()
    three.round.refresh_from_db()
    with pytest.raises(Refused, match="终评会议尚未结束"):
        publicity.publish(three.round, by=three.officer)


def test_everybody_sees_it_in_its_days_and_once_issued(three: Committee) -> None:
    published(three)
    pk = three.round.pk
    for days, seen in ((0, True), (7, True), (8, False), (-1, False)):
        with clock.at(DAY + timedelta(days=days)):
            assert (queries.shown_round(pk) is not None) is seen
    with clock.at(DAY + timedelta(days=8)):
        grades.issue(three.round, by=three.officer)
        assert queries.shown_round(pk) is not None


def test_an_organisation_sees_its_result_once_it_is_public(three: Committee) -> None:
    contact, entry = three.contact(1), three.entry(1)
    assert not can_see_result(contact, entry)
    assert can_see_result(three.people[0], entry)
    published(three)
    assert can_see_result(contact, three.entry(1))
    assert not can_see_result(contact, three.entry(2))


def test_an_objection_is_taken_within_the_days_only(three: Committee) -> None:
    contact = three.contact(3)
    with clock.at(DAY), pytest.raises(Refused, match="不在公示期"):
        objections.file_objection(three.entry(3), "漏计一次会议", by=contact)
    published(three)
    with clock.at(DAY + timedelta(days=8)), pytest.raises(Refused, match="2026-11-27 结束"):
        objections.file_objection(three.entry(3), "漏计一次会议", by=contact)
    with clock.at(DAY + timedelta(days=7)):
        row = objections.file_objection(three.entry(3), "漏计一次会议", by=contact)
        assert row.due == date(2026, 12, 12)
        with pytest.raises(Refused, match="正在复核"):
            objections.file_objection(three.entry(3), "再说一次", by=contact)


def test_only_an_organisations_own_people_object(three: Committee) -> None:
    published(three)
    contact = three.contact(1)
    with clock.at(DAY):
        for somebody in (contact, three.officer, three.people[0]):
            with pytest.raises(Refused, match="没有“填报”的权限"):
                objections.file_objection(three.entry(3), "漏计一次会议", by=somebody)
        with pytest.raises(Refused, match="请写明对哪一项"):
            objections.file_objection(three.entry(3), "  ", by=three.contact(3))


def test_the_file_of_an_objection_is_reached_by_its_people_and_the_office(three: Committee) -> None:
    published(three)
    upload = SimpleUploadedFile("会议记录.txt", "第四次会议".encode())
    with clock.at(DAY):
        row = objections.file_objection(
            three.entry(3), "漏计一次会议", by=three.contact(3), upload=upload
        )
    assert row.file is not None
    assert may_reach(three.contact(3), row.file)
    assert may_reach(three.officer, row.file)
    assert not may_reach(three.contact(1), row.file)


def test_an_upheld_objection_changes_the_result_and_is_answered(three: Committee) -> None:
    published(three)
    contact = three.contact(3)
    with clock.at(DAY):
        row = objections.file_objection(three.entry(3), "漏计一次会议", by=contact)
        with pytest.raises(Refused, match="还没有表决通过"):
            objections.answer_objection(row, "经复核属实", by=three.officer)
        reviewed(three, row, "4A")
        objections.answer_objection(row, "经复核属实", by=three.officer)
    result = Result.objects.get(entry=three.entry(3))
    assert (result.grade, result.deviates, result.reason) == ("4A", True, "补充材料属实")
    assert row.state == "upheld"
    assert Notice.objects.filter(user=contact, text__contains="异议成立").count() == 1
    line = AuditEntry.objects.get(action="evaluation.objection.answered")
    assert (line.detail["before"], line.detail["after"]) == ("3A", "4A")


def test_a_rejected_objection_leaves_the_result_and_is_answered(three: Committee) -> None:
    published(three)
    with clock.at(DAY):
        row = objections.file_objection(three.entry(3), "漏计一次会议", by=three.contact(3))
        reviewed(three, row)
        with pytest.raises(Refused, match="请写明复核意见"):
            objections.answer_objection(row, " ", by=three.officer)
        objections.answer_objection(row, "记录显示共三次", by=three.officer)
    assert row.state == "rejected"
    assert Result.objects.get(entry=three.entry(3)).grade == "3A"


def test_an_objection_can_be_taken_back_until_it_is_decided(three: Committee) -> None:
    published(three)
    contact = three.contact(3)
    with clock.at(DAY):
        row = objections.file_objection(three.entry(3), "漏计一次会议", by=contact)
        objections.withdraw_objection(row, by=contact)
        again = objections.file_objection(three.entry(3), "还是漏计", by=contact)
        reviewed(three, again, "4A")
        with pytest.raises(Refused, match="已经表决"):
            objections.withdraw_objection(again, by=contact)


def test_grades_are_issued_after_publicity_with_everything_answered(three: Committee) -> None:
    published(three)
    with clock.at(DAY + timedelta(days=7)):
        with pytest.raises(Refused, match="公示至 2026-11-27"):
            grades.issue(three.round, by=three.officer)
        row = objections.file_objection(three.entry(3), "漏计一次会议", by=three.contact(3))
    with clock.at(DAY + timedelta(days=8)):
        with pytest.raises(Refused, match="1 份异议没有答复"):
            grades.issue(three.round, by=three.officer)
        objections.withdraw_objection(row, by=three.contact(3))
        found = grades.issue(three.round, by=three.officer)
    assert [(one.organisation.name, one.title, one.number) for one in found] == [
        ("协会1", "5A", "枢评〔2026〕001号"),
        ("协会2", "4A", "枢评〔2026〕002号"),
        ("协会3", "3A", "枢评〔2026〕003号"),
    ]
    assert found[0].valid_until == date(2027, 11, 27)


def test_a_pattern_without_a_number_is_refused_before_anything_is_issued(three: Committee) -> None:
    published(three)
    rulebook.set_value(grades.NUMBER, "枢评〔{year}〕号", since=DAY, by=three.officer)
    with clock.at(DAY + timedelta(days=8)), pytest.raises(Refused, match="须含序号"):
        grades.issue(three.round, by=three.officer)
    assert not Grade.objects.exists()
    three.round.refresh_from_db()
    assert three.round.state == "public"


def test_a_new_grade_of_the_same_framework_replaces_the_earlier_one(three: Committee) -> None:
    first = issued(three)
    with clock.at(date(2027, 10, 1)):
        organisations = [three.entry(number).organisation for number in (1, 2)]
        plan_round = cast.running(
            three.hub,
            three.officer,
            organisations,
            title="2026年度评估",
            period=(date(2026, 1, 1), date(2026, 12, 31)),
            until=date(2027, 11, 1),
        )
        three.round = cast.proposed(plan_round, three.officer, {"协会1": VALUES["协会3"]})
        three.decided()
        publicity.publish(three.round, by=three.officer)
    with clock.at(date(2027, 10, 20)):
        again = grades.issue(three.round, by=three.officer)
    assert [(one.organisation.name, one.title) for one in again] == [("协会1", "3A")]
    first[0].refresh_from_db()
    first[1].refresh_from_db()
    assert (first[0].state, first[1].state) == ("replaced", "valid")
    assert GradeEvent.objects.get(grade=first[0]).on == date(2027, 10, 20)
    shown = grade_queries.history(first[0].organisation)
    assert [one.number for one in shown] == ["枢评〔2027〕001号", "枢评〔2026〕001号"]


def test_grades_end_on_the_day_after_their_last(three: Committee) -> None:
    issued(three)
    with clock.at(date(2027, 11, 27)):
        assert grades.expire_grades() == 0
    with clock.at(date(2027, 11, 28)):
        assert grades.expire_grades() == 3
        assert grades.expire_grades() == 0
    assert set(Grade.objects.values_list("state", flat=True)) == {"expired"}
    assert GradeEvent.objects.first().on == date(2027, 11, 28)  # type: ignore[union-attr]


def test_a_grade_is_lowered_to_a_lower_one_with_a_reason(three: Committee) -> None:
    best = issued(three)[0]
    day = DAY + timedelta(days=20)
    with clock.at(day):
        for to, reason, on, words in (
            ("4A", " ", day, "理由和依据"),
            ("5A", "年检不合格", day, "低于现有等级"),
            ("4A", "年检不合格", day + timedelta(days=1), "与今天之间"),
        ):
            with pytest.raises(Refused, match=words):
                grades.downgrade(best, to, reason=reason, on=on, by=three.officer)
        grades.downgrade(best, "3A", reason="连续两年年检不合格", on=day, by=three.officer)
    best.refresh_from_db()
    assert (best.title, best.state, best.result.grade_title) == ("3A", "downgraded", "5A")
    event = best.events.get()
    assert (event.to_title, event.by) == ("3A", three.officer)


def test_a_cancelled_grade_stays_cancelled(three: Committee) -> None:
    best = issued(three)[0]
    day = DAY + timedelta(days=20)
    with clock.at(day):
        contact = three.contact(1)
        with pytest.raises(Refused, match="没有“组织评价”的权限"):
            grades.cancel(best, reason="材料虚假", on=day, by=contact)
        grades.cancel(best, reason="材料虚假", on=day, by=three.officer)
        with pytest.raises(Refused, match="已取消"):
            grades.downgrade(best, "4A", reason="再降", on=day, by=three.officer)
    assert Notice.objects.filter(user=contact, text__contains="已取消").count() == 1
    assert list(audit.verify()) == []


def test_who_sees_which_grades(three: Committee) -> None:
    issued(three)
    area = cast.person("other", Role.CONTACT, three.entry(2).organisation.node)
    assert grade_queries.grades_for(three.officer).count() == 3
    assert grade_queries.grades_for(area).count() == 1
    assert grade_queries.grades_for(cast.person("nobody")).count() == 0


def test_a_round_is_closed_after_its_grades(three: Committee) -> None:
    with pytest.raises(Refused, match="审议"):
        publicity.close_round(three.round, by=three.officer)
    issued(three)
    publicity.close_round(three.round, by=three.officer)
    assert three.round.state == "closed"
