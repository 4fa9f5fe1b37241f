"""Every page once, by those who may and those who may not; acts by plain forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuniu import attest
from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.members import queries, services
from shuniu.members.models import Member, MonthlyReturn, Packet, Reading, StepDone, Transfer
from shuniu.members.services import packets
from tests.members import _cast as cast
from tests.registry import _cast as registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.at(cast.TODAY):
        yield


@pytest.fixture
def there() -> cast.Cast:
    return cast.cast()


def signed(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def full(there: cast.Cast) -> list[str]:
    """Addresses of a house in which there is something of everything."""
    row = cast.member(there, "司徒望舒", phone="13912345678", relation="elsewhere")
    form = services.Floating("外省支部", date(2026, 6, 1), "张书记")
    link = services.link_floating(row, form, by=there.secretary)
    services.follow_transfer(
        row,
        services.Letter("12号", "外省", "本会", date(2026, 11, 2), 30),
        by=there.secretary,
    )
    services.note_presences(
        [row.person_id], on=cast.TODAY, kind="theme_day", record="meetings.meeting:1"
    )
    made = services.make_return(link, date(2026, 10, 1), by=there.secretary)
    services.review_member(row, year=2026, grade="good", on=cast.TODAY, by=there.secretary)
    way = cast.member(there, "端木某", "activist", since=date(2025, 1, 10))
    for number in (1, 2, 3):
        StepDone.objects.create(member=way, number=number, on=date(2025, 1, 10))
    services.note_half_year(way, on=date(2025, 7, 10), text="好", by=there.secretary)
    packet = packets.hand_over(way, consented=True, by=there.secretary)
    file, code = packets.export_packet(packet, by=there.secretary)
    Packet.objects.filter(pk=packet.pk).update(number="before")
    incoming = packets.receive(there.branch, file, code=code, by=there.secretary)
    plain = ["roster", "floating", "growing", "enrol_pick", "packets", "receive", "privacy"]
    plain += ["assessment", "roster_export"]
    own = [
        "member",
        "leave",
        "user",
        "readings",
        "half_year",
        "training",
        "leaving",
        "extend",
        "move",
        "scan",
    ]
    own += ["link", "letter", "dues", "review", "talk", "erase", "confirm", "hand_over"]
    found = [reverse(f"members:{name}") for name in plain]
    found += [reverse(f"members:{name}", args=[one.pk]) for one in (row, way) for name in own]
    found += [reverse("members:step", args=[way.pk, number]) for number in range(1, 26)]
    found += [reverse(f"members:{name}", args=[link.pk]) for name in ("contact", "link_end")]
    found += [reverse("members:return_make", args=[link.pk])]
    found += [reverse("members:return", args=[link.pk, made.pk])]
    found += [reverse("members:return_sent", args=[link.pk, made.pk])]
    letter = Transfer.objects.get()
    found += [reverse(f"members:{n}", args=[row.pk, letter.pk]) for n in ("receipt", "letter_end")]
    found += [reverse("members:review_report", args=[row.pk, row.reviews.get().pk])]
    found += [reverse(f"members:{n}", args=[incoming.pk]) for n in ("packet", "settle", "signer")]
    found += [reverse("members:packet", args=[packet.pk])]
    found += [reverse("members:enrol", args=[there.home.pk])]
    found += [reverse("members:admission", args=[one.pk]) for one in (there.home, there.other)]
    return found


def test_every_page_opens_for_the_secretary(there: cast.Cast) -> None:
    client = signed(there.secretary)
    allowed = {reverse("members:admission", args=[there.other.pk])}
    for address in full(there):
        expected = 404 if address in allowed else 200
        assert client.get(address).status_code == expected, address
    assert client.get(reverse("members:assessment") + "?format=docx").content[:2] == b"PK"


def test_every_page_is_closed_to_strangers_and_to_the_unsigned(there: cast.Cast) -> None:
    addresses = [one for one in full(there) if any(sign.isdigit() for sign in one)]
    client = signed(there.stranger)
    other = reverse("members:admission", args=[there.other.pk])
    for address in addresses:
        if address != other:
            assert client.get(address).status_code == 404, address
        assert Client().get(address).status_code == 302, address


def test_lists_show_no_whole_name_and_no_phone(there: cast.Cast) -> None:
    full(there)
    client = signed(there.lead)
    for name in ("roster", "floating", "growing", "packets", "privacy"):
        page = client.get(reverse(f"members:{name}")).content.decode()
        assert "司徒望舒" not in page, name
        assert "端木某" not in page, name
        assert "13912345678" not in page, name
    assert "司***" in client.get(reverse("members:roster")).content.decode()


def test_each_look_at_a_record_is_noted(there: cast.Cast) -> None:
    row = cast.member(there)
    address = reverse("members:member", args=[row.pk])
    signed(there.lead).get(address + "?purpose=contact")
    signed(there.lead).get(address + "?purpose=nonsense")
    assert [one.purpose for one in Reading.objects.order_by("pk")] == ["contact", "daily"]


@pytest.mark.parametrize("address", ["roster", "growing", "floating"])
def test_a_list_asks_the_same_for_one_and_for_many(there: cast.Cast, address: str) -> None:
    client = signed(there.secretary)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse(f"members:{address}"))
        return len(seen)

    def more(name: str) -> None:
        cast.member(there, name, "activist")
        row = cast.member(there, name + "流", relation="elsewhere")
        services.link_floating(row, services.Floating("外", date(2026, 6, 1)), by=there.secretary)

    more("甲")
    client.get(reverse(f"members:{address}"))
    one = asked()
    for name in "乙丙丁":
        more(name)
    assert asked() == one


def test_somebody_is_entered_with_consent_and_a_failed_form_comes_back_filled(
    there: cast.Cast,
) -> None:
    client = signed(there.secretary)
    address = reverse("members:enrol", args=[there.home.pk])
    assert "知情同意书" in client.get(address).content.decode()
    told = {
        "name": "王小明",
        "phone": "13800138000",
        "status": "full",
        "since": "2020-07-01",
        "came_on": "2024-01-01",
        "party": str(there.branch.pk),
        "relation": "",
        "way": "paper",
        "agreed": "on",
    }
    failed = client.post(address, told)
    assert failed.status_code == 422
    assert "王小明" in failed.content.decode()
    assert client.post(address, {**told, "relation": "here", "agreed": ""}).status_code == 422
    assert not Member.objects.exists()
    done = client.post(address, {**told, "relation": "here"})
    assert done.status_code == 302
    assert "王小明" in client.get(done["Location"]).content.decode()


def test_a_step_is_refused_with_its_reason_and_taken_when_right(there: cast.Cast) -> None:
    client = signed(there.secretary)
    row = cast.member(there, "甲", "applicant", since=date(2026, 11, 1))
    address = reverse("members:step", args=[row.pk, 1])
    young = client.post(address, {"on": "2026-11-01", "born": "2010-01-01", "note": "记一笔"})
    assert young.status_code == 422
    assert "年满 18 岁" in young.content.decode()
    assert "记一笔" in young.content.decode()
    assert client.post(address, {"on": "2026-11-01", "born": "1990-01-01"}).status_code == 302
    assert StepDone.objects.get().facts == {}


def test_a_packet_goes_through_the_pages(there: cast.Cast) -> None:
    client = signed(there.secretary)
    way = cast.member(there, "端木某", "applicant", since=date(2026, 1, 10))
    StepDone.objects.create(member=way, number=1, on=date(2026, 1, 10))
    client.post(reverse("members:hand_over", args=[way.pk]), {"consented": "on"})
    packet = Packet.objects.get()
    sent = client.post(reverse("members:packet_export", args=[packet.pk]))
    page = client.get(reverse("members:packet", args=[packet.pk])).content.decode()
    code = page.split("开启码：")[1][:19]
    assert attest.unlock(sent.content, code)
    services.erase(way, reason="asked", by=there.lead)
    Packet.objects.update(number="before")
    told = {"party": str(there.branch.pk), "code": code}
    bad = client.post(
        reverse("members:receive"), {**told, "file": SimpleUploadedFile("a", sent.content[:-3])}
    )
    assert bad.status_code == 422
    client.post(reverse("members:receive"), {**told, "file": SimpleUploadedFile("a", sent.content)})
    incoming = Packet.objects.get(incoming=True)
    client.post(reverse("members:accept_rest", args=[incoming.pk]))
    done = client.post(
        reverse("members:settle", args=[incoming.pk]),
        {"organisation": str(there.home.pk), "came_on": "2026-11-20", "agreed": "on"},
    )
    assert done.status_code == 302
    assert Member.objects.get(until=None).status == "applicant"


@pytest.fixture
def own(there: cast.Cast) -> User:
    with clock.at(cast.SINCE):
        user = registry.person("own", "member", there.home.node)
    cast.fresh()
    return user


def test_somebody_declares_themselves_and_sees_all_of_it(there: cast.Cast, own: User) -> None:
    client = signed(own)
    assert "登记本人" in client.get(reverse("members:own")).content.decode()
    told = {"name": "王小明", "status": "full", "since": "2020-07-01", "came_on": "2024-01-01"}
    told |= {"party": str(there.branch.pk), "relation": "here", "way": "self", "agreed": "on"}
    assert client.get(reverse("members:declare")).status_code == 200
    assert client.post(reverse("members:declare"), told).status_code == 302
    row = Member.objects.get()
    assert (row.confirmed_on, row.consent.way) == (None, "self")
    signed(there.secretary).get(reverse("members:member", args=[row.pk]))
    page = client.get(reverse("members:own")).content.decode()
    assert "王小明" in page
    assert "secretary" in page  # who looked
    data = json.loads(client.get(reverse("members:own_export")).content)
    assert data["person"]["name"] == "王小明"
    assert "王小明" in client.get(reverse("members:own_print")).content.decode()
    assert client.get(reverse("members:roster")).status_code == 404
    assert client.post(reverse("members:withdraw")).status_code == 302
    assert Member.objects.get().left == "withdrawn"
    assert client.get(reverse("members:own")).status_code == 200


def test_a_wish_is_held_or_granted_on_the_pages(there: cast.Cast, own: User) -> None:
    row = cast.member(there)
    services.set_user(row, own, by=there.secretary)
    signed(own).post(reverse("members:ask_erasure"), {"reason": "asked"})
    keeper = signed(there.secretary)
    assert "本人要求删除" in keeper.get(reverse("members:privacy")).content.decode()
    assert keeper.get(reverse("members:hold", args=[row.pk])).status_code == 200
    done = keeper.post(reverse("members:erase", args=[row.pk]), {"reason": "asked"})
    assert done.status_code == 302
    row.person.refresh_from_db()
    assert row.person.name == ""
    assert keeper.get(reverse("members:member", args=[row.pk])).status_code == 200


def test_dues_and_contacts_by_plain_forms(there: cast.Cast) -> None:
    client = signed(there.secretary)
    row = cast.member(there, relation="elsewhere")
    told = {"home_branch": "外省支部", "since": "2026-06-01"}
    client.post(reverse("members:link", args=[row.pk]), told)
    link = row.links.get()
    client.post(reverse("members:contact", args=[link.pk]), {"on": "2026-11-20", "way": "phone"})
    link.refresh_from_db()
    assert link.last_contact_on == date(2026, 11, 20)
    dues = {"year": "2026", "amount": "45", "months": "8"}
    client.post(reverse("members:dues", args=[row.pk]), dues)
    assert row.dues.get().months_paid == 8
    client.post(reverse("members:return_make", args=[link.pk]), {"month": "2026-10-05"})
    assert MonthlyReturn.objects.get().month == date(2026, 10, 1)


def test_a_paper_is_sealed_or_known_by_its_digest_and_goes_with_its_person(
    there: cast.Cast,
) -> None:
    client = signed(there.secretary)
    row = cast.member(there, "甲", "activist")
    address = reverse("members:scan", args=[row.pk])
    for text, kept in (("一、入党申请书", "on"), ("二、志愿书", "")):
        told = {"number": "1", "kept": kept, "file": SimpleUploadedFile("a.txt", text.encode())}
        assert client.post(address, told).status_code == 302
    again = {"number": "1", "file": SimpleUploadedFile("a.txt", "二、志愿书".encode())}
    assert client.post(address, again).status_code == 422
    one, two = row.scans.order_by("pk")
    assert (bool(one.content_sealed), two.content_sealed) == (True, "")
    first = reverse("members:scan_file", args=[row.pk, one.pk])
    assert client.get(first).content.decode() == "一、入党申请书"
    assert client.get(reverse("members:scan_file", args=[row.pk, two.pk])).status_code == 404
    assert signed(there.stranger).get(first).status_code == 404
    services.erase(row, reason="asked", by=there.lead)
    assert client.get(first).status_code == 404
    assert len(row.scans.get(pk=one.pk).digest) == 64


def test_somebody_moves_within_the_hub_and_stays_what_they_are(there: cast.Cast) -> None:
    row = cast.member(there)
    told = {"organisation": str(there.other.pk), "party": "", "on": "2026-11-20"}
    keeper = signed(there.secretary)
    assert keeper.get(reverse("members:move", args=[row.pk])).status_code == 200
    assert signed(there.lead).post(reverse("members:move", args=[row.pk]), told).status_code == 302
    assert queries.roster(there.branch, date(2026, 11, 20)) == []
    assert len(queries.roster(there.branch, date(2026, 11, 19))) == 1
    row.refresh_from_db()
    assert (row.organisation_id, row.status) == (there.other.pk, "full")
