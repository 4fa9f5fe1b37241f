"""Rosters: members at home and floating, people on the way, letters, dues, reviews, talks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from samples.hub.daily.days import House, at, month
from samples.hub.people import People, person_name
from shuniu.base import clock
from shuniu.members import services as members
from shuniu.members.models import Member
from shuniu.members.services import packets
from shuniu.registry.models import PartyOrganisation, Person

_BEGUN = date(2024, 6, 1)
_ENROLLED = date(2024, 10, 20)  # the day on which the branch entered everybody


def make(house: House, people: People, *, whole: bool) -> None:
    """The roster of one branch; of some only those at home, of others the whole of it."""
    party = house.party
    if party is None or party.body is None or party.since > _BEGUN:
        return
    persons = [one.person for one in party.body.posts.select_related("person").order_by("pk")]
    with clock.at(at(_ENROLLED)):
        rows = [_full(house, party, one) for one in persons]
    _talks(house, party, persons)
    if not whole:
        return
    with clock.at(at(_ENROLLED)):
        floating = _entered(house, party, "full", relation="elsewhere")
        growing = _entered(house, party, "applicant")
    _dues(rows)
    if house.reviews():
        _reviews(rows)
    _float(house, floating)
    _grow(growing, persons, upto=8)
    if house.row.pk in people.secretaries:
        _first(house, party, people, growing, floating)


def _full(house: House, party: PartyOrganisation, person: Person) -> Member:
    form = members.Enrolment("full", _BEGUN, person=person, party=party, relation="here")
    return members.enrol(house.row, form, by=None)


def _entered(house: House, party: PartyOrganisation, status: str, relation: str = "") -> Member:
    name = person_name(house.rng)
    form = members.Enrolment(status, _BEGUN, name=name, party=party, relation=relation)
    return members.enrol(house.row, form, by=None)


def _dues(rows: list[Member]) -> None:
    for number, row in enumerate(rows):
        with clock.at(at(date(2026, 10, 20))):
            told = members.DuesTold(2026, Decimal(20 + 10 * number), months=10 - number)
            members.settle_dues(row, told, by=None)


def _talks(house: House, party: PartyOrganisation, persons: list[Person]) -> None:
    """The secretary talks with the others; how many of them is the sample's share."""
    for number, one in enumerate(persons[1:]):
        if house.rng.random() < house.rate("talks", 0.5):
            day = month(2 + number) + timedelta(days=9)
            with clock.at(at(day)):
                members.note_talk(party, persons[0], one, on=day, by=None)


def _reviews(rows: list[Member]) -> None:
    day = month(1) + timedelta(days=26)
    with clock.at(at(day)):
        for number, row in enumerate(rows):
            grade = "excellent" if number == 0 else "good"
            members.review_member(row, year=2025, grade=grade, on=day, by=None)


def _float(house: House, row: Member) -> None:
    form = members.Floating("外省某县社区党支部", _BEGUN, reason="在本市工作")
    with clock.at(at(_ENROLLED)):
        link = members.link_floating(row, form, by=None)
    if not house.most("floating_in_contact", 1):
        return
    for number in range(12):
        day = month(number) + timedelta(days=14)
        with clock.at(at(day)):
            members.note_contact(link, on=day, way="phone", by=None)
    with clock.at(at(date(2026, 11, 3))):
        sheet = members.make_return(link, date(2026, 10, 1), by=None)
        members.send_return(sheet, on=date(2026, 11, 3), by=None)


def _grow(row: Member, persons: list[Person], *, upto: int) -> None:
    """Step by step, as far as the branch has come."""
    asked = date(2024, 11, 4)
    days = {1: 0, 2: 20, 3: 190, 4: 200, 5: 200, 6: 570, 7: 585, 8: 600}
    facts: dict[int, dict[str, object]] = {
        1: {"born": date(1996, 5, 6)},
        3: {"body": "assembly"},
        7: {"heard": ["group", "contacts", "members", "masses"]},
    }
    for number in range(1, upto + 1):
        day = asked + timedelta(days=days[number])
        if number == 6:
            for half in (1, 2):
                on = asked + timedelta(days=190 + 180 * half)
                with clock.at(at(on)):
                    members.note_half_year(row, on=on, text="参加组织生活积极。", by=None)
        with clock.at(at(day)):
            helpers = tuple(persons[:2]) if number == 5 else ()
            taking = members.Taking(number, day, facts.get(number, {}), persons=helpers)
            members.take_step(row, taking, by=None)
    with clock.at(at(date(2026, 9, 20))):
        hours = Decimal(16)
        members.note_training(
            row, on=date(2026, 9, 20), hours=hours, title="枢纽积极分子培训班", by=None
        )


def _first(
    house: House, party: PartyOrganisation, people: People, growing: Member, floating: Member
) -> None:
    """The first organisation shows the rest: a letter on its way, somebody handed over, an account."""
    secretary = people.secretaries[house.row.pk]
    with clock.at(at(_ENROLLED)):
        leaving = _entered(house, party, "applicant")
    _grow(leaving, [one.person for one in party.body.posts.all()] if party.body else [], upto=5)
    with clock.at(at(date(2026, 10, 28))):
        letter = members.Letter(
            "示例第0108号", "外省某县社区党支部", party.name, date(2026, 10, 26), valid_days=60
        )
        members.follow_transfer(floating, letter, by=None)
        packet = packets.hand_over(leaving, consented=True, by=secretary)
        packets.export_packet(packet, by=secretary)
    if people.own is not None:
        with clock.at(at(date(2026, 1, 12))):
            members.set_user(growing, people.own, by=secretary)
