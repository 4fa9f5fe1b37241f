"""A meeting from plan to frozen minutes; verdicts are computed, at every edge."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from shuniu.base import clock
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused, refuse
from shuniu.meetings import rules, services
from shuniu.meetings.models import Meeting, Task
from shuniu.meetings.queries import codes, minutes, standing
from shuniu.registry.services import erase_person
from tests.meetings import _cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> cast.House:
    return cast.house()


def _rule(refusal: pytest.ExceptionInfo[Refused]) -> str:
    return refusal.value.verdict.rule


@pytest.mark.parametrize(("count", "met"), [(0, False), (5, False), (6, True), (9, True)])
def test_two_thirds_of_nine_are_six(there: cast.House, count: int, met: bool) -> None:
    meeting = cast.board(there)
    cast.come(meeting, count)
    assert standing.validity(meeting).quorum is met


@pytest.mark.parametrize(
    ("type_", "weight", "present", "yes", "outcome"),
    [
        ("foundation", "ordinary", 8, 4, "lost"),  # half is not more than half
        ("foundation", "ordinary", 8, 5, "carried"),
        ("foundation", "qualified", 9, 6, "carried"),  # two thirds of those present
        ("foundation", "qualified", 9, 5, "lost"),
        ("foundation", "ordinary", 5, 5, "no_quorum"),
        ("association", "ordinary", 6, 4, "carried"),  # two thirds of those present
        ("association", "ordinary", 6, 3, "lost"),
        ("service", "ordinary", 5, 5, "carried"),  # more than half of all nine
        ("service", "ordinary", 9, 4, "lost"),
        ("service", "qualified", 9, 6, "carried"),  # two thirds of all
        ("service", "qualified", 6, 5, "lost"),
        ("service", "ordinary", 4, 4, "no_quorum"),
    ],
)
def test_each_board_decides_by_its_own_rule(
    type_: str, weight: str, present: int, yes: int, outcome: str
) -> None:
    there = cast.house(type_)
    meeting = cast.board(there)
    cast.come(meeting, present)
    item = cast.item(meeting, weight=weight)
    services.record_vote(item, yes, present - yes, by=there.contact)
    assert item.outcome == outcome
    assert standing.steps_of(item)[-1].zh


def test_whoever_left_before_the_vote_is_not_there_for_it(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 6)
    services.leave(rows[0], by=there.contact)
    item = cast.item(meeting)
    services.record_vote(item, 5, 0, by=there.contact)
    assert item.outcome == "no_quorum"
    assert item.voted_at is not None


def test_whoever_leaves_after_the_vote_was_there_for_it(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 6)
    item = cast.item(meeting)
    services.record_vote(item, 6, 0, by=there.contact)
    services.leave(rows[0], at=clock.now() + timedelta(minutes=5), by=there.contact)
    assert item.outcome == "carried"
    item.refresh_from_db()
    assert len(standing.roll_of(meeting.roll.all(), item).present) == 6


def test_a_recusal_takes_a_person_out_of_count_and_vote(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 9)
    item = cast.item(meeting)
    services.recuse(item, rows[8].person, reason="本人任职单位", by=there.contact)
    with pytest.raises(Refused) as refusal:
        services.record_named(item, {row.person_id: "for" for row in rows}, by=there.contact)
    assert _rule(refusal) == "meetings.vote.name"
    services.record_named(
        item,
        {row.person_id: "for" if n < 5 else "against" for n, row in enumerate(rows[:8])},
        by=there.contact,
    )
    assert (item.outcome, item.working["base"]) == ("carried", 8)


def test_more_hands_than_voters_are_no_vote(there: cast.House) -> None:
    meeting = cast.board(there)
    cast.come(meeting, 6)
    item = cast.item(meeting)
    services.record_vote(item, 7, 0, by=there.contact)
    assert item.outcome == "invalid"
    services.record_vote(item, 6, 0, by=there.contact)  # counted again
    assert item.outcome == "carried"
    with pytest.raises(Refused) as refusal:
        services.record_vote(item, 0, 6, by=there.contact)
    assert _rule(refusal) == "meetings.item.voted"


def test_a_guard_above_is_asked_whoever_acts(
    there: cast.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "_GUARDS", [lambda _item: refuse("先研究", "above.gate")])
    meeting = cast.board(there)
    cast.come(meeting, 9)
    item = cast.item(meeting)
    for by in (None, there.contact, there.officer):
        with pytest.raises(Refused) as refusal:
            services.record_vote(item, 9, 0, by=by)
        assert _rule(refusal) == "above.gate"
    item.refresh_from_db()
    assert item.outcome == ""


def test_a_board_called_too_late_decides_only_when_all_have_come(there: cast.House) -> None:
    draft = services.Draft(
        "council", "理事会", cast.NINE, organisation=there.organisation, body=there.council
    )
    with clock.at(cast.NINE - timedelta(days=4)):
        meeting = services.plan_meeting(draft, by=None)
        services.call_meeting(meeting, by=None)
    services.open_meeting(meeting, by=None)
    cast.come(meeting, 8)
    assert not standing.validity(meeting).ok
    cast.come(meeting, 9)
    assert standing.validity(meeting).ok


def test_a_body_that_nobody_is_in_has_no_quorum(there: cast.House) -> None:
    meeting = cast.board(there)
    meeting.roll.all().delete()
    assert not standing.validity(meeting).quorum
    item = cast.item(meeting)
    with pytest.raises(Refused):
        services.record_vote(item, 0, 0, by=None)


def test_an_election_of_a_branch_needs_four_fifths(there: cast.House) -> None:
    meeting = services.plan_meeting(cast.branch_draft(there, "party_assembly"), by=there.secretary)
    services.open_meeting(meeting, by=None)
    cast.come(meeting, 2)
    item = cast.item(meeting, weight="election")
    services.record_vote(item, 2, 0, by=None)
    assert item.outcome == "no_quorum"  # two of three are less than four fifths
    assert standing.attendance(meeting).met


def test_the_code_on_the_screen_changes(there: cast.House) -> None:
    meeting = cast.board(there)
    row = meeting.roll.order_by("pk")[0]
    code = codes.code_now(meeting)
    with clock.at(clock.now() + timedelta(seconds=3 * codes.SECONDS)):
        with pytest.raises(Refused) as refusal:
            services.sign_in(meeting, row.person_id, code=code)
        assert _rule(refusal) == "meetings.sign.code"
        signed = services.sign_in(meeting, row.person_id, code=codes.code_now(meeting))
    assert (signed.presence, signed.signed_by) == ("present", "code")


def test_a_meeting_closes_when_everything_is_voted_on(there: cast.House) -> None:
    meeting = cast.board(there)
    cast.come(meeting, 7)
    item = cast.item(meeting)
    with pytest.raises(Refused) as refusal:
        services.close_meeting(meeting, by=there.contact)
    assert _rule(refusal) == "meetings.unvoted"
    services.record_vote(item, 7, 0, by=there.contact)
    services.close_meeting(meeting, by=there.contact)
    assert (meeting.state, meeting.quorum["present"], meeting.quorum["met"]) == ("held", 7, True)
    assert meeting.roll.filter(vote=True, presence="absent").count() == 2


def test_minutes_are_frozen_and_keep_their_digest_when_a_name_goes(there: cast.House) -> None:
    meeting = cast.board(there, chair=there.people[0])
    cast.come(meeting, 9)
    item = cast.item(meeting)
    services.add_word(item, there.people[1], text="同意，但要控制成本。", by=there.contact)
    services.record_vote(item, 9, 0, by=there.contact)
    services.close_meeting(meeting, by=there.contact)
    assert "理事2：同意，但要控制成本。" in dict(minutes.draft(meeting))["议题1"]
    services.check_words(minutes.speakers(meeting)[0], by=there.contact)
    digest = services.approve_minutes(meeting, by=there.contact)
    meeting.refresh_from_db()
    assert "理事2" not in meeting.minutes
    assert dict(minutes.as_frozen(meeting))["主持人"] == "理事1"
    erase_person(there.people[1], reason="本人申请", by=there.officer)
    fresh = Meeting.objects.get(pk=meeting.pk)
    assert fresh.digest == digest
    assert "（已删除）：同意" in dict(minutes.as_frozen(fresh))["议题1"]
    with pytest.raises(Refused):
        services.reopen_meeting(fresh, by=there.contact)


def test_no_name_stands_in_the_book(there: cast.House) -> None:
    meeting = cast.board(there)
    rows = cast.come(meeting, 9)
    item = cast.item(meeting)
    services.recuse(item, rows[0].person, reason="亲属任职", by=there.contact)
    services.record_vote(item, 8, 0, by=there.contact)
    services.close_meeting(meeting, by=there.contact)
    book = json.dumps(list(AuditEntry.objects.values_list("detail", flat=True)), ensure_ascii=False)
    assert "理事" not in book
    assert "亲属" not in book


def test_an_ordinary_meeting_is_written_down_in_one_go(there: cast.House) -> None:
    record = services.Record(
        cast.branch_draft(there),
        topics=("学习新条例", "走访困难户"),
        away={there.branch[1].pk: "出差", there.branch[2].pk: ""},
        duties=(services.Duty("走访三户", date(2026, 12, 1), owner=there.branch[0]),),
    )
    meeting = services.record_meeting(record, by=there.secretary)
    assert meeting.state == "held"
    assert list(meeting.roll.order_by("pk").values_list("presence", flat=True)) == [
        "present",
        "excused",
        "absent",
    ]
    assert not meeting.quorum["met"]  # one of three
    assert Task.objects.get().owner == there.branch[0]
    assert meeting.late_reason == ""


def test_catching_up_is_possible_and_marked(there: cast.House) -> None:
    long_ago = datetime(2026, 10, 9, 1, tzinfo=UTC)
    record = services.Record(cast.branch_draft(there, at=long_ago), topics=("学习",))
    with pytest.raises(Refused) as refusal:
        services.record_meeting(record, by=there.secretary)
    assert _rule(refusal) == "meetings.late"
    late = services.Record(record.draft, topics=("学习",), late_reason="当时书记住院")
    assert services.record_meeting(late, by=there.secretary).late_reason == "当时书记住院"


def test_nothing_to_come_is_written_down_as_past(there: cast.House) -> None:
    soon = timezone.now() + timedelta(days=3)
    record = services.Record(cast.branch_draft(there, at=soon), topics=("学习",))
    with pytest.raises(Refused) as refusal:
        services.record_meeting(record, by=there.secretary)
    assert _rule(refusal) == "meetings.early"


def test_who_may_keep_meetings(there: cast.House) -> None:
    record = services.Record(cast.branch_draft(there), topics=("学习",))
    with pytest.raises(Refused):
        services.record_meeting(record, by=there.stranger)
    assert services.record_meeting(record, by=there.contact).pk


def test_a_task_is_reported_at_a_later_meeting(there: cast.House) -> None:
    first = services.record_meeting(
        services.Record(cast.branch_draft(there), topics=("学习",)), by=there.secretary
    )
    task = services.add_task(
        first, services.Duty("联系高校", date(2026, 12, 20), owner=there.branch[0]), by=None
    )
    later = services.plan_meeting(
        cast.branch_draft(there, at=cast.NINE + timedelta(days=1)), by=None
    )
    with pytest.raises(Refused):
        services.report_task(task, first, text="已联系", done=True, by=None)
    services.report_task(task, later, text="已联系", done=True, by=None)
    task.refresh_from_db()
    assert task.state == "done"


def test_an_idea_gets_an_owner_or_a_reason(there: cast.House) -> None:
    meeting = services.record_meeting(
        services.Record(cast.branch_draft(there, "study_session"), topics=("学习",)), by=None
    )
    one = services.add_idea(meeting, text="开展助老项目", by=there.secretary)
    services.own_idea(one, there.branch[0], by=there.secretary)
    two = services.add_idea(meeting, text="另一个", by=there.secretary)
    with pytest.raises(Refused):
        services.drop_idea(two, reason=" ", by=there.secretary)
    services.drop_idea(two, reason="没有人手", by=there.secretary)
    assert (one.state, two.state) == ("owned", "dropped")
