"""Pages: what each office sees, what a form does, what strangers do not find."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from shuniu.accounts import queries, services
from shuniu.accounts.models import ApiToken, Grant, Invitation, Node, User
from shuniu.accounts.services.invitations import open_invitation
from shuniu.accounts.states import NodeKind, Role
from shuniu.accounts.views.book import safe
from shuniu.base import audit, clock, rulebook
from shuniu.base.models import AuditEntry
from tests.accounts._cast import NEW, PASSWORD, Tree, is_in, known, person, sign_in, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Tree:
    return tree()


@pytest.fixture
def security(place: Tree) -> User:
    return person("security", Role.SECURITY_ADMIN, place.hub)


@pytest.fixture
def officer(place: Tree) -> User:
    return person("officer", Role.HUB_OFFICER, place.hub)


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


# People


def test_the_list_finds_by_name_number_role_and_state(place: Tree, security: User) -> None:
    one = person("zhang", Role.CONTACT, place.inside, phone="13812345678")
    two = person("wang", Role.ASSESSOR, place.hub)
    User.objects.filter(pk=two.pk).update(is_active=False)
    client = known(security)
    for asked, found, missing in (
        ("q=zhan", one, two),
        ("q=138+1234+5678", one, two),
        ("role=assessor", two, one),
        ("state=locked", two, one),
        ("state=open&q=人", one, two),
    ):
        page = _page(client, f"/account/people/?{asked}")
        assert f"/account/people/{found.pk}/" in page, asked
        assert f"/account/people/{missing.pk}/" not in page, asked
    assert "没有符合条件的账号" in _page(client, "/account/people/?q=nobody")


def test_a_role_that_has_ended_is_not_shown_as_held(place: Tree, security: User) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    Grant.objects.filter(user=user).update(until=clock.today() - timedelta(days=1))
    client = known(security)
    assert "书法协会" not in _page(client, "/account/people/?q=zhang")
    assert "已结束" in _page(client, f"/account/people/{user.pk}/")


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/account/people/", Role.SECURITY_ADMIN),
        ("/account/invitations/", Role.SECURITY_ADMIN),
        ("/account/tokens/", Role.SECURITY_ADMIN),
        ("/account/audit/", Role.AUDIT_ADMIN),
        ("/account/me/log/", Role.SECURITY_ADMIN),
    ],
)
def test_a_list_asks_the_database_as_often_for_one_row_as_for_many(
    path: str, role: Role, place: Tree
) -> None:
    user = person("somebody", role, place.hub)
    maker = person("maker", Role.SECURITY_ADMIN, place.hub)
    client, counts = known(user), []
    client.get("/account/me/")  # the session itself is noted with its first request
    for rows in (1, 3, 12):
        while ApiToken.objects.count() < rows:
            number = ApiToken.objects.count()
            node = services.open_node(
                f"会{number}", kind=NodeKind.ORGANISATION, parent=place.north, by=None
            )
            person(f"contact{number}", Role.CONTACT, node)
            services.invite(node, role=Role.CONTACT, display_name="甲", by=maker)
            services.make_token(node, name="x", scopes=["registry:read"], days=3, by=maker)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_an_account_outside_the_subtree_is_not_there(place: Tree) -> None:
    north = person("north", Role.SECURITY_ADMIN, place.north)
    theirs = person("theirs", Role.CONTACT, place.outside)
    client = known(north)
    for act in ("", "lock/", "door/", "factors/", "renew/"):
        for ask in (client.get, client.post):
            answer = ask(f"/account/people/{theirs.pk}/{act}")
            assert answer.status_code in {404, 405}, act
    assert f"/people/{theirs.pk}/" not in _page(client, "/account/people/")


def test_roles_are_given_and_taken_on_the_page_and_refusals_say_why(
    place: Tree, security: User
) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    client, path = known(security), f"/account/people/{user.pk}/"
    said = {"role": "assessor", "node": place.hub.pk, "until": ""}
    assert client.post(path, said).status_code == 302
    row = user.grants.get(role="assessor")
    assert "评估专家" in _page(client, path)
    refused = client.post(path, said | {"role": "audit_admin"}).content.decode()
    assert "必须由不同的人担任" in refused
    assert client.post(f"{path}grants/{row.pk}/end/").status_code == 302
    assert not user.grants.filter(role="assessor").exists()
    assert client.post(f"{path}grants/{row.pk}/end/").status_code == 404


def test_ones_own_account_is_shown_without_levers(security: User) -> None:
    page = _page(known(security), f"/account/people/{security.pk}/")
    assert "不能处理自己的账号" in page
    assert "发重置链接" not in page
    assert known(security).post(f"/account/people/{security.pk}/renew/").status_code == 409


def test_locking_asks_for_a_reason_and_ends_sign_ins(place: Tree, security: User) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    theirs = known(user)
    assert is_in(theirs)
    client, path = known(security), f"/account/people/{user.pk}/lock/"
    assert client.post(path, {"reason": ""}).status_code == 200
    assert is_in(theirs)
    client.post(path, {"reason": "离职"})
    assert not is_in(theirs)
    assert "恢复账号" in _page(client, path)
    client.post(path)
    assert sign_in(Client(), "zhang") == 302


def test_there_is_no_way_to_sign_in_as_another_person(place: Tree, security: User) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    client = known(security)
    for path in (f"/account/people/{user.pk}/", f"/account/people/{user.pk}/renew/"):
        client.post(path)
        assert client.session["_auth_user_id"] == str(security.pk)


# Links


def _link(page: str) -> str:
    found = re.search(r"/account/join/[\w-]+/", page)
    assert found
    return found.group()


def test_a_link_is_shown_once_to_copy_and_to_scan(place: Tree, officer: User) -> None:
    client = known(officer)
    said = {"display_name": "王五", "role": "contact", "node": "书法"}
    page = client.post("/account/invitations/", said).content.decode()
    link = _link(page)
    assert "<svg" in page
    assert "王五，您好！" in page
    assert "书法协会" in page
    listed = _page(client, "/account/invitations/")
    assert "王五" in listed
    assert link not in listed
    row = Invitation.objects.get()
    assert client.post(f"/account/invitations/{row.pk}/revoke/").status_code == 302
    assert "已撤回" in _page(client, "/account/invitations/?state=over")
    assert Client().get(link).status_code == 404


@override_settings(SHUNIU_PUBLIC_URL="https://hub.example.cn/")
def test_the_link_names_the_public_address_where_there_is_one(place: Tree, officer: User) -> None:
    said = {"display_name": "王五", "role": "contact", "node": place.inside.pk}
    page = known(officer).post("/account/invitations/", said).content.decode()
    assert "https://hub.example.cn/account/join/" in page


def test_whoever_holds_the_link_sets_name_and_password_and_signs_in(
    place: Tree, officer: User
) -> None:
    said = {"display_name": "王五", "role": "contact", "node": place.inside.pk}
    link = _link(known(officer).post("/account/invitations/", said).content.decode())
    client = Client()
    page = _page(client, link)
    assert "书法协会" in page
    assert "单位联络员" in page
    given = {
        "username": "13800138000",
        "display_name": "王五",
        "phone": "138 0013 8000",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    again = client.post(link, given).content.decode()
    assert "不能全是数字" in again
    assert 'value="138 0013 8000"' in again  # nothing entered is lost
    assert PASSWORD not in again
    assert (
        client.post(link, given | {"username": "wangwu"}).headers["Location"] == "/account/login/"
    )
    assert sign_in(client, "13800138000") == 302
    assert is_in(client)
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"again": "other"}, "两次输入的口令不一样"),
        ({"phone": "12"}, "11"),
        ({"password": "weak", "again": "weak"}, "口令至少 10 个字符"),
        ({"username": "taken"}, "已有人使用"),
        ({"phone": "13800138000"}, "已用于另一个账号"),
    ],
)
def test_each_mistake_is_said_beside_its_field(
    change: dict[str, str], word: str, place: Tree, officer: User
) -> None:
    person("taken", phone="13800138000")
    _row, token = services.invite(place.inside, role=Role.CONTACT, display_name="甲", by=officer)
    given = {
        "username": "newcomer",
        "display_name": "甲",
        "phone": "",
        "password": PASSWORD,
        "again": PASSWORD,
    } | change
    page = Client().post(f"/account/join/{token}/", given).content.decode()
    field = next(iter(change))
    found = re.search(rf'id="id_{field}_error"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert found, page
    assert word in found.group(1)
    assert open_invitation(token) is not None


def test_a_reset_link_asks_for_a_password_alone(place: Tree, security: User) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    link = _link(known(security).post(f"/account/people/{user.pk}/renew/").content.decode())
    page = _page(Client(), link)
    assert 'name="username"' not in page
    assert "zhang" in page
    Client().post(link, {"password": NEW, "again": NEW, "username": "other"})
    assert sign_in(Client(), "zhang", NEW) == 302


def test_an_officer_sees_links_for_organisations_and_no_others(
    place: Tree, security: User, officer: User
) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    services.invite(place.hub, role=Role.AUDIT_ADMIN, display_name="审计甲", by=security)
    services.renew_access(user, node=place.hub, by=security)
    services.invite(place.inside, role=Role.CONTACT, display_name="联络甲", by=security)
    page = _page(known(officer), "/account/invitations/")
    assert "联络甲" in page
    assert "审计甲" not in page
    assert "重置口令" not in page
    other = Invitation.objects.get(role=Role.AUDIT_ADMIN)
    assert known(officer).post(f"/account/invitations/{other.pk}/revoke/").status_code == 404


def test_a_part_of_a_name_that_fits_several_comes_back_with_their_names(
    place: Tree, officer: User
) -> None:
    for number in range(35):
        services.open_node(
            f"第{number}协会", kind=NodeKind.ORGANISATION, parent=place.north, by=None
        )
    client = known(officer)
    said = {"display_name": "王五", "role": "contact", "node": "协会"}
    page = client.post("/account/invitations/", said).content.decode()
    assert "有多个单位的名称含“协会”" in page
    assert 'value="王五"' in page
    missing = client.post("/account/invitations/", said | {"node": "没有的"}).content.decode()
    assert "没有找到名称含“没有的”的单位" in missing
    outside = client.post("/account/invitations/", said | {"node": place.hub.pk}).content.decode()
    assert "/account/join/" not in outside
    assert _link(client.post("/account/invitations/", said | {"node": "第7 协会"}).content.decode())


# Oneself


def test_one_changes_ones_own_particulars_and_no_others(place: Tree) -> None:
    user = person("zhang")
    person("other", phone="13800138000")
    client = known(user)
    said = {"display_name": "新名", "phone": "13900139000", "email": "a@example.cn"}
    assert client.post("/account/me/", said).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.phone) == ("新名", "13900139000")
    taken = client.post("/account/me/", said | {"phone": "13800138000"}).content.decode()
    assert "已用于另一个账号" in taken
    user.refresh_from_db()
    assert user.phone == "13900139000"


def test_sign_ins_are_listed_and_ended_one_by_one_or_all_others() -> None:
    user, other = person("zhang"), person("other")
    here, phone, tablet, theirs = (Client() for _ in range(4))
    agents = ("Mozilla/5.0 (Windows NT 10.0) Chrome/120", "Mozilla/5.0 (iPhone) MicroMessenger/8")
    for one, agent in ((here, agents[0]), (phone, agents[1]), (tablet, "curl")):
        one.defaults["HTTP_USER_AGENT"] = agent
        sign_in(one, "zhang")
    sign_in(theirs, "other")
    page = _page(here, "/account/sessions/")
    assert "Chrome · Windows" in page
    assert "微信 · iPhone" in page
    row = UserSession.objects.get(user=user, user_agent=agents[1])
    alien = UserSession.objects.get(user=other)
    assert here.post(f"/account/sessions/{alien.pk}/end/").status_code == 404
    assert here.post(f"/account/sessions/{row.pk}/end/").status_code == 302
    assert not is_in(phone)
    assert is_in(tablet)
    assert here.post("/account/sessions/end/").status_code == 302
    assert [is_in(one) for one in (here, tablet, theirs)] == [True, False, True]


def test_ones_own_log_shows_what_others_did_and_nothing_about_others(
    place: Tree, security: User
) -> None:
    user, other = person("zhang", Role.CONTACT, place.inside), person("other")
    services.lock_user(other, reason="x", by=security)
    services.renew_access(user, node=place.hub, by=security)
    client = Client()
    sign_in(client, "zhang")
    page = _page(client, "/account/me/log/")
    assert "发出重置链接" in page
    assert "人security" in page
    assert "登录" in page
    assert "停用账号" not in page


# Tokens


def test_a_token_is_shown_once_and_revoked(place: Tree) -> None:
    lead = person("lead", Role.HUB_LEAD, place.hub)
    client = known(lead)
    said = {"name": "区数据平台", "node": place.north.pk, "scopes": ["registry:read"], "days": 30}
    page = client.post("/account/tokens/", said).content.decode()
    found = re.search(r"shuniu_[\w-]{40,}", page)
    assert found
    assert found.group() not in _page(client, "/account/tokens/")
    row = ApiToken.objects.get()
    assert found.group() not in str(ApiToken.objects.values())
    assert client.post(f"/account/tokens/{row.pk}/revoke/").status_code == 302
    assert services.use_token(found.group()) is None
    assert "已撤销" in _page(client, "/account/tokens/")
    wide = client.post("/account/tokens/", said | {"scopes": ["everything"]}).content.decode()
    assert "shuniu_" not in wide


# The book


@pytest.fixture
def auditor(place: Tree) -> User:
    return person("auditor", Role.AUDIT_ADMIN, place.hub)


def _rows(page: str) -> int:
    return page.count('data-label="序号"')


def test_the_book_is_filtered_by_person_action_subject_and_day(
    place: Tree, auditor: User, security: User
) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    services.lock_user(user, reason="离职", by=security)
    with clock.at(clock.now() - timedelta(days=40)):
        services.unlock_user(user, by=security)
    client = known(auditor)
    day = (clock.today() - timedelta(days=40)).isoformat()
    for asked, count in (
        ("actor=security", 2),
        ("actor=人security&action=accounts.user.locked", 1),
        (f"subject=accounts.user:{user.pk}&actor=security", 2),
        (f"since={day}&until={day}", 1),
        ("since=nonsense&until=2026-99-99&actor=security", 2),
        ("actor=nobody", 0),
    ):
        assert _rows(_page(client, f"/account/audit/?{asked}")) == count, asked
    assert "停用账号" in _page(client, "/account/audit/?actor=security")


def test_the_button_says_intact_or_where_it_is_broken(auditor: User) -> None:
    client = known(auditor)
    page = client.post("/account/audit/verify/", follow=True).content.decode()
    assert "审计链完整" in page
    AuditEntry.objects.filter(number=2).update(subject="x")
    page = client.post("/account/audit/verify/", follow=True).content.decode()
    assert "第一处在第 2 条" in page


def test_the_export_runs_nothing_and_is_itself_in_the_book(auditor: User) -> None:
    audit.record("x.y", "=HYPERLINK(1)", by=None, words="@SUM(1)")
    answer = known(auditor).get("/account/audit/export.csv?action=x.")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 2
    assert rows[1][5] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in rows[1])
    line = AuditEntry.objects.get(action="accounts.book.exported")
    assert line.detail == {"asked": {"action": "x."}}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(sign: str) -> None:
    assert safe(f"{sign}1") == f"'{sign}1"
    assert safe("1=1") == "1=1"


# Rules


@pytest.mark.parametrize(
    ("code", "given", "kept"),
    [
        ("accounts.invitation.days", {"value": "3"}, 3),
        ("accounts.second_factor.roles", {"value": ["hub_lead", "auditor"]}, None),
        ("accounts.second_factor.roles", {"value": ["hub_lead"]}, ["hub_lead"]),
        ("accounts.second_factor.roles", {}, []),
        ("accounts.password.days", {"value": "-1"}, None),
        ("accounts.password.days", {"value": "many"}, None),
        ("evaluation.publicity.number", {"value": "甲〔{year}〕{n}号"}, "甲〔{year}〕{n}号"),
    ],
)
def test_a_rule_takes_values_of_its_own_kind(
    code: str, given: dict[str, object], kept: object, place: Tree
) -> None:
    admin = person("system", Role.SYSTEM_ADMIN, place.hub)
    client = known(admin)
    said = {"since": clock.today().isoformat(), "source": "通知", **given}
    answer = client.post(f"/account/rules/{code}/", said)
    assert answer.status_code == (200 if kept is None else 302)
    if kept is not None:
        assert rulebook.value(code) == kept
        assert "通知" in _page(client, f"/account/rules/{code}/")


def test_every_rule_has_its_page_and_the_book_lists_them_room_by_room(place: Tree) -> None:
    client = known(person("system", Role.SYSTEM_ADMIN, place.hub))
    page = _page(client, "/account/rules/")
    for room in ("账号与登录", "平台", "名册", "评价"):
        assert f"<h2>{room}</h2>" in page
    for rule in rulebook.declared():
        assert unescape(str(rule.title)) in unescape(_page(client, f"/account/rules/{rule.code}/"))
    assert client.get("/account/rules/no.such/").status_code == 404


# Everything


OFFICES: dict[str, frozenset[Role]] = {
    "/account/people/": frozenset({Role.SECURITY_ADMIN}),
    "/account/invitations/": frozenset(
        {Role.SECURITY_ADMIN, Role.HUB_LEAD, Role.HUB_OFFICER, Role.AREA_OFFICER}
    ),
    "/account/tokens/": frozenset({Role.SECURITY_ADMIN, Role.HUB_LEAD}),
    "/account/audit/": frozenset({Role.AUDIT_ADMIN}),
    "/account/audit/export.csv": frozenset({Role.AUDIT_ADMIN}),
    "/account/rules/": frozenset({Role.SYSTEM_ADMIN, Role.HUB_LEAD}),
}


@pytest.mark.parametrize("role", list(Role))
def test_each_office_is_open_to_its_people_and_hidden_from_others(role: Role, place: Tree) -> None:
    client = known(person("somebody", role, place.hub))
    home = client.get("/account/me/").content.decode()
    for path, roles in OFFICES.items():
        assert client.get(path).status_code == (200 if role in roles else 404), path
        if not path.endswith(".csv"):
            assert (f'href="{path}"' in home) is (role in roles), path


OWN = ("me/", "me/log/", "sessions/", "password/change/", "2fa/", "2fa/webauthn/", "logout/")
_WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")


@pytest.mark.parametrize("path", [*OWN, "login/", "reauthenticate/", "join/none/"])
def test_every_page_of_the_door_is_ours_and_chinese(path: str) -> None:
    client = known(person("zhang")) if path not in {"login/", "join/none/"} else Client()
    answer = client.get(f"/account/{path}")
    assert answer.status_code in {200, 404}
    page = answer.content.decode()
    assert "ui/app.css" in page
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert _WORDS.findall(re.sub(r"\s+", " ", words)) == []


def test_acts_take_no_links(place: Tree, security: User) -> None:
    user = person("zhang", Role.CONTACT, place.inside)
    row, _token = services.invite(place.inside, role=Role.CONTACT, display_name="甲", by=security)
    token, _text = services.make_token(
        place.inside, name="x", scopes=["registry:read"], days=3, by=security
    )
    client = known(security)
    for path in (
        f"people/{user.pk}/renew/",
        f"people/{user.pk}/door/",
        f"people/{user.pk}/grants/{user.grants.get().pk}/end/",
        f"invitations/{row.pk}/revoke/",
        f"tokens/{token.pk}/revoke/",
        "sessions/end/",
    ):
        assert client.get(f"/account/{path}").status_code == 405, path
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(security, "shuniu.accounts.backends.NameOrPhone")
        assert strict.post(f"/account/{path}").status_code == 403, path
    assert open_invitation(_token) is not None


def test_a_person_without_a_role_sees_their_own_account_alone(
    django_assert_num_queries: Callable[..., object],
) -> None:
    client = known(person("zhang"))
    assert is_in(client)
    assert "还没有授权" in _page(client, "/account/me/")
    for path in OFFICES:
        assert client.get(path).status_code == 404
    assert queries.nodes_where(User.objects.get(), "registry.see").count() == 0
    assert Node.objects.count() == 0
