"""Rounds: set up, opened with what is known frozen, gates, more time, reminders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.models import AuditEntry, Notice
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import Answer, Entry, Round, RoundTable, Snapshot
from shuniu.evaluation.queries import frameworks as shelf
from shuniu.evaluation.services import answers, frameworks, rounds, snapshots
from shuniu.evaluation.states import EntryState, RoundState
from shuniu.registry.models import AnnualReport, CreditEvent, Organisation
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.at(made.DAY):
        yield


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def officer(hub: Node) -> User:
    return cast.person("officer", Role.HUB_OFFICER, hub)


def effective(hub: Node, officer: User, count: int = 2) -> Round:
    """A drafted round with the hub's own framework and organisations with records."""
    shipped = shelf.shipped_one("hub-effective-coverage/1.0")
    assert shipped is not None
    version = frameworks.add_framework(shipped.text, node=hub, by=officer)
    frameworks.release(version, by=officer)
    round_ = rounds.plan_round(made.plan(), node=hub, by=officer)
    rounds.set_table(round_, kind=("association", "regular"), framework=version, by=officer)
    found = [
        cast.organisation(hub, n, registered_on=date(2015, 3, 1), party_members=5, staff=8)
        for n in range(1, count + 1)
    ]
    for one in found:
        for year in (2023, 2024, 2025):
            AnnualReport.objects.create(organisation=one, year=year, result="pass")
    rounds.invite(round_, found, by=officer)
    return round_


def test_dates_must_go_together(hub: Node, officer: User) -> None:
    early = made.plan()
    wrong = rounds.Plan(
        "甲", early.period_until, early.period_from, early.answers_until, early.assess_until
    )
    with pytest.raises(Refused, match="评价期的结束日期要晚于开始日期"):
        rounds.plan_round(wrong, node=hub, by=officer)
    late = rounds.Plan(
        "甲", early.period_from, early.period_until, early.assess_until, early.answers_until
    )
    with pytest.raises(Refused, match="评分截止日期不能早于填报截止日期"):
        rounds.plan_round(late, node=hub, by=officer)


def test_only_the_hub_sets_up_rounds(hub: Node) -> None:
    contact = cast.person("contact", Role.CONTACT, hub)
    with pytest.raises(Refused, match="您没有“组织评价”的权限"):
        rounds.plan_round(made.plan(), node=hub, by=contact)


def test_a_framework_must_have_a_table_for_the_kind(hub: Node, officer: User) -> None:
    shipped = shelf.shipped_one("hub-effective-coverage/1.0")
    assert shipped is not None
    version = frameworks.add_framework(shipped.text, node=hub, by=officer)
    round_ = rounds.plan_round(made.plan(), node=hub, by=officer)
    with pytest.raises(Refused, match="没有适用于“枢纽型组织·一般”的评分表"):
        rounds.set_table(round_, kind=("hub", "regular"), framework=version, by=officer)
    rounds.set_table(round_, kind=("service", "small"), framework=version, by=officer)
    rounds.clear_table(round_, kind=("service", "small"), by=officer)
    assert not RoundTable.objects.exists()


def test_organisations_without_a_table_are_named_and_those_of_others_refused(
    hub: Node, officer: User
) -> None:
    round_ = made.drafted(hub, officer, 0)
    fits, fits_not = cast.organisation(hub, 1), cast.organisation(hub, 2, type="foundation")
    assert rounds.invite(round_, [fits, fits_not], by=officer) == [fits_not]
    assert rounds.invite(round_, [fits], by=officer) == []
    assert Entry.objects.filter(round=round_).count() == 1
    stranger = cast.organisation(cast.hub(), 3)
    with pytest.raises(Refused, match="名单中有不属于本枢纽的单位"):
        rounds.invite(round_, [stranger], by=officer)


def test_a_round_opens_with_somebody_invited_and_a_released_framework(
    hub: Node, officer: User
) -> None:
    empty = made.drafted(hub, officer, 0)
    with pytest.raises(Refused, match="还没有邀请任何单位"):
        rounds.open_round(empty, by=officer)
    draft = frameworks.add_framework(cast.small("2"), node=hub, by=officer)
    other = rounds.plan_round(made.plan(), node=hub, by=officer)
    rounds.set_table(other, kind=("association", "regular"), framework=draft, by=officer)
    rounds.invite(
        other, list(Organisation.objects.all()) or [cast.organisation(hub, 7)], by=officer
    )
    with pytest.raises(Refused, match="还是草稿，请先检查并设为可用"):
        rounds.open_round(other, by=officer)


def test_what_is_known_is_frozen_and_filled_in(hub: Node, officer: User) -> None:
    round_ = effective(hub, officer)
    snapshot = rounds.open_round(round_, by=officer)
    assert snapshot.day == date(2025, 12, 31)
    entry = made.entry(round_)
    row = Answer.objects.get(entry=entry, key="reports_passed")
    assert (row.stage, row.value, len(row.records)) == ("record", "3", 3)
    assert 0 < entry.answered < entry.asked
    CreditEvent.objects.create(
        organisation=entry.organisation, kind="penalty", since=date(2026, 2, 1)
    )
    assert Answer.objects.get(entry=entry, key="penalties").value == "0"


def test_computing_the_snapshot_again_gives_the_same_digest(hub: Node, officer: User) -> None:
    round_ = effective(hub, officer, 3)
    snapshot = rounds.open_round(round_, by=officer)
    with clock.at(made.DAY + timedelta(days=60)):
        again = snapshots.computed(snapshots.entries_of(round_), snapshot.day)
    assert again.digest == snapshot.digest
    kept = Snapshot.objects.get(round=round_)
    assert kept.content == again.content


def test_a_changed_record_changes_the_digest(hub: Node, officer: User) -> None:
    round_ = effective(hub, officer)
    snapshot = rounds.open_round(round_, by=officer)
    AnnualReport.objects.filter(year=2025).update(result="fail")
    again = snapshots.computed(snapshots.entries_of(round_), snapshot.day)
    assert again.digest != snapshot.digest


def test_gates_are_seen_before_and_applied_on_opening(hub: Node, officer: User) -> None:
    round_ = effective(hub, officer)
    barred = made.entry(round_)
    CreditEvent.objects.create(
        organisation=barred.organisation, kind="dishonest", since=date(2025, 2, 1)
    )
    seen = snapshots.preview(round_)
    assert list(seen) == [barred.pk]
    assert not Snapshot.objects.exists()
    rounds.open_round(round_, by=officer)
    barred = made.entry(round_)
    assert barred.state == EntryState.NOT_ADMITTED
    assert barred.gates == [{"zh": one.zh, "en": one.en} for one in seen[barred.pk]]
    assert "失信" in barred.gates[0]["zh"]
    assert made.entry(round_, 1).state == EntryState.INVITED


def test_whom_a_gate_kept_out_the_hub_may_admit_with_a_reason(hub: Node, officer: User) -> None:
    round_ = effective(hub, officer, 1)
    entry = made.entry(round_)
    CreditEvent.objects.create(
        organisation=entry.organisation, kind="dishonest", since=date(2025, 2, 1)
    )
    rounds.open_round(round_, by=officer)
    entry = made.entry(round_)
    with pytest.raises(Refused, match="请写明准予参评的理由"):
        rounds.admit(entry, reason="", by=officer)
    rounds.admit(entry, reason="名单已更正", by=officer)
    assert made.entry(round_).state == EntryState.INVITED
    assert AuditEntry.objects.get(action="evaluation.entry.admitted").detail == {
        "reason": "名单已更正"
    }


def test_contacts_are_told_when_a_round_opens_and_reminded_until_they_hand_in(
    hub: Node, officer: User
) -> None:
    round_ = made.drafted(hub, officer, 2)
    people = [
        cast.person(f"contact{n}", Role.CONTACT, made.entry(round_, n).organisation.node)
        for n in range(2)
    ]
    rounds.open_round(round_, by=officer)
    assert {n.user for n in Notice.objects.all()} == set(people)
    answers.submit(made.entry(round_), by=people[0])
    assert rounds.remind(round_, by=officer) == 1
    assert "请尽快完成" in Notice.objects.filter(user=people[1]).latest("pk").text
    assert Notice.objects.filter(user=people[0]).count() == 1


def test_more_time_is_given_and_told(hub: Node, officer: User) -> None:
    round_ = made.answering(hub, officer)
    contact = cast.person("contact", Role.CONTACT, made.entry(round_).organisation.node)
    with pytest.raises(Refused, match="不能早于原来的日期"):
        rounds.extend(
            round_, answers_until=date(2026, 9, 1), assess_until=date(2026, 11, 1), by=officer
        )
    rounds.extend(
        round_, answers_until=date(2026, 10, 20), assess_until=date(2026, 11, 20), by=officer
    )
    assert "延至 2026-10-20" in Notice.objects.get(user=contact).text


def test_a_started_round_is_not_changed(hub: Node, officer: User) -> None:
    round_ = made.answering(hub, officer)
    for act in (
        lambda: rounds.change_round(round_, made.plan(title="乙"), by=officer),
        lambda: rounds.invite(round_, [cast.organisation(hub, 9)], by=officer),
        lambda: rounds.uninvite(made.entry(round_), by=officer),
        lambda: rounds.clear_table(round_, kind=("association", "regular"), by=officer),
    ):
        with pytest.raises(Refused, match="评价已经开始"):
            act()


def test_assessing_starts_when_somebody_has_handed_in(hub: Node, officer: User) -> None:
    round_ = made.answering(hub, officer)
    with pytest.raises(Refused, match="还没有单位提交"):
        rounds.start_assessing(round_, by=officer)
    Entry.objects.filter(round=round_).update(state=EntryState.SUBMITTED)
    rounds.start_assessing(round_, by=officer)
    assert round_.state == RoundState.ASSESSING
    with pytest.raises(Refused, match="当前状态是“评分”"):
        rounds.start_assessing(round_, by=officer)
