"""Calendars for phones: what stands in them, who may read them, and when they end."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from shuniu.accounts.models import Grant, User
from shuniu.accounts.services import end_grant
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.base.models import AuditEntry
from shuniu.base.verdicts import Refused
from shuniu.meetings import services
from shuniu.meetings.models import Feed, Meeting
from shuniu.meetings.rules import plans as rules
from tests.meetings import _cast as cast
from tests.registry import _cast as base

pytestmark = pytest.mark.django_db
TODAY = clock.today()
SOON = datetime.combine(TODAY + timedelta(days=20), datetime.min.time(), UTC).replace(hour=1)


@pytest.fixture
def there() -> cast.House:
    return cast.house()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def subscribed(user: User, there: cast.House | None) -> str:
    _row, token = services.feeds.make_feed(user, there.organisation if there else None)
    return f"/meetings/feed/{token}.ics"


def events(address: str) -> dict[str, Any]:
    """The events of a calendar by their name; the library's own types are wider than ours."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    found = Calendar.from_ical(answer.content)
    return {str(one["UID"]).partition("@")[0]: one for one in found.walk("VEVENT")}


def meeting(there: cast.House, at: datetime = SOON) -> Meeting:
    draft = services.Draft(
        "council",
        "四届二次理事会；换届,准备",
        at,
        organisation=there.organisation,
        body=there.council,
        place="三楼会议室",
        ends_at=at + timedelta(hours=2),
        chair=there.people[0],
    )
    return services.plan_meeting(draft, by=there.contact)


def test_meetings_items_and_tasks_stand_in_it_without_names(there: cast.House) -> None:
    row = meeting(there)
    duty = services.Duty("请理事1办理", TODAY + timedelta(days=30), owner=there.people[0])
    task = services.add_task(row, duty, by=there.contact)
    item = services.plans.add_item(
        there.organisation, "theme_day", TODAY, by=None, title="主题党日", party=there.party
    )
    address = subscribed(there.contact, there)
    text = Client().get(address).content.decode()
    found = events(address)
    assert set(found) == {f"meeting-{row.pk}", f"plan-{item.pk}", f"task-{task.pk}"}
    event = found[f"meeting-{row.pk}"]
    assert event["DTSTART"].dt == SOON
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=2)
    assert str(event["SUMMARY"]).startswith("四届二次理事会；换届,准备")
    assert str(event["LOCATION"]) == "三楼会议室"
    assert str(event["URL"]).endswith(f"/meetings/{row.pk}/")
    zones: list[Any] = Calendar.from_ical(text).walk("VTIMEZONE")
    assert [str(one["TZID"]) for one in zones] == ["Asia/Shanghai"]
    assert zones[0].subcomponents[0]["TZOFFSETTO"].to_ical() == "+0800"
    assert found[f"plan-{item.pk}"]["DTSTART"].dt == TODAY
    assert found[f"task-{task.pk}"]["DTSTART"].dt == TODAY + timedelta(days=30)
    for one in (*there.people, *there.branch):
        assert one.name not in text


def test_calls_and_cancellations_are_later_versions_of_the_same(there: cast.House) -> None:
    row = meeting(there)
    address = subscribed(there.contact, there)
    uid = f"meeting-{row.pk}"
    told = []
    for step in ("", "call", "cancel"):
        if step == "call":
            services.call_meeting(row, by=None)
        if step == "cancel":
            services.cancel_meeting(row, reason="人数不足", by=None)
        event = events(address)[uid]
        told.append((str(event["STATUS"]), int(event["SEQUENCE"])))
    assert told == [("TENTATIVE", 0), ("CONFIRMED", 1), ("CANCELLED", 3)]


def test_an_item_with_a_meeting_or_dropped_and_a_task_done_leave(there: cast.House) -> None:
    address = subscribed(there.contact, there)
    items = [
        services.plans.add_item(there.organisation, "council", day, by=None)
        for day in (SOON.date(), date(TODAY.year + 1, 1, 20))
    ]
    assert set(events(address)) == {f"plan-{one.pk}" for one in items}
    services.plans.drop_item(items[1], reason="合并", by=None)
    row = meeting(there)
    task = services.add_task(row, services.Duty("办", SOON.date(), owner=there.people[0]), by=None)
    # what is dropped is gone, and what is called stands as its meeting if it was planned about then
    assert f"plan-{items[1].pk}" not in events(address)
    services.settle_task(task, note="已办", by=None)
    left = events(address)
    assert f"task-{task.pk}" not in left
    linked = row.plan_items.filter(pk=items[0].pk).exists()
    assert linked
    assert set(left) == {f"meeting-{row.pk}"}


def test_it_ends_with_the_grant_the_account_or_by_hand(there: cast.House) -> None:
    for how in ("grant", "account", "hand"):
        user = base.person(f"contact-{how}", Role.CONTACT, there.organisation.node)
        address = subscribed(user, there)
        assert Client().get(address).status_code == 200
        if how == "grant":
            end_grant(Grant.objects.get(user=user), by=there.officer)
        elif how == "account":
            User.objects.filter(pk=user.pk).update(is_active=False)
        else:
            services.feeds.end_feed(Feed.objects.get(user=user), by=user)
        assert Client().get(address).status_code == 404, how
    assert Client().get("/meetings/feed/nobody-knows-this.ics").status_code == 404


def test_whoever_moves_to_another_organisation_reads_the_old_one_no_more(
    there: cast.House,
) -> None:
    address = subscribed(there.contact, there)
    elsewhere = base.organisation(there.hub.node, 5)
    Grant.objects.filter(user=there.contact).update(node=elsewhere.node)
    assert Client().get(address).status_code == 404


def test_a_whole_area_is_what_its_officer_may_see(there: cast.House) -> None:
    area = base.area(there.hub.node)
    inside = base.organisation(area, 6)
    base.body(inside, "council")
    services.plans.add_item(inside, "council", SOON.date(), by=None, title="片区内理事会")
    outside = meeting(there)
    officer = base.person("north", Role.AREA_OFFICER, area)
    found = events(subscribed(officer, None))
    assert [str(one["SUMMARY"]) for one in found.values()] == ["计划：片区内理事会（第6协会）"]
    assert f"meeting-{outside.pk}" in events(subscribed(there.officer, None))


def test_an_unchanged_calendar_is_not_sent_again(there: cast.House) -> None:
    row = meeting(there)
    address = subscribed(there.contact, there)
    first = Client().get(address)
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert "private" in first.headers["Cache-Control"]
    again = Client().get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again.headers["Cache-Control"]
    assert Client().get(address, headers={"if-modified-since": changed}).status_code == 304
    english = Client().get(address, headers={"accept-language": "en"})
    assert english.headers["ETag"] == etag
    with clock.at(clock.now() + timedelta(hours=3)):
        services.cancel_meeting(row, reason="改期", by=None)
        asked = {"if-none-match": etag, "if-modified-since": changed}
        later = Client().get(address, headers=asked)
        assert later.status_code == 200
        assert later.headers["ETag"] != etag
        only = Client().get(address, headers={"if-modified-since": changed})
        assert only.status_code == 200
    assert Client().post(address).status_code == 405


def test_a_calendar_costs_the_same_for_one_and_for_many(there: cast.House) -> None:
    address, counts = subscribed(there.contact, there), []
    for many in (1, 3, 30):
        for number in range(many):
            row = meeting(there, SOON + timedelta(days=number))
            duty = services.Duty("办", (SOON + timedelta(days=60)).date(), owner=there.people[0])
            services.add_task(row, duty, by=None)
            services.plans.add_item(there.organisation, "supervisors", TODAY, by=None)
        Client().get(address)
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] < 10


def test_the_secret_is_kept_as_a_hash_and_shown_once(there: cast.House) -> None:
    client = signed_in(there.contact)
    page = client.post("/meetings/feeds/", {"scope": str(there.organisation.pk)})
    assert "no-store" in page.headers["Cache-Control"]
    address = str(page.context["address"])
    token = address.rpartition("/")[2].removesuffix(".ics")
    row = Feed.objects.get()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    assert "webcal://" in page.content.decode()
    assert token not in client.get("/meetings/feeds/").content.decode()
    assert token not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert Client().get(f"/meetings/feed/{token}.ics").status_code == 200
    assert "还没有" not in client.get("/meetings/feeds/").content.decode()
    client.post(f"/meetings/feeds/{row.pk}/end/")
    assert Client().get(f"/meetings/feed/{token}.ics").status_code == 404
    assert client.post(f"/meetings/feeds/{row.pk}/end/").status_code == 404


def test_who_may_subscribe_to_what(there: cast.House) -> None:
    client = signed_in(there.stranger)
    scope = str(there.organisation.pk)
    assert client.post("/meetings/feeds/", {"scope": scope}).status_code == 200
    assert client.post("/meetings/feeds/", {"scope": "all"}).status_code == 200
    assert not Feed.objects.exists()
    with pytest.raises(Refused):
        services.feeds.make_feed(there.stranger, there.organisation)
    member = base.person("member", Role.MEMBER, there.organisation.node)
    with pytest.raises(Refused):
        services.feeds.make_feed(member)
    assert signed_in(member).get("/meetings/feeds/").status_code == 404
    row, _token = services.feeds.make_feed(there.contact, there.organisation)
    assert signed_in(there.officer).post(f"/meetings/feeds/{row.pk}/end/").status_code == 404
    with pytest.raises(Refused):
        services.feeds.end_feed(row, by=there.officer)
    officer = signed_in(there.officer).get("/meetings/feeds/").content.decode()
    assert "我权限范围内的全部会议" in officer
    contact = signed_in(there.contact).get("/meetings/feeds/").content.decode()
    assert 'value="all"' not in contact


def test_nobody_has_more_addresses_than_they_can_look_after(there: cast.House) -> None:
    for _ in range(rules.FEEDS):
        services.feeds.make_feed(there.contact, there.organisation)
    with pytest.raises(Refused, match="请先停用"):
        services.feeds.make_feed(there.contact, there.organisation)
    page = signed_in(there.contact).post("/meetings/feeds/", {"scope": str(there.organisation.pk)})
    assert page.status_code == 200
    assert "请先停用" in page.content.decode()
    assert Feed.objects.count() == rules.FEEDS
