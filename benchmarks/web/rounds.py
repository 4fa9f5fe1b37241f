"""Five years of finished rounds, the running one, and one that waits for its proposal."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks.measure import ROOT
from benchmarks.sheet import sheet
from benchmarks.web.load import load, settle
from benchmarks.web.register import SIZES, TYPES, World
from shuniu.evaluation.models import (
    Answer,
    Assignment,
    Entry,
    FrameworkVersion,
    Grade,
    Proposal,
    ProposalLine,
    Result,
    Round,
    RoundTable,
)
from shuniu.evaluation.queries.scores import Judge, judge_of
from shuniu.evaluation.states import EntryState, RoundState, Stage
from shuniu.scoring import Column, ColumnKind

YEARS = (2021, 2022, 2023, 2024, 2025)
LEAVES = 45  # values kept of an entry of a finished round
PROPOSED = 2_000  # entries of the round that waits for its proposal
_SHEET = ROOT / "frameworks" / "hub-effective-coverage" / "1.0" / "framework.yaml"
_PATTERNS = 200  # different sheets; every entry has one of them
# What decides whether somebody is admitted at all.
_GATES: dict[str, Any] = {
    "months_registered": "60",
    "last_report_overdue": False,
    "dishonest_list": False,
    "under_investigation": False,
    "abnormal_list": False,
    "grave_event": False,
    "unbuilt_days": "0",
}
_GRADES = (("a", "优秀"), ("b", "良好"), ("c", "合格"))


def make(world: World) -> None:
    """All rounds; the world learns the numbers of one of each thing."""
    framework = _framework(world, "hub-effective-coverage", _SHEET.read_text(encoding="utf-8"))
    judge = judge_of(framework)
    entries = 0
    for at, year in enumerate(YEARS):
        entries += _finished(world, framework, judge, year, first=at * len(world.organisations))
    running = put_round(world, framework, 2026, RoundState.ASSESSING, "2026年度评价")
    entries += _running(world, framework, running, first=entries)
    small = _framework(world, "bench", sheet(groups=3, parts=1))
    waiting = put_round(world, small, 2026, RoundState.ASSESSING, "2026年度专项评价")
    _waiting(world, small, waiting, first=entries)
    entries += PROPOSED
    world.objects |= {"round": running.pk, "waiting": waiting.pk, "framework": framework.pk}
    draft = put_round(world, framework, 2027, RoundState.DRAFT, "2027年度评价")
    answering = put_round(world, framework, 2027, RoundState.ANSWERING, "2027年度专项评价")
    entries += _part(world, framework, answering, EntryState.ANSWERING, first=entries)
    world.objects |= {"draft": draft.pk, "answering": answering.pk, "open_entry": entries}
    world.objects["open_entry"] -= len(world.organisations) - 1
    world.objects["next_entry"] = entries + 1
    leaf = leaves_of(judge)[0]
    world.words |= {"leaf": leaf, "key": leaf, "kind": "final", "size": "small", "code": "coverage"}
    settle(Round, Entry, Answer, Proposal, ProposalLine, Result, Grade, Assignment)


def _framework(world: World, code: str, text: str) -> FrameworkVersion:
    return FrameworkVersion.objects.create(
        node=world.hub,
        code=code,
        version="1.0",
        title="枢纽有效覆盖评价",
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        state="ready",
        made_by=world.people["lead"],
    )


def put_round(
    world: World, framework: FrameworkVersion, year: int, state: str, title: str
) -> Round:
    """A round with its tables."""
    row = Round.objects.create(
        node=world.hub,
        title=title,
        state=state,
        period_from=date(year, 1, 1),
        period_until=date(year, 12, 31),
        answers_until=date(year + 1, 2, 1),
        assess_until=date(year + 1, 3, 1),
        made_by=world.people["lead"],
    )
    for kind in TYPES:
        for size in SIZES:
            RoundTable.objects.create(round=row, type=kind, size=size, framework=framework)
    return row


def put_entries(rows: Iterator[tuple[int, int, int, str]], framework: FrameworkVersion) -> int:
    """Rows of entry, round, organisation, state."""
    return load(
        Entry,
        ("id", "round_id", "organisation_id", "framework_id", "type", "size", "state", "asked"),
        (
            (pk, of, one, framework.pk, TYPES[(one - 1) % 3], SIZES[(one - 1) % 2], state, LEAVES)
            for pk, of, one, state in rows
        ),
    )


def _part(world: World, framework: FrameworkVersion, row: Round, state: str, *, first: int) -> int:
    count = put_entries(
        ((first + one, row.pk, one, state) for one in world.organisations), framework
    )
    put_answers(judge_of(framework), range(first + 1, first + count + 1, 5), keys=LEAVES)
    return count


def _finished(
    world: World, framework: FrameworkVersion, judge: Judge, year: int, *, first: int
) -> int:
    row = put_round(world, framework, year, RoundState.CLOSED, f"{year}年度评价")
    count = put_entries(
        ((first + one, row.pk, one, EntryState.ASSESSED) for one in world.organisations), framework
    )
    numbers = range(first + 1, first + count + 1)
    put_answers(judge, numbers, keys=LEAVES)
    proposal = Proposal.objects.create(round=row, number=1, digest="0" * 64)
    items = json.dumps(dict.fromkeys(leaves_of(judge), 1500))
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
                "scored",
                points_of(pk),
                100_000,
                *grade_of(pk),
                items,
                900,
                1,
                70_000,
            )
            for pk in numbers
        ),
    )
    load(
        Result,
        ("id", "entry_id", "line_id", "points", "grade", "grade_title"),
        ((pk, pk, pk, points_of(pk), *grade_of(pk)) for pk in numbers),
    )
    state = "valid" if year == YEARS[-1] else "replaced"
    load(
        Grade,
        (
            *("id", "result_id", "organisation_id", "framework_code", "number", "grade", "title"),
            *("points", "issued_on", "valid_until", "state"),
        ),
        (
            (
                *(pk, pk, pk - first, framework.code, f"〔{year}〕{pk}号", *grade_of(pk)),
                *(points_of(pk), f"{year + 1}-04-01", f"{year + 2}-04-01", state),
            )
            for pk in numbers
        ),
    )
    world.objects |= {"past_round": row.pk, "past_entry": first + 1, "grade": first + 1}
    return count


def _running(world: World, framework: FrameworkVersion, row: Round, *, first: int) -> int:
    states = (EntryState.INVITED, EntryState.ANSWERING, EntryState.SUBMITTED)
    count = put_entries(
        ((first + one, row.pk, one, states[one % 3]) for one in world.organisations), framework
    )
    submitted = [one for one in world.organisations if states[one % 3] == EntryState.SUBMITTED]
    load(
        Assignment,
        ("id", "entry_id", "user_id", "begun_at"),
        (
            (at, first + one, world.people["assessor"].pk, "2026-11-01 08:00:00+00:00")
            for at, one in enumerate(submitted[:120], 1)
        ),
    )
    put_answers(judge_of(framework), range(first + 1, first + count + 1, 3), keys=LEAVES)
    world.objects |= {"entry": first + 1, "submitted": first + 2, "assignment": 1}
    return count


def _waiting(world: World, framework: FrameworkVersion, row: Round, *, first: int) -> None:
    members = world.organisations[:PROPOSED]
    put_entries(((first + one, row.pk, one, EntryState.ASSESSED) for one in members), framework)
    put_answers(judge_of(framework), range(first + 1, first + len(members) + 1), keys=LEAVES)


def put_answers(judge: Judge, entries: range, *, keys: int) -> None:
    """Values of entries, every entry after one of the patterns."""
    patterns = [_pattern(judge, number, keys) for number in range(_PATTERNS)]
    load(
        Answer,
        ("entry_id", "key", "stage", "value"),
        (
            (entry, key, stage, value)
            for entry in entries
            for key, stage, value in patterns[entry % _PATTERNS]
        ),
    )


def _pattern(judge: Judge, number: int, keys: int) -> list[tuple[str, str, str]]:
    rng = random.Random(number)
    asked = [
        one for one in judge.scorer.columns if one.key.endswith(f"@{judge.stages[Stage.SELF]}")
    ]
    found = []
    for at, column in enumerate(asked[:keys]):
        stage = Stage.RECORD if at % 2 else Stage.SELF
        value = json.dumps(_value(column, rng), ensure_ascii=False)
        found.append((column.key.partition("@")[0], stage.value, value))
    return found


def _value(column: Column, rng: random.Random) -> Any:
    name = column.key.partition("@")[0]
    if name in _GATES:
        return _GATES[name]
    match column.kind:
        case ColumnKind.YES_NO:
            return rng.random() < 0.8
        case ColumnKind.CHOICE:
            return rng.choice(column.options).key
        case ColumnKind.DATE:
            return f"{rng.randrange(2018, 2026)}-05-01"
        case _:
            low = (column.low or 0) // 1000
            high = (column.high // 1000) if column.high is not None else low + 12
            return str(rng.randint(low, max(low, min(high, low + 100))))


def leaves_of(judge: Judge) -> list[str]:
    """Keys of the leaves of the first table."""
    outline = next(iter(judge.scorer.outlines.values()))
    return [item.key for item in outline.items if item.is_leaf]


def points_of(number: int) -> int:
    """Invented points of an entry, in thousandths."""
    return 50_000 + number * 7919 % 50_000


def grade_of(number: int) -> tuple[str, str]:
    """An invented grade: key and title."""
    return _GRADES[number % len(_GRADES)]
