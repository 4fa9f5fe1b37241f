"""Joint meetings: units, topics brought beforehand, every task of last time heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.models import Notice
from shuniu.base.verdicts import Refused
from shuniu.meetings import services
from shuniu.meetings.models import Meeting, Task, TaskReport, Unit
from shuniu.meetings.queries import joint as queries
from shuniu.meetings.queries import minutes, standing
from shuniu.meetings.services import joint
from shuniu.registry.models import Organisation
from tests.registry import _cast as base

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 9, 16, 6, tzinfo=UTC)
SECOND = FIRST + timedelta(days=60)


@dataclass
class There:
    """A hub with three organisations and their people."""

    hub: Organisation
    rows: list[Organisation]
    officer: User
    contacts: list[User]


@pytest.fixture
def there() -> There:
    with clock.at(base.SINCE):
        hub = base.hub()
        rows = [base.organisation(hub.node, number) for number in (1, 2, 3)]
        officer = base.person("officer", Role.HUB_OFFICER, hub.node)
        people = [base.person(f"contact{n}", Role.CONTACT, row.node) for n, row in enumerate(rows)]
    User.objects.update(password_changed_at=clock.now())
    return There(hub, rows, officer, people)


def _called(there: There, at: datetime, *, again: bool = False) -> Meeting:
    with clock.at(at - timedelta(days=10)):
        form = joint.Gathering(there.hub.node, "联席会议", at, again=again)
        meeting = joint.convene(form, by=there.officer)
        if not again:
            joint.add_units(meeting, there.rows, by=there.officer)
        services.call_meeting(meeting, by=there.officer)
    return meeting


def _units(meeting: Meeting) -> list[Unit]:
    return list(meeting.units.order_by("pk"))


def _come(meeting: Meeting, there: There, count: int) -> None:
    services.open_meeting(meeting, by=there.officer)
    came = {one.pk: 2 if n < count else 0 for n, one in enumerate(_units(meeting))}
    joint.mark_units(meeting, came, by=there.officer)


def _with_task(there: There) -> tuple[Meeting, Task]:
    """A joint meeting that is over, with a task for its first unit."""
    meeting = _called(there, FIRST)
    with clock.at(FIRST + timedelta(hours=1)):
        _come(meeting, there, 3)
        duty = services.Duty("牵头敬老月", (FIRST + timedelta(30)).date(), unit=_units(meeting)[0])
        task = services.add_task(meeting, duty, by=there.officer)
        services.close_meeting(meeting, by=there.officer)
    return meeting, task


def test_the_units_of_last_time_are_asked_again(there: There) -> None:
    _with_task(there)
    coming = _called(there, SECOND, again=True)
    assert [one.organisation for one in _units(coming)] == there.rows


def test_a_unit_takes_part_once_and_only_from_the_place(there: There) -> None:
    meeting = _called(there, FIRST)
    assert joint.add_units(meeting, there.rows[:1], by=there.officer) == 0
    north = there.rows[0].node  # stands for any smaller place
    with clock.at(FIRST - timedelta(days=1)):
        inner = joint.convene(joint.Gathering(north, "片区会", FIRST), by=there.officer)
        with pytest.raises(Refused, match="不在召集范围"):
            joint.add_units(inner, there.rows[1:2], by=there.officer)


@pytest.mark.parametrize(("count", "met"), [(0, False), (1, False), (2, True), (3, True)])
def test_more_than_half_of_the_units_are_a_quorum(there: There, count: int, met: bool) -> None:
    meeting = _called(there, FIRST)
    with clock.at(FIRST + timedelta(hours=1)):
        _come(meeting, there, count)
        assert standing.validity(meeting).quorum is met


def test_a_unit_brings_topics_until_the_meeting_opens(there: There) -> None:
    meeting = _called(there, FIRST)
    unit = _units(meeting)[0]
    with clock.at(FIRST - timedelta(days=2)):
        topic = joint.bring_topic(unit, title="敬老月", text="", case=False, by=there.contacts[0])
        with pytest.raises(Refused):
            joint.bring_topic(unit, title="别家的", text="", case=False, by=there.contacts[1])
        with pytest.raises(Refused, match="请填写"):
            joint.bring_topic(unit, title=" ", text="", case=False, by=there.contacts[0])
        Notice.objects.all().delete()
        joint.take_topic(topic, by=there.officer)
    assert set(Notice.objects.values_list("user_id", flat=True)) == {there.contacts[0].pk}
    assert meeting.agenda.get().title == "敬老月（第1协会）"
    with clock.at(FIRST):
        services.open_meeting(meeting, by=there.officer)
        with pytest.raises(Refused, match="已经开始"):
            joint.bring_topic(unit, title="迟到的", text="", case=True, by=there.contacts[0])


def test_a_topic_is_settled_once_and_declined_with_a_reason(there: There) -> None:
    meeting = _called(there, FIRST)
    with clock.at(FIRST - timedelta(days=2)):
        unit = _units(meeting)[0]
        topic = joint.bring_topic(unit, title="敬老月", text="", case=False, by=there.contacts[0])
        with pytest.raises(Refused, match="原因"):
            joint.decline_topic(topic, reason=" ", by=there.officer)
        with pytest.raises(Refused):
            joint.take_topic(topic, by=there.contacts[0])
        joint.decline_topic(topic, reason="下次专题研究", by=there.officer)
        with pytest.raises(Refused, match="已经处理"):
            joint.take_topic(topic, by=there.officer)


def test_units_are_asked_for_topics_and_the_hub_is_not(there: There) -> None:
    meeting = _called(there, FIRST)
    Notice.objects.all().delete()
    with clock.at(FIRST - timedelta(days=5)):
        assert joint.ask_for_topics(meeting, by=there.officer) == 3
    told = set(Notice.objects.values_list("user_id", flat=True))
    assert told == {one.pk for one in there.contacts}


def test_no_meeting_ends_before_every_task_was_told_of(there: There) -> None:
    _first, task = _with_task(there)
    coming = _called(there, SECOND, again=True)
    with clock.at(SECOND + timedelta(hours=1)):
        _come(coming, there, 3)
        with pytest.raises(Refused, match="1 项上次会议的任务没有报告"):
            services.close_meeting(coming, by=there.officer)
        services.report_task(task, coming, text="已上门 40 户", done=True, by=there.contacts[0])
        services.close_meeting(coming, by=there.officer)
    task.refresh_from_db()
    assert (task.state, task.note) == ("done", "已上门 40 户")
    assert "牵头敬老月（第1协会）：已上门 40 户" in dict(minutes.draft(coming))["上次任务"]
    assert "应到 3 家，实到 3 家" in dict(minutes.draft(coming))["到会情况"]


def test_an_absent_unit_is_written_down_and_asked_again_next_time(there: There) -> None:
    _first, task = _with_task(there)
    coming = _called(there, SECOND, again=True)
    with clock.at(SECOND + timedelta(hours=1)):
        services.open_meeting(coming, by=there.officer)
        came = {one.pk: int(n > 0) for n, one in enumerate(_units(coming))}
        joint.mark_units(coming, came, by=there.officer)
        services.close_meeting(coming, by=there.officer)
    assert TaskReport.objects.get(task=task, meeting=coming).text == "未报告（缺席）"
    third = _called(there, SECOND + timedelta(days=60), again=True)
    assert [one.task for one in queries.due(third)] == [task]


def test_another_unit_cannot_tell_of_a_task(there: There) -> None:
    _first, task = _with_task(there)
    coming = _called(there, SECOND, again=True)
    with clock.at(SECOND - timedelta(days=1)), pytest.raises(Refused):
        services.report_task(task, coming, text="别人的", done=True, by=there.contacts[1])


def test_a_unit_with_topics_stays(there: There) -> None:
    meeting = _called(there, FIRST)
    with clock.at(FIRST - timedelta(days=2)):
        first, second, _third = _units(meeting)
        joint.bring_topic(first, title="敬老月", text="", case=False, by=there.contacts[0])
        with pytest.raises(Refused, match="已有议题"):
            joint.drop_unit(first, by=there.officer)
        joint.drop_unit(second, by=there.officer)
        with pytest.raises(Refused):
            joint.drop_unit(first, by=there.contacts[0])
    assert meeting.units.count() == 2


def test_from_calling_to_reporting_by_the_pages(there: There, client: Client) -> None:
    _first, task = _with_task(there)
    client.force_login(there.officer, "shuniu.accounts.backends.NameOrPhone")
    with clock.at(SECOND - timedelta(days=10)):
        said = {"node": there.hub.node_id, "title": "四季度联席会议", "again": "on"}
        made = client.post(reverse("meetings:convene"), {**said, "starts_at": "2026-11-15T14:00"})
        coming = Meeting.objects.get(title="四季度联席会议")
        assert made.headers["Location"] == reverse("meetings:joint_meeting", args=[coming.pk])
        client.post(reverse("meetings:joint_units", args=[coming.pk]), {"organisation": ["x"]})
        client.post(reverse("meetings:step", args=[coming.pk, "call"]))
        client.post(reverse("meetings:joint_ask", args=[coming.pk]))
        client.force_login(there.contacts[0], "shuniu.accounts.backends.NameOrPhone")
        unit = _units(coming)[0]
        home = reverse("meetings:joint_meeting", args=[coming.pk])
        page = client.get(home).content.decode()
        assert "牵头敬老月" in page
        assert "列入议程" not in page
        client.post(reverse("meetings:bring_topic", args=[unit.pk]), {"title": "联合培训"})
        told = {"text": "已完成", "done": "on"}
        client.post(reverse("meetings:joint_report", args=[coming.pk, task.pk]), told)
        task.refresh_from_db()
        assert task.state == "done"
        assert client.get(reverse("meetings:joint_units", args=[coming.pk])).status_code == 404
        client.force_login(there.officer, "shuniu.accounts.backends.NameOrPhone")
        topic = coming.topics.get()
        client.post(reverse("meetings:take_topic", args=[topic.pk]))
        assert "联合培训（第1协会）" in client.get(home).content.decode()
        assert client.get(reverse("meetings:meeting", args=[coming.pk])).status_code == 302
        listed = client.get(reverse("meetings:joint")).content.decode()
    assert "四季度联席会议" in listed


def test_somebody_of_no_unit_finds_nothing(there: There, client: Client) -> None:
    meeting = _called(there, FIRST)
    with clock.at(FIRST - timedelta(days=1)):
        joint.drop_unit(_units(meeting)[2], by=there.officer)
        client.force_login(there.contacts[2], "shuniu.accounts.backends.NameOrPhone")
        assert client.get(reverse("meetings:joint_meeting", args=[meeting.pk])).status_code == 404
        assert "联席会议</a></td>" not in client.get(reverse("meetings:joint")).content.decode()
