"""What was counted stays: the roll of a vote, its day, its names; what nobody may decide is no obstacle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from shuniu.base import clock
from shuniu.base.verdicts import Refused, refuse
from shuniu.meetings import rules, services
from shuniu.meetings.models import Vote
from shuniu.meetings.queries import standing
from tests.meetings import _cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> cast.House:
    return cast.house()


def _rule(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.verdict.rule


def test_whoever_was_counted_stays_counted_and_may_leave_afterwards(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 6)
    item = cast.item(meeting)
    services.record_vote(item, 6, 0, by=there.contact)
    acts: list[Callable[[], None]] = [
        lambda: services.absent(rows[0], by=None),
        lambda: services.excuse(rows[0], reason="出差", by=there.contact),
        lambda: services.leave(rows[0], at=clock.now() - timedelta(days=1), by=there.contact),
    ]
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert _rule(refusal) == "meetings.attendance.voted"
    with clock.at(clock.now() + timedelta(hours=1)):
        services.leave(rows[0], by=there.contact)
        with pytest.raises(Refused):
            services.present(rows[0], by=there.contact)  # back again: the vote has its roll
        services.present(rows[6], by=there.contact)  # late, and not there for that vote
        services.absent(rows[6], by=there.contact)
        services.present(rows[6], by=there.contact)
    item.refresh_from_db()
    present = standing.roll_of(meeting.roll.all(), item).present
    assert present == {str(row.person_id) for row in rows[:6]}


def test_the_roll_of_a_meeting_that_is_over_is_closed_for_everybody(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 6)
    services.close_meeting(meeting, by=None)
    rows[8].refresh_from_db()
    for by in (None, there.contact):
        with pytest.raises(Refused) as refusal:
            services.present(rows[8], by=by)
        assert _rule(refusal) == "meetings.over"
        with pytest.raises(Refused) as refusal:
            services.add_item(meeting, services.Item("decide", "补一项"), by=by)
        assert _rule(refusal) == "meetings.over"


def test_those_aside_are_out_of_the_quorum_of_the_item(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 6)
    item = cast.item(meeting)
    for row in rows[:2]:
        services.recuse(item, row.person, reason="亲属任职", by=None)
    services.record_vote(item, 4, 0, by=there.contact)
    assert item.outcome == "no_quorum"  # four of seven, five asked for
    services.present(rows[6], by=None)
    services.record_vote(item, 5, 0, by=there.contact)
    assert item.outcome == "carried"


def test_names_of_a_vote_that_came_to_nothing_go_with_it(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 5)
    item = cast.item(meeting)
    services.record_named(item, {row.person_id: "for" for row in rows[:5]}, by=None)
    assert item.outcome == "no_quorum"
    services.recuse(item, rows[0].person, reason="亲属任职", by=None)
    for row in rows[5:]:
        services.present(row, by=None)
    services.record_vote(item, 8, 0, by=None)
    assert item.outcome == "carried"
    assert not Vote.objects.exists()


def test_fewer_than_no_hands_are_refused(there: cast.House) -> None:
    meeting = cast.board(there)
    cast.come(meeting, 6)
    with pytest.raises(Refused) as refusal:
        services.record_vote(cast.item(meeting), -1, 0, by=there.contact)
    assert _rule(refusal) == "meetings.vote.count"


def test_nobody_votes_before_the_day(there: cast.House) -> None:
    with clock.at(cast.NINE - timedelta(days=11)):
        draft = services.Draft(
            "council", "理事会", cast.NINE, organisation=there.organisation, body=there.council
        )
        meeting = services.plan_meeting(draft, by=None)
        services.call_meeting(meeting, by=None)
        services.open_meeting(meeting, by=None)
        cast.come(meeting, 9)
        with pytest.raises(Refused) as refusal:
            services.record_vote(cast.item(meeting), 9, 0, by=there.contact)
    assert _rule(refusal) == "meetings.early"


def test_what_nobody_may_decide_keeps_no_meeting_open(
    there: cast.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = cast.board(there)
    cast.come(meeting, 9)
    cast.item(meeting)
    with pytest.raises(Refused) as refusal:
        services.close_meeting(meeting, by=there.contact)
    assert _rule(refusal) == "meetings.unvoted"
    monkeypatch.setattr(rules, "_GUARDS", [lambda _item: refuse("先研究", "above.gate")])
    services.close_meeting(meeting, by=there.contact)
    assert meeting.state == "held"


def test_a_seal_above_keeps_a_record_shut(
    there: cast.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = cast.board(there)
    cast.come(meeting, 9)
    services.close_meeting(meeting, by=there.contact)
    monkeypatch.setattr(rules, "_SEALS", [lambda _meeting: refuse("已据此表决", "above.seal")])
    assert not rules.can_take(there.contact, meeting, "reopen")
    with pytest.raises(Refused) as refusal:
        services.reopen_meeting(meeting, by=there.contact)
    assert _rule(refusal) == "above.seal"
    monkeypatch.setattr(rules, "_SEALS", [])
    services.reopen_meeting(meeting, by=there.contact)
