"""A year of daily life in the sample hub: meetings, members, matters; made through the services.

What each branch did follows its sample values, so that the running round fills itself from records
that agree with what the sample organisations were drawn to be.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from samples._organisations import Organisation as Sample
from samples.hub.people import People, names
from samples.hub.register import Register
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.governance import services as governance
from shuniu.governance.models import Matter
from shuniu.meetings import services as meetings
from shuniu.meetings.models import Meeting
from shuniu.members import services as members
from shuniu.registry.models import Body, Organisation, PartyOrganisation

LIVELY = 36  # organisations whose every meeting is there; the others begin with the platform
FIRST = date(2025, 11, 1)  # of the period that the running round looks back on
MONTHS = 12
_TOPICS = (
    "学习贯彻上级会议精神",
    "走访社区困难家庭",
    "讨论年度公益项目安排",
    "参观廉政教育基地",
    "交流岗位工作体会",
    "研究志愿服务计划",
)
_MATTERS = (
    ("年度工作计划和预算", "year_plan", None),
    ("采购助老服务设备", "expense", 160_000),
    ("接受企业定向捐赠", "donation", 300_000),
)


def make(register: Register, people: People, say: Callable[[str], object]) -> None:
    """Meetings, members and matters of the first organisations."""
    for number, (row, sample) in enumerate(
        zip(register.rows[:LIVELY], register.samples, strict=False)
    ):
        rng = names(f"daily {sample.identity.code}")
        party = PartyOrganisation.objects.filter(home=row).select_related("home", "body").first()
        if party is not None and number < LIVELY // 3:
            _members(row, party, rng)
        if party is not None:
            _branch_year(row, party, sample, rng)
        _board_year(row, sample, rng)
        if party is not None and number < len(_MATTERS) * 3:
            _matters(row, party, people, number)
    say(
        f"{Meeting.objects.count()} 次会议 / meetings，{Matter.objects.count()} 件重大事项 / matters"
    )


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour - 8), UTC)


def _month(number: int) -> date:
    return date(
        FIRST.year + (FIRST.month - 1 + number) // 12, (FIRST.month - 1 + number) % 12 + 1, 1
    )


def _share(sample: Sample, key: str, most: int) -> int:
    value = sample.values.get(key)
    return min(int(value), most) if isinstance(value, int | float | Decimal) else 0


def _members(row: Organisation, party: PartyOrganisation, rng: Random) -> None:
    """A small roster, one of them floating, and somebody on the way."""
    since = max(date(2024, 6, 1), party.since)
    with clock.at(_at(date(2025, 10, 20))):
        posts = list(party.body.posts.select_related("person")) if party.body else []
        for post in posts[:3]:
            with suppress(Refused):
                members.enrol(
                    row,
                    members.Enrolment(
                        "full", since, person=post.person, party=party, relation="here"
                    ),
                    by=None,
                )
        with suppress(Refused):
            floating = members.enrol(
                row,
                members.Enrolment(
                    "full", since, name=_name(rng), party=party, relation="elsewhere"
                ),
                by=None,
            )
            form = members.Floating(
                home_branch="外省某县社区党支部", reason="在京工作", since=since
            )
            link = members.link_floating(floating, form, by=None)
            members.note_contact(link, on=date(2025, 10, 20), way="电话", by=None)
        with suppress(Refused):
            members.enrol(
                row, members.Enrolment("activist", since, name=_name(rng), party=party), by=None
            )


def _name(rng: Random) -> str:
    return (
        rng.choice("赵钱孙李周吴郑王冯陈")
        + rng.choice("文远思宁若谷以安知行")
        + rng.choice("清和明达")
    )


def _branch_year(row: Organisation, party: PartyOrganisation, sample: Sample, rng: Random) -> None:
    theme = _share(sample, "theme_months", MONTHS)
    for number in range(MONTHS - theme, MONTHS):
        _recorded(
            row,
            party,
            "theme_day",
            _month(number) + timedelta(days=rng.randint(4, 24)),
            sample,
            rng,
        )
    quarters = _share(sample, "general_quarters", 4)
    for quarter in range(4 - quarters, 4):
        day = _month(quarter * 3 + 2) + timedelta(days=rng.randint(2, 20))
        _recorded(row, party, "party_assembly", day, sample, rng)
    for key, kind, number in (
        ("life_meeting", "life_meeting", 1),
        ("democratic_review", "democratic_review", 1),
    ):
        if sample.values.get(key) is True:
            _recorded(
                row, party, kind, _month(number) + timedelta(days=rng.randint(10, 25)), sample, rng
            )
    for _ in range(_share(sample, "lectures", 3)):
        day = _month(rng.randint(0, 11)) + timedelta(days=rng.randint(1, 26))
        _recorded(row, party, "party_lecture", day, sample, rng)


def _recorded(
    row: Organisation, party: PartyOrganisation, kind: str, day: date, sample: Sample, rng: Random
) -> None:
    """Written down by the contact on the same day, as people do with a phone."""
    turnout = sample.values.get("turnout")
    come = float(turnout) / 100 if isinstance(turnout, int | float | Decimal) else 0.8
    body = party.body
    persons = list(body.posts.values_list("person_id", flat=True)) if body is not None else []
    away = {one: rng.choice(("出差", "")) for one in persons[1:] if rng.random() > come}
    duties = []
    if kind == "party_assembly" and body is not None and persons:
        secretary = body.posts.select_related("person").order_by("pk")[0].person
        duties = [meetings.Duty("落实本季度重点工作", day + timedelta(days=40), owner=secretary)]
    title = f"{day.year}年{day.month}月{_TITLES[kind]}"
    draft = meetings.Draft(kind, title, _at(day), organisation=row, party=party, place="会议室")
    record = meetings.Record(
        draft,
        topics=(rng.choice(_TOPICS),),
        away=away,
        duties=duties,
        called_on=day - timedelta(days=3),
    )
    with clock.at(_at(day, 12)), suppress(Refused):
        held = meetings.record_meeting(record, by=None)
        followup = sample.values.get("followup")
        done = float(followup) / 100 if isinstance(followup, int | float | Decimal) else 0.7
        for task in held.tasks.all():
            if rng.random() < done:
                on = day + timedelta(days=20)
                meetings.settle_task(task, note="已落实", by=None, on=on)


_TITLES = {
    "theme_day": "主题党日",
    "party_assembly": "党员大会",
    "life_meeting": "组织生活会",
    "democratic_review": "民主评议党员",
    "party_lecture": "党课",
}


def _board_year(row: Organisation, sample: Sample, rng: Random) -> None:
    """Board meetings, called in time, with a vote each."""
    council = Body.objects.filter(organisation=row, kind="council", until__isnull=True).first()
    if council is None:
        return
    for number in range(_share(sample, "board_meetings", 3)):
        day = _month(2 + number * 4) + timedelta(days=rng.randint(1, 25))
        meeting = _board(row, council, day, f"理事会{day.year}年第{number + 1}次会议")
        with clock.at(_at(day, 11)):
            item = meetings.add_item(meeting, meetings.Item("decide", "审议阶段工作报告"), by=None)
            voters = meeting.roll.filter(vote=True, presence="present").count()
            with suppress(Refused):
                meetings.record_vote(item, voters, 0, by=None)
            with suppress(Refused):
                meetings.close_meeting(meeting, by=None)
                meetings.approve_minutes(meeting, by=None)


def _board(row: Organisation, council: Body, day: date, title: str) -> Meeting:
    draft = meetings.Draft("council", title, _at(day), organisation=row, body=council)
    with clock.at(_at(day - timedelta(days=12))):
        meeting = meetings.plan_meeting(draft, by=None)
        meetings.call_meeting(meeting, by=None)
    with clock.at(_at(day, 10)):
        meetings.open_meeting(meeting, by=None)
        meetings.mark_all(meeting, by=None)
    return meeting


def _matters(row: Organisation, party: PartyOrganisation, people: People, number: int) -> None:
    """Matters of every kind: studied and decided, refused at the gate, urgent, a sum in pieces."""
    title, kind, amount = _MATTERS[number % len(_MATTERS)]
    day = date(2026, 3, 10) + timedelta(days=number * 9)
    council = Body.objects.filter(organisation=row, kind="council", until__isnull=True).first()
    if council is None or party.body is None:
        return
    with suppress(Refused):
        matter = _raised(row, title, kind, amount, day)
        if number == 1:
            _refused_at_the_gate(matter, row, council, day)
        if number == 2:
            with clock.at(_at(day)):
                governance.declare_emergency(
                    matter, reason="汛期抢险，次日即须付款", by=people.lead
                )
            return
        _through(matter, row, party, council, day)
    if number == 3:
        with suppress(Refused):
            for part in (1, 2, 3):
                _raised(
                    row,
                    f"办公场地装修（第{part}批）",
                    "expense",
                    45_000,
                    day + timedelta(days=part),
                )


def _raised(row: Organisation, title: str, kind: str, amount: int | None, day: date) -> Matter:
    said = governance.Draft(
        title, kind, amount=None if amount is None else Decimal(amount), counterparty="某某服务公司"
    )
    with clock.at(_at(day)):
        matter = governance.raise_matter(row, said, by=None)
        governance.classify(matter, by=None)
    matter.refresh_from_db()
    return matter


def _refused_at_the_gate(matter: Matter, row: Organisation, council: Body, day: date) -> None:
    """The board is asked too early: the vote is not taken, and the book says nothing was decided."""
    with suppress(Refused):
        meeting = _board(row, council, day + timedelta(days=20), "理事会临时会议")
        with clock.at(_at(day + timedelta(days=20), 11)):
            item = governance.put_to_board(matter, meeting=meeting, by=None)
            meetings.record_vote(item, 5, 0, by=None)


def _through(
    matter: Matter, row: Organisation, party: PartyOrganisation, council: Body, day: date
) -> None:
    """Studied by the branch, decided by the board, reported, carried out."""
    studied, decided = day + timedelta(days=30), day + timedelta(days=50)
    draft = meetings.Draft(
        "party_assembly", "前置研究会议", _at(studied), organisation=row, party=party
    )
    with clock.at(_at(studied - timedelta(days=5))):
        meeting = meetings.plan_meeting(draft, by=None)
        meetings.call_meeting(meeting, by=None)
    with clock.at(_at(studied, 10)):
        meetings.open_meeting(meeting, by=None)
        meetings.mark_all(meeting, by=None)
        study = governance.send_to_study(matter, meeting=meeting, by=None)
        voters = meeting.roll.filter(vote=True, presence="present").count()
        meetings.record_vote(study.item, voters, 0, by=None)
        meetings.close_meeting(meeting, by=None)
        governance.give_opinion(study, governance.Given("agree", "符合宗旨，资金有保障。"), by=None)
    board = _board(row, council, decided, "理事会专题会议")
    with clock.at(_at(decided, 11)):
        matter.refresh_from_db()
        item = governance.put_to_board(matter, meeting=board, by=None)
        voters = board.roll.filter(vote=True, presence="present").count()
        meetings.record_vote(item, voters, 0, by=None)
        meetings.close_meeting(board, by=None)
        governance.record_decision(matter, item=item, by=None)
