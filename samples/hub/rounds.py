"""Rounds of the sample hub: last year's finished, this year's running."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from random import Random

from samples._organisations import Organisation as Sample
from samples._organisations import Value
from samples.hub.people import People, names
from samples.hub.register import Register
from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.evaluation.models import Entry, FrameworkVersion, Round
from shuniu.evaluation.queries import scores
from shuniu.evaluation.services import answers, frameworks, rounds
from shuniu.evaluation.states import EntryState, Stage
from shuniu.scoring import Column, ColumnKind, Mark

FRAMEWORKS = Path(__file__).parents[2] / "frameworks"
SHIPPED = (
    "hub-effective-coverage/1.0",
    "dangzuzhi-fenlei-dingji/1.0",
    "shanghai-2025-hangye-shanghui/2025",
    "wuxing-chuangping/110",
)
KINDS = [(t, s) for t in ("association", "foundation", "service") for s in ("small", "regular")]
Say = Callable[[str], object]


def make(register: Register, people: People, say: Say) -> None:
    """All rounds."""
    with clock.at(date(2026, 1, 8)):
        held = {code: _framework(code, register, people) for code in SHIPPED}
    last = _last_year(register, people, held["hub-effective-coverage/1.0"])
    say(f"{last.title}：{last.get_state_display()}")
    now = _this_year(register, people, held["hub-effective-coverage/1.0"], last)
    say(f"{now.title}：{now.get_state_display()}")


def _framework(code: str, register: Register, people: People) -> FrameworkVersion:
    text = (FRAMEWORKS / code / "framework.yaml").read_text(encoding="utf-8")
    row = frameworks.add_framework(text, node=register.hub, by=people.lead)
    frameworks.release(row, by=people.lead)
    return row


def _last_year(register: Register, people: People, framework: FrameworkVersion) -> Round:
    with clock.at(date(2026, 1, 12)):
        row = rounds.plan_round(
            rounds.Plan(
                "2025年度有效覆盖评价",
                date(2025, 1, 1),
                date(2025, 12, 31),
                answers_until=date(2026, 2, 10),
                assess_until=date(2026, 3, 10),
                decide_on=date(2026, 3, 20),
                valid_years=1,
            ),
            node=register.hub,
            by=people.officer,
        )
        _invite(row, framework, register, people)
        rounds.open_round(row, by=people.officer)
    with clock.at(date(2026, 1, 28)):
        _fill(_entries(row), register, people, year=2025)
    return row


def _this_year(
    register: Register, people: People, framework: FrameworkVersion, last: Round
) -> Round:
    with clock.at(date(2026, 11, 2)):
        row = rounds.plan_round(
            rounds.Plan(
                "2026年度有效覆盖评价",
                date(2026, 1, 1),
                date(2026, 12, 31),
                answers_until=date(2027, 1, 15),
                assess_until=date(2027, 2, 20),
                decide_on=date(2027, 3, 5),
                valid_years=1,
                previous=last,
            ),
            node=register.hub,
            by=people.officer,
        )
        _invite(row, framework, register, people)
        rounds.open_round(row, by=people.officer)
    with clock.at(date(2026, 11, 18)):
        entries = _entries(row)
        _fill(entries[2::4], register, people, year=2026)
        for number, entry in enumerate(entries[::3]):
            if entry.state == EntryState.INVITED:
                some = _typed(entry, register, year=2026)
                keys = sorted(some)[: 8 + number % 20]
                by = people.contacts[entry.organisation_id]
                answers.save_answers(entry, {key: some[key] for key in keys}, by=by)
    return row


def _invite(row: Round, framework: FrameworkVersion, register: Register, people: People) -> None:
    for kind in KINDS:
        rounds.set_table(row, kind=kind, framework=framework, by=people.officer)
    rounds.invite(row, register.rows, by=people.officer)


def _entries(row: Round) -> list[Entry]:
    found = Entry.objects.filter(round=row).select_related(
        "round", "framework", "organisation__node"
    )
    return list(found.order_by("pk"))


def _fill(entries: Iterable[Entry], register: Register, people: People, *, year: int) -> None:
    """Whoever is admitted answers and hands in."""
    for entry in entries:
        if entry.state != EntryState.INVITED:
            continue
        by: User = people.contacts[entry.organisation_id]
        answers.save_answers(entry, _typed(entry, register, year=year), by=by)
        answers.submit(entry, by=by)


def _typed(entry: Entry, register: Register, *, year: int) -> dict[str, answers.Typed]:
    """What the organisation answers to what records do not know."""
    sample = _sample(entry, register)
    judge = scores.judge_of(entry.framework)
    columns = {one.key: one for one in judge.scorer.columns}
    known = set(entry.answers.filter(stage=Stage.RECORD).values_list("key", flat=True))
    rng = names(f"{year}/{entry.organisation.code}")
    out = {}
    for key, value in sample.values.items():
        column = columns.get(judge.column(key, Stage.SELF))
        if column is None or key in known or value is Mark.MISSING:
            continue
        out[key] = _answer(column, value, rng, year)
    return out


def _sample(entry: Entry, register: Register) -> Sample:
    code = entry.organisation.code
    return next(one for one in register.samples if one.identity.code == code)


def _answer(column: Column, value: Value, rng: Random, year: int) -> answers.Typed:
    if value is Mark.NOT_APPLICABLE:
        return answers.Typed("", not_applicable=True)
    if isinstance(value, bool):
        return answers.Typed("是" if value else "否")
    if isinstance(value, date):
        return answers.Typed(value.isoformat())
    if isinstance(value, int | float) and column.kind in {ColumnKind.NUMBER, ColumnKind.PERCENT}:
        return answers.Typed(_moved(column, value, rng, year))
    return answers.Typed(str(value))


def _moved(column: Column, value: float, rng: Random, year: int) -> str:
    """This year a little better or worse than last year, within what the column takes."""
    if year != 2025:
        value = round(value * (1 + rng.uniform(-0.06, 0.1)), 1)
    if column.step == 1000 or isinstance(value, int):
        value = round(value)
    if column.high is not None:
        value = min(value, column.high / 1000)
    if column.low is not None:
        value = max(value, column.low / 1000)
    return f"{value:g}" if abs(value) < 1e5 else str(round(value))
