"""Pages of the year plan: who may look, who may change, one click from an item to its meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shuniu.accounts.models import User
from shuniu.accounts.services import grant
from shuniu.accounts.states import Role
from shuniu.base import clock
from shuniu.meetings import services
from shuniu.meetings.models import Meeting, PlanItem
from tests.meetings import _cast as cast
from tests.registry import _cast as base

pytestmark = pytest.mark.django_db
YEAR = clock.today().year


@pytest.fixture
def there() -> cast.House:
    return cast.house()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def home(there: cast.House, year: int = YEAR) -> str:
    return f"/meetings/plan-year/{there.organisation.pk}/{year}/"


def planned(there: cast.House, on: date | None = None) -> PlanItem:
    return services.plans.add_item(
        there.organisation,
        "theme_day",
        on or date(YEAR + 1, 5, 12),
        by=None,
        title="五月主题党日",
        party=there.party,
    )


def test_the_entry_leads_home_and_lets_officers_pick(there: cast.House) -> None:
    answer = signed_in(there.contact).get("/meetings/plan-year/")
    assert answer.headers["Location"] == home(there)
    planned(there, date(YEAR, 12, 30))
    page = signed_in(there.officer).get("/meetings/plan-year/").content.decode()
    assert home(there) in page
    assert "没有计划" in page  # the others' have none yet
    found = signed_in(there.officer).get("/meetings/plan-year/?q=第2").content.decode()
    assert home(there) not in found


def test_the_list_of_plans_costs_the_same_for_one_and_for_many(there: cast.House) -> None:
    client, counts = signed_in(there.officer), []
    for many in (1, 3, 9):
        for number in range(many):
            base.organisation(there.hub.node, many * 100 + number)
        client.get("/meetings/plan-year/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/meetings/plan-year/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_a_year_costs_the_same_for_one_item_and_for_many(there: cast.House) -> None:
    client, counts = signed_in(there.secretary), []
    for many in (1, 3, 30):
        for number in range(many):
            planned(there, date(YEAR, 12, 1 + number % 28))
            at = datetime(YEAR, 1, 1 + number % 28, 1, tzinfo=UTC)
            services.plan_meeting(cast.branch_draft(there, at=at), by=None)
        client.get(home(there))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(home(there)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_a_plan_is_proposed_by_one_button_and_only_once(there: cast.House) -> None:
    client, address = signed_in(there.secretary), home(there, YEAR + 1)
    assert "按规则拟定" in client.get(address).content.decode()
    page = client.post(f"{address}propose/", follow=True).content.decode()
    count = PlanItem.objects.count()
    assert f"已按规则列入 {count} 项" in page
    assert "3月主题党日" in page
    again = client.post(f"{address}propose/", follow=True).content.decode()
    assert "没有新增" in again
    assert PlanItem.objects.count() == count > 20
    assert client.get(f"{address}propose/").status_code == 405


def test_an_item_is_added_moved_dropped_and_restored_by_its_pages(there: cast.House) -> None:
    client, year = signed_in(there.contact), YEAR + 1
    said = {"what": f"party_lecture:{there.party.pk}", "on": f"{year}-06-28", "title": ""}
    answer = client.post(f"{home(there, year)}add/", said)
    assert answer.headers["Location"] == home(there, year)
    item = PlanItem.objects.get()
    assert (item.title, item.party, item.kind) == ("党课", there.party, "party_lecture")
    page = f"/meetings/plan-items/{item.pk}/"
    assert "改日期" in client.get(page).content.decode()
    client.post(f"{page}move/", {"on": f"{year}-06-27"})
    wrong = client.post(f"{page}move/", {"on": f"{year - 1}-06-27"})
    assert "改到别的年度" in wrong.content.decode()
    assert "必填" in client.post(f"{page}drop/", {"reason": ""}).content.decode()
    client.post(f"{page}drop/", {"reason": "与七一活动合并"})
    item.refresh_from_db()
    assert (item.on, item.dropped) == (date(year, 6, 27), "与七一活动合并")
    assert "与七一活动合并" in client.get(page).content.decode()
    client.post(f"{page}restore/")
    item.refresh_from_db()
    assert item.dropped == ""
    body = client.post(f"{home(there, year)}add/", {**said, "what": "council"})
    assert body.status_code == 302
    forged = client.post(f"{home(there, year)}add/", {**said, "what": "joint"})
    assert forged.status_code == 200
    assert PlanItem.objects.count() == 2


def test_one_click_from_an_item_to_its_meeting(there: cast.House) -> None:
    client, item = signed_in(there.secretary), planned(there)
    there_is = client.get(home(there, YEAR + 1)).content.decode()
    address = f"/meetings/plan/{there.organisation.pk}/theme_day/?item={item.pk}"
    assert address in there_is
    page = client.get(address).content.decode()
    assert "五月主题党日" in page
    assert f"{YEAR + 1}-05-12T09:00" in page
    said = {
        "place_of": "0",
        "title": "五月主题党日",
        "starts_at": f"{YEAR + 1}-07-01T09:00",
        "place": "",
    }
    client.post(address, said)
    item.refresh_from_db()
    assert item.meeting == Meeting.objects.get()  # though it is held in another month
    assert address not in client.get(home(there, YEAR + 1)).content.decode()
    assert "会议已经列出" in client.get(f"/meetings/plan-items/{item.pk}/").content.decode()


def test_what_was_held_is_recorded_from_its_item(there: cast.House) -> None:
    today = clock.today()
    item = planned(there, today)
    client = signed_in(there.secretary)
    address = f"/meetings/record/{there.organisation.pk}/theme_day/?item={item.pk}"
    assert "五月主题党日" in client.get(address).content.decode()
    said = {
        "title": "五月主题党日",
        "starts_at": f"{today:%Y-%m-%d}T00:00",
        "topics": "走访",
        "place": "",
    }
    client.post(address, said)
    item.refresh_from_db()
    assert item.meeting is not None
    assert "已召开" in client.get(f"/meetings/plan-items/{item.pk}/").content.decode()


def test_an_item_of_another_organisation_is_not_linked(there: cast.House) -> None:
    other = base.organisation(there.hub.node, 7)
    base.body(other, "council")
    foreign = services.plans.add_item(other, "council", date(YEAR + 1, 5, 12), by=None, title="外")
    client = signed_in(there.officer)
    address = f"/meetings/plan/{there.organisation.pk}/council/?item={foreign.pk}"
    assert 'value="外"' not in client.get(address).content.decode()
    said = {"place_of": "0", "title": "会", "starts_at": f"{YEAR + 1}-05-12T09:00", "place": ""}
    assert client.post(address, said).status_code == 302
    foreign.refresh_from_db()
    assert foreign.meeting is None


@pytest.mark.parametrize("who", ["stranger", "anonymous"])
def test_strangers_find_no_plan(there: cast.House, who: str) -> None:
    item = planned(there)
    client = Client() if who == "anonymous" else signed_in(there.stranger)
    status = 302 if who == "anonymous" else 404
    for address in (
        home(there),
        f"{home(there)}add/",
        *(f"/meetings/plan-items/{item.pk}/{part}" for part in ("", "move/", "drop/")),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
    for address in (f"{home(there)}propose/", f"/meetings/plan-items/{item.pk}/restore/"):
        assert client.post(address).status_code == status
    assert PlanItem.objects.count() == 1


def test_whoever_only_looks_changes_nothing(there: cast.House) -> None:
    item = planned(there)
    area = base.person("watcher", Role.AREA_OFFICER, there.hub.node)
    client = signed_in(area)
    page = client.get(home(there, YEAR + 1)).content.decode()
    assert "五月主题党日" in page
    assert "按规则拟定" not in page
    assert "改日期" not in client.get(f"/meetings/plan-items/{item.pk}/").content.decode()
    assert client.post(f"{home(there)}propose/").status_code == 404  # keeps no meetings anywhere
    # whoever keeps meetings elsewhere is told that this is not theirs
    services_of = base.person("both", Role.AREA_OFFICER, there.hub.node)
    grant(services_of, role=Role.CONTACT, node=base.organisation(there.hub.node, 8).node, by=None)
    refused = signed_in(services_of)
    assert refused.post(f"{home(there)}propose/").status_code == 409
    assert refused.post(f"/meetings/plan-items/{item.pk}/move/", {}).status_code == 409
    assert PlanItem.objects.count() == 1


@pytest.mark.parametrize("year", [1999, YEAR + 2, 9999])
def test_years_out_of_reach_are_not_there(there: cast.House, year: int) -> None:
    assert signed_in(there.contact).get(home(there, year)).status_code == 404
    assert signed_in(there.contact).get(f"{home(there, year)}add/").status_code == 404
