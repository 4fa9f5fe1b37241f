"""A relay packet from one installation to another: whole, judged, and time counts on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings

from shuniu import attest
from shuniu.base import audit, clock, crypto
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.members import services
from shuniu.members.models import Member, Packet, PacketItem
from shuniu.members.queries import packets as reads
from shuniu.members.queries.ways import way_of
from shuniu.members.services import packets
from shuniu.members.states import ItemVerdict
from shuniu.registry.models import Person
from shuniu.registry.services import erase_person
from tests.members import _cast as cast

pytestmark = pytest.mark.django_db
OTHER = {"SHUNIU_KEYS": ["ab" * 32], "SHUNIU_HASH_KEY": "cd" * 32}
NAME, PHONE = "司徒望舒", "13912345678"


@contextmanager
def elsewhere() -> Iterator[None]:
    """Another installation: other keys, so that nothing sealed here can be opened there."""
    with override_settings(**OTHER):
        yield


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def grown(there: cast.Cast) -> Member:
    """An activist with half a year behind them."""
    with clock.at(date(2026, 1, 10)):
        row = cast.member(there, NAME, "applicant", phone=PHONE, since=date(2025, 1, 10))
        contact = cast.member(there, "联系人", "full")
        for number, on, facts, persons in (
            (1, date(2025, 1, 10), {"born": date(1990, 1, 1)}, ()),
            (2, date(2025, 1, 20), {}, ()),
            (3, date(2025, 5, 10), {"body": "committee"}, ()),
            (4, date(2025, 5, 20), {}, ()),
            (5, date(2025, 5, 20), {}, (contact.person,)),
        ):
            form = services.Taking(number, on, facts, "备注", persons)
            services.take_step(row, form, by=there.secretary)
        services.note_half_year(row, on=date(2025, 11, 10), text="表现好", by=there.secretary)
        services.note_training(
            row, on=date(2025, 9, 1), hours=Decimal("8.0"), title="集中学习", by=there.secretary
        )
    return row


def sent(there: cast.Cast) -> tuple[bytes, str]:
    """A packet on its way."""
    with clock.at(date(2026, 2, 1)):
        packet = packets.hand_over(grown(there), consented=True, by=there.secretary)
        return packets.export_packet(packet, by=there.secretary)


def moved(there: cast.Cast) -> None:
    """The receiving installation has its own books: the packet's row is not known there."""
    Packet.objects.all().delete()


def test_a_packet_goes_round_between_two_installations(there: cast.Cast) -> None:
    file, code = sent(there)
    moved(there)
    with elsewhere(), clock.at(date(2026, 3, 1)):
        branch = there.branch
        packet = packets.receive(branch, file, code=code, by=there.secretary)
        assert reads.head_of(packet)["person"]["name"] == NAME
        assert {one.row.kind for one in reads.items_of(packet)} == {
            *("step", "contact", "half_year", "training")
        }
        assert packets.accept_rest(packet, by=there.secretary) == 8
        form = services.Enrolment("", date(2026, 3, 1), came_on=date(2026, 3, 1))
        row = packets.settle_packet(packet, there.other, form, by=there.lead)
        way = way_of(row, date(2026, 3, 1))
        assert (row.person.name, row.status, way.start) == (NAME, "activist", date(2025, 5, 10))
        assert way.half_years == (date(2025, 11, 10),)
        assert way.hours == Decimal("8.0")
        assert set(way.done) == {1, 2, 3, 4, 5}
        services.note_half_year(row, on=date(2026, 3, 1), text="继续", by=there.lead)
    with elsewhere(), clock.at(date(2026, 5, 10)):
        done = services.take_step(row, services.Taking(6, date(2026, 5, 10)), by=there.lead)
        assert done.number == 6  # twelve months, counted across both units


def test_what_was_sealed_there_opens_only_there(there: cast.Cast) -> None:
    row = grown(there)
    with elsewhere(), pytest.raises(crypto.Sealed):
        assert row.status


def test_a_packet_is_verified_offline_with_the_public_key_alone(there: cast.Cast) -> None:
    file, code = sent(there)
    plain = attest.unlock(file, code)
    signer = Packet.objects.get().signer_key
    told = attest.read(plain, kind=packets.KIND, signers=frozenset({signer}))
    assert told.digest == Packet.objects.get().digest
    assert NAME.encode() not in file


def test_a_changed_byte_is_refused(there: cast.Cast) -> None:
    file, code = sent(there)
    moved(there)
    plain = attest.unlock(file, code)
    changed = plain.replace("表现好".encode(), "表现差".encode())
    at = len(file) // 2
    flipped = file[:at] + (b"A" if file[at : at + 1] != b"A" else b"B") + file[at + 1 :]
    with elsewhere():
        for bad, rule in (
            (changed, "members.packet.changed"),
            (flipped, "members.packet.locked"),
            (plain[:-1], "members.packet.malformed"),
            (b"", "members.packet.malformed"),
        ):
            with pytest.raises(Refused) as refused:
                packets.receive(there.branch, bad, code=code, by=there.secretary)
            assert refused.value.verdict.rule == rule
        with pytest.raises(Refused) as refused:
            packets.receive(there.branch, file, code="2222", by=there.secretary)
        assert refused.value.verdict.rule == "members.packet.locked"
    assert not Packet.objects.exists()


def test_a_well_signed_file_of_another_shape_is_refused(there: cast.Cast) -> None:
    key = attest.make_key()
    for content in ({}, {"number": "x"}, _content(items=[{"kind": "step", "number": 99}])):
        with pytest.raises(Refused) as refused:
            packets.receive(
                there.branch, attest.seal(packets.KIND, content, key), code="", by=there.secretary
            )
        assert refused.value.verdict.rule == "members.packet.shape"


def _content(**more: Any) -> dict[str, Any]:
    return {
        "number": "00000000-0000-4000-8000-000000000000",
        "made_on": "2026-01-01",
        "from": {"party": "甲", "organisation": "乙"},
        "person": {"name": NAME, "phone": ""},
        "status": "activist",
        "consent": {"version": "2026-11", "digest": "", "given_on": "2026-01-01"},
        "counted_from": "",
        "items": [],
        **more,
    }


@pytest.fixture
def received(there: cast.Cast) -> Packet:
    file, code = sent(there)
    moved(there)
    return packets.receive(there.branch, file, code=code, by=there.secretary)


def judged(
    packet: Packet, order: int, verdict: str, there: cast.Cast, reason: str = "缺页"
) -> None:
    item = PacketItem.objects.select_related("packet__party").get(packet=packet, order=order)
    packets.judge_item(item, verdict=verdict, reason=reason, by=there.secretary)


def test_a_packet_is_taken_once(there: cast.Cast) -> None:
    file, code = sent(there)
    moved(there)
    packets.receive(there.branch, file, code=code, by=there.secretary)
    with pytest.raises(Refused) as refused:
        packets.receive(there.branch, file, code=code, by=there.secretary)
    assert refused.value.verdict.rule == "members.packet.twice"


def test_a_question_and_a_refusal_have_their_reason(received: Packet, there: cast.Cast) -> None:
    for verdict in (ItemVerdict.ASKED, ItemVerdict.REFUSED):
        with pytest.raises(Refused) as refused:
            judged(received, 1, verdict, there, reason=" ")
        assert refused.value.verdict.rule == "members.packet.reason"
    judged(received, 1, ItemVerdict.ASKED, there)
    assert reads.items_of(received)[0].reason == "缺页"


def settle(packet: Packet, there: cast.Cast) -> Member:
    with clock.at(date(2026, 3, 1)):
        form = services.Enrolment("", date(2026, 3, 1))
        return packets.settle_packet(packet, there.other, form, by=there.lead)


def test_nothing_is_taken_over_before_all_is_judged(received: Packet, there: cast.Cast) -> None:
    with pytest.raises(Refused) as refused:
        settle(received, there)
    assert refused.value.verdict.rule == "members.packet.open"


def test_a_step_without_those_before_it_is_not_taken_over(
    received: Packet, there: cast.Cast
) -> None:
    judged(received, 2, ItemVerdict.REFUSED, there)
    packets.accept_rest(received, by=there.secretary)
    with pytest.raises(Refused) as refused:
        settle(received, there)
    assert refused.value.verdict.rule == "members.packet.broken"


def test_time_does_not_count_where_becoming_an_activist_is_refused(
    received: Packet, there: cast.Cast
) -> None:
    Person.objects.filter(name_hash=crypto.keyed_hash(NAME)).update(name_hash="", phone_hash="")
    for order in (3, 4, 5):
        judged(received, order, ItemVerdict.REFUSED, there)
    packets.accept_rest(received, by=there.secretary)
    row = settle(received, there)
    assert (row.status, row.counted_from) == ("applicant", None)


def test_without_an_application_there_is_nothing_to_go_on(
    received: Packet, there: cast.Cast
) -> None:
    for order in range(1, 6):
        judged(received, order, ItemVerdict.REFUSED, there)
    packets.accept_rest(received, by=there.secretary)
    with pytest.raises(Refused) as refused:
        settle(received, there)
    assert refused.value.verdict.rule == "members.packet.nothing"


def test_only_people_on_the_way_are_handed_over_and_only_with_consent(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        full = cast.member(there)
        activist = cast.member(there, "乙", "activist")
        with pytest.raises(Refused) as refused:
            packets.hand_over(full, consented=True, by=there.secretary)
        assert refused.value.verdict.rule == "members.packet.status"
        with pytest.raises(Refused) as refused:
            packets.hand_over(activist, consented=False, by=there.secretary)
        assert refused.value.verdict.rule == "members.packet.consent"
        with pytest.raises(Refused):
            packets.hand_over(activist, consented=True, by=there.stranger)


def test_a_packet_is_gone_with_its_person_and_its_digest_stays(there: cast.Cast) -> None:
    with clock.at(date(2026, 2, 1)):
        row = grown(there)
        packet = packets.hand_over(row, consented=True, by=there.secretary)
        before = packet.digest
        erase_person(row.person, reason="asked", by=None)
        packet = Packet.objects.select_related("member__person").get()
        with pytest.raises(Refused) as refused:
            packets.export_packet(packet, by=there.secretary)
    assert refused.value.verdict.rule == "members.erased"
    assert packet.digest == before
    assert not list(audit.verify())


def test_a_dropped_packet_leaves_nothing_but_its_digest(received: Packet, there: cast.Cast) -> None:
    packets.drop_packet(received, by=there.secretary)
    received.refresh_from_db()
    assert (received.key, received.other_side_sealed) == ("", "")
    assert received.digest
    assert reads.items_of(received) == []


def test_the_book_knows_of_packets_without_names(received: Packet) -> None:
    lines = [str(one.detail) for one in AuditEntry.objects.filter(action__startswith="members.")]
    assert [one for one in lines if received.digest in one]
    assert not [one for one in lines if NAME in one or PHONE in one]


def test_a_signer_is_known_after_somebody_compared(received: Packet, there: cast.Cast) -> None:
    assert reads.signer_of(received) is None
    packets.know_signer(received.signer_key, name="原支部", party=there.branch, by=there.secretary)
    known = reads.signer_of(received)
    assert known is not None
    assert known.name == "原支部"
