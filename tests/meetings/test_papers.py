"""Minutes as files, read again by those who spoke; who is told of a meeting."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock, rulebook
from shuniu.base.models import AuditEntry, Notice
from shuniu.base.verdicts import Refused
from shuniu.meetings import services
from shuniu.meetings.models import Meeting
from shuniu.meetings.queries import minutes
from shuniu.members import services as members
from tests.meetings import _cast as cast
from tests.registry import _cast as base

pytestmark = pytest.mark.django_db
SAID = "同意，但要控制成本。"


@pytest.fixture
def there() -> cast.House:
    return cast.house()


@pytest.fixture
def held(there: cast.House) -> Meeting:
    """A board that is over, with words of its second member on record."""
    meeting = cast.board(there)
    cast.come(meeting, 7)
    item = services.add_item(meeting, services.Item("discuss", "讨论预算"), by=there.contact)
    services.add_word(item, there.people[1], text=SAID, by=there.contact)
    services.close_meeting(meeting, by=there.contact)
    return meeting


def _member(there: cast.House) -> User:
    """The second member of the board signs in with an account of their own."""
    user = base.person("own", Role.MEMBER, there.organisation.node)
    form = members.Enrolment("full", base.SINCE, person=there.people[1], party=there.party)
    row = members.enrol(there.organisation, form, by=None)
    members.set_user(row, user, by=there.secretary)
    User.objects.update(password_changed_at=clock.now())
    return user


def _in(client: Client, user: User) -> Client:
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def test_minutes_wait_for_those_who_spoke(there: cast.House, held: Meeting) -> None:
    with pytest.raises(Refused, match="1 位发言人没有核对"):
        services.approve_minutes(held, by=there.contact)
    services.check_words(minutes.speakers(held)[0], by=there.contact)
    assert services.approve_minutes(held, by=there.contact)


def test_a_hub_may_do_without(there: cast.House, held: Meeting) -> None:
    rulebook.set_value("meetings.check_words", to=False, since=cast.ON, by=None)
    assert services.approve_minutes(held, by=there.contact)


def test_another_word_asks_again(there: cast.House, held: Meeting) -> None:
    services.check_words(minutes.speakers(held)[0], by=there.contact)
    services.reopen_meeting(held, by=there.contact)
    item = held.agenda.get()
    services.add_word(item, there.people[1], text="补充一句。", by=there.contact)
    assert minutes.speakers(held)[0].checked_at is None


def test_only_the_speaker_or_the_recorder_checks(there: cast.House, held: Meeting) -> None:
    row = minutes.speakers(held)[0]
    with pytest.raises(Refused):
        services.check_words(row, by=there.stranger)
    silent = held.roll.exclude(pk=row.pk)[0]
    with pytest.raises(Refused, match="没有此人的发言"):
        services.check_words(silent, by=there.contact)


def test_a_speaker_reads_their_own_words_and_nothing_else(
    there: cast.House, held: Meeting, client: Client
) -> None:
    user = _member(there)
    address = reverse("meetings:minutes", args=[held.pk])
    page = _in(client, user).get(address).content.decode()
    assert SAID in page
    assert there.people[2].name not in page
    row = minutes.speakers(held)[0]
    client.post(reverse("meetings:check_words", args=[row.pk]))
    row.refresh_from_db()
    assert row.checked_at is not None
    kept = AuditEntry.objects.get(action="meetings.words.checked")
    assert (kept.actor_id, kept.detail["own"]) == (user.pk, True)
    assert client.get(reverse("meetings:meeting", args=[held.pk])).status_code == 200


@pytest.mark.parametrize("name", ["minutes", "meeting"])
def test_somebody_from_elsewhere_finds_nothing(
    there: cast.House, held: Meeting, client: Client, name: str
) -> None:
    _in(client, there.stranger)
    assert client.get(reverse(f"meetings:{name}", args=[held.pk])).status_code == 404
    for form in ("pdf", "docx"):
        address = reverse("meetings:minutes_file", args=[held.pk, form])
        assert client.get(address).status_code == 404


def test_the_minutes_in_word_say_what_the_screen_says(
    there: cast.House, held: Meeting, client: Client
) -> None:
    services.check_words(minutes.speakers(held)[0], by=there.contact)
    _in(client, there.contact)
    address = reverse("meetings:minutes_file", args=[held.pk, "docx"])
    draft = Document(io.BytesIO(client.get(address).content))
    assert any("（草稿）" in one.text for one in draft.paragraphs)
    services.approve_minutes(held, by=there.contact)
    document = Document(io.BytesIO(client.get(address).content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert f"{there.people[1].name}：{SAID}" in text
    assert "应到 10 人" in text or "应到 9 人" in text
    assert "草稿" not in text


def test_the_minutes_are_a_pdf(there: cast.House, held: Meeting, client: Client) -> None:
    _in(client, there.contact)
    answer = client.get(reverse("meetings:minutes_file", args=[held.pk, "pdf"]))
    assert answer.content.startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="meetings.minutes.made").count() == 1
    address = reverse("meetings:minutes_file", args=[held.pk, "exe"])
    assert client.get(address).status_code == 404


def test_calling_tells_members_and_the_house_but_not_who_called(there: cast.House) -> None:
    own = _member(there)
    draft = services.Draft(
        "council",
        "五月理事会",
        datetime(2026, 12, 20, 1, tzinfo=UTC),
        organisation=there.organisation,
        body=there.council,
        place="会议室",
    )
    with clock.at(cast.NINE):
        meeting = services.plan_meeting(draft, by=there.contact)
        services.add_item(meeting, services.Item("discuss", "讨论预算"), by=there.contact)
        services.call_meeting(meeting, by=there.contact)
    told = {one.user_id: one for one in Notice.objects.all()}
    assert set(told) == {own.pk, there.secretary.pk}
    words = told[own.pk].text
    assert "五月理事会" in words
    assert "2026-12-20 09:00" in words
    assert "1. 讨论预算" in words


def test_nobody_is_told_of_a_meeting_that_is_over(there: cast.House) -> None:
    draft = services.Draft(
        "theme_day", "主题党日", cast.NINE, organisation=there.organisation, party=there.party
    )
    record = services.Record(draft, topics=("学习",), called_on=cast.ON)
    with clock.at(datetime(2026, 11, 20, 6, tzinfo=UTC)):
        services.record_meeting(record, by=there.contact)
    assert not Notice.objects.exists()
