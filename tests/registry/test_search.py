"""Finding organisations and people."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.registry import services
from shuniu.registry.models import Organisation
from shuniu.registry.queries.search import people, search
from tests.registry import _cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Organisation:
    return cast.hub()


@pytest.fixture
def lead(hub: Organisation) -> User:
    return cast.person("lead", Role.HUB_LEAD, hub.node)


@pytest.fixture
def rows(hub: Organisation) -> list[Organisation]:
    area = cast.area(hub.node)
    names = ("澄溪区养老服务协会", "重庆养老商会", "居家养老联合会", "乐清同乡会", "Happy爱心社")
    made = [cast.organisation(area, n, name=name) for n, name in enumerate(names, start=1)]
    made[2].short_name = "居养联"
    made[2].save()
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("养老", ["居家养老联合会", "澄溪区养老服务协会", "重庆养老商会"]),
        ("澄溪 养老", ["澄溪区养老服务协会"]),
        ("yanglao", ["居家养老联合会", "澄溪区养老服务协会", "重庆养老商会"]),
        ("yang lao shanghui", ["重庆养老商会"]),
        ("chongqing", ["重庆养老商会"]),
        ("cqylsh", ["重庆养老商会"]),
        ("YUEQING", ["乐清同乡会"]),
        ("ＣＱＹＬ", ["重庆养老商会"]),
        ("居养联", ["居家养老联合会"]),
        ("happy", ["Happy爱心社"]),
        ("%", []),
        ("_", []),
        ("没有这样的", []),
        ("", []),
        ("\0", []),
    ],
)
def test_it_is_found_by(asked: str, found: list[str], lead: User, rows: list[Organisation]) -> None:
    assert sorted(one.name for one in search(lead, asked)) == sorted(found)


def test_the_likeliest_stands_first(lead: User, rows: list[Organisation]) -> None:
    assert next(iter(search(lead, rows[3].code.lower()))) == rows[3]
    assert next(iter(search(lead, "居家"))).name == "居家养老联合会"
    assert next(iter(search(lead, "重庆养老"))).name == "重庆养老商会"
    assert next(iter(search(lead, "cx"))).name == "澄溪区养老服务协会"


def test_at_most_twenty_and_only_where_one_may_look(lead: User, hub: Organisation) -> None:
    area = cast.area(hub.node, "另一片")
    for number in range(25):
        cast.organisation(hub.node, 100 + number)
    mine = cast.organisation(area, 999, name="第999协会")
    officer = cast.person("officer", Role.AREA_OFFICER, area)
    assert len(search(lead, "协会")) == 20
    assert list(search(officer, "协会")) == [mine]
    assert list(search(cast.person("nobody"), "协会")) == []


@pytest.fixture
def somebody(rows: list[Organisation]) -> Organisation:
    body = cast.body(rows[0], "council")
    person = services.open_person("欧阳明", by=None, phone="13800138000")
    services.appoint(body, person, title="head", since=date(2021, 1, 1), by=None)
    return rows[0]


def test_people_are_found_by_their_whole_name_or_phone_only(
    somebody: Organisation, lead: User
) -> None:
    for asked in ("欧阳明", " 欧阳明 ", "13800138000", "138 0013 8000"):
        assert [hit.organisation for hit in people(lead, asked)] == [somebody]
    for asked in ("欧阳", "1380013", "", "*"):
        assert people(lead, asked) == []


def test_people_are_found_only_by_those_who_may_read_who_they_are(
    somebody: Organisation, hub: Organisation
) -> None:
    supervisor = cast.person("supervisor", Role.SUPERVISOR, hub.node)
    assert list(search(supervisor, "澄溪")) == [somebody]
    assert people(supervisor, "欧阳明") == []


def test_the_page_shows_both(somebody: Organisation, lead: User) -> None:
    client = Client()
    client.force_login(lead, backend="shuniu.accounts.backends.NameOrPhone")
    page = client.get("/search/", {"q": "欧阳明"}).content.decode()
    assert "澄溪区养老服务协会" in page
    assert "欧阳明" in page
