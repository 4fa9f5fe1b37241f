"""Meetings of branches and boards: most written down on a phone, boards called in time."""

from __future__ import annotations

from datetime import date, timedelta

from samples.hub.daily.days import MONTHS, House, at, head_of, month, sit, voters
from shuniu.base import clock
from shuniu.meetings import services as meetings
from shuniu.meetings.models import Meeting
from shuniu.registry.models import Person

_TOPICS = (
    "学习贯彻上级会议精神",
    "走访社区困难家庭",
    "讨论年度公益项目安排",
    "参观廉政教育基地",
    "交流岗位工作体会",
    "研究志愿服务计划",
)
_TITLES = {
    "theme_day": "主题党日",
    "party_assembly": "党员大会",
    "life_meeting": "组织生活会",
    "democratic_review": "民主评议党员",
    "party_lecture": "党课",
    "study_session": "专题学习",
}
_IDEAS = ("把便民服务点开到园区", "与街道合办就业指导", "给独居老人建联系卡")


def make(house: House, *, years: int) -> None:
    """The meetings of one organisation over so many years."""
    people = _people(house)
    if years > 1:
        with clock.at(at(date(2026, 1, 5))):
            meetings.plans.propose_plan(house.row, 2026, None)
    for back in range(years):
        if house.party is not None:
            _branch_year(house, people, -MONTHS * back)
        _board_year(house, -MONTHS * back)


def _people(house: House) -> list[Person]:
    body = house.party.body if house.party is not None else None
    if body is None:
        return []
    return [one.person for one in body.posts.select_related("person").order_by("pk")]


def _branch_year(house: House, people: list[Person], first: int) -> None:
    rng = house.rng
    for number in range(MONTHS - house.most("theme_months", MONTHS), MONTHS):
        _recorded(house, people, "theme_day", month(first + number) + _days(house, 4, 24))
    quarters = house.most("general_quarters", 4)
    for quarter in range(4 - quarters, 4):
        day = month(first + quarter * 3 + 2) + _days(house, 2, 20)
        _recorded(house, people, "party_assembly", day)
    for key, held in (
        ("life_meeting", house.yes("life_meeting")),
        ("democratic_review", house.reviews()),
    ):
        if held:
            _recorded(house, people, key, month(first + 1) + _days(house, 10, 25))
    for _ in range(house.most("lectures", 3)):
        day = month(first + rng.randint(0, 11)) + _days(house, 1, 26)
        _recorded(house, people, "party_lecture", day)
    if house.most("ideas_settled", 1):
        _recorded(house, people, "study_session", month(first + 5) + _days(house, 1, 26))


def _days(house: House, least: int, most: int) -> timedelta:
    return timedelta(days=house.rng.randint(least, most))


def _recorded(house: House, people: list[Person], kind: str, day: date) -> None:
    """Written down by the contact, most on the same day, as people do with a phone."""
    rng, come = house.rng, house.rate("turnout", 0.8)
    away = {one.pk: rng.choice(("出差", "")) for one in people[1:] if rng.random() > come}
    duties = []
    if kind == "party_assembly" and people:
        until = day + timedelta(days=40)
        duties = [meetings.Duty("落实本季度重点工作", until, owner=people[0])]
    late = rng.random() > house.rate("recorded_in_time", 0.9)
    draft = meetings.Draft(
        kind,
        f"{day.year}年{day.month}月{_TITLES[kind]}",
        at(day),
        organisation=house.row,
        party=house.party,
        place="会议室",
    )
    record = meetings.Record(
        draft,
        topics=(rng.choice(_TOPICS),),
        away=away,
        duties=duties,
        called_on=day - timedelta(days=3),
        late_reason="负责记录的同事出差" if late else "",
    )
    with clock.at(at(day + timedelta(days=12 if late else 0), 12)):
        held = meetings.record_meeting(record, by=None)
        for task in held.tasks.all():
            if rng.random() < house.rate("followup", 0.7):
                done = day + timedelta(days=20)
                meetings.settle_task(task, note="已落实", by=None, on=done)
        if kind == "study_session":
            _idea(house, held, people)


def _idea(house: House, held: Meeting, people: list[Person]) -> None:
    idea = meetings.add_idea(held, text=house.rng.choice(_IDEAS), by=None)
    if people:
        meetings.own_idea(idea, people[0], by=None)
    else:
        meetings.drop_idea(idea, reason="街道已经在做，不再重复", by=None)


def _board_year(house: House, first: int) -> None:
    """Board meetings, called in time, with a vote each."""
    for number in range(house.most("board_meetings", 3)):
        day = month(first + 2 + number * 4) + _days(house, 1, 25)
        title = f"理事会{day.year}年第{number + 1}次会议"
        draft = meetings.Draft(
            "council",
            title,
            at(day),
            organisation=house.row,
            body=house.council,
            place="会议室",
            chair=head_of(house.council),
        )
        meeting = sit(draft, day, notice=12)
        with clock.at(at(day, 11)):
            item = meetings.add_item(meeting, meetings.Item("decide", "审议阶段工作报告"), by=None)
            meetings.record_vote(item, voters(meeting), 0, by=None)
            meetings.close_meeting(meeting, by=None)
            meetings.approve_minutes(meeting, by=None)
