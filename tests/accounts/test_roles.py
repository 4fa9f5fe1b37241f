"""Roles, capabilities and subtrees; grants; links; tokens; passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from shuniu.accounts import queries, rules, services
from shuniu.accounts.models import User
from shuniu.accounts.states import GRANTS, Capability, Role
from shuniu.base import clock
from shuniu.base.verdicts import Refused
from tests.evaluation import _cast as cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_what_its_table_says_and_only_in_its_subtree(role: Role) -> None:
    hub = cast.hub()
    inside, outside = cast.organisation(hub, 1).node, cast.organisation(hub, 2).node
    user = cast.person("somebody", role, inside)
    for capability in Capability:
        assert bool(rules.may(user, capability, inside)) is (capability in GRANTS[role])
        assert not rules.may(user, capability, outside)
        assert not rules.may(user, capability, hub)


def test_a_refusal_says_what_and_where() -> None:
    hub = cast.hub()
    verdict = rules.may(cast.person("somebody"), Capability.ROUNDS_RUN, hub)
    assert "组织评价" in verdict.reason
    assert hub.name in verdict.reason


def test_a_grant_begins_and_ends_on_its_days() -> None:
    hub = cast.hub()
    user = cast.person("officer", Role.HUB_OFFICER, hub)
    user.grants.update(since=clock.today() + timedelta(days=1))
    queries.forget(user)
    assert not rules.may(user, Capability.ROUNDS_RUN, hub)


def test_administrators_are_kept_apart_and_nobody_grants_to_themselves() -> None:
    hub = cast.hub()
    security = cast.person("security", Role.SECURITY_ADMIN, hub)
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    with pytest.raises(Refused):
        services.grant(officer, role=Role.AUDIT_ADMIN, node=hub, by=security)
    with pytest.raises(Refused):
        services.grant(security, role=Role.HUB_LEAD, node=hub, by=security)
    services.grant(officer, role=Role.ASSESSOR, node=hub, by=security)
    assert Role.ASSESSOR in queries.roles_of(officer)


def test_a_link_is_good_once() -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    node = cast.organisation(hub, 1).node
    _row, token = services.invite(node, role=Role.CONTACT, display_name="新人", by=officer)
    user = services.accept_invitation(token, username="newcomer", password="Good-Enough-42")
    assert rules.may(user, Capability.ROUNDS_ANSWER, node)
    with pytest.raises(Refused):
        services.accept_invitation(token, username="second", password="Good-Enough-42")
    assert not User.objects.filter(username="second").exists()


def test_an_officer_invites_for_organisations_only() -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    with pytest.raises(Refused):
        services.invite(hub, role=Role.HUB_LEAD, display_name="x", by=officer)


def test_a_password_does_not_come_back_and_has_kinds_of_characters() -> None:
    user = cast.person("somebody")
    services.set_password(user, "First-Pass-42", by=user)
    services.set_password(user, "Second-Pass-43", by=user)
    with pytest.raises(ValidationError):
        services.set_password(user, "First-Pass-42", by=user)
    with pytest.raises(ValidationError):
        services.set_password(user, "onlysmallletters", by=user)


def test_a_token_is_good_until_it_is_revoked() -> None:
    hub = cast.hub()
    lead = cast.person("lead", Role.HUB_LEAD, hub)
    row, text = services.make_token(hub, name="x", scopes=["results:read"], days=3, by=lead)
    found = services.use_token(text)
    assert found is not None
    assert found.pk == row.pk
    assert text not in row.token_hash
    services.revoke_token(row, by=lead)
    assert services.use_token(text) is None
