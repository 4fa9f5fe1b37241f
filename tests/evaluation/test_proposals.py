"""Proposals: the same points as the library on the same data, compared with peers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import Answer, Entry, ProposalLine, Round
from shuniu.evaluation.services import frameworks, proposals, rounds
from shuniu.evaluation.states import EntryState, RoundState
from shuniu.scoring import Scorer, parse_framework
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made

pytestmark = pytest.mark.django_db
VALUES = [
    {"meetings": "4", "events": "4", "party": True},
    {"meetings": "4", "events": "3", "party": False},
    {"meetings": "2.5", "events": "4", "party": False},
    {"meetings": "1", "party": True},
    {"meetings": "4", "events": "4", "party": False},
]


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
def round_(hub: Node, officer: User) -> Round:
    """Five organisations, assessed."""
    found = made.answering(hub, officer, len(VALUES))
    for entry, values in zip(Entry.objects.filter(round=found).order_by("pk"), VALUES, strict=True):
        for key, value in values.items():
            Answer.objects.create(entry=entry, key=key, stage="self", value=value)
    Entry.objects.filter(round=found).update(state=EntryState.ASSESSED)
    Round.objects.filter(pk=found.pk).update(state=RoundState.ASSESSING)
    found.refresh_from_db()
    return found


def lines(round_: Round) -> list[ProposalLine]:
    latest = round_.proposals.first()
    assert latest is not None
    return list(latest.lines.order_by("entry"))


def test_points_and_grades_are_those_of_the_library(round_: Round, officer: User) -> None:
    proposals.propose(round_, by=officer)
    scorer = Scorer(parse_framework(cast.small()))
    alone = scorer.score(scorer.facts(VALUES))
    found = lines(round_)
    assert [line.points for line in found] == alone.points.tolist()
    assert [line.grade for line in found] == [alone.grade_of(row) for row in range(len(VALUES))]
    assert [line.items for line in found] == [alone.item_points(row) for row in range(len(VALUES))]


def test_what_kept_a_grade_down_is_said(round_: Round, officer: User) -> None:
    proposals.propose(round_, by=officer)
    said = [[one["zh"] for one in line.limits] for line in lines(round_)]
    # Ninety and more without a party organisation; the second would have it at ninety exactly.
    assert said == [[], ["未建党组织不得评5A"], [], [], ["未建党组织不得评5A"]]


def test_what_came_from_records_is_counted(round_: Round, officer: User) -> None:
    entry = made.entry(round_)
    Answer.objects.filter(entry=entry, key="meetings").update(stage="record")
    Answer.objects.create(entry=entry, key="events", stage="record", value="4")
    proposals.propose(round_, by=officer)
    assert lines(round_)[0].from_records == 60_000  # events were corrected by the organisation


def test_peers_are_ranked_ties_alike(round_: Round, officer: User) -> None:
    proposals.propose(round_, by=officer)
    found = lines(round_)
    assert [line.points for line in found] == [100_000, 90_000, 70_000, 15_000, 100_000]
    assert [line.peer_rank for line in found] == [1, 3, 4, 5, 1]
    assert {(line.peer_median, line.peers) for line in found} == {(90_000, 5)}


def test_computing_again_keeps_the_earlier_one_and_names_what_went_in(
    round_: Round, officer: User
) -> None:
    first = proposals.propose(round_, by=officer)
    again = proposals.propose(round_, by=officer)
    assert (again.number, again.digest) == (2, first.digest)
    Answer.objects.filter(key="meetings").update(value="1")
    assert proposals.propose(round_, by=officer).digest != first.digest
    assert round_.proposals.count() == 3


def test_it_waits_until_everybody_is_assessed(round_: Round, officer: User) -> None:
    Entry.objects.filter(pk=made.entry(round_).pk).update(state=EntryState.SUBMITTED)
    with pytest.raises(Refused, match="还有 1 家没有评完分"):
        proposals.propose(round_, by=officer)


def test_written_points_are_not_from_records(hub: Node, officer: User) -> None:
    text = """\
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
  - {key: fund, title: {zh: 经费, en: Fund}, points: 10, text: 有经费得10分, rule: {kind: check}}
"""
    version = frameworks.add_framework(text, node=hub, by=officer)
    frameworks.release(version, by=officer)
    round_ = made.answering(hub, officer, 3)
    entries = list(Entry.objects.filter(round=round_).order_by("pk"))
    for entry in entries:
        Answer.objects.create(entry=entry, key="plan", stage="record", value=True)
    Answer.objects.create(entry=entries[1], key="plan", stage="self", value=True)
    Answer.objects.create(entry=entries[2], key="plan", stage="assess", value="9")
    Entry.objects.filter(round=round_).update(state=EntryState.SUBMITTED)
    rounds.start_assessing(round_, by=officer)
    Entry.objects.filter(round=round_).update(state=EntryState.ASSESSED)
    proposals.propose(round_, by=officer)
    assert [(line.points, line.from_records) for line in lines(round_)] == [
        (10_000, 10_000),
        (10_000, 0),
        (9_000, 0),
    ]
