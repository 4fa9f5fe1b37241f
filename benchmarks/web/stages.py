"""One round in each of the later stages, with what belongs to it: sittings, publicity, objections."""

from __future__ import annotations

import json
from datetime import date

from benchmarks.web.load import load, settle
from benchmarks.web.register import World
from benchmarks.web.rounds import grade_of, leaves_of, points_of, put_entries, put_round
from shuniu.accounts.models import User
from shuniu.accounts.services import grant, open_user
from shuniu.accounts.states import Role
from shuniu.evaluation.models import (
    Entry,
    FrameworkVersion,
    Motion,
    MotionEntry,
    Objection,
    PlanItem,
    Proposal,
    ProposalLine,
    Publicity,
    Result,
    Round,
    Sitting,
    SittingMember,
)
from shuniu.evaluation.queries.scores import judge_of
from shuniu.evaluation.states import EntryState, RoundState

ENTRIES = 2_000
_MEMBERS = 8
_MOTIONS = 20


def make(world: World) -> None:
    """A round with a proposal, one under decision, one in publicity."""
    framework = FrameworkVersion.objects.get(pk=world.objects["framework"])
    for state in (RoundState.PROPOSED, RoundState.DECIDING, RoundState.PUBLIC):
        row = put_round(world, framework, 2025, state, f"复评（{state}）")
        numbers = _proposal(world, framework, row)
        world.objects[str(state)] = row.pk
        if state != RoundState.PROPOSED:
            _sitting(world, row, numbers, closed=state == RoundState.PUBLIC)
    _publicity(world, row, numbers)
    _plans(world)
    settle(Round, Entry, Proposal, ProposalLine, Sitting, Motion, MotionEntry, Result, Objection)


def _proposal(world: World, framework: FrameworkVersion, row: Round) -> range:
    first = world.objects["next_entry"]
    members = world.organisations[:ENTRIES]
    numbers = range(first, first + len(members))
    world.objects["next_entry"] = numbers.stop
    put_entries(
        ((pk, row.pk, one, EntryState.ASSESSED) for pk, one in zip(numbers, members, strict=True)),
        framework,
    )
    proposal = Proposal.objects.create(round=row, number=1, digest="0" * 64)
    items = json.dumps(dict.fromkeys(leaves_of(judge_of(framework)), 1500))
    load(
        ProposalLine,
        (
            *("id", "proposal_id", "entry_id", "status", "points", "maximum", "grade"),
            *("grade_title", "items", "peers", "peer_rank", "peer_median"),
        ),
        (
            (
                pk,
                proposal.pk,
                pk,
                "graded",
                points_of(pk),
                100_000,
                *grade_of(pk),
                items,
                900,
                1,
                70,
            )
            for pk in numbers
        ),
    )
    return numbers


def _sitting(world: World, row: Round, numbers: range, *, closed: bool) -> None:
    sitting = Sitting.objects.create(
        round=row,
        held_on=date(2026, 11, 20),
        chair=world.people["lead"],
        state="closed" if closed else "open",
    )
    for user in _committee(world):
        SittingMember.objects.create(sitting=sitting, user=user, present=True)
    motions = [
        Motion.objects.create(sitting=sitting, number=number, text=f"第{number}批等级建议")
        for number in range(1, _MOTIONS + 1)
    ]
    load(
        MotionEntry,
        ("motion_id", "entry_id"),
        ((motions[pk % _MOTIONS].pk, pk) for pk in numbers),
    )
    if not closed:
        world.objects |= {"sitting": sitting.pk, "motion": motions[0].pk}


def _committee(world: World) -> list[User]:
    names = [f"member{number}" for number in range(_MEMBERS)]
    for name in names:
        if name not in world.people:
            world.people[name] = open_user(name, display_name=name, password=None, by=None)
            grant(world.people[name], role=Role.COMMITTEE_MEMBER, node=world.hub, by=None)
    return [world.people["committee"], *(world.people[name] for name in names)]


def _publicity(world: World, row: Round, numbers: range) -> None:
    load(
        Result,
        ("id", "entry_id", "line_id", "points", "grade", "grade_title"),
        ((pk, pk, pk, points_of(pk), *grade_of(pk)) for pk in numbers),
    )
    Publicity.objects.create(round=row, since=date(2026, 11, 20), until=date(2026, 12, 20))
    for number in range(60):
        made = Objection.objects.create(
            entry_id=numbers[number], text="第三项少算了一次活动。", due=date(2026, 12, 30)
        )
    world.objects |= {"objection": made.pk, "public_entry": numbers[0]}


def _plans(world: World) -> None:
    entry = world.objects["past_entry"]
    for number in range(10):
        row = PlanItem.objects.create(
            entry_id=entry,
            leaf=world.words["leaf"],
            text=f"第{number + 1}件事",
            owner="秘书处",
            due=date(2027, 3, 1),
        )
    world.objects["plan_item"] = row.pk
