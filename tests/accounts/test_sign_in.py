"""Signing in: by name or number, locked after wrong passwords, out after idling, first things first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from shuniu.accounts import queries, rules, services
from shuniu.accounts.backends import address_of
from shuniu.accounts.models import User
from shuniu.accounts.states import Role
from shuniu.base import clock, rulebook
from shuniu.base.models import AuditEntry, Notice
from tests.accounts._cast import NEW, PASSWORD, is_in, known, person, sign_in, tree

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def somebody() -> User:
    return person("somebody", phone=PHONE)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def _lines(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


@pytest.mark.parametrize(
    "typed", ["somebody", "SomeBody", PHONE, "138 1234 5678", "+86 138-1234-5678"]
)
def test_name_and_number_both_open(typed: str, somebody: User, client: Client) -> None:
    assert sign_in(client, typed) == 302
    assert is_in(client)
    (line,) = _lines("accounts.sign_in.done")
    assert (line.actor_id, line.subject) == (somebody.pk, f"accounts.user:{somebody.pk}")
    assert line.detail == {"address": "127.0.0.1"}


@pytest.mark.parametrize(
    ("typed", "password"),
    [("somebody", "wrong"), ("nobody", PASSWORD), ("13900000000", PASSWORD), ("", ""), ("x", "\0")],
)
def test_a_wrong_name_and_a_wrong_password_say_the_same(
    typed: str, password: str, somebody: User, client: Client
) -> None:
    answer = client.post("/account/login/", {"login": typed, "password": password})
    assert answer.status_code == 200
    page = answer.content.decode()
    if typed and password != "\0":
        assert "用户名（手机号）或口令不对" in page
    assert not is_in(client)


def test_a_failed_form_comes_back_with_the_name_and_without_the_password(
    somebody: User, client: Client
) -> None:
    said = {"login": "somebody", "password": "wrong-and-secret"}
    page = client.post("/account/login/", said).content.decode()
    assert 'value="somebody"' in page
    assert "wrong-and-secret" not in page


def test_a_closed_account_does_not_open_even_with_the_right_password(
    somebody: User, client: Client
) -> None:
    User.objects.update(is_active=False)
    sign_in(client, "somebody")
    assert not is_in(client)


def test_a_name_goes_before_a_number(client: Client) -> None:
    person("first", phone=PHONE, password=NEW)
    impostor = person("temporary")
    User.objects.filter(pk=impostor.pk).update(username=PHONE)  # no form allows it
    assert queries.person_named(PHONE) == impostor


# Locked


def test_wrong_passwords_lock_the_account_however_it_is_named(
    somebody: User, client: Client
) -> None:
    for typed in ("somebody", "SOMEBODY", PHONE, "138 1234 5678"):
        assert sign_in(client, typed, "wrong") == 200
    assert sign_in(client, "somebody", "wrong") == 429
    assert sign_in(client, "somebody") == 429
    assert sign_in(client, PHONE) == 429
    assert not is_in(client)


def test_the_page_of_a_locked_door_says_for_how_long_and_trying_does_not_lengthen_it(
    somebody: User, client: Client
) -> None:
    for _ in range(5):
        sign_in(client, "somebody", "wrong")
    until = queries.locked_until(queries.attempted_by(somebody))
    assert until is not None
    answer = client.post("/account/login/", {"login": "somebody", "password": PASSWORD})
    assert "请 15 分钟后再试" in answer.content.decode()
    assert timezone.localtime(until).strftime("%H:%M") in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert queries.locked_until(queries.attempted_by(somebody)) == until


def test_the_lock_opens_by_itself(somebody: User, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "somebody", "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert queries.locked_until(queries.attempted_by(somebody)) is None
    assert sign_in(client, "somebody") == 302


def test_a_lock_shuts_out_one_account_from_one_place(somebody: User, client: Client) -> None:
    person("another")
    for _ in range(5):
        sign_in(client, "somebody", "wrong")
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), "somebody") == 302
    assert sign_in(client, "another") == 302


def test_a_right_password_forgets_the_wrong_ones_before(somebody: User, client: Client) -> None:
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "somebody", "wrong")
        assert sign_in(client, PHONE) == 302
        client.logout()


def test_the_book_has_each_wrong_password_and_the_lock_once_and_the_person_is_told(
    somebody: User, client: Client
) -> None:
    for _ in range(8):
        sign_in(client, "somebody", "wrong")
    assert len(_lines("accounts.sign_in.failed")) == 5
    assert len(_lines("accounts.sign_in.locked")) == 1
    assert Notice.objects.filter(user=somebody).count() == 1


def test_what_was_typed_for_an_account_there_is_not_is_kept_nowhere(client: Client) -> None:
    sign_in(client, "My-Secret-Pass-1", "x")
    sign_in(client, PHONE, "x")
    kept = str(list(AccessAttempt.objects.values())) + str(list(AuditEntry.objects.values()))
    assert "My-Secret-Pass-1" not in kept
    assert PHONE not in kept


def test_an_administrator_opens_the_door_again(client: Client) -> None:
    place = tree()
    user = person("somebody", Role.CONTACT, place.inside)
    security = person("security", Role.SECURITY_ADMIN, place.hub)
    for _ in range(5):
        sign_in(client, "somebody", "wrong")
    services.open_door(user, by=security)
    assert sign_in(client, "somebody") == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        (2, "1.1.1.1, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
        (2, "9.9.9.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_an_address_is_what_our_own_proxies_saw(
    proxies: int, forwarded: str, address: str, rf: RequestFactory
) -> None:
    request = rf.get("/", headers={"X-Forwarded-For": forwarded})
    with override_settings(SHUNIU_PROXIES=proxies):
        assert address_of(request) == address


def test_forged_headers_do_not_escape_the_lock(somebody: User) -> None:
    statuses = [
        sign_in(Client(headers={"x-forwarded-for": f"10.0.0.{n}"}), "somebody", "wrong")
        for n in range(6)
    ]
    assert statuses[-1] == 429


# Sessions


def test_a_session_planted_before_is_worth_nothing_after(somebody: User, client: Client) -> None:
    client.get("/account/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    planted = session.session_key or ""
    client.cookies["shuniu_session"] = planted
    sign_in(client, "somebody")
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["shuniu_session"] = planted
    assert not is_in(thief)


def test_leaving_ends_the_session_itself(somebody: User, client: Client) -> None:
    sign_in(client, "somebody")
    key = client.cookies["shuniu_session"].value
    assert client.get("/account/logout/").status_code == 200  # a link alone signs nobody out
    assert is_in(client)
    client.post("/account/logout/")
    thief = Client()
    thief.cookies["shuniu_session"] = key
    assert not is_in(thief)
    assert len(_lines("accounts.sign_in.ended")) == 1


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    somebody: User, client: Client
) -> None:
    sign_in(client, "somebody")
    cookie = client.cookies["shuniu_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # gone with the browser


def test_an_idle_session_runs_out_and_the_page_says_so(somebody: User, client: Client) -> None:
    sign_in(client, "somebody")
    row = Session.objects.get()
    assert timedelta(minutes=29) < row.expire_date - timezone.now() <= timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    page = client.get("/account/me/", follow=True).content.decode()
    assert "登录已失效：超过 30 分钟没有操作" in page
    assert "登录已失效" not in client.get("/account/me/", follow=True).content.decode()


def test_a_session_lives_while_it_is_used(somebody: User, client: Client) -> None:
    sign_in(client, "somebody")
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=2))
    is_in(client)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)


@override_settings(SHUNIU_SEEN_EVERY=60)
def test_use_is_noted_once_a_minute_and_not_with_each_request(
    somebody: User, client: Client, django_assert_max_num_queries: object
) -> None:
    client = known(somebody)
    is_in(client)
    before = Session.objects.get().expire_date
    is_in(client)
    assert Session.objects.get().expire_date == before


def test_a_stranger_is_not_told_of_a_session_they_never_had(client: Client) -> None:
    assert "登录已失效" not in client.get("/account/me/", follow=True).content.decode()


def test_another_password_ends_the_other_sign_ins(somebody: User) -> None:
    here, there = Client(), Client()
    for one in (here, there):
        sign_in(one, "somebody")
    said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/account/password/change/", said).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert len(_lines("accounts.user.password")) == 1


# First things first


def test_a_password_somebody_else_chose_is_changed_before_anything_else(client: Client) -> None:
    place = tree()
    user = person("lead", Role.HUB_LEAD, place.hub)
    User.objects.update(must_change_password=True)
    sign_in(client, "lead")
    for path in ("/", "/account/me/", "/account/invitations/", "/account/tokens/", "/account/2fa/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (
            302,
            "/account/password/change/",
        ), path
    page = client.get("/", follow=True).content.decode()
    assert "请先换成只有您自己知道的口令" in page
    assert client.post("/account/me/", {"display_name": "x"}).status_code == 302
    user.refresh_from_db()
    assert user.display_name == "人lead"
    said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/change/", said)
    assert is_in(client)


def test_the_same_password_again_does_not_count_as_a_change(client: Client, somebody: User) -> None:
    User.objects.update(must_change_password=True)
    sign_in(client, "somebody")
    said = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/account/password/change/", said).content.decode()
    assert "最近 5 次用过的口令" in page
    assert not is_in(client)


def test_an_old_password_is_changed_first_and_a_way_out_stays_open(
    client: Client, somebody: User
) -> None:
    User.objects.update(password_changed_at=clock.now() - timedelta(days=91))
    sign_in(client, "somebody")
    assert not is_in(client)
    assert "口令已使用超过 90 天" in client.get("/", follow=True).content.decode()
    assert client.post("/i18n/setlang/", {"language": "en"}).status_code == 302
    assert client.post("/account/logout/").status_code == 302


def test_a_role_that_needs_a_second_factor_sets_it_up_first(client: Client) -> None:
    place = tree()
    person("lead", Role.HUB_LEAD, place.hub)
    rulebook.set_value(rules.SECOND, [Role.HUB_LEAD.value], since=clock.today(), by=None)
    sign_in(client, "lead")
    assert client.get("/").headers["Location"] == "/account/2fa/"
    assert client.get("/account/2fa/").status_code == 200
    assert client.get("/account/invitations/").status_code == 302


def test_programs_are_not_sent_to_pages(client: Client, somebody: User) -> None:
    User.objects.update(must_change_password=True)
    sign_in(client, "somebody")
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_too_many_tries_from_one_place_meet_a_page_of_ours(client: Client) -> None:
    answers = [
        client.post("/account/login/", {"login": f"n{n}", "password": "x"}) for n in range(61)
    ]
    assert answers[59].status_code == 200
    assert answers[60].status_code == 429
    assert "请一分钟后再试" in answers[60].content.decode()


def test_nobody_signs_up_or_resets_by_mail(client: Client, somebody: User) -> None:
    for path in ("signup", "password/reset", "email", "login/code", "confirm-email"):
        assert client.get(f"/account/{path}/").status_code == 404, path
        assert client.post(f"/account/{path}/", {"email": "a@example.cn"}).status_code == 404, path
