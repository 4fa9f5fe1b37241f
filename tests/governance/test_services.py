"""Each check of the gate alone, at its edge; what is refused and what passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.governance import services
from shuniu.governance.models import Decision, Matter
from shuniu.governance.queries.chain import Chain, Studied
from shuniu.governance.rules.gate import passage
from shuniu.meetings import services as meetings
from shuniu.meetings.models import Meeting
from tests.governance import _cast, _drive
from tests.governance._drive import DECIDED, RAISED, STUDIED
from tests.registry import _cast as base

pytestmark = pytest.mark.django_db
FINISHED = Studied("agree", voted=True, quorum=True, notice=True, over=True)


@pytest.fixture
def place() -> _cast.Hub:
    return _cast.hub()


@pytest.fixture
def found(place: _cast.Hub) -> _cast.House:
    return _cast.house(place)


@pytest.fixture
def matter(found: _cast.House) -> Matter:
    with clock.at(RAISED):
        return _cast.matter(found)


def _rule(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.verdict.rule


@pytest.mark.parametrize(
    ("study", "code"),
    [
        ({"right_body": False}, "body"),
        ({"notice": False}, "notice"),
        ({"quorum": False}, "quorum"),
        ({"interested": 1}, "recused"),
        ({"opinion": ""}, "opinion"),
        ({"voted": False}, "opinion"),
        ({"over": False}, "over"),
        ({"before": False}, "before"),
        ({"one_meeting": True, "may_share": False}, "one_meeting"),
        ({"one_meeting": True}, ""),
        ({}, ""),
    ],
)
def test_each_check_shuts_the_gate_alone_and_only_a_reasoned_emergency_goes_round(
    study: dict[str, object], code: str
) -> None:
    chain = Chain(major=True, studier="支部", study=replace(FINISHED, **study))  # type: ignore[arg-type]
    answer = passage(chain)
    assert answer.verdict.rule == (f"governance.gate.{code}" if code else "")
    urgent = passage(replace(chain, emergency=True, reason="汛期抢险"))
    assert urgent.verdict
    assert urgent.urgent is bool(code)
    assert not passage(replace(chain, emergency=True, reason="  ")).urgent
    assert passage(replace(chain, emergency=True, reason="抢险", ended=True)).verdict.rule == (
        "governance.gate.open"
    )


@pytest.mark.parametrize(
    ("chain", "code"),
    [
        (Chain(major=None), "classed"),
        (Chain(major=None, emergency=True, reason="汛期抢险"), "classed"),
        (Chain(major=False, by_sum=True), "whole"),
        (Chain(major=False, by_sum=True, emergency=True, reason="汛期抢险"), "whole"),
        (Chain(major=True), "studier"),
        (Chain(major=True, studier="支部"), "sent"),
    ],
)
def test_what_no_study_has_reached_yet(chain: Chain, code: str) -> None:
    assert passage(chain).verdict.rule == f"governance.gate.{code}"


def test_where_nobody_studies_the_matter_waits_until_there_is_somebody(place: _cast.Hub) -> None:
    found = _cast.house(place, 2, branch=False)
    with clock.at(RAISED):
        matter = _cast.matter(found)
    with pytest.raises(Refused) as refusal:
        _drive.put(found, matter)
    assert _rule(refusal) == "governance.gate.studier"
    row = _drive.open_meeting(found, "council", STUDIED)
    with clock.at(STUDIED), pytest.raises(Refused) as refusal:
        services.send_to_study(matter, meeting=row, by=None)
    assert _rule(refusal) == "governance.gate.studier"
    committee = base.body(place.organisation, "committee")
    for name in "甲乙丙":
        base.post(committee, base.somebody(f"专委{name}"), "member")
    special = _drive.open_meeting(
        found, "special_committee", STUDIED, body=committee, of=place.organisation
    )
    with clock.at(STUDIED):
        assert services.send_to_study(matter, meeting=special, by=None).studied_by == "committee"


def test_another_bodys_meeting_does_not_study(found: _cast.House, matter: Matter) -> None:
    row = _drive.open_meeting(found, "council", STUDIED)
    with clock.at(STUDIED), pytest.raises(Refused) as refusal:
        services.send_to_study(matter, meeting=row, by=None)
    assert _rule(refusal) == "governance.gate.body"


@pytest.mark.parametrize(
    ("ahead", "people", "rule"), [(0, 2, "governance.notice"), (0, 3, ""), (1, 2, "")]
)
def test_a_study_called_too_late_takes_no_vote_unless_all_have_come(
    found: _cast.House, matter: Matter, ahead: int, people: int, rule: str
) -> None:
    study = _drive.sent(found, matter, ahead=ahead, people=people)
    if rule:
        with pytest.raises(Refused) as refusal:
            _drive.vote(study.item, STUDIED)
        assert _rule(refusal) == rule
        return
    _drive.vote(study.item, STUDIED)
    assert study.item.outcome == "carried"


@pytest.mark.parametrize(("people", "outcome"), [(1, "no_quorum"), (2, "carried")])
def test_one_of_three_is_no_quorum_and_gives_no_opinion(
    found: _cast.House, matter: Matter, people: int, outcome: str
) -> None:
    study = _drive.sent(found, matter, people=people)
    _drive.vote(study.item, STUDIED)
    assert study.item.outcome == outcome
    if outcome == "carried":
        _drive.opine(study)
        return
    for opinion in ("agree", "oppose", "defer"):
        with pytest.raises(Refused) as refusal:
            _drive.opine(study, opinion)
        assert _rule(refusal) == "governance.study.vote"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({"called_at": None}, "notice"),
        ({"kind": "party_group"}, "body"),
        ({"state": "open"}, "over"),
    ],
)
def test_a_study_whose_meeting_is_not_what_it_was_does_not_count(
    found: _cast.House, matter: Matter, rows: dict[str, object], code: str
) -> None:
    study = _drive.sent(found, matter, people=2)
    _drive.vote(study.item, STUDIED)
    _drive.opine(study)
    _drive.close(study.item.meeting)
    Meeting.objects.filter(pk=study.item.meeting_id).update(**rows)
    with pytest.raises(Refused) as refusal:
        _drive.put(found, matter)
    assert _rule(refusal) == f"governance.gate.{code}"


def test_a_roll_that_lost_its_quorum_shuts_the_gate(found: _cast.House, matter: Matter) -> None:
    study = _drive.studied(found, matter)
    item = _drive.put(found, matter)
    study.item.meeting.roll.update(presence="absent")
    with pytest.raises(Refused) as refusal:
        _drive.vote(item, DECIDED)
    assert _rule(refusal) == "governance.gate.quorum"


def test_whoever_has_an_interest_steps_aside_or_the_study_is_repeated(
    found: _cast.House, matter: Matter
) -> None:
    _drive.studied(found, matter)
    with clock.at(STUDIED + timedelta(days=1)):
        services.declare_conflict(matter, found.committee[1], reason="亲属任职", by=None)
    with pytest.raises(Refused) as refusal:
        _drive.put(found, matter)
    assert _rule(refusal) == "governance.gate.recused"
    again = _drive.studied(found, matter, on=STUDIED + timedelta(days=7))
    assert list(again.item.recusals.values_list("person_id", flat=True)) == [found.committee[1].pk]
    again.item.refresh_from_db()
    assert (again.item.in_favour, again.item.working["base"]) == (2, 2)
    item = _drive.put(found, matter)
    with clock.at(DECIDED):
        services.declare_conflict(matter, found.councillors[2], reason="持股", by=None)
    with pytest.raises(Refused) as refusal:
        _drive.vote(item, DECIDED)
    assert _rule(refusal) == "governance.recuse"
    with clock.at(DECIDED):
        meetings.recuse(item, found.councillors[2], reason="持股", by=None)
    with _drive.minutes_into(DECIDED, 20), pytest.raises(Refused) as refusal:
        meetings.record_named(item, {found.councillors[2].pk: "for"}, by=None)
    assert _rule(refusal) == "meetings.vote.name"
    with _drive.minutes_into(DECIDED, 20):
        meetings.record_vote(item, 5, 0, by=None)
    assert item.outcome == "invalid"  # five hands of four
    _drive.vote(item, DECIDED)
    assert _drive.record(matter, item).outcome == "carried"


def test_with_too_many_aside_there_is_no_quorum_left(found: _cast.House, matter: Matter) -> None:
    study = _drive.sent(found, matter, people=2)
    with clock.at(STUDIED):
        for one in found.committee[:2]:
            services.declare_conflict(matter, one, reason="亲属任职", by=None)
            meetings.recuse(study.item, one, reason="亲属任职", by=None)
    _drive.vote(study.item, STUDIED)  # two of three are there, and neither may vote
    assert study.item.outcome == "no_quorum"


def test_a_study_without_an_opinion_or_still_going_on_opens_nothing(
    found: _cast.House, matter: Matter
) -> None:
    study = _drive.sent(found, matter)
    with pytest.raises(Refused) as refusal:
        _drive.put(found, matter)
    assert _rule(refusal) == "governance.gate.opinion"
    with pytest.raises(Refused) as refusal:
        _drive.opine(study)
    assert _rule(refusal) == "governance.study.vote"
    _drive.vote(study.item, STUDIED)
    with pytest.raises(Refused) as refusal:
        _drive.opine(study, "oppose")
    assert _rule(refusal) == "governance.study.vote"
    _drive.opine(study)
    with pytest.raises(Refused) as refusal:
        _drive.put(found, matter)
    assert _rule(refusal) == "governance.gate.over"
    _drive.close(study.item.meeting)
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED)
    row = _drive.record(matter, item)
    assert (row.study_id, row.emergency, row.one_meeting) == (study.pk, False, False)
    assert row.item_id != study.item_id


def test_a_study_after_the_decision_is_no_prior_study(found: _cast.House, matter: Matter) -> None:
    _drive.studied(found, matter)
    with pytest.raises(Refused) as refusal:
        _drive.put(found, matter, STUDIED - timedelta(days=1))
    assert _rule(refusal) == "governance.gate.before"


def test_nobody_votes_before_the_day_of_a_meeting(found: _cast.House, matter: Matter) -> None:
    study = _drive.sent(found, matter)
    with pytest.raises(Refused) as refusal:
        _drive.vote(study.item, STUDIED - timedelta(days=3))
    assert _rule(refusal) == "meetings.early"


@pytest.mark.parametrize(("overlap", "rule"), [(1, "one_meeting"), (2, "")])
def test_one_sitting_serves_both_only_where_the_same_people_sit_in_both(
    place: _cast.Hub, overlap: int, rule: str
) -> None:
    found = _cast.house(place, 5, overlap=overlap)
    with clock.at(RAISED):
        matter = _cast.matter(found)
    row = _drive.open_meeting(found, "council", STUDIED, also="party_committee")
    with _drive.minutes_into(STUDIED, 10):
        study = services.send_to_study(matter, meeting=row, by=None)
        item = services.put_to_board(matter, meeting=row, by=None)
    with pytest.raises(Refused) as refusal:
        _drive.vote(item, STUDIED, minutes=15)
    assert _rule(refusal) == "governance.gate.opinion"
    _drive.vote(study.item, STUDIED, minutes=20)
    _drive.opine(study, minutes=25)
    if rule:
        with pytest.raises(Refused) as refusal:
            _drive.vote(item, STUDIED, minutes=30)
        assert _rule(refusal) == f"governance.gate.{rule}"
        return
    _drive.vote(item, STUDIED, minutes=30)
    assert _drive.record(matter, item, STUDIED).one_meeting


@pytest.mark.parametrize(
    ("opinion", "carried", "deviates"),
    [
        ("agree", True, False),
        ("agree", False, True),
        ("oppose", True, True),
        ("defer", True, True),
        ("oppose", False, False),
        ("amend", True, False),
    ],
)
def test_a_decision_against_the_opinion_says_why(
    found: _cast.House, matter: Matter, opinion: str, *, carried: bool, deviates: bool
) -> None:
    _drive.studied(found, matter, opinion)
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED, carried=carried)
    if deviates:
        with pytest.raises(Refused) as refusal:
            _drive.record(matter, item, deviation_reason="  ")
        assert _rule(refusal) == "governance.deviation"
    row = _drive.record(matter, item, deviation_reason="财务情况有变" if deviates else "")
    assert (row.deviates, bool(row.deviation_reason)) == (deviates, deviates)


def test_changes_that_were_not_made_are_a_deviation(found: _cast.House, matter: Matter) -> None:
    _drive.studied(found, matter, "amend")
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED)
    with pytest.raises(Refused) as refusal:
        _drive.record(matter, item, adopted=False)
    assert _rule(refusal) == "governance.deviation"


def test_an_opinion_stands_once_the_body_has_voted(found: _cast.House, matter: Matter) -> None:
    study = _drive.studied(found, matter)
    _drive.opine(study, "amend")  # until then it may still be put in other words
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED)
    for _step in ("voted", "decided"):
        with pytest.raises(Refused) as refusal:
            _drive.opine(study, "agree")
        assert _rule(refusal) == "governance.study.frozen"
        if not Decision.objects.exists():
            _drive.record(matter, item)
    with clock.at(DECIDED + timedelta(days=1)):
        row = _drive.open_meeting(found, "party_committee", DECIDED + timedelta(days=1))
        for act in (
            lambda: services.send_to_study(matter, meeting=row, by=None),
            lambda: services.declare_conflict(matter, found.councillors[0], reason="x", by=None),
            lambda: services.declare_emergency(matter, reason="汛期抢险，须付款", by=None),
            lambda: services.classify(matter, by=None),
        ):
            with pytest.raises(Refused):
                act()


def test_no_triggers_are_passed_by_raw_sql(found: _cast.House, matter: Matter) -> None:
    study = _drive.studied(found, matter)
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED)
    said = {"matter": matter, "item": item, "outcome": "carried", "decided_on": DECIDED}
    for lie in (
        {"major": False},
        {"major": True, "emergency": True, "emergency_reason": ""},
        {"major": True},
        {"major": True, "study": study},  # not frozen
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Decision.objects.create(**said, **lie)
    row = _drive.record(matter, item)
    for sql in (
        "UPDATE governance_study SET opinion = 'oppose' WHERE id = %s",
        "UPDATE governance_study SET reasons = 'x' WHERE id = %s",
        "UPDATE governance_study SET digest = 'x' WHERE id = %s",
        "UPDATE governance_study SET frozen = NOT frozen WHERE id = %s",
        "UPDATE governance_study SET void = 'x' WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [study.pk])
    sql = "UPDATE governance_decision SET study_id = NULL WHERE id = %s"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [row.pk])
