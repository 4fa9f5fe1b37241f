"""Joint meetings of the north: one that is over, one that gathers topics and has tasks to hear of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from samples.hub.daily.days import House, at
from samples.hub.people import People
from samples.hub.register import Register
from shuniu.base import clock
from shuniu.meetings import services as meetings
from shuniu.meetings.models import Meeting
from shuniu.meetings.services import joint
from shuniu.registry.models import Partner

_HELD, _NEXT = date(2026, 9, 16), date(2026, 12, 16)


def make(houses: Sequence[House], register: Register, people: People) -> None:
    """Both, with six units and a partner."""
    units = [one.row for one in houses[0:12:2]]
    area = register.areas[0]
    with clock.at(at(date(2026, 9, 1))):
        form = joint.Gathering(area, "北片三季度党建联席会议", at(_HELD, 14), "北片工作站")
        meeting = joint.convene(form, by=people.north)
        partners = Partner.objects.filter(node=register.hub)[:1]
        joint.add_units(meeting, units, partners, by=people.north)
        joint.ask_for_topics(meeting, by=people.north)
        meetings.call_meeting(meeting, by=people.north)
        rows = list(meeting.units.order_by("pk"))
        topic = joint.bring_topic(
            rows[0],
            title="联合开展敬老月上门服务",
            text="愿意提供志愿者二十名。",
            case=False,
            by=None,
        )
        case = joint.bring_topic(
            rows[1], title="党员认领难题的做法", text="三个月办结九件。", case=True, by=None
        )
    with clock.at(at(_HELD, 13)):
        joint.take_topic(topic, by=people.north)
        joint.take_topic(case, by=people.north)
    with clock.at(at(_HELD, 16)):
        _hold(meeting, people)
    with clock.at(at(date(2026, 11, 16))):
        form = joint.Gathering(area, "北片四季度党建联席会议", at(_NEXT, 14), "北片工作站")
        coming = joint.convene(form, by=people.north)
        meetings.call_meeting(coming, by=people.north)
        unit = coming.units.order_by("pk")[0]
        joint.bring_topic(
            unit, title="明年联合培训积极分子", text="建议枢纽统一安排师资。", case=False, by=None
        )


def _hold(meeting: Meeting, people: People) -> None:
    meetings.open_meeting(meeting, by=people.north)
    rows = list(meeting.units.order_by("pk"))
    there = {one.pk: 2 for one in rows[:-1]}
    joint.mark_units(meeting, there, by=people.north)
    for row, text in zip(rows, ("牵头敬老月服务", "整理认领案例印发各单位"), strict=False):
        duty = meetings.Duty(text, date(2026, 11, 30), unit=row)
        meetings.add_task(meeting, duty, by=people.north)
    meetings.close_meeting(meeting, by=people.north)
    meetings.approve_minutes(meeting, by=people.north)
