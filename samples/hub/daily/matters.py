"""Matters of every kind: studied and decided, refused at the gate, urgent, a sum in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from samples.hub.daily.days import House, at, head_of, sit, voters
from samples.hub.people import People
from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from shuniu.governance import services as governance
from shuniu.governance.models import Matter
from shuniu.meetings import services as meetings
from shuniu.meetings.models import Meeting

_ORDINARY = (
    ("年度工作计划和预算", "year_plan", None),
    ("采购助老服务设备", "expense", 160_000),
    ("接受企业定向捐赠", "donation", 300_000),
    ("举办行业技能大赛", "activity", 220_000),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One matter and how it ends."""

    title: str
    kind: str
    amount: int | None
    raised: date
    opinion: str = "agree"
    to: str = "closed"  # how far it has come: study, decision, execution, closed


def make(houses: Sequence[House], people: People) -> None:
    """So many matters as each sample has due, of those with a branch of their own to study them."""
    studying = [one for one in houses if one.party is not None and one.party.body is not None]
    for number, house in enumerate(studying):
        for place in range(min(house.most("prior_studied", 4), 1 + number % 3)):
            _ordinary(house, people, number, place)
    for house, tell in zip(studying, (_refused, _urgent, _pieces, _confirmed), strict=False):
        tell(house, people.lead)


def _ordinary(house: House, people: People, number: int, place: int) -> None:
    title, kind, amount = _ORDINARY[(number + place) % len(_ORDINARY)]
    raised = date(2025, 11, 20) + timedelta(days=70 * place + 3 * (number % 20))
    ways = (("agree", "closed"), ("amend", "execution"), ("agree", "decision"), ("defer", "study"))
    opinion, to = ways[(number + 2 * place) % len(ways)]
    case = Case(f"{raised.year}年{title}", kind, amount, raised, opinion, to)
    matter = _raise(house, case)
    _studied(house, matter, case)
    if to != "study":
        _decided(house, matter, case, people.lead)


def _raise(house: House, case: Case) -> Matter:
    said = governance.Draft(
        case.title,
        case.kind,
        amount=None if case.amount is None else Decimal(case.amount),
        counterparty="" if case.amount is None else "示例设备服务公司",
    )
    with clock.at(at(case.raised)):
        matter = governance.raise_matter(house.row, said, by=None)
        governance.classify(matter, by=None)
    matter.refresh_from_db()
    return matter


def _board(house: House, day: date, title: str) -> Meeting:
    draft = meetings.Draft(
        "council",
        title,
        at(day),
        organisation=house.row,
        body=house.council,
        place="会议室",
        chair=head_of(house.council),
    )
    return sit(draft, day, notice=12)


def _branch(house: House, day: date) -> Meeting:
    draft = meetings.Draft(
        "party_assembly", "前置研究会议", at(day), organisation=house.row, party=house.party
    )
    return sit(draft, day, notice=5)


def _studied(house: House, matter: Matter, case: Case) -> None:
    day = case.raised + timedelta(days=14)
    meeting = _branch(house, day)
    with clock.at(at(day, 11)):
        study = governance.send_to_study(matter, meeting=meeting, by=None)
        there = _free(study.item_id, meeting)
        yes = there if case.opinion in {"agree", "amend"} else 0
        meetings.record_vote(study.item, yes, there - yes, by=None)
        meetings.close_meeting(meeting, by=None)
        words = {
            "agree": governance.Given("agree", "符合宗旨，资金有保障。"),
            "amend": governance.Given("amend", "总体可行。", changes="分两期付款，先付六成。"),
            "defer": governance.Given("defer", "供应商报价只有一家，补充询价后再研究。"),
        }
        governance.give_opinion(study, words[case.opinion], by=None)
    matter.refresh_from_db()


def _free(item: int, meeting: Meeting) -> int:
    """Who is there with a vote and has not stepped aside."""
    row = meeting.agenda.get(pk=item)
    gone = set(row.recusals.values_list("person_id", flat=True))
    rows = meeting.roll.filter(vote=True, presence="present").exclude(person_id__in=gone)
    return rows.count()


def _decided(house: House, matter: Matter, case: Case, lead: User) -> None:
    day = case.raised + timedelta(days=35)
    board = _board(house, day, "理事会专题会议")
    with clock.at(at(day, 11)):
        item = governance.put_to_board(matter, meeting=board, by=None)
        meetings.record_vote(item, _free(item.pk, board), 0, by=None)
        meetings.close_meeting(board, by=None)
        governance.record_decision(matter, item=item, by=None)
        meetings.approve_minutes(board, by=None)
    if case.to != "decision":
        _after(matter, case, day, lead)


def _after(matter: Matter, case: Case, day: date, lead: User) -> None:
    matter.refresh_from_db()
    with clock.at(at(day + timedelta(days=6))):
        for report in matter.reports.all():
            told = f"{case.title}已按程序研究、决定。"
            governance.report(report, on=clock.today(), text=told, by=lead)
    with clock.at(at(day + timedelta(days=60))):
        spent = None if case.amount is None else Decimal(case.amount) * Decimal("0.96")
        governance.execute(matter, on=clock.today(), text="已按决定办理。", amount=spent, by=lead)
    if case.to == "closed":
        matter.refresh_from_db()
        with clock.at(at(day + timedelta(days=100))):
            governance.look_back(matter, text="目标已实现，付款手续齐全。", by=lead)


def _refused(house: House, _lead: User) -> None:
    """The board is asked too early: no vote is taken, and the matter waits for its study."""
    case = Case("购置办公用房", "expense", 600_000, date(2026, 9, 8))
    matter = _raise(house, case)
    day = date(2026, 9, 25)
    board = _board(house, day, "理事会临时会议")
    try:
        with clock.at(at(day, 11)):
            item = governance.put_to_board(matter, meeting=board, by=None)
            meetings.record_vote(item, voters(board), 0, by=None)
    except Refused:
        with clock.at(at(day, 12)):
            words = "门槛提示：重大事项须先经前置研究，本次会议不表决，改为通报。"
            item = meetings.add_item(board, meetings.Item("report", words), by=None)
            meetings.close_meeting(board, by=None)
        return
    message = "the gate let a matter through that nobody studied"
    raise RuntimeError(message)


def _hurry(house: House, case: Case) -> Matter:
    matter = _raise(house, case)
    day = case.raised + timedelta(days=1)
    with clock.at(at(case.raised, 10)):
        reason = "仓库进水，次日须付抢险和转运费用，来不及召开党员大会"
        governance.declare_emergency(matter, reason=reason, by=None)
    board = _board(house, day, "理事会紧急会议")
    with clock.at(at(day, 11)):
        item = governance.put_to_board(matter, meeting=board, by=None)
        meetings.record_vote(item, _free(item.pk, board), 0, by=None)
        meetings.close_meeting(board, by=None)
        governance.record_decision(matter, item=item, by=None)
    matter.refresh_from_db()
    return matter


def _urgent(house: House, _lead: User) -> None:
    """Decided as an emergency a few days ago, not confirmed yet."""
    _hurry(house, Case("仓库抢险和物资转运", "expense", 130_000, date(2026, 11, 12)))


def _confirmed(house: House, _lead: User) -> None:
    """Decided as an emergency, and confirmed by those who should have studied it."""
    matter = _hurry(house, Case("汛期抢险", "expense", 150_000, date(2026, 7, 10)))
    day = date(2026, 7, 22)
    meeting = _branch(house, day)
    with clock.at(at(day, 11)):
        item = governance.table_confirmation(matter, meeting=meeting, by=None)
        meetings.record_vote(item, _free(item.pk, meeting), 0, by=None)
        meetings.close_meeting(meeting, by=None)
        given = governance.Given("agree", "情况属实，支出合理，同意追认。")
        governance.confirm_emergency(matter, item=item, given=given, by=None)


def _pieces(house: House, _lead: User) -> None:
    """A sum in three pieces, each below the threshold: noticed when the last one comes."""
    for part in (1, 2, 3):
        title = f"办公场地装修（第{part}批）"
        _raise(house, Case(title, "expense", 45_000, date(2026, 10, 9 + part)))
