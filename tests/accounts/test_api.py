"""Programs that come with a token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from ninja.errors import HttpError

from shuniu.accounts import services
from shuniu.accounts.api import TokenAuth
from shuniu.accounts.models import ApiToken, Grant, User
from shuniu.accounts.states import SCOPES, Role
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from tests.accounts._cast import Tree, known, person, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Tree:
    return tree()


@pytest.fixture
def lead(place: Tree) -> User:
    return person("lead", Role.HUB_LEAD, place.hub)


def _ask(text: str, scope: str = "registry:read") -> ApiToken | None:
    return TokenAuth(scope).authenticate(RequestFactory().get("/"), text)


def _made(place: Tree, lead: User, *scopes: str) -> tuple[ApiToken, str]:
    return services.make_token(
        place.north, name="x", scopes=scopes or ("registry:read",), days=30, by=lead
    )


def test_a_good_token_opens_its_scope_within_its_subtree(place: Tree, lead: User) -> None:
    row, text = _made(place, lead)
    found = _ask(text)
    assert found == row
    assert found is not None
    assert found.node == place.north


def test_another_scope_is_refused_and_an_unknown_one_cannot_be_asked(
    place: Tree, lead: User
) -> None:
    _row, text = _made(place, lead)
    for scope in set(SCOPES) - {"registry:read"}:
        with pytest.raises(HttpError) as refusal:
            _ask(text, scope)
        assert refusal.value.status_code == 403
    with pytest.raises(ValueError, match="everything"):
        TokenAuth("everything")


@pytest.mark.parametrize("text", ["", "nothing", "shuniu_", "shuniu_" + "a" * 43])
def test_a_text_that_is_no_token_opens_nothing(text: str, place: Tree, lead: User) -> None:
    _made(place, lead)
    assert _ask(text) is None


def test_a_token_ends_with_its_day_its_revocation_or_its_maker(place: Tree, lead: User) -> None:
    row, text = _made(place, lead)
    with clock.at(row.expires_at + timedelta(seconds=1)):
        assert _ask(text) is None
    User.objects.filter(pk=lead.pk).update(is_active=False)
    assert _ask(text) is None
    User.objects.filter(pk=lead.pk).update(is_active=True)
    Grant.objects.filter(user=lead).update(until=clock.today() - timedelta(days=1))
    assert _ask(text) is None
    Grant.objects.filter(user=lead).update(until=None)
    assert _ask(text) is not None
    services.revoke_token(row, by=lead)
    assert _ask(text) is None


def test_use_is_noted_at_most_once_a_minute(place: Tree, lead: User) -> None:
    row, text = _made(place, lead)
    now = clock.now()
    for seconds, noted in ((0, 0), (30, 0), (61, 61)):
        with clock.at(now + timedelta(seconds=seconds)):
            _ask(text)
        row.refresh_from_db()
        assert row.last_used_at == now + timedelta(seconds=noted)


def test_only_who_may_makes_tokens_and_only_in_their_subtree(place: Tree) -> None:
    north = person("north", Role.HUB_LEAD, place.north)
    officer = person("officer", Role.HUB_OFFICER, place.hub)
    for by, node in ((north, place.hub), (north, place.south), (officer, place.hub)):
        with pytest.raises(Refused):
            services.make_token(node, name="x", scopes=["registry:read"], days=3, by=by)
    assert not ApiToken.objects.exists()


def test_over_the_wire_a_token_counts_and_a_session_does_not(place: Tree, lead: User) -> None:
    _row, text = _made(place, lead, "results:read")
    path = "/api/v1/results/grades"
    assert known(lead).get(path).status_code == 401
    assert Client().get(path).status_code == 401
    assert Client(headers={"authorization": f"Bearer {text}"}).get(path).status_code == 200
    _other, read = _made(place, lead, "registry:read")
    assert Client(headers={"authorization": f"Bearer {read}"}).get(path).status_code == 403
