"""The register for programs: within the token's subtree, by the rules of the sheets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings

from shuniu.accounts.models import ApiToken, Node, User
from shuniu.accounts.services import make_token, revoke_token
from shuniu.accounts.states import Role
from shuniu.base.models import AuditEntry
from shuniu.config.wsgi import application
from shuniu.registry.models import Organisation
from tests.registry import _import_cast as cast

pytestmark = pytest.mark.django_db
BASE = "/api/v1/organisations"
SCOPES = ("registry:read", "registry:import", "results:read")


@pytest.fixture
def hub() -> Node:
    return cast.hub()


@pytest.fixture
def lead(hub: Node) -> User:
    return cast.person("lead", Role.HUB_LEAD, hub)


@pytest.fixture
def key(hub: Node, lead: User) -> str:
    return _key(hub, lead)


def _key(node: Node, by: User, scopes: tuple[str, ...] = SCOPES) -> str:
    return make_token(node, name="接口", scopes=scopes, days=30, by=by)[1]


def _get(key: str, path: str = "", **asked: Any) -> Any:
    return Client().get(BASE + path, asked, headers={"authorization": f"Bearer {key}"})


def _post(key: str, rows: object, **more: Any) -> Any:
    return Client().post(
        f"{BASE}/import",
        json.dumps({"rows": rows, **more}),
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )


def _row(number: int, **more: object) -> dict[str, object]:
    return {"code": cast.code(number), "name": f"第{number}服务中心", **more}


def test_rows_are_judged_as_those_of_a_sheet(key: str, hub: Node) -> None:
    rows = [
        _row(
            1,
            party_members="１２人",
            registered_on="2015年3月2日",
            area="东片区",
            contact=13800138000,
        ),
        {"code": "123", "name": "坏码"},
        _row(3, type="公司"),
    ]
    tried = _post(key, rows, dry_run=True).json()
    assert Organisation.objects.count() == 0
    done = _post(key, rows).json()
    assert {**tried, "dry_run": False} == done
    assert (done["added"], done["refused"]) == (1, 2)
    assert "应为 18 位" in done["rows"][1]["problems"][0]["reason"]
    assert done["rows"][2]["problems"][0]["field"] == "type"
    one = Organisation.objects.select_related("node__parent").get()
    assert (one.party_members, one.node.parent and one.node.parent.name) == (12, "东片区工作站")
    assert AuditEntry.objects.filter(action="registry.import.applied").count() == 1
    assert "13800138000" not in json.dumps(done)


def test_the_same_rows_again_change_nothing(key: str) -> None:
    _post(key, [_row(1), _row(2)])
    again = _post(key, [_row(1), _row(2, staff=3)]).json()
    assert (again["same"], again["changed"], again["added"]) == (1, 1, 0)
    assert again["rows"][1]["changes"] == [{"field": "staff", "old": "", "new": "3"}]


def test_a_list_is_filtered_and_paged(key: str) -> None:
    _post(key, [_row(n, sector="养老" if n % 2 else "助残") for n in range(1, 6)])
    page = _get(key, page_size=2, page=2).json()
    assert (page["count"], len(page["items"])) == (5, 2)
    assert _get(key, sector="助残").json()["count"] == 2
    assert _get(key, q="di3fuwu").json()["items"][0]["name"] == "第3服务中心"
    assert _get(key, type="foundation").json()["count"] == 0
    assert _get(key, type="x").status_code == 422


def test_one_is_read_by_its_code(key: str) -> None:
    _post(key, [_row(1, short_name="一中心")])
    found = _get(key, f"/{cast.code(1)}").json()
    assert (found["short_name"], found["type"], found["area"]) == (
        "一中心",
        "service",
        "澄溪区枢纽",
    )
    assert not {"contact", "contact_hash", "key"} & set(found)


def test_unknown_and_forbidden_look_alike(key: str, hub: Node, lead: User) -> None:
    _post(key, [_row(1, area="东片区"), _row(2, area="西片区")])
    east = _key(Node.objects.get(name="东片区工作站"), lead)
    assert _get(east).json()["count"] == 1
    forbidden, unknown = _get(east, f"/{cast.code(2)}"), _get(east, f"/{cast.code(77)}")
    assert forbidden.status_code == unknown.status_code == 404
    assert forbidden.content == unknown.content
    refused = _post(east, [_row(2, name="改名")]).json()
    assert refused["rows"][0]["verdict"] == "refused"
    assert Organisation.objects.get(code=cast.code(2)).name == "第2服务中心"


def test_a_token_does_what_its_scopes_say_and_no_more(key: str, hub: Node, lead: User) -> None:
    reader = _key(hub, lead, ("registry:read",))
    assert _get(reader).status_code == 200
    assert _post(reader, [_row(1)]).status_code == 403
    assert _get("nothing").status_code == 401
    assert Client().get(BASE).status_code == 401
    for token in ApiToken.objects.all():
        revoke_token(token, by=lead)
    assert _get(reader).status_code == 401


def test_unknown_fields_and_broken_bodies_are_told(key: str) -> None:
    assert _post(key, [{**_row(1), "nmae": "x"}]).status_code == 422
    assert _post(key, []).status_code == 422
    broken = Client().post(
        f"{BASE}/import",
        "{",
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )
    assert broken.status_code == 400
    assert "detail" in broken.json()


def test_a_token_of_one_organisation_changes_only_that(key: str, lead: User) -> None:
    _post(key, [_row(1)])
    own = _key(Organisation.objects.get().node, lead)
    answer = _post(own, [_row(1, staff=4), _row(2)]).json()
    assert [row["verdict"] for row in answer["rows"]] == ["changed", "refused"]


SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def tried(key: str) -> Iterator[str]:
    """A token with a few organisations; the connection stays open between requests."""
    _post(key, [_row(n) for n in range(1, 4)])
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield key
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_what_the_description_promises_holds(case: schemathesis.Case[Any], tried: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {tried}"})
