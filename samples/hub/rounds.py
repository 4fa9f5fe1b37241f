"""Rounds of the sample hub: last year's finished, this year's running."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random

from samples._organisations import Organisation as Sample
from samples._organisations import Value
from samples.hub.people import People, names
from samples.hub.register import Register
from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import (
    Assignment,
    Entry,
    FrameworkVersion,
    Motion,
    Round,
    SittingMember,
)
from shuniu.evaluation.queries import scores
from shuniu.evaluation.services import (
    answers,
    assessment,
    decisions,
    frameworks,
    grades,
    plans,
    proposals,
    publicity,
    rounds,
)
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
    branches = _branches(register, people, held["dangzuzhi-fenlei-dingji/1.0"])
    say(f"{branches.title}：{branches.get_state_display()}")
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
    _assessed(row, people)
    _decided(row, people)
    _shown_and_issued(row, people)
    return row


def _assessed(row: Round, people: People) -> None:
    """Four assessors share the entries; here and there one takes points away and says why."""
    with clock.at(date(2026, 2, 12)):
        rounds.start_assessing(row, by=people.officer)
        first = next(e for e in _entries(row) if e.state == EntryState.SUBMITTED)
        assessment.recuse(
            people.assessors[0],
            organisation=first.organisation,
            reason="曾任该单位理事，离任不满两年",
            by=people.assessors[0],
        )
        assessment.assign_evenly(row, assessors=people.assessors, by=people.officer)
    with clock.at(date(2026, 3, 2)):
        _work_off(_assignments(row))
        proposals.propose(row, by=people.officer)


def _work_off(tasks: Iterable[Assignment]) -> None:
    for number, task in enumerate(tasks):
        assessment.begin(task, by=task.user)
        if number % 9 == 4:
            _take_points(task)
        assessment.confirm_rest(task, by=task.user)
        assessment.finish(task, by=task.user)


def _take_points(task: Assignment) -> None:
    """Fewer lectures found in the records than were stated."""
    with suppress(Refused):
        assessment.mark_leaf(
            task,
            "party_lectures",
            values={"lectures": assessment.Said("0")},
            reason="现场核对：签到记录只能证明学习活动，没有党课讲稿",
            by=task.user,
        )


def _assignments(row: Round) -> list[Assignment]:
    found = Assignment.objects.filter(entry__round=row).select_related(
        "user", "entry__round__node", "entry__framework", "entry__organisation__node"
    )
    return list(found.order_by("pk"))


def _decided(row: Round, people: People) -> None:
    """Eight of nine come, one keeps out of one organisation; one grade deviates, with a reason."""
    with clock.at(date(2026, 3, 18)):
        call = decisions.Call(
            date(2026, 3, 20), place="联合会三楼会议室", chair=people.committee[0]
        )
        sitting = decisions.call_sitting(row, people.committee, call, by=people.officer)
        some = _entries(row)[5]
        decisions.recuse(
            people.committee[2], some, reason="系该单位现任监事", by=people.committee[2]
        )
    with clock.at(date(2026, 3, 20)):
        members = list(SittingMember.objects.filter(sitting=sitting).order_by("pk"))
        marks = {
            one.pk: decisions.Mark(present=number != 8, reason="出差" if number == 8 else "")
            for number, one in enumerate(members)
        }
        decisions.mark_present(sitting, marks, by=people.officer)
        decisions.open_sitting(sitting, by=people.officer)
        decisions.propose_list(sitting, by=people.officer)
        for motion in Motion.objects.filter(sitting=sitting).order_by("number"):
            _vote(motion, people)
        decisions.close_sitting(sitting, by=people.officer)


def _vote(motion: Motion, people: People) -> None:
    for number, user in enumerate(people.committee[:8]):
        with suppress(Refused):  # whoever keeps out of it has no vote
            decisions.cast(motion, "abstain" if number == 6 else "for", by=user)
    decisions.close_motion(motion, by=people.officer)


def _shown_and_issued(row: Round, people: People) -> None:
    row.refresh_from_db()
    with clock.at(date(2026, 3, 23)):
        publicity.publish(row, by=people.officer)
    with clock.at(date(2026, 3, 31)):
        grades.issue(row, by=people.officer)
    with clock.at(date(2026, 4, 8)):
        for number, entry in enumerate(_entries(row)[:20]):
            if entry.state == EntryState.ASSESSED:
                by = people.contacts[entry.organisation_id]
                leaf, text = _PLANS[number % len(_PLANS)]
                with suppress(Refused):
                    planned = plans.Planned(text, by.display_name, date(2026, 12, 20))
                    plans.plan_item(entry, leaf, planned, by=by)
        publicity.close_round(row, by=people.officer)


_PLANS = (
    ("turnout_rate", "每季度至少一次党员大会，会前三天提醒，线上线下都能到会"),
    ("client_voice", "每个项目结束时发一次不记名问卷"),
    ("report_in_time", "六月底前在公开平台发布年度报告和审计意见"),
    ("charter", "下次会员大会表决党建条款，报登记机关核准"),
)


def _branches(register: Register, people: People, framework: FrameworkVersion) -> Round:
    """Branches with an organisation of their own, sorted by faults; assessors are at work."""
    with clock.at(date(2026, 10, 12)):
        row = rounds.plan_round(
            rounds.Plan(
                "2026年党支部分类定级",
                date(2026, 1, 1),
                date(2026, 9, 30),
                answers_until=date(2026, 11, 6),
                assess_until=date(2026, 12, 4),
                decide_on=date(2026, 12, 11),
                two_assessors=True,
                tolerance=500,
            ),
            node=register.hub,
            by=people.officer,
        )
        for kind in KINDS:
            rounds.set_table(row, kind=kind, framework=framework, by=people.officer)
        own = [
            one
            for one, sample in zip(register.rows, register.samples, strict=True)
            if sample.values["branch_kind"] == "own"
        ]
        rounds.invite(row, own[:24], by=people.officer)
        rounds.open_round(row, by=people.officer)
    with clock.at(date(2026, 10, 29)):
        for entry in _entries(row):
            by = people.contacts[entry.organisation_id]
            answers.save_answers(entry, _without_fault(entry), by=by)
            answers.submit(entry, by=by)
    with clock.at(date(2026, 11, 9)):
        rounds.start_assessing(row, by=people.officer)
        assessment.assign_evenly(row, assessors=people.assessors, by=people.officer)
    with clock.at(date(2026, 11, 19)):
        tasks = _assignments(row)
        _work_off(tasks[: len(tasks) // 3])
    return row


def _without_fault(entry: Entry) -> dict[str, answers.Typed]:
    """A branch that says it has no faults, but here and there one."""
    judge = scores.judge_of(entry.framework)
    rng = names(f"branches/{entry.organisation.code}")
    out = {}
    for column in judge.scorer.columns:
        key, _, stage = column.key.partition("@")
        if stage != judge.stages[Stage.SELF]:
            continue
        if column.kind is ColumnKind.YES_NO:
            out[key] = answers.Typed("是" if rng.random() < 0.04 else "否")
        elif column.kind in {ColumnKind.NUMBER, ColumnKind.PERCENT}:
            out[key] = answers.Typed("1" if rng.random() < 0.06 else "0")
    known = set(entry.answers.filter(stage=Stage.RECORD).values_list("key", flat=True))
    return {key: one for key, one in out.items() if key not in known}


def _this_year(
    register: Register, people: People, framework: FrameworkVersion, last: Round
) -> Round:
    with clock.at(date(2026, 11, 2)):
        row = rounds.plan_round(
            rounds.Plan(
                "2026年度有效覆盖评价",
                date(2025, 11, 1),
                date(2026, 10, 31),
                answers_until=date(2026, 12, 15),
                assess_until=date(2027, 1, 20),
                decide_on=date(2027, 1, 28),
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
