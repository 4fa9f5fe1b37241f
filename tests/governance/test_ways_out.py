"""Emergencies that come back, sums in pieces, and that nothing ends where nobody can go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.governance import services
from shuniu.governance.models import Confirmation, Matter
from shuniu.governance.queries.sentences import told
from shuniu.meetings import services as meetings
from tests.governance import _cast, _drive
from tests.governance._drive import DECIDED, RAISED, STUDIED
from tests.governance._world import POWERLESS

pytestmark = pytest.mark.django_db
LATER = DECIDED + timedelta(days=10)
REASON = "汛期抢险，次日即须付款"


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


def _urgent(found: _cast.House, matter: Matter, *, carried: bool = True) -> None:
    with clock.at(DECIDED):
        services.declare_emergency(matter, reason=REASON, by=None)
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED, carried=carried)
    row = _drive.record(matter, item)
    assert (row.emergency, row.study_id, row.emergency_reason) == (True, None, REASON)


@pytest.mark.parametrize("reason", ["", "急", "     ", "急" * 5])
def test_an_emergency_says_why(matter: Matter, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.declare_emergency(matter, reason=reason, by=None)
    assert _rule(refusal) == "governance.emergency.reason"


@pytest.mark.parametrize(
    ("opinion", "state"), [("agree", "decided"), ("amend", "decided"), ("oppose", "rejected")]
)
def test_an_emergency_stays_open_until_those_who_study_have_spoken(
    found: _cast.House, matter: Matter, opinion: str, state: str
) -> None:
    _urgent(found, matter)
    assert matter.state == "to_confirm"
    board = _drive.open_meeting(found, "council", LATER)
    with clock.at(LATER), pytest.raises(Refused) as refusal:
        services.table_confirmation(matter, meeting=board, by=None)
    assert _rule(refusal) == "governance.gate.body"
    row = _drive.open_meeting(found, "party_committee", LATER)
    with _drive.minutes_into(LATER, 10):
        item = services.table_confirmation(matter, meeting=row, by=None)
    given = services.Given(opinion, "情况属实", "补办手续")
    with pytest.raises(Refused) as refusal:
        services.confirm_emergency(matter, item=item, given=given, by=None)
    assert _rule(refusal) == "governance.study.vote"
    _drive.vote(item, LATER, carried=opinion != "oppose")
    services.confirm_emergency(matter, item=item, given=given, by=None)
    assert (matter.state, Confirmation.objects.get().opinion) == (state, opinion)
    with pytest.raises(Refused):
        services.confirm_emergency(matter, item=item, given=given, by=None)


def test_what_was_carried_out_in_haste_still_comes_back(
    place: _cast.Hub, found: _cast.House, matter: Matter
) -> None:
    _urgent(found, matter)
    contact = place.user("contact")
    with clock.at(DECIDED):
        services.execute(matter, on=DECIDED, text="已付款", by=contact)
    assert matter.state == "to_confirm"
    row = _drive.open_meeting(found, "party_committee", LATER)
    with _drive.minutes_into(LATER, 10):
        item = services.table_confirmation(matter, meeting=row, by=None)
    _drive.vote(item, LATER)
    services.confirm_emergency(matter, item=item, given=services.Given("agree"), by=None)
    assert matter.state == "executed"


def test_an_emergency_that_is_lost_is_over(found: _cast.House, matter: Matter) -> None:
    _urgent(found, matter, carried=False)
    assert matter.state == "lost"


def test_a_study_that_ends_after_an_urgent_vote_is_none(found: _cast.House, matter: Matter) -> None:
    study = _drive.sent(found, matter, DECIDED)
    _drive.vote(study.item, DECIDED, minutes=12)
    _drive.opine(study, minutes=14)
    with clock.at(DECIDED):
        services.declare_emergency(matter, reason=REASON, by=None)
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED, minutes=20)  # the meeting of the branch still goes on
    _drive.close(study.item.meeting, minutes=40)
    row = _drive.record(matter, item)
    assert (row.emergency, row.study_id, matter.state) == (True, None, "to_confirm")


def test_a_board_without_quorum_decides_another_day(found: _cast.House, matter: Matter) -> None:
    study = _drive.studied(found, matter)
    item = _drive.put(found, matter, people=3)
    _drive.vote(item, DECIDED)
    assert item.outcome == "no_quorum"
    with pytest.raises(Refused) as refusal:
        _drive.record(matter, item)
    assert _rule(refusal) == "governance.decision.vote"
    _drive.close(item.meeting)
    again = _drive.put(found, matter, LATER)
    _drive.vote(again, LATER)
    assert _drive.record(matter, again, LATER).study_id == study.pk


def test_a_record_on_which_a_vote_rests_is_not_opened_again(
    place: _cast.Hub, found: _cast.House, matter: Matter
) -> None:
    study = _drive.studied(found, matter)
    officer = place.user("hub_officer")
    meetings.reopen_meeting(study.item.meeting, by=officer)  # nobody has voted yet
    _drive.close(study.item.meeting)
    item = _drive.put(found, matter)
    _drive.vote(item, DECIDED)
    study.item.meeting.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        meetings.reopen_meeting(study.item.meeting, by=officer)
    assert _rule(refusal) == "governance.sealed"


def test_a_matter_taken_back_keeps_no_meeting_open(
    place: _cast.Hub, found: _cast.House, matter: Matter
) -> None:
    _drive.studied(found, matter)
    item = _drive.put(found, matter)
    with clock.at(DECIDED):
        services.withdraw(matter, reason="不再办理", by=place.user("contact"))
    with pytest.raises(Refused) as refusal:
        _drive.vote(item, DECIDED)
    assert _rule(refusal) == "governance.gate.open"
    _drive.close(item.meeting)


def test_a_part_that_was_voted_on_stays_and_the_next_is_noticed(found: _cast.House) -> None:
    with clock.at(RAISED):
        first = _cast.matter(found, "expense", 60_000, title="展位搭建", counterparty="某某会展")
    item = _drive.put(found, first)
    _drive.vote(item, DECIDED)
    with clock.at(DECIDED):
        second = _cast.matter(found, "expense", 60_000, title="印刷", counterparty="某某会展")
    first.refresh_from_db()
    assert (first.major, second.major) == (False, True)
    assert "疑似拆分" in " ".join(told(second.working))
    with pytest.raises(Refused) as refusal:
        services.classify(first, by=None)
    assert _rule(refusal) == "governance.over"
    assert not _drive.record(first, item).major


def test_a_part_raised_unclassified_after_the_first_shuts_its_gate(found: _cast.House) -> None:
    with clock.at(RAISED):
        first = _cast.matter(found, "expense", 60_000, title="展位搭建", counterparty="某某会展")
        item_day = date(2026, 4, 20)
        draft = services.Draft("印刷", "expense", amount=first.amount, counterparty="某某会展")
        services.raise_matter(found.organisation, draft, by=None)
    with pytest.raises(Refused) as refusal:
        _drive.put(found, first, item_day)
    assert _rule(refusal) == "governance.gate.whole"


@pytest.mark.parametrize("role", [*POWERLESS, "contact2"])
def test_whoever_has_no_part_in_it_does_nothing(
    place: _cast.Hub, found: _cast.House, matter: Matter, role: str
) -> None:
    _cast.house(place, 2)
    by = place.user(role)
    study = _drive.sent(found, matter)
    _drive.vote(study.item, STUDIED)
    row = _drive.open_meeting(found, "council", DECIDED)
    given = services.Given("agree")
    acts: list[Callable[[], object]] = [
        lambda: services.raise_matter(found.organisation, services.Draft("甲", "other"), by=by),
        lambda: services.classify(matter, by=by),
        lambda: services.send_to_study(matter, meeting=study.item.meeting, by=by),
        lambda: services.give_opinion(study, given, by=by),
        lambda: services.put_to_board(matter, meeting=row, by=by),
        lambda: services.declare_emergency(matter, reason=REASON, by=by),
        lambda: services.declare_conflict(matter, found.councillors[0], reason="x", by=by),
        lambda: services.record_decision(matter, item=study.item, by=by),
        lambda: services.confirm_emergency(matter, item=study.item, given=given, by=by),
        lambda: services.withdraw(matter, reason="x", by=by),
        lambda: meetings.record_vote(study.item, 3, 0, by=by),
    ]
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert _rule(refusal).startswith("accounts.")
