"""Who may do what, where: every role, every capability, inside and outside its subtree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser

from shuniu.accounts import queries, rules
from shuniu.accounts.models import Grant, Invitation, Node, User
from shuniu.accounts.rules import First
from shuniu.accounts.states import EXCLUSIVE, GRANTS, INVITED, Capability, Role, roles_with
from shuniu.base import clock, rulebook
from tests.accounts._cast import Tree, person, tree

pytestmark = pytest.mark.django_db
BUSINESS = [role for role in Role if role not in EXCLUSIVE]


@pytest.fixture
def place() -> Tree:
    return tree()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_what_the_table_says_on_its_node_and_below_and_nowhere_else(
    role: Role, place: Tree
) -> None:
    user = person("somebody", role, place.north)
    inside, outside = (place.north, place.inside), (place.hub, place.south, place.outside)
    for capability in Capability:
        says = capability in GRANTS[role]
        assert bool(rules.may_somewhere(user, capability)) is says
        for node in inside:
            assert bool(rules.may(user, capability, node)) is says, (capability, node)
        for node in outside:
            assert not rules.may(user, capability, node), (capability, node)


@pytest.mark.parametrize("role", list(Role))
def test_lists_hold_what_the_rule_allows(role: Role, place: Tree) -> None:
    user = person("somebody", role, place.north)
    everywhere = list(Node.objects.all())
    for capability in Capability:
        allowed = {node.pk for node in everywhere if rules.may(user, capability, node)}
        assert {node.pk for node in queries.nodes_where(user, capability)} == allowed
        rows = Grant.objects.filter(user=user)
        assert queries.within(rows, user, capability).exists() is bool(allowed)
        for node in everywhere:
            holds = queries.holders(capability, node).filter(pk=user.pk).exists()
            assert holds is (node.pk in allowed)
            many = queries.holders_by_node(capability, [node])
            assert (user.pk in many[node.pk]) is holds


def test_every_capability_is_held_by_somebody_and_every_role_holds_something() -> None:
    assert all(roles_with(capability) for capability in Capability)
    assert set(GRANTS) == set(Role)
    assert all(GRANTS.values())


def test_the_three_administrators_share_no_power_over_one_another() -> None:
    admins = [GRANTS[role] for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)]
    assert not admins[0] & admins[1]
    assert not admins[1] & admins[2]
    assert not admins[0] & admins[2]
    assert roles_with(Capability.AUDIT_READ) == [Role.AUDIT_ADMIN]
    assert roles_with(Capability.ACCOUNTS_MANAGE) == [Role.SECURITY_ADMIN]


def test_a_node_whose_number_begins_alike_is_another(place: Tree) -> None:
    user = person("somebody", Role.HUB_OFFICER, place.north)
    near = Node.objects.create(name="近", kind="area", path=f"{str(place.north.path)[:-1]}7/")
    assert not rules.may(user, Capability.REGISTRY_SEE, near)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [(-5, None, True), (0, None, True), (1, None, False), (-5, 0, True), (-5, -1, False)],
)
def test_a_grant_holds_from_its_first_day_through_its_last(
    since: int, until: int | None, holds: bool, place: Tree
) -> None:
    user = person("somebody")
    today = clock.today()
    Grant.objects.create(
        user=user,
        node=place.north,
        role=Role.SUPERVISOR,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )
    assert bool(rules.may(user, Capability.REGISTRY_SEE, place.inside)) is holds
    shown = queries.holders(Capability.REGISTRY_SEE, place.inside)
    assert shown.filter(pk=user.pk).exists() is holds


def test_nobody_means_nothing(place: Tree) -> None:
    locked = person("somebody", Role.HUB_LEAD, place.hub)
    locked.is_active = False
    for who in (AnonymousUser(), locked):
        assert not rules.may(who, Capability.REGISTRY_SEE, place.hub)
        assert not queries.nodes_where(who, Capability.REGISTRY_SEE).exists()


def test_a_closed_node_gives_no_power(place: Tree) -> None:
    user = person("somebody", Role.CONTACT, place.inside)
    Node.objects.filter(pk=place.inside.pk).update(active=False)
    assert not rules.may(user, Capability.ROUNDS_ANSWER, place.inside)


def test_one_reading_of_grants_serves_the_whole_request(
    place: Tree, django_assert_num_queries: Callable[..., object]
) -> None:
    user = person("somebody", Role.HUB_LEAD, place.hub)
    queries.forget(user)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        for capability in Capability:
            rules.may(user, capability, place.inside)


@pytest.mark.parametrize("giver", list(Role))
def test_who_gives_which_role(giver: Role, place: Tree) -> None:
    by = person("giver", giver, place.north)
    somebody = person("somebody")
    for role in Role:
        manages = giver == Role.SECURITY_ADMIN
        invites = Capability.INVITE in GRANTS[giver] and role in INVITED
        given = bool(rules.can_grant(by, somebody, role, place.inside))
        assert given is (manages or invites), role
        assert not rules.can_grant(by, somebody, role, place.outside)


@pytest.mark.parametrize("admin", sorted(EXCLUSIVE))
def test_an_administrator_holds_nothing_else(admin: str, place: Tree) -> None:
    by = person("giver", Role.SECURITY_ADMIN, place.hub)
    holder = person("admin", admin, place.north)
    for role in Role:
        verdict = rules.can_grant(by, holder, role, place.north)
        assert bool(verdict) is (role == admin)
    for role in BUSINESS:
        worker = person(f"worker_{role}", role, place.north)
        assert rules.can_grant(by, worker, admin, place.north).rule == "accounts.grant.separated"


def test_nobody_gives_to_or_takes_from_themselves(place: Tree) -> None:
    by = person("giver", Role.SECURITY_ADMIN, place.hub)
    assert rules.can_grant(by, by, Role.HUB_LEAD, place.hub).rule == "accounts.grant.self"
    assert rules.can_end_grant(by, by.grants.get()).rule == "accounts.grant.self"
    assert rules.can_manage(by, by).rule == "accounts.self"


def test_two_offices_that_should_never_have_met_can_be_parted(place: Tree) -> None:
    by = person("giver", Role.SECURITY_ADMIN, place.hub)
    both = person("both", Role.AUDIT_ADMIN, place.hub)
    row = Grant.objects.create(
        user=both, node=place.hub, role=Role.HUB_LEAD, since=clock.today() - timedelta(days=3)
    )
    assert rules.can_end_grant(by, row)
    row.until = clock.today() - timedelta(days=1)
    assert rules.can_end_grant(by, row).rule == "accounts.grant.over"


@pytest.mark.parametrize("inviter", list(Role))
def test_who_invites_whom(inviter: Role, place: Tree) -> None:
    by = person("inviter", inviter, place.north)
    for role in Role:
        everybody = inviter == Role.SECURITY_ADMIN
        officer = Capability.INVITE in GRANTS[inviter] and role in INVITED
        assert bool(rules.can_invite(by, role, place.inside)) is (everybody or officer), role
        assert bool(rules.can_invite(by, role, place.north)) is everybody  # no organisation
        assert not rules.can_invite(by, role, place.outside)


def test_a_link_that_is_over_cannot_be_taken_back(place: Tree) -> None:
    by = person("officer", Role.HUB_OFFICER, place.hub)
    row = Invitation(node=place.inside, role=Role.CONTACT)
    assert rules.can_revoke(by, row)
    row.used_at = clock.now()
    assert rules.can_revoke(by, row).rule == "accounts.invitation.over"


def test_an_account_is_managed_where_all_its_roles_lie(place: Tree) -> None:
    north = person("north", Role.SECURITY_ADMIN, place.north)
    hub = person("hub", Role.SECURITY_ADMIN, place.hub)
    both = person("both", Role.CONTACT, place.inside)
    assert rules.can_manage(north, both)
    Grant.objects.create(user=both, node=place.outside, role=Role.CONTACT, since=clock.today())
    assert not rules.can_manage(north, both)
    assert rules.can_manage(hub, both)
    nowhere = person("nowhere")
    assert rules.can_manage(north, nowhere)
    assert not rules.can_manage(person("officer", Role.HUB_LEAD, place.hub), nowhere)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("zhang.san", ""),
        ("张三_1", ""),
        ("a-b@c", ""),
        ("ab", "accounts.username_shape"),
        ("has space", "accounts.username_shape"),
        ("<script>", "accounts.username_shape"),
        ("13800138000", "accounts.username_shape"),
        ("SOMEBODY", "accounts.username_taken"),
    ],
)
def test_a_user_name_is_plain_and_nobody_elses(name: str, rule: str) -> None:
    person("somebody")
    assert rules.can_be_named(name).rule == rule


def _aged(user: User, days: int) -> User:
    user.password_changed_at = clock.now() - timedelta(days=days)
    return user


def test_what_comes_first(place: Tree) -> None:
    user = person("somebody", Role.HUB_OFFICER, place.hub)
    assert rules.what_first(user) is None
    assert rules.what_first(_aged(user, 89)) is None
    assert rules.what_first(_aged(user, 91)) is First.NEW_PASSWORD
    user.must_change_password = True
    assert rules.what_first(user) is First.OWN_PASSWORD


def test_how_long_a_password_lasts_is_a_dated_rule() -> None:
    user = _aged(person("somebody"), 400)
    rulebook.set_value("accounts.password.days", 0, since=clock.today(), by=None)
    assert rules.what_first(user) is None


def test_a_second_factor_is_asked_of_the_roles_that_the_rule_names(place: Tree) -> None:
    officer = person("officer", Role.HUB_OFFICER, place.hub)
    contact = person("contact", Role.CONTACT, place.inside)
    rulebook.set_value(rules.SECOND, [Role.HUB_OFFICER.value], since=clock.today(), by=None)
    assert rules.what_first(officer) is First.SECOND_FACTOR
    assert rules.what_first(contact) is None
    Authenticator.objects.create(user=officer, type="recovery_codes", data={})
    assert rules.what_first(officer) is First.SECOND_FACTOR  # codes alone are none
    Authenticator.objects.create(user=officer, type="totp", data={})
    assert rules.what_first(officer) is None
