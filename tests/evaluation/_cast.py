"""People, a hub, organisations and a small framework for the tests of the room."""

from __future__ import annotations

from datetime import date, timedelta

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import grant, open_node, open_user
from shuniu.accounts.states import NodeKind, Role
from shuniu.base import clock
from shuniu.evaluation.models import Entry, FrameworkVersion, Round
from shuniu.evaluation.services import frameworks, proposals, rounds
from shuniu.evaluation.states import EntryState, RoundState
from shuniu.registry.models import Organisation

SMALL = """\
format: 1
code: small-sheet
version: "{version}"
title: {{zh: 小评分表, en: Small sheet}}
subject: organisation
status: complete
source: {{name: {{zh: 测试, en: test}}}}
points: 100
validity: {{years: 5}}
inputs:
  party: {{title: {{zh: 已建党组织, en: party organisation}}, kind: yes_no}}
  meetings: {{title: {{zh: 会议次数, en: meetings}}, unit: 次}}
  events: {{title: {{zh: 活动次数, en: events}}, unit: 次}}
  barred: {{title: {{zh: 被列入名单, en: on the list}}, kind: yes_no, default: false}}
entry:
  - {{key: barred, when: barred, text: {{zh: 列入名单的不予参评, en: listed ones are not admitted}}}}
items:
  - key: basics
    title: {{zh: 基础, en: Base}}
    points: 60
    items:
      - key: held
        title: {{zh: 会议次数, en: Meetings}}
        points: 60
        text: {{zh: 每次15分, en: 15 each}}
        rule: {{kind: increment, value: meetings, start: 0, base: 0, each: 15}}
  - key: work
    title: {{zh: 业绩, en: Work}}
    points: 40
    text: {{zh: 每项活动10分, en: 10 each}}
    rule: {{kind: increment, value: events, start: 0, base: 0, each: 10}}
ceilings:
  - {{key: no_party, when: not party, grade: 4A, text: {{zh: 未建党组织不得评5A, en: no 5A without}}}}
bands:
  - {{grade: 5A, range: ">=90"}}
  - {{grade: 4A, range: "[80, 90)"}}
  - {{grade: 3A, range: "[70, 80)"}}
no_grade: {{zh: 无等级, en: no grade}}
"""
PERIOD = (date(2025, 1, 1), date(2025, 12, 31))


def small(version: str = "1", *, title: str = "小评分表") -> str:
    """The text of the small framework."""
    return SMALL.format(version=version).replace("小评分表", title)


def hub() -> Node:
    """The root of a tree."""
    return open_node("某区枢纽", kind=NodeKind.HUB, parent=None, by=None)


def person(name: str, role: Role | str | None = None, node: Node | None = None) -> User:
    """Somebody, with a role somewhere."""
    user = open_user(name, display_name=name, password=None, by=None)
    user.must_change_password = False
    user.save()
    if role is not None and node is not None:
        with clock.at(date(2020, 1, 1)):
            grant(user, role=role, node=node, by=None)
    return user


def organisation(node: Node, number: int, **facts: object) -> Organisation:
    """An organisation with a place of its own in the tree."""
    own = open_node(f"协会{number}", kind=NodeKind.ORGANISATION, parent=node, by=None)
    said: dict[str, object] = {
        "name": f"协会{number}",
        "type": "association",
        "size": "regular",
        "since": date(2020, 1, 1),
        **facts,
    }
    return Organisation.objects.create(node=own, code=f"5144{number:014d}", **said)


def ready(node: Node, officer: User, version: str = "1") -> FrameworkVersion:
    """The small framework, released."""
    row = frameworks.add_framework(small(version), node=node, by=officer)
    frameworks.release(row, by=officer)
    return row


def running(
    node: Node,
    officer: User,
    organisations: list[Organisation],
    *,
    title: str = "2025年度评估",
    period: tuple[date, date] = PERIOD,
    until: date = date(2026, 11, 1),
) -> Round:
    """A round that has been opened with everybody on the list."""
    version = FrameworkVersion.objects.filter(node=node).first() or ready(node, officer)
    plan = rounds.Plan(title, *period, answers_until=until, assess_until=until)
    round_ = rounds.plan_round(plan, node=node, by=officer)
    rounds.set_table(
        round_, kind=("association", "regular"), framework=version, by=officer, variant=""
    )
    rounds.invite(round_, organisations, by=officer)
    with clock.at(min(until - timedelta(days=30), clock.today())):
        rounds.open_round(round_, by=officer)
    return round_


def proposed(round_: Round, officer: User, values: dict[str, dict[str, object]]) -> Round:
    """Values by organisation name put in, everybody assessed, the proposal made.

    Stands for the pages of organisations and assessors, which have tests of their own.
    """
    from shuniu.evaluation.models import Answer  # noqa: PLC0415 (only here)

    for entry in Entry.objects.filter(round=round_).select_related("organisation"):
        said = values.get(entry.organisation.name, {})
        Answer.objects.bulk_create(
            Answer(entry=entry, key=key, stage="self", value=value) for key, value in said.items()
        )
    Entry.objects.filter(round=round_, state=EntryState.INVITED).update(state=EntryState.ASSESSED)
    Round.objects.filter(pk=round_.pk).update(state=RoundState.ASSESSING)
    round_.refresh_from_db()
    proposals.propose(round_, by=officer)
    return round_
