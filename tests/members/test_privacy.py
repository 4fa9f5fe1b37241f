"""Names where they may be and nowhere else; gone when their key is; counts and hashes stay."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import override_settings

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto, facts
from shuniu.base.verdicts import Refused
from shuniu.members import queries, services
from shuniu.members.models import Member, Packet, Plea, Reading
from shuniu.members.queries import privacy as reads
from shuniu.members.queries import records
from shuniu.members.queries.catalogue import catalogue, kept_as, tables
from shuniu.members.queries.packets import head_of
from shuniu.members.queries.parameters import Parameters
from shuniu.members.services import packets
from shuniu.registry.models import Person
from tests.members import _cast as cast
from tests.registry import _cast as registry

pytestmark = pytest.mark.django_db
NAME, PHONE, HOME, TEXT = "司徒望舒", "13912345678", "云雾县石桥村党支部", "一贯拥护党的主张"
PLANTED = (NAME, PHONE, HOME, TEXT, "老支书张三丰", "〔2026〕第77号")


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def everywhere(there: cast.Cast) -> Member:
    """Planted names and numbers in every table of the room."""
    with clock.at(cast.TODAY):
        row = cast.member(there, NAME, phone=PHONE, relation="elsewhere")
        form = services.Floating(HOME, date(2026, 6, 1), "老支书张三丰", "工作需要", "活动证001")
        link = services.link_floating(row, form, by=there.secretary)
        services.note_contact(link, on=cast.TODAY, way="phone", by=there.secretary)
        services.make_return(link, date(2026, 10, 1), by=there.secretary)
        letter = services.Letter("〔2026〕第77号", HOME, "第1协会", date(2026, 11, 2), 30)
        services.follow_transfer(row, letter, by=there.secretary)
        services.note_half_year(row, on=cast.TODAY, text=TEXT, by=there.secretary)
        services.agree_dues(row, year=2026, amount=Decimal(45), elsewhere=False, by=there.secretary)
        services.review_member(row, year=2026, grade="good", on=cast.TODAY, by=there.secretary)
        other = cast.member(there, "端木某", "activist")
        services.note_training(
            other, on=cast.TODAY, hours=Decimal(8), title="学习", by=there.secretary
        )
        services.note_reading(row.person, user=there.secretary, purpose="daily")
        packets.hand_over(other, consented=True, by=there.secretary)
        packet = Packet.objects.get()
        file, code = packets.export_packet(packet, by=there.secretary)
        assert "端木某".encode() not in file
        Packet.objects.filter(pk=packet.pk).update(number="gone")
        packets.receive(there.branch, file, code=code, by=there.secretary)
    return row


def database() -> str:
    """Every value of every table, as text."""
    found = []
    for model in apps.get_models():
        found += [repr(values) for values in model._default_manager.values_list()]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        found += list(connection.connection.iterdump())
    return "\n".join(found)


def test_nothing_planted_stands_in_the_database_or_the_log(
    there: cast.Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        everywhere(there)
    text = database() + caplog.text
    for word in (*PLANTED, "端木某"):
        assert word not in text, word


@pytest.mark.django_db(transaction=True)
def test_nothing_planted_stands_in_the_bytes_of_the_file(there: cast.Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its files itself")
    everywhere(there)
    path = Path(str(connection.settings_dict["NAME"]))
    raw = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    assert str(there.branch.name).encode() in raw
    for word in (*PLANTED, "端木某"):
        assert word.encode() not in raw, word


def test_after_erasure_names_are_gone_and_counts_and_hashes_verify(there: cast.Cast) -> None:
    row = everywhere(there)
    before = facts.frame("members.member", [there.home.pk], cast.TODAY)
    old = Person.objects.filter(pk=row.person_id).values().get()  # an older backup
    with clock.at(cast.TODAY):
        services.erase(row, reason="asked", by=there.lead)
    assert (row.person.name, row.status) == ("", "")
    told = records.everything(row)
    assert not [word for word in PLANTED if word in json.dumps(told, ensure_ascii=False)]
    after = facts.frame("members.member", [there.home.pk], cast.TODAY)
    assert before.drop("until").equals(after.drop("until"))
    assert list(audit.verify()) == []
    assert old["name_sealed"]
    keys = ["ef" * 32]
    with override_settings(SHUNIU_KEYS=keys), pytest.raises(crypto.Sealed):
        crypto.unseal(old["name_sealed"], old["wrapped"])


def test_keys_rotate_on_a_live_database_and_an_older_backup_stays_shut(there: cast.Cast) -> None:
    row = everywhere(there)
    gone = cast.member(there, "要删除的人")
    old = Person.objects.get(pk=gone.person_id)  # a backup from before
    with clock.at(cast.TODAY):
        services.erase(gone, reason="asked", by=there.lead)
    fresh = "12" * 32
    with override_settings(SHUNIU_KEYS=[fresh, *settings.SHUNIU_KEYS]):
        assert crypto.rotate_all() > 3
    with override_settings(SHUNIU_KEYS=[fresh]):  # the old one is thrown away
        again = Member.objects.select_related("person").get(pk=row.pk)
        assert (again.person.name, again.status) == (NAME, "full")
        incoming = Packet.objects.get(incoming=True)
        assert head_of(incoming)["person"]["name"] == "端木某"
        packets.hand_over(
            Member.objects.filter(packets__incoming=False)[0], consented=True, by=there.secretary
        )
        with pytest.raises(crypto.Sealed):
            crypto.unseal(old.name_sealed, old.wrapped)


def test_a_person_sees_everything_and_who_looked(there: cast.Cast) -> None:
    row = everywhere(there)
    text = json.dumps(records.everything(row), ensure_ascii=False)
    for word in PLANTED:
        assert word in text, word
    assert there.secretary.display_name in text
    assert "日常管理" in text


def own(there: cast.Cast, row: Member) -> User:
    with clock.at(cast.SINCE):
        user = registry.person("own", "member", there.home.node)
    with clock.at(cast.TODAY):
        services.set_user(row, user, by=there.secretary)
    return user


def test_withdrawing_consent_ends_the_roster_and_asks_for_erasure(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
        user = own(there, row)
        with pytest.raises(Refused):
            services.withdraw_consent(row, by=there.secretary)
        services.withdraw_consent(row, by=user)
        assert row.until == cast.TODAY
        assert Plea.objects.get().reason == "withdrawn"
        assert queries.roster(there.branch, cast.TODAY + timedelta(days=1)) == []
        assert [one.person_id for one in reads.pleas_open(there.secretary)] == [row.person_id]


def test_a_hold_needs_a_legal_reason_and_an_end_and_then_holds(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
        user = own(there, row)
        plea = services.ask_erasure(row, reason="asked", by=user)
        for reason, until, rule in (
            ("", date(2027, 1, 1), "members.hold_reason"),
            ("档案法", None, "members.hold_until"),
            ("档案法", cast.TODAY, "members.hold_until"),
        ):
            with pytest.raises(Refused) as refused:
                services.hold_plea(plea, row, reason=reason, until=until, by=there.lead)
            assert refused.value.verdict.rule == rule
        services.hold_plea(
            plea, row, reason="《档案法》第十四条", until=date(2027, 1, 1), by=there.lead
        )
        with pytest.raises(Refused) as refused:
            services.erase(row, reason="asked", by=there.lead)
        assert refused.value.verdict.rule == "members.held"
    with clock.at(date(2027, 1, 2)):
        services.erase(row, reason="asked", by=there.lead)
    assert row.person.name == ""


def test_nobody_erases_themselves_or_strangers(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
        user = own(there, row)
        for who in (user, there.stranger):
            with pytest.raises(Refused):
                services.erase(row, reason="asked", by=who)
        with pytest.raises(Refused) as refused:
            services.erase(row, reason="因为张三", by=there.lead)
    assert refused.value.verdict.rule == "members.erase_reason"


def test_terms_of_keeping_are_shown_first_and_done_by_a_person(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there, since=date(2020, 1, 1))
        services.leave(row, on=date(2023, 11, 22), why="moved", by=there.secretary)
        kept = cast.member(there, "乙", since=date(2020, 1, 1))
        services.leave(kept, on=date(2023, 11, 23), why="moved", by=there.secretary)
        Reading.objects.create(
            person=kept.person,
            user=there.lead,
            purpose="daily",
            at=clock.now() - timedelta(days=1200),
        )
        due = {one.code: one.pks for one in reads.retention(there.lead, cast.TODAY, Parameters())}
        assert (due["left"], len(due["readings"]), due["packets"]) == ((row.pk,), 1, ())
        assert row.person.name  # a dry run
        assert services.end_terms("left", [row.pk, kept.pk], by=there.lead) == 1
        assert services.end_terms("readings", due["readings"], by=there.lead) == 1
    row.person.refresh_from_db()
    kept.person.refresh_from_db()
    assert row.person.name == ""
    assert kept.person.name == "乙"
    assert not Reading.objects.exists()


def test_the_catalogue_knows_every_field_and_free_words_are_sealed() -> None:
    entries = catalogue()
    assert len(entries) == sum(len(model._meta.concrete_fields) - 1 for model in tables())
    assert {one.kept for one in entries} == {"sealed", "hashed", "key", "plain"}
    plain = {
        f"{model.__name__}.{field.name}"
        for model in tables()
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"TextField", "CharField"}
        and kept_as(model, field) == "plain"
        and not field.choices
    }
    assert plain == {  # none of them is a person's: each is a code, a title, a party organisation
        "Consent.text_version",
        "KnownSigner.name",
        "KnownSigner.public",
        "Packet.number",
        "Packet.signer_key",
        "PacketItem.kind",
        "PacketItem.title",
        "Plea.hold_reason",
        "Presence.kind",
        "Presence.record",
        "Scan.media_type",
        "SigningKey.public",
        "Training.title",
    }


def test_days_are_no_secret_but_moments_are_aware(there: cast.Cast) -> None:
    with clock.at(cast.TODAY):
        row = cast.member(there)
    told = records.everything(row)["consents"][0]["given_at"]
    assert datetime.fromisoformat(told).tzinfo is not None
