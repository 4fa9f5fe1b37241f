"""The acts that a player takes, and which would be the sensible one now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from shuniu.accounts.models import User
from shuniu.ballots import Count
from shuniu.base import clock
from shuniu.governance import services
from shuniu.governance.models import Conflict, Matter, Study
from shuniu.governance.queries.lists import Line
from shuniu.meetings import services as meetings
from shuniu.meetings.models import AgendaItem, Meeting, Recusal
from shuniu.registry.models import Body, PartyOrganisation

if TYPE_CHECKING:
    from tests.governance._play import Player

Act = Callable[["Player", "User | None"], bool]
ACTS: dict[str, tuple[Act, int]] = {}
GOING = ("planned", "called", "open")
TITLES = ("采购设备（第一期）", "采购设备（第二期）", "装修办公室", "修改章程", "值班安排")


def act(weight: int) -> Callable[[Act], Act]:
    """One more thing to do, and how often when nothing sensible is done."""

    def keep(function: Act) -> Act:
        ACTS[function.__name__.strip("_")] = (function, weight)
        return function

    return keep


@act(2)
def raise_(p: Player, by: User | None) -> bool:
    amount = p.rng.choice((None, 40_000, 60_000, 99_999, 100_000, 250_000))
    draft = services.Draft(
        p.rng.choice(TITLES),
        p.rng.choice(("expense", "expense", "decision", "other", "activity")),
        amount=None if amount is None else Decimal(amount),
        counterparty=p.rng.choice(p.home.parties),
    )
    go = services.raise_and_classify if p.chance(0.6) else services.raise_matter
    go(p.home.house.organisation, draft, by=by)
    return True


@act(2)
def classify(p: Player, by: User | None) -> bool:
    matter = p.matter()
    if matter is not None:
        services.classify(matter, by=by)
    return matter is not None


@act(6)
def conflict(p: Player, by: User | None) -> bool:
    matter = p.matter()
    if matter is None:
        return False
    people = [*p.home.house.councillors, *p.home.house.committee * 2]
    services.declare_conflict(matter, p.rng.choice(people), reason="亲属任职", by=by)
    return True


@act(1)
def clear(p: Player, by: User | None) -> bool:
    rows = list(Conflict.objects.filter(matter__organisation=p.organisation))
    if not rows or by is None:
        return False
    services.clear_conflict(p.rng.choice(rows), by=by)
    return True


def _plan(
    p: Player,
    what: tuple[str, Body | None, PartyOrganisation | None],
    by: User | None,
    also: str = "",
) -> bool:
    kind, body, party = what
    house = p.home.house
    owner = body.organisation if body is not None else party.home if party else house.organisation
    days = (
        p.rng.choice((0, 1, 1, 2))
        if party or kind == "special_committee"
        else p.rng.choice((0, 4, 5, 6))
    )
    meetings.plan_meeting(
        meetings.Draft(
            kind,
            "一次会议",
            p.now + timedelta(days=days, minutes=1),
            organisation=owner,
            body=body,
            party=party if not also else p.home.study[2],
            also=also,
        ),
        by=by,
    )
    return True


@act(3)
def plan_study(p: Player, by: User | None) -> bool:
    return _plan(p, p.home.study if p.chance(0.9) != p.astray else p.home.wrong, by)


@act(3)
def plan_board(p: Player, by: User | None) -> bool:
    both = "party_committee" if p.home.study[2] is not None and p.chance(0.3) else ""
    return _plan(p, ("council", p.home.house.council, None), by, both)


def _meeting(p: Player, *states: str) -> Meeting | None:
    rows = list(Meeting.objects.filter(state__in=states).order_by("-pk")[:4])
    return (rows[0] if p.chance(0.7) else p.rng.choice(rows)) if rows else None


@act(2)
def call(p: Player, by: User | None) -> bool:
    row = _meeting(p, "planned")
    if row is not None:
        meetings.call_meeting(row, by=by)
    return row is not None


@act(2)
def open_(p: Player, by: User | None) -> bool:
    row = _meeting(p, "planned", "called")
    if row is not None:
        meetings.open_meeting(row, by=by)
    return row is not None


@act(3)
def close(p: Player, by: User | None) -> bool:
    row = _meeting(p, "open")
    if row is not None:
        meetings.close_meeting(row, by=by)
    return row is not None


@act(2)
def reopen(p: Player, by: User | None) -> bool:
    row = _meeting(p, "held")
    if row is None or by is None:
        return False
    meetings.reopen_meeting(row, by=by)
    return True


@act(1)
def approve(p: Player, by: User | None) -> bool:
    row = _meeting(p, "held")
    if row is not None:
        meetings.approve_minutes(row, by=by)
    return row is not None


@act(1)
def cancel(p: Player, by: User | None) -> bool:
    row = _meeting(p, "planned", "called")
    if row is not None:
        meetings.cancel_meeting(row, reason="改期", by=by)
    return row is not None


@act(3)
def attend(p: Player, by: User | None) -> bool:
    """Everybody, or some of them in every way there is; over or not."""
    row = _meeting(p, *GOING) or _meeting(p, "held", "approved")
    if row is None:
        return False
    if p.chance(0.6):
        meetings.mark_all(row, by=by)
        return True
    people = list(row.roll.filter(vote=True).order_by("pk"))
    here = max(p.rng.randint(0, len(people)) for _try in range(2))
    for rank, one in enumerate(people):
        (meetings.present if rank < here else meetings.absent)(one, by=by)
    return True


@act(3)
def come_or_go(p: Player, by: User | None) -> bool:
    row = _meeting(p, *GOING, "held", "approved")
    people = [] if row is None else list(row.roll.filter(vote=True).order_by("pk"))
    if not people:
        return False
    one = p.rng.choice(people)
    how = p.rng.randrange(4)
    if how == 0:
        meetings.leave(one, at=p.now - timedelta(minutes=p.rng.choice((0, 0, 600))), by=by)
    elif how == 1:
        meetings.excuse(one, reason="出差", by=by)
    elif how == 2:
        meetings.absent(one, by=by)
    else:
        meetings.present(one, by=by)
    return True


@act(3)
def send(p: Player, by: User | None) -> bool:
    matter, row = p.matter(), study_meeting(p) if p.chance(0.7) else _meeting(p, *GOING, "held")
    if matter is None or row is None:
        return False
    services.send_to_study(matter, meeting=row, by=by)
    return True


def _items(p: Player, *, study: bool) -> list[AgendaItem]:
    pks = Matter.objects.filter(organisation=p.organisation).values_list("pk", flat=True)
    rows = AgendaItem.objects.filter(subject__in=[f"governance.matter:{pk}" for pk in pks])
    rows = rows.filter(kind="study") if study else rows.exclude(kind="study")
    return list(rows.order_by("-pk")[:4])


def _vote(p: Player, item: AgendaItem, by: User | None) -> None:
    roll = item.meeting.roll.filter(vote=True, presence="present")
    out = Recusal.objects.filter(item=item).values("person_id")
    voters = list(roll.exclude(person__in=out).values_list("person_id", flat=True))
    yes = len(voters) if p.chance(0.75) else p.rng.randint(0, len(voters))
    way = p.rng.random()
    if way < 0.35:
        wrong = p.chance(0.15)
        people = list(item.meeting.roll.values_list("person_id", flat=True)) if wrong else voters
        choices = {who: "for" if n < yes else "against" for n, who in enumerate(people)}
        meetings.record_named(item, choices, by=by)
    elif way < 0.85:
        meetings.record_vote(item, yes, len(voters) - yes, by=by)
    else:
        issued, said = p.rng.randint(0, 9), p.rng.randint(0, 9)
        meetings.record_count(item, Count(issued, said, p.rng.randint(0, 3)), by=by)


@act(3)
def vote_study(p: Player, by: User | None) -> bool:
    rows = _items(p, study=True)
    if not rows:
        return False
    _vote(p, rows[0] if p.chance(0.8) else p.rng.choice(rows), by)
    return True


@act(6)
def vote_board(p: Player, by: User | None) -> bool:
    rows = _items(p, study=False)
    if not rows:
        return False
    _vote(p, rows[0] if p.chance(0.7) else p.rng.choice(rows), by)
    return True


def _given(p: Player, item: AgendaItem) -> services.Given:
    item.refresh_from_db()
    fits = "agree" if item.outcome == "carried" else "oppose"
    opinion = (
        fits if p.chance(0.6) else p.rng.choice(("agree", "amend", "defer", "oppose", "", "x"))
    )
    return services.Given(
        opinion,
        "理由充分" if p.chance(0.9) else "",
        "压缩预算" if opinion == "amend" and p.chance(0.8) else "",
    )


@act(5)
def opine(p: Player, by: User | None) -> bool:
    rows = list(Study.objects.filter(matter__organisation=p.organisation).order_by("-pk")[:3])
    if not rows:
        return False
    study = rows[0] if p.chance(0.8) else p.rng.choice(rows)
    services.give_opinion(study, _given(p, study.item), by=by)
    return True


@act(2)
def urgent(p: Player, by: User | None) -> bool:
    matter = p.matter()
    if matter is None:
        return False
    reason = "汛期抢险，次日即须付款" if p.chance(0.8) else p.rng.choice(("", "急", "      "))
    services.declare_emergency(matter, reason=reason, by=by)
    return True


@act(4)
def put(p: Player, by: User | None) -> bool:
    matter = p.matter()
    row = board_meeting(p) if p.chance(0.8) else _meeting(p, *GOING, "held")
    if matter is None or row is None:
        return False
    services.put_to_board(matter, meeting=row, by=by)
    return True


@act(5)
def decide(p: Player, by: User | None) -> bool:
    matter = p.matter()
    items = _items(p, study=p.chance(0.05))
    if matter is None or not items:
        return False
    own = [one for one in items if one.subject.endswith(f":{matter.pk}") and one.outcome]
    item = p.rng.choice(own if own and p.chance(0.9) else items)
    said = services.Said(p.chance(0.7), "财务情况有变" if p.chance(0.7) else "")
    services.record_decision(matter, item=item, said=said, by=by)
    return True


@act(3)
def table_confirmation(p: Player, by: User | None) -> bool:
    matter, row = p.matter(), study_meeting(p)
    if matter is None or row is None:
        return False
    services.table_confirmation(matter, meeting=row, by=by)
    return True


@act(3)
def confirm(p: Player, by: User | None) -> bool:
    matter, items = p.matter(), _items(p, study=True)
    if matter is None or not items:
        return False
    item = items[0] if p.chance(0.7) else p.rng.choice(items)
    services.confirm_emergency(matter, item=item, given=_given(p, item), by=by)
    return True


@act(1)
def withdraw(p: Player, by: User | None) -> bool:
    matter = p.matter()
    if matter is None or by is None:
        return False
    services.withdraw(matter, reason="不再办理", by=by)
    return True


@act(1)
def execute(p: Player, by: User | None) -> bool:
    matter = p.matter()
    if matter is None or by is None:
        return False
    services.execute(matter, on=clock.today(), text="已付款", by=by)
    return True


@act(1)
def relist(p: Player, by: User | None) -> bool:
    """The list is changed meanwhile: another threshold, another body."""
    organisation = p.home.house.organisation
    line = Line(
        "expense",
        "大额支出",
        Decimal(p.rng.choice((50_000, 100_000, 300_000))),
        studied_by=p.rng.choice((("branch", "committee"), ("committee",), ("branch",))),
        decides=p.rng.choice(("council", "assembly", "secretariat")),
    )
    services.set_line(organisation.node, line, by=by)
    return True


@act(2)
def smuggle(p: Player, by: User | None) -> bool:
    """An item about a matter that nobody sent from its page: named, or in other clothes."""
    matter, row = p.matter(), _meeting(p, *GOING)
    if matter is None or row is None:
        return False
    form = meetings.Item(
        p.rng.choice(("decide", "study")),
        matter.title if p.chance(0.5) else "其他",
        subject=f"governance.matter:{matter.pk}" if p.chance(0.6) else "",
    )
    item = meetings.add_item(row, form, by=by)
    voters = row.roll.filter(vote=True, presence="present").count()
    meetings.record_vote(item, voters, 0, by=by)
    return True


@act(1)
def drop(p: Player, by: User | None) -> bool:
    items = [*_items(p, study=True), *_items(p, study=False)]
    if not items:
        return False
    item = p.rng.choice(items)
    if p.chance(0.5):
        meetings.drop_item(item, by=by)
        return True
    recusal = Recusal.objects.filter(item=item).first()
    if recusal is not None:
        meetings.unrecuse(recusal, by=by)
    return recusal is not None


@act(2)
def step_aside(p: Player, by: User | None) -> bool:
    """Whoever has an interest in what is on the table steps aside."""
    done = False
    for item in [*_items(p, study=True), *_items(p, study=False)]:
        pk = int(item.subject.partition(":")[2])
        rows = Conflict.objects.filter(matter=pk).exclude(
            person__in=Recusal.objects.filter(item=item).values("person_id")
        )
        if item.outcome:
            continue
        for one in rows:
            meetings.recuse(item, one.person, reason=one.reason, by=by)
            done = True
    return done


@act(2)
def days(p: Player, by: User | None) -> bool:
    del by
    p.now += timedelta(days=p.rng.choice((1, 2, 6)))
    return False


def study_meeting(p: Player) -> Meeting | None:
    kind, body, party = p.home.wrong if p.astray else p.home.study
    rows = Meeting.objects.filter(state__in=GOING, kind=kind, body=body, party=party)
    shared = Meeting.objects.filter(state__in=GOING, also=kind, party=party)
    return rows.order_by("-pk").first() or (shared.order_by("-pk").first() if party else None)


def board_meeting(p: Player) -> Meeting | None:
    rows = Meeting.objects.filter(state__in=GOING, body=p.home.house.council)
    return rows.order_by("-pk").first()
