"""Pages of meetings: lists, the short record, one meeting with its steps."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuniu.accounts.models import User
from shuniu.meetings import services
from shuniu.meetings.models import Meeting
from shuniu.meetings.queries import codes
from tests.meetings import _cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> cast.House:
    return cast.house()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def test_the_list_costs_the_same_for_one_and_for_many(there: cast.House) -> None:
    client, counts = signed_in(there.secretary), []
    for many in (1, 3, 30):
        for _ in range(many):
            services.record_meeting(
                services.Record(cast.branch_draft(there), topics=("学习",)), by=None
            )
        client.get("/meetings/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/meetings/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_a_stranger_finds_nothing(there: cast.House) -> None:
    meeting = cast.board(there)
    for address in ("", "minutes/", "screen/", "items/add/"):
        assert signed_in(there.stranger).get(f"/meetings/{meeting.pk}/{address}").status_code == 404
    assert meeting.title not in signed_in(there.stranger).get("/meetings/").content.decode()


def test_the_short_record_through_its_form(there: cast.House) -> None:
    client = signed_in(there.secretary)
    address = f"/meetings/record/{there.organisation.pk}/theme_day/"
    page = client.get(address).content.decode()
    assert "党员甲" in page
    said = {"title": "主题党日", "starts_at": "2026-11-20T09:00", "topics": "走访", "place": ""}
    wrong = client.post(address, {**said, "topics": " "})
    assert wrong.status_code == 200
    assert "主题党日" in wrong.content.decode()
    away = [there.branch[1].pk]
    answer = client.post(address, {**said, "away": away, "away_reason": "出差"})
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == f"/meetings/{meeting.pk}/"
    assert (meeting.state, meeting.quorum["present"]) == ("held", 2)
    assert meeting.roll.get(person=there.branch[1]).reason == "出差"


def test_a_board_from_call_to_frozen_minutes_by_its_pages(there: cast.House) -> None:
    client = signed_in(there.contact)
    meeting = cast.board(there)
    home = f"/meetings/{meeting.pk}/"
    client.post(f"{home}roll/", {"all": "1"})
    client.post(f"{home}items/add/", {"title": "年度计划", "kind": "decide", "weight": "ordinary"})
    item = meeting.agenda.get()
    said = {"way": "hands", "in_favour": 9, "against": 0, "abstained": 0, "void": 0}
    client.post(f"/meetings/items/{item.pk}/vote/", said)
    item.refresh_from_db()
    assert item.outcome == "carried"
    assert "怎样算出来的" in client.get(home).content.decode()
    person = there.people[0].pk
    client.post(f"/meetings/items/{item.pk}/word/", {"person": person, "text": "同意。"})
    client.post(f"{home}tasks/add/", {"text": "落实计划", "owner": person, "due_on": "2026-12-31"})
    client.post(f"{home}ideas/add/", {"text": "办一次公益集市"})
    client.post(f"{home}step/close/")
    assert "理事1：同意。" in client.get(f"{home}minutes/").content.decode()
    refused = client.post(f"{home}step/approve/")
    assert "发言人没有核对" in refused.content.decode()
    speaker = meeting.roll.get(person=person)
    client.post(f"/meetings/words/{speaker.pk}/check/")
    client.post(f"{home}step/approve/")
    meeting.refresh_from_db()
    assert meeting.state == "approved"
    assert meeting.digest[:16] in client.get(f"{home}minutes/").content.decode()
    task, idea = meeting.tasks.get(), meeting.ideas.get()
    client.post(f"/meetings/tasks/{task.pk}/finish/", {"text": "已落实"})
    client.post(f"/meetings/ideas/{idea.pk}/drop/", {"reason": "没有场地"})
    task.refresh_from_db()
    idea.refresh_from_db()
    assert (task.state, idea.state) == ("done", "dropped")
    for address in ("/meetings/tasks/?state=", "/meetings/ideas/?state=", "/meetings/overdue/"):
        assert client.get(address).status_code == 200


def test_a_vote_too_many_is_told_and_nothing_typed_is_lost(there: cast.House) -> None:
    client = signed_in(there.contact)
    meeting = cast.board(there)
    item = cast.item(meeting)
    services.mark_all(meeting, by=None)
    page = client.post(f"/meetings/items/{item.pk}/vote/", {"way": "hands", "in_favour": ""})
    assert page.status_code == 200
    assert "赞成" in page.content.decode()


def test_the_screen_shows_a_code_that_is_read_by_phones(there: cast.House) -> None:
    meeting = cast.board(there)
    page = signed_in(there.contact).get(f"/meetings/{meeting.pk}/screen/")
    assert "<svg" in page.content.decode()
    assert page.headers["Refresh"] == str(codes.SECONDS)


def test_what_is_overdue_is_listed(there: cast.House) -> None:
    page = signed_in(there.officer).get("/meetings/overdue/").content.decode()
    assert "第1支部" in page
    assert "支部党员大会" in page
