"""A round of small organisations at any stage, with the people who work on it."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuniu.accounts.models import Node, User
from shuniu.evaluation.models import Answer, Assignment, Entry, FrameworkVersion, Round
from shuniu.evaluation.queries import work
from shuniu.evaluation.services import assessment, rounds
from shuniu.evaluation.states import EntryState
from tests.evaluation import _cast as cast

DAY = date(2026, 9, 15)  # within the answering of every round made here
UNTIL = date(2026, 10, 1)
LATE = date(2026, 10, 2)  # the day after the last one for answers
SAID: dict[str, object] = {"meetings": "4", "events": "3", "party": True}


def plan(**said: object) -> rounds.Plan:
    """A round of the year before."""
    return rounds.Plan(
        str(said.pop("title", "2025年度评估")),
        date(2025, 1, 1),
        date(2025, 12, 31),
        **{"answers_until": UNTIL, "assess_until": date(2026, 11, 1), **said},  # type: ignore[arg-type]
    )


def drafted(hub: Node, officer: User, count: int = 1, **said: object) -> Round:
    """A round with its table and list, not open yet."""
    version = FrameworkVersion.objects.filter(node=hub).first() or cast.ready(hub, officer)
    round_ = rounds.plan_round(plan(**said), node=hub, by=officer)
    kind = ("association", "regular")
    rounds.set_table(round_, kind=kind, framework=version, by=officer)
    first = Node.objects.filter(kind="organisation").count() + 1
    found = [cast.organisation(hub, n) for n in range(first, first + count)]
    rounds.invite(round_, found, by=officer)
    return round_


def answering(hub: Node, officer: User, count: int = 1, **said: object) -> Round:
    """A round in which organisations answer."""
    round_ = drafted(hub, officer, count, **said)
    rounds.open_round(round_, by=officer)
    return round_


def assessing(
    hub: Node,
    officer: User,
    count: int = 1,
    values: dict[str, object] | None = None,
    **said: object,
) -> Round:
    """A round in which everybody has handed in the same values."""
    round_ = answering(hub, officer, count, **said)
    for one in Entry.objects.filter(round=round_):
        Answer.objects.bulk_create(
            Answer(entry=one, key=key, stage="self", value=value)
            for key, value in (values or SAID).items()
        )
    Entry.objects.filter(round=round_).update(state=EntryState.SUBMITTED)
    rounds.start_assessing(round_, by=officer)
    return round_


def entry(round_: Round, number: int = 0) -> Entry:
    """One entry of a round as it stands now."""
    rows = Entry.objects.select_related("round__node", "organisation__node", "framework")
    return rows.filter(round=round_).order_by("pk")[number]


def task(round_: Round, expert: User, officer: User, order: int = 1, number: int = 0) -> Assignment:
    """A task that has been begun."""
    row = assessment.assign(entry(round_, number), user=expert, by=officer, order=order)
    found = work.assignment(row.pk)
    assert found is not None
    assessment.begin(found, by=expert)
    return found


def done(row: Assignment, values: dict[str, str], reason: str = "") -> None:
    """Mark some leaves, confirm the rest, finish."""
    owner = {"meetings": "held", "events": "work"}
    for key, text in values.items():
        said = {key: assessment.Said(text)}
        leaf = owner.get(key, key)
        assessment.mark_leaf(row, leaf, values=said, reason=reason, by=row.user)
    assessment.confirm_rest(row, by=row.user)
    assessment.finish(row, by=row.user)


def cost(client: Client, url: str) -> int:
    """How many statements a page takes, once everything that is kept has been kept."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
