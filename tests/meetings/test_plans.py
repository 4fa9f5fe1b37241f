"""The year plan: drafted from the rules, changed by hand, carried out by meetings."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from shuniu.accounts.models import User
from shuniu.base import clock, facts, rulebook
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.meetings import services
from shuniu.meetings.models import Meeting, PlanItem
from shuniu.meetings.queries import calendar, plans, rhythm
from shuniu.meetings.states import ItemState
from shuniu.registry import services as registry
from tests.meetings import _cast as cast
from tests.registry import _cast as base

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 4)
SPRING = date(2026, 3, 2)


@pytest.fixture
def there() -> cast.House:
    return cast.house()


def proposed(there: cast.House, on: date = NEW_YEAR, year: int = 2026) -> list[PlanItem]:
    with clock.at(on):
        return services.plans.propose_plan(there.organisation, year, there.secretary)


def kinds(items: list[PlanItem]) -> Counter[str]:
    return Counter(one.kind for one in items)


def test_a_draft_holds_what_the_rules_ask_of_branch_and_bodies(there: cast.House) -> None:
    made = proposed(there)
    assert kinds(made) == {
        "party_assembly": 4,
        "party_committee": 12,
        "party_lecture": 1,
        "theme_day": 12,
        "life_meeting": 1,
        "democratic_review": 1,
        "council": 2,
        "supervisors": 1,
    }
    assert all(rhythm.works(one.on) for one in made)
    assert len({one.on for one in made}) == len(made)  # never two on a day
    months = [one.on.month for one in made if one.kind == "theme_day"]
    assert months == list(range(1, 13))
    quarters = [(one.on.month - 1) // 3 for one in made if one.kind == "party_assembly"]
    assert quarters == [0, 1, 2, 3]
    assert {one.party for one in made if one.kind == "council"} == {None}
    titles = {one.title for one in made}
    assert {"3月主题党日", "第2季度支部党员大会", "2026年民主评议党员"} <= titles
    assert {"上半年理事会", "下半年理事会"} <= titles


def test_a_branch_without_committee_or_without_appraisal_is_not_asked_for_them() -> None:
    there = cast.house()
    with clock.at(base.SINCE):
        other = base.organisation(there.hub.node, 3)
        party = registry.found_party(
            other, registry.Founding("功能型支部", "functional", base.SINCE), by=None
        )
    with clock.at(NEW_YEAR):
        asked = {one.kind for one in plans.needs(other, NEW_YEAR) if one.party == party}
    assert asked == {"party_assembly", "party_lecture", "theme_day"}


def test_a_second_draft_adds_nothing(there: cast.House) -> None:
    made = proposed(there)
    assert proposed(there) == []
    assert PlanItem.objects.count() == len(made)


def test_what_was_dropped_or_held_already_is_not_proposed(there: cast.House) -> None:
    made = proposed(there)
    gone = next(one for one in made if one.kind == "theme_day" and one.on.month == 5)
    services.plans.drop_item(gone, reason="与联合主题党日合并", by=there.secretary)
    assert proposed(there) == []
    PlanItem.objects.all().delete()
    with clock.at(date(2026, 3, 20)):
        record = services.Record(
            cast.branch_draft(there, at=datetime(2026, 3, 20, 1, tzinfo=UTC)), topics=("学习",)
        )
        services.record_meeting(record, by=there.secretary)
    later = proposed(there, date(2026, 3, 21))
    assert [o.on.month for o in later if o.kind == "theme_day"] == list(range(4, 13))
    assert min(one.on for one in later) >= date(2026, 3, 21)


def test_the_rule_of_a_hub_decides_how_often(there: cast.House) -> None:
    rulebook.set_value("meetings.theme_day.every", "quarter", since=date(2025, 1, 1), by=None)
    rulebook.set_value("meetings.theme_day.times", 2, since=date(2025, 1, 1), by=None)
    rulebook.set_value("meetings.party_committee.every", "none", since=date(2025, 1, 1), by=None)
    items = proposed(there)
    made = kinds(items)
    assert made["theme_day"] == 8
    assert made["party_committee"] == 0
    titles = [one.title for one in items if one.kind == "theme_day"]
    assert titles[:2] == ["第1季度第1次主题党日", "第1季度第2次主题党日"]


def test_only_this_year_and_the_next_are_planned_by_those_who_keep(there: cast.House) -> None:
    for year in (2025, 2028):
        with pytest.raises(Refused, match="只能编制"):
            proposed(there, year=year)
    assert proposed(there, year=2027)
    with clock.at(NEW_YEAR), pytest.raises(Refused):
        services.plans.propose_plan(there.organisation, 2026, there.stranger)
    with clock.at(NEW_YEAR), pytest.raises(Refused):
        services.plans.add_item(there.organisation, "council", date(2026, 5, 6), by=there.stranger)


def added(there: cast.House, kind: str, on: date, title: str = "") -> PlanItem:
    party = there.party if kind not in {"council", "supervisors"} else None
    with clock.at(NEW_YEAR):
        return services.plans.add_item(
            there.organisation, kind, on, by=there.secretary, party=party, title=title
        )


def test_items_are_added_moved_dropped_and_restored(there: cast.House) -> None:
    item = added(there, "study_session", date(2026, 4, 8), title="学习条例")
    services.plans.move_item(item, date(2026, 4, 9), by=there.secretary)
    assert (item.on, item.version) == (date(2026, 4, 9), 2)
    with pytest.raises(Refused, match="2026年"):
        services.plans.move_item(item, date(2027, 1, 9), by=there.secretary)
    with pytest.raises(Refused, match="原因"):
        services.plans.drop_item(item, reason=" ", by=there.secretary)
    with pytest.raises(Refused, match="没有撤下"):
        services.plans.restore_item(item, by=there.secretary)
    services.plans.drop_item(item, reason="改为线上学习", by=there.secretary)
    assert plans.state_of(item, NEW_YEAR) == ItemState.DROPPED
    with pytest.raises(Refused, match="恢复"):
        services.plans.move_item(item, date(2026, 4, 10), by=there.secretary)
    services.plans.restore_item(item, by=there.secretary)
    item.refresh_from_db()
    assert (item.dropped, item.version) == ("", 4)
    lines = AuditEntry.objects.filter(action__startswith="meetings.plan.item.")
    verbs = [one.action.rpartition(".")[2] for one in lines.order_by("number")]
    assert verbs == ["added", "moved", "dropped", "restored"]


def test_who_was_slower_is_refused(there: cast.House) -> None:
    item = added(there, "theme_day", date(2026, 4, 8))
    other = PlanItem.objects.select_related("plan__organisation__node").get(pk=item.pk)
    services.plans.drop_item(other, reason="合并", by=None)
    with pytest.raises(Refused, match="刷新"):
        services.plans.move_item(item, date(2026, 4, 10), by=there.secretary)


def test_strangers_change_nothing(there: cast.House) -> None:
    item = added(there, "theme_day", date(2026, 4, 8))
    with pytest.raises(Refused):
        services.plans.move_item(item, date(2026, 4, 9), by=there.stranger)
    with pytest.raises(Refused):
        services.plans.drop_item(item, reason="不开", by=there.stranger)
    item.refresh_from_db()
    assert (item.on, item.dropped) == (date(2026, 4, 8), "")


def test_a_plan_takes_no_kind_that_nobody_there_holds(there: cast.House) -> None:
    on = date(2026, 5, 6)
    with clock.at(NEW_YEAR):
        for kind, party in (
            ("joint", None),
            ("assembly", None),
            ("theme_day", None),
            ("council", there.party),
        ):
            with pytest.raises(Refused):
                services.plans.add_item(there.organisation, kind, on, by=there.contact, party=party)


def called(
    there: cast.House, kind: str, at: datetime, user: User | None = None, **more: object
) -> Meeting:
    with clock.at(SPRING):
        draft = cast.branch_draft(there, kind, at)
        if kind in {"council", "supervisors"}:
            draft = services.Draft(
                kind, "理事会", at, organisation=there.organisation, body=there.council
            )
        for name, value in more.items():
            object.__setattr__(draft, name, value)
        return services.plan_meeting(draft, by=user)


def test_a_meeting_fulfils_the_nearest_open_item_of_its_period(there: cast.House) -> None:
    april = added(there, "theme_day", date(2026, 4, 8))
    late = added(there, "theme_day", date(2026, 4, 29))
    may = added(there, "theme_day", date(2026, 5, 6))
    added(there, "party_assembly", date(2026, 4, 30))
    meeting = called(there, "theme_day", datetime(2026, 4, 30, 1, tzinfo=UTC))
    assert [one.pk for one in meeting.plan_items.all()] == [
        late.pk
    ]  # may is nearer, yet another month
    second = called(there, "theme_day", datetime(2026, 4, 20, 1, tzinfo=UTC))
    assert [one.pk for one in second.plan_items.all()] == [april.pk]
    third = called(there, "theme_day", datetime(2026, 4, 21, 1, tzinfo=UTC))
    assert not third.plan_items.exists()
    may.refresh_from_db()
    assert may.meeting is None


def test_the_item_it_was_called_from_comes_first(there: cast.House) -> None:
    near = added(there, "theme_day", date(2026, 4, 8))
    meant = added(there, "theme_day", date(2026, 5, 6))
    meeting = called(there, "theme_day", datetime(2026, 4, 8, 1, tzinfo=UTC), item=meant)
    assert meeting.plan_items.get() == meant
    near.refresh_from_db()
    assert near.meeting is None


def test_an_item_of_another_kind_or_holder_is_left_alone(there: cast.House) -> None:
    board = added(there, "council", date(2026, 4, 8))
    meeting = called(there, "theme_day", datetime(2026, 4, 8, 1, tzinfo=UTC), item=board)
    assert not meeting.plan_items.exists()


def test_a_sitting_of_two_kinds_fulfils_both(there: cast.House) -> None:
    one = added(there, "life_meeting", date(2026, 12, 4))
    two = added(there, "democratic_review", date(2026, 12, 11))
    meeting = called(
        there, "life_meeting", datetime(2026, 12, 8, 1, tzinfo=UTC), also="democratic_review"
    )
    assert {row.pk for row in meeting.plan_items.all()} == {one.pk, two.pk}


def test_what_has_no_period_is_fulfilled_by_what_is_held_about_then(there: cast.House) -> None:
    item = added(there, "study_session", date(2026, 3, 30))
    far = called(there, "study_session", datetime(2026, 6, 2, 1, tzinfo=UTC))
    assert not far.plan_items.exists()
    near = called(there, "study_session", datetime(2026, 4, 2, 1, tzinfo=UTC))
    assert near.plan_items.get() == item


def plans_row(item: PlanItem) -> PlanItem:
    return PlanItem.objects.select_related("plan__organisation__node", "meeting").get(pk=item.pk)


def test_a_cancelled_meeting_leaves_its_item_open(there: cast.House) -> None:
    item = added(there, "council", date(2026, 4, 8))
    meeting = called(there, "council", datetime(2026, 5, 8, 1, tzinfo=UTC), there.contact)
    item = plans_row(item)
    assert item.meeting == meeting
    with pytest.raises(Refused, match="会议已经列出"):
        services.plans.move_item(item, date(2026, 4, 9), by=there.contact)
    services.cancel_meeting(meeting, reason="人数不足", by=there.contact)
    item = plans_row(item)
    assert item.meeting is None
    services.plans.move_item(item, date(2026, 6, 9), by=there.contact)


def test_states_tell_how_each_item_stands(there: cast.House) -> None:
    item = added(there, "theme_day", date(2026, 4, 8))
    assert plans.state_of(item, date(2026, 4, 8)) == ItemState.PLANNED
    assert plans.state_of(item, date(2026, 4, 9)) == ItemState.OVERDUE
    called(there, "theme_day", datetime(2026, 4, 10, 1, tzinfo=UTC))
    item = PlanItem.objects.select_related("meeting").get(pk=item.pk)
    assert plans.state_of(item, date(2026, 4, 10)) == ItemState.PLANNED
    assert plans.state_of(item, date(2026, 4, 11)) == ItemState.OVERDUE


def record(there: cast.House, at: datetime, kind: str = "theme_day") -> Meeting:
    with clock.at(at + timedelta(hours=2)):
        said = services.Record(cast.branch_draft(there, kind, at), topics=("学习",))
        return services.record_meeting(said, by=there.secretary)


def test_the_year_shows_branch_and_bodies_and_what_the_rules_miss(there: cast.House) -> None:
    proposed(there)
    record(there, datetime(2026, 2, 11, 1, tzinfo=UTC))
    record(there, datetime(2026, 3, 11, 1, tzinfo=UTC), "study_session")
    with clock.at(date(2026, 4, 2)):
        found = calendar.year_of(there.secretary, there.organisation, 2026)
        branch = calendar.year_of(there.secretary, there.organisation, 2026, "branch")
        bodies = calendar.year_of(there.secretary, there.organisation, 2026, "organisation")
    february = {one.title: one.state for one in found.months[1].entries}
    assert february["十一月主题党日"] == ItemState.DONE
    march = [one for one in found.months[2].entries if one.item is None]
    assert [(one.kind, one.state) for one in march] == [("专题学习", ItemState.DONE)]
    assert found.tally.done == 2
    missed = {(one.need.kind, one.words) for one in found.lapses}
    assert missed == {
        ("party_assembly", "第1季度"),
        *(("party_committee", month) for month in ("1月", "2月", "3月")),
        *(("theme_day", month) for month in ("1月", "3月")),
    }
    assert all(one.branch for month in branch.months for one in month.entries)
    kinds_there = {one.kind for month in bodies.months for one in month.entries}
    assert kinds_there == {"理事会", "监事会"}
    assert bodies.lapses == []


def test_the_plan_of_a_joint_branch_is_seen_and_counts_where_it_covers(there: cast.House) -> None:
    with clock.at(base.SINCE):
        other = base.organisation(there.hub.node, 4)
        registry.cover(there.party, other, since=base.SINCE, by=None)
    item = added(there, "theme_day", date(2026, 2, 9))
    record(there, datetime(2026, 2, 11, 1, tzinfo=UTC))
    user = base.person("elsewhere", "contact", other.node)
    with clock.at(date(2026, 3, 2)):
        found = calendar.year_of(user, other, 2026)
        both = [other.pk, there.organisation.pk]
        told = facts.frame("meetings.plan_item", both, clock.today())
    entry = found.months[1].entries[0]
    assert (entry.holder, entry.state, entry.ours) == (there.party.name, ItemState.DONE, False)
    assert entry.meeting is None  # its page is not theirs to open
    done = set(told.select("organisation", "done").rows())
    assert done == {(other.pk, "yes"), (there.organisation.pk, "yes")}
    assert item.party == there.party


@pytest.mark.parametrize("every", [*rhythm.MONTHS])
@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_slots_cover_a_year_without_gaps(every: str, times: int) -> None:
    slots = [
        slot
        for span in rhythm.periods(every, 2026)
        for slot in rhythm.slots("theme_day", span, times)
    ]
    assert len(slots) == times * 12 // rhythm.MONTHS[every]
    day = date(2026, 1, 1)
    for slot in slots:
        assert slot.span.first == day
        assert slot.span.holds(slot.target)
        day = slot.span.last + timedelta(days=1)
    assert day == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 2, 16), False),  # the eve of the lunar year
        (date(2026, 10, 5), False),
        (date(2026, 6, 19), False),
        (date(2026, 7, 4), False),  # a Saturday
        (date(2026, 7, 6), True),
    ],
)
def test_offices_are_closed_on_holidays_and_weekends(day: date, open_: bool) -> None:
    assert rhythm.works(day) is open_
