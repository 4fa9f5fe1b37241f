"""Writes: people, roles, links, tokens; each with its line in the book, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from shuniu.accounts import queries, rules, services
from shuniu.accounts.models import Grant, Invitation, Node, PasswordPast, User
from shuniu.accounts.services.invitations import open_invitation, token_hash
from shuniu.accounts.states import Capability, NodeKind, Role
from shuniu.base import audit, clock, rulebook
from shuniu.base.models import AuditEntry, Notice
from shuniu.base.verdicts import Refused
from shuniu.identifiers import IdentifierError
from tests.accounts._cast import NEW, PASSWORD, Tree, known, person, tree

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def place() -> Tree:
    return tree()


@pytest.fixture
def officer(place: Tree) -> User:
    return person("officer", Role.HUB_OFFICER, place.hub)


@pytest.fixture
def security(place: Tree) -> User:
    return person("security", Role.SECURITY_ADMIN, place.hub)


def _lines(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def _refused(act: Callable[[], object]) -> str:
    before = audit.head()
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.verdict.reason.endswith("。")
    assert audit.head() == before  # nothing half done
    return refusal.value.verdict.rule


# People


def test_a_phone_is_kept_sealed_found_by_its_hash_and_never_told_to_the_book() -> None:
    user = person("somebody", phone="+86 138-1234-5678")
    assert user.phone == PHONE
    row = User.objects.filter(pk=user.pk).values()[0]
    assert PHONE not in str(row)
    assert PHONE not in str(list(AuditEntry.objects.values()))
    assert queries.phone_taken(PHONE, User())


def test_a_number_that_is_none_is_refused_and_nothing_is_opened() -> None:
    with pytest.raises(IdentifierError):
        person("somebody", phone="123")
    assert not User.objects.exists()


def test_a_number_belongs_to_one_account() -> None:
    person("first", phone=PHONE)
    second = person("second")
    assert _refused(lambda: services.set_phone(second, PHONE, by=second)) == "accounts.phone_taken"
    with transaction.atomic(), pytest.raises(IntegrityError):
        User.objects.filter(pk=second.pk).update(
            phone_hash=User.objects.get(username="first").phone_hash
        )


def test_a_user_name_exists_once_whatever_its_case() -> None:
    person("somebody")
    with transaction.atomic(), pytest.raises(IntegrityError):
        User.objects.create(username="SomeBody", display_name="x")


def test_the_profile_line_names_fields_and_no_values() -> None:
    user = person("somebody")
    services.change_profile(user, display_name="新名", email="a@example.cn", phone=PHONE, by=user)
    (line,) = _lines("accounts.user.profile")
    assert line.detail["fields"] == ["email", "name", "phone"]
    assert PHONE not in str(line.detail)
    assert "example.cn" not in str(line.detail)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Sh0rt-one", "10"),
        ("onlysmallletters", "3 类"),
        ("1q2w3e4r5t", "常见"),
        ("Personsomebody-1", "相近"),
        (PASSWORD, "最近"),
    ],
)
def test_a_weak_or_used_password_is_refused_with_what_to_do(password: str, word: str) -> None:
    user = person("personsomebody")
    with pytest.raises(ValidationError) as refusal:
        services.set_password(user, password, by=user)
    assert word in " ".join(refusal.value.messages)


def test_the_last_five_passwords_do_not_come_back_and_the_sixth_does() -> None:
    user = person("somebody")
    for number in range(5):
        services.set_password(user, f"Fresh-Horse-{number}", by=user)
    with pytest.raises(ValidationError):
        services.set_password(user, PASSWORD, by=user)
    services.set_password(user, "Fresh-Horse-x", by=user)
    services.set_password(user, PASSWORD, by=user)
    assert PasswordPast.objects.filter(user=user).count() == 7
    assert all(PASSWORD not in row.password for row in PasswordPast.objects.all())


def test_what_a_password_must_be_is_ruled() -> None:
    user = person("somebody")
    rulebook.set_value("accounts.password.length", 20, since=clock.today(), by=None)
    with pytest.raises(ValidationError):
        services.set_password(user, NEW, by=user)


def test_a_locked_account_is_out_at_once_and_its_links_are_void(
    place: Tree, security: User
) -> None:
    user = person("somebody", Role.CONTACT, place.inside)
    client = known(user)
    assert client.get("/account/me/").status_code == 200
    _row, token = services.renew_access(user, node=place.hub, by=security)
    services.lock_user(user, reason="离职", by=security)
    assert client.get("/account/me/").status_code == 302
    assert open_invitation(token) is None
    (line,) = _lines("accounts.user.locked")
    assert (line.actor_id, line.detail["reason"]) == (security.pk, "离职")
    services.unlock_user(user, by=security)
    assert User.objects.get(pk=user.pk).is_active


def test_only_who_may_locks(place: Tree, officer: User, security: User) -> None:
    user = person("somebody", Role.CONTACT, place.inside)
    assert _refused(lambda: services.lock_user(user, reason="x", by=officer))
    assert _refused(lambda: services.lock_user(security, reason="x", by=security))
    north = person("north", Role.SECURITY_ADMIN, place.south)
    assert _refused(lambda: services.lock_user(user, reason="x", by=north))


def test_lost_factors_are_cleared_with_a_reason_and_the_person_is_told(
    place: Tree, security: User, officer: User
) -> None:
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    assert _refused(lambda: services.clear_factors(officer, reason="x", by=officer))
    services.clear_factors(officer, reason="手机丢失，已当面核实", by=security)
    assert not queries.factors_of(officer).exists()
    assert _lines("accounts.factor.cleared")[0].detail["reason"] == "手机丢失，已当面核实"
    assert Notice.objects.filter(user=officer).exists()


# Roles


def test_a_role_given_for_a_time_ends_by_itself(place: Tree, security: User) -> None:
    user = person("somebody")
    until = clock.today() + timedelta(days=3)
    services.grant(user, role=Role.ASSESSOR, node=place.hub, by=security, until=until)
    assert rules.may(user, Capability.ROUNDS_ASSESS, place.hub)
    with clock.at(until + timedelta(days=1)):
        assert not rules.may(user, Capability.ROUNDS_ASSESS, place.hub)
    past = clock.today() - timedelta(days=1)
    give = lambda: services.grant(  # noqa: E731
        user, role=Role.SUPERVISOR, node=place.hub, by=security, until=past
    )
    assert _refused(give) == "accounts.grant.until"


def test_a_role_is_given_once_and_its_end_leaves_a_trace(place: Tree, security: User) -> None:
    user = person("somebody", Role.CONTACT, place.inside)
    row = services.grant(user, role=Role.CONTACT, node=place.inside, by=security)
    assert user.grants.count() == 1
    services.end_grant(row, by=security)
    assert not rules.may(user, Capability.ROUNDS_ANSWER, place.inside)
    assert Grant.objects.get(pk=row.pk).until == clock.today() - timedelta(days=1)
    assert _lines("accounts.grant.ended")[0].detail["role"] == "contact"
    assert _refused(lambda: services.end_grant(row, by=security)) == "accounts.grant.over"


def test_a_role_given_and_taken_on_one_day_stands_in_the_book_alone(
    place: Tree, security: User
) -> None:
    user = person("somebody")
    row = services.grant(user, role=Role.CONTACT, node=place.inside, by=security)
    services.end_grant(row, by=security)
    assert not user.grants.exists()
    assert len(_lines("accounts.grant.given")) == 2  # the administrator's own, and this
    assert len(_lines("accounts.grant.ended")) == 1


# Links


def _accept(token: str, name: str = "newcomer") -> User:
    return services.accept_invitation(token, username=name, password=PASSWORD)


def test_a_link_opens_an_account_with_its_role_once(place: Tree, officer: User) -> None:
    row, token = services.invite(place.inside, role=Role.CONTACT, display_name=" 王五 ", by=officer)
    assert token not in str(list(Invitation.objects.values()))
    assert row.token_hash == token_hash(token)
    user = _accept(token)
    assert (user.display_name, user.must_change_password) == ("王五", False)
    assert rules.may(user, Capability.ROUNDS_ANSWER, place.inside)
    assert _refused(lambda: _accept(token, "second")) == "accounts.invitation.gone"
    assert not User.objects.filter(username="second").exists()


def test_a_link_lasts_as_long_as_the_rule_says(place: Tree, officer: User) -> None:
    rulebook.set_value("accounts.invitation.days", 2, since=clock.today(), by=None)
    row, token = services.invite(place.inside, role=Role.CONTACT, display_name="甲", by=officer)
    with clock.at(row.made_at + timedelta(days=2, seconds=1)):
        assert _refused(lambda: _accept(token)) == "accounts.invitation.gone"
    with clock.at(row.made_at + timedelta(days=1, hours=23)):
        assert _accept(token)


def test_a_link_taken_back_is_worth_nothing(place: Tree, officer: User) -> None:
    row, token = services.invite(place.inside, role=Role.CONTACT, display_name="甲", by=officer)
    services.revoke_invitation(row, by=officer)
    assert _refused(lambda: _accept(token)) == "accounts.invitation.gone"
    row.refresh_from_db()
    assert _refused(lambda: services.revoke_invitation(row, by=officer))


def test_a_refused_use_leaves_the_link_good(place: Tree, officer: User) -> None:
    person("newcomer", phone=PHONE)
    _row, token = services.invite(place.inside, role=Role.CONTACT, display_name="甲", by=officer)
    assert _refused(lambda: _accept(token, "NewComer")) == "accounts.username_taken"
    with pytest.raises(ValidationError):
        services.accept_invitation(token, username="another", password="weak")
    use = lambda: services.accept_invitation(  # noqa: E731
        token, username="another", password=PASSWORD, phone=PHONE
    )
    assert _refused(use) == "accounts.phone_taken"
    assert _accept(token, "another")


@pytest.mark.django_db(transaction=True)
def test_a_link_used_by_two_at_once_opens_one_account() -> None:
    place = tree()
    officer = person("officer", Role.HUB_OFFICER, place.hub)
    _row, token = services.invite(place.inside, role=Role.CONTACT, display_name="甲", by=officer)
    start, opened = threading.Barrier(2), []

    def use(name: str) -> None:
        try:
            start.wait(timeout=20)
            opened.append(_accept(token, name))
        except Refused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=(name,)) for name in ("first", "second")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert len(opened) == 1
    assert Grant.objects.filter(role=Role.CONTACT).count() == 1


def test_a_reset_link_changes_the_password_ends_sign_ins_and_tells(
    place: Tree, security: User
) -> None:
    user = person("somebody", Role.CONTACT, place.inside)
    client = known(user)
    client.get("/account/me/")
    _old, first = services.renew_access(user, node=place.hub, by=security)
    _row, second = services.renew_access(user, node=place.hub, by=security)
    assert open_invitation(first) is None  # one at a time
    services.accept_invitation(second, username="", password=NEW)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get("/account/me/").status_code == 302
    assert Notice.objects.filter(user=user).exists()
    assert open_invitation(second) is None
    assert Role.CONTACT in queries.roles_of(user)


def test_nobody_resets_their_own_or_another_subtrees_password(
    place: Tree, security: User, officer: User
) -> None:
    south = person("south", Role.SECURITY_ADMIN, place.south)
    user = person("somebody", Role.CONTACT, place.inside)
    for target, by in ((security, security), (user, south), (user, officer)):
        assert _refused(lambda t=target, b=by: services.renew_access(t, node=place.hub, by=b))  # type: ignore[misc]


# Nodes


def test_a_branch_moves_with_everything_under_it_and_rights_follow(place: Tree) -> None:
    user = person("south", Role.AREA_OFFICER, place.south)
    services.move_node(place.north, to=place.south, by=None)
    moved = Node.objects.get(pk=place.inside.pk)
    assert str(moved.path).startswith(str(place.south.path))
    assert rules.may(user, Capability.REGISTRY_EDIT, moved)


def test_many_nodes_at_once_are_like_single_ones(place: Tree) -> None:
    rows = services.open_nodes(
        [("甲", place.north), ("乙", place.south)], kind=NodeKind.ORGANISATION, by=None
    )
    for row, parent in zip(rows, (place.north, place.south), strict=True):
        kept = Node.objects.get(pk=row.pk)
        assert kept.path == row.path == f"{parent.path}{row.pk}/"
    services.rename_node(rows[0], name="丙", by=None)
    assert list(audit.verify()) == []
