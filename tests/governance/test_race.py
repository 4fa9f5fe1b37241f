"""Two at once, each on a connection of its own: whoever comes second finds the gate as the first left it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection

from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.governance import services
from shuniu.governance.models import Decision, Matter, Study
from shuniu.meetings import services as meetings
from shuniu.meetings.models import AgendaItem, Meeting
from tests.governance import _cast, _drive, _law
from tests.governance._drive import RAISED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="an embedded database has one writer"
    ),
]
ROUNDS = 8


class Table:
    """An organisation whose matters are raced about, a round after another."""

    def __init__(self) -> None:
        self.found = _cast.house(_cast.hub())
        self.round = 0

    def begin(self, *, studied: bool = True) -> tuple[Matter, date]:
        """A fresh matter, studied or not, and the day of its board."""
        self.round += 1
        on = RAISED + timedelta(days=30 * self.round)
        with clock.at(on):
            matter = _cast.matter(
                self.found,
                "decision",
                None,
                title=f"换届方案之{'甲乙丙丁戊己庚辛'[self.round - 1]}",
            )
        if studied:
            _drive.studied(self.found, matter, on=on + timedelta(days=9))
        return matter, on + timedelta(days=20)

    def sound(self) -> None:
        """The law holds."""
        assert list(_law.faults(self.found.organisation.pk)) == []


@pytest.fixture
def table() -> Table:
    return Table()


def at_once(on: date, *acts: Callable[[], object]) -> list[str]:
    """Take all acts at the same moment; ``done``, or the rule that refused."""
    start, said = threading.Barrier(len(acts)), [""] * len(acts)

    def take(number: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            with _drive.minutes_into(on, 30):
                act()
            said[number] = "done"
        except Refused as refused:
            said[number] = refused.verdict.rule
        except Exception as error:  # noqa: BLE001 (told by the assertion below)
            said[number] = f"raised {error!r}"
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert not [one for one in said if one.startswith("raised") or not one], said
    return said


def _item(pk: int) -> AgendaItem:
    return AgendaItem.objects.get(pk=pk)


def _matter(pk: int) -> Matter:
    return Matter.objects.get(pk=pk)


def _votes(item: AgendaItem, yes: int = 5) -> Callable[[], object]:
    return lambda: meetings.record_vote(_item(item.pk), yes, 0, by=None)


def _opines(matter: Matter, opinion: str) -> Callable[[], object]:
    given = services.Given(opinion, "另有理由", "另有要求")
    return lambda: services.give_opinion(Study.objects.get(matter=matter, void=""), given, by=None)


def _records(matter: Matter, item: AgendaItem) -> Callable[[], object]:
    return lambda: services.record_decision(_matter(matter.pk), item=_item(item.pk), by=None)


def _rounds() -> Iterator[int]:
    return iter(range(ROUNDS))


def test_an_opinion_changed_while_the_vote_and_the_decision_are_written_down(table: Table) -> None:
    for _number in _rounds():
        matter, on = table.begin()
        item = _drive.put(table.found, matter, on)
        said = at_once(on, _votes(item), _opines(matter, "amend"), _opines(matter, "amend"))
        assert said[0] == "done"
        before = Study.objects.get(matter=matter, void="").opinion
        said = at_once(on, _records(matter, item), _opines(matter, "agree"))
        assert said == ["done", "governance.study.frozen"]
        assert Study.objects.get(matter=matter, void="").opinion == before
        table.sound()


def test_a_vote_while_the_study_is_sent_anew(table: Table) -> None:
    ended = set()
    for _number in _rounds():
        matter, on = table.begin()
        item = _drive.put(table.found, matter, on)
        row = _drive.open_meeting(table.found, "party_committee", on)
        said = at_once(
            on,
            _votes(item),
            lambda m=matter.pk, r=row: services.send_to_study(_matter(m), meeting=r, by=None),  # type: ignore[misc]
        )
        assert sorted(one == "done" for one in said) == [False, True]
        ended.add(said[0])
        table.sound()
    assert ended <= {"done", "governance.gate.opinion"}


def test_two_decisions_and_two_bodies_at_once(table: Table) -> None:
    for _number in _rounds():
        matter, on = table.begin()
        items = [_drive.put(table.found, matter, on) for _each in range(2)]
        said = at_once(on, *(_votes(one) for one in items), _votes(items[0]))
        assert said.count("done") == 1
        voted = next(one for one in items if _item(one.pk).outcome)
        said = at_once(on, *[_records(matter, voted)] * 3)
        assert said.count("done") == 1
        assert Decision.objects.filter(matter=matter).count() == 1
        table.sound()


def test_a_conflict_declared_while_votes_are_counted(table: Table) -> None:
    for number in _rounds():
        matter, on = table.begin()
        item = _drive.put(table.found, matter, on)
        who = table.found.councillors[number % 5]

        def declares(m: int = matter.pk) -> None:
            services.declare_conflict(_matter(m), who, reason="持股", by=None)  # noqa: B023

        def aside(i: int = item.pk) -> None:
            meetings.recuse(_item(i), who, reason="持股", by=None)  # noqa: B023

        said = at_once(on, _votes(item), declares)
        assert sorted(one == "done" for one in said) == [False, True]
        table.sound()
        matter, on = table.begin() if table.round < ROUNDS else (matter, on)
        if table.round >= ROUNDS:
            break
        item = _drive.put(table.found, matter, on)
        at_once(on, _votes(item), lambda i=item.pk: aside(i))  # type: ignore[misc]
        table.sound()


def test_an_emergency_declared_while_the_vote_is_taken(table: Table) -> None:
    for _number in _rounds():
        matter, on = table.begin(studied=False)
        row = _drive.open_meeting(table.found, "council", on)
        subject = f"governance.matter:{matter.pk}"
        item = meetings.add_item(row, meetings.Item("decide", matter.title, subject), by=None)
        said = at_once(
            on,
            _votes(item),
            lambda m=matter.pk: services.declare_emergency(  # type: ignore[misc]
                _matter(m), reason="汛期抢险，次日即须付款", by=None
            ),
        )
        assert said[1] == "done"
        assert said[0] in {"done", "governance.gate.sent"}
        table.sound()
        if said[0] == "done":
            assert "done" in at_once(on, _records(matter, item))
            assert _matter(matter.pk).state == "to_confirm"
            table.sound()


def test_the_roll_and_the_record_change_while_votes_are_counted(table: Table) -> None:
    for _number in _rounds():
        matter, on = table.begin()
        item = _drive.put(table.found, matter, on)
        people = list(item.meeting.roll.filter(vote=True).order_by("pk"))
        meeting = Study.objects.get(matter=matter).item.meeting_id
        officer = _cast.signed(f"officer{table.round}", Role.HUB_OFFICER, table.found.organisation)
        at_once(
            on,
            _votes(item, 3),
            lambda p=people: meetings.absent(p[0], by=None),  # type: ignore[misc]
            lambda p=people: meetings.absent(p[1], by=None),  # type: ignore[misc]
            lambda m=meeting, u=officer: meetings.reopen_meeting(  # type: ignore[misc]
                Meeting.objects.get(pk=m), by=u
            ),
        )
        table.sound()


def test_a_part_of_a_sum_is_voted_on_while_the_sum_is_noticed(table: Table) -> None:
    found, on = table.found, RAISED
    for number in _rounds():
        what = ("展位", "印刷", "餐饮", "车辆", "音响", "花卉", "门票", "保险")[number]
        firm, on = f"{what}服务公司", on + timedelta(days=20)
        with clock.at(on):
            first = _cast.matter(found, "expense", 60_000, title=f"{what}费用", counterparty=firm)
        item = _drive.put(found, first, on)
        draft = services.Draft(f"{what}添置", "expense", amount=first.amount, counterparty=firm)
        said = at_once(
            on,
            _votes(item),
            lambda d=draft: services.raise_and_classify(found.organisation, d, by=None),  # type: ignore[misc]
        )
        assert said[1] == "done"
        assert _matter(first.pk).major is (said[0] != "done")
        table.sound()
