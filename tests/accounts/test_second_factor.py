"""Second factors: codes of an app, recovery codes, passkeys in a real browser."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from playwright.sync_api import Page

from shuniu.accounts.models import User
from shuniu.accounts.services import clear_factors
from shuniu.accounts.states import Role
from shuniu.base import crypto
from shuniu.base.models import AuditEntry
from tests.accounts._cast import PASSWORD, is_in, person, sign_in, tree
from tests.browsing import NewPage

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def _code(secret: str = SECRET, later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


@pytest.fixture
def somebody() -> User:
    user = person("somebody")
    TOTP.activate(user, SECRET)
    return user


def _reauthenticated(client: Client) -> Client:
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_an_app_is_taught_a_secret_that_is_kept_sealed() -> None:
    person("somebody")
    client = Client()
    sign_in(client, "somebody")
    assert (
        "/account/reauthenticate/" in client.get("/account/2fa/totp/activate/").headers["Location"]
    )
    page = _reauthenticated(client).get("/account/2fa/totp/activate/").content.decode()
    found = re.search(r'id="secret">(\w+)<', page)
    assert found
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    secret = re.search(r'id="secret">(\w+)<', wrong.content.decode()).group(1)  # type: ignore[union-attr]
    assert client.post("/account/2fa/totp/activate/", {"code": _code(secret)}).status_code == 302
    row = Authenticator.objects.get(type="totp")
    assert secret not in str(row.data)
    key, _colon, sealed = row.data["secret"].partition(":")
    assert crypto.unseal(sealed, key) == secret
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert crypto.unseal(seed.partition(":")[2], seed.partition(":")[0])
    kinds = AuditEntry.objects.filter(action="accounts.factor.added").values_list(
        "detail", flat=True
    )
    assert {detail["kind"] for detail in kinds} >= {"totp"}


def test_a_right_password_alone_is_not_enough(somebody: User) -> None:
    client = Client()
    answer = client.post("/account/login/", {"login": "somebody", "password": PASSWORD})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    assert client.post("/account/2fa/authenticate/", {"code": _code()}).status_code == 302
    assert is_in(client)


def test_a_code_is_good_once(somebody: User) -> None:
    code = _code()
    for number in range(2):
        client = Client()
        sign_in(client, "somebody")
        client.post("/account/2fa/authenticate/", {"code": code})
        assert is_in(client) is (number == 0)


def test_a_phone_whose_clock_goes_a_little_wrong_is_believed(somebody: User) -> None:
    client = Client()
    sign_in(client, "somebody")
    client.post("/account/2fa/authenticate/", {"code": _code(later=-1)})
    assert is_in(client)


def test_guessing_codes_stops_after_five_even_with_a_right_one(somebody: User) -> None:
    client = Client()
    sign_in(client, "somebody")
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    page = client.post("/account/2fa/authenticate/", {"code": _code()}).content.decode()
    assert "尝试次数太多" in page
    assert not is_in(client)
    again = Client()
    sign_in(again, "somebody")
    again.post("/account/2fa/authenticate/", {"code": _code()})
    assert not is_in(again)  # counted for the person, not for the browser
    assert AuditEntry.objects.filter(action="accounts.factor.failed").count() == 5


def test_a_recovery_code_opens_once(somebody: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415 (tables)

    code = RecoveryCodes.activate(somebody).get_unused_codes()[0]
    for number in range(2):
        client = Client()
        sign_in(client, "somebody")
        client.post("/account/2fa/authenticate/", {"code": code})
        assert is_in(client) is (number == 0)


def test_the_page_of_recovery_codes_shows_them_to_their_owner_only(somebody: User) -> None:
    client = Client()
    sign_in(client, "somebody")
    client.post("/account/2fa/authenticate/", {"code": _code()})
    assert client.get("/account/2fa/recovery-codes/generate/").status_code == 302  # who are you?
    client.post("/account/2fa/reauthenticate/", {"code": _code(later=1)})
    assert client.post("/account/2fa/recovery-codes/generate/").status_code == 302
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", page)) == 10
    sheet = client.get("/account/2fa/recovery-codes/download/")
    assert sheet.headers["Content-Disposition"].startswith("attachment")


def test_a_lost_phone_is_cleared_by_the_security_administrator(somebody: User) -> None:
    place = tree()
    security = person("security", Role.SECURITY_ADMIN, place.hub)
    clear_factors(somebody, reason="手机丢失", by=security)
    client = Client()
    sign_in(client, "somebody")
    assert is_in(client)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_passkey_signs_in_alone_and_beside_a_password(browser_page: NewPage) -> None:
    person("somebody")
    page = browser_page(360)
    host = "localhost"  # keys know names, not numbers
    base = re.sub(r"//127\.0\.0\.1", f"//{host}", _base(page))
    page.context.unroute_all()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    _by_password(page, base)
    page.goto(f"{base}/account/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click("main form.form button")
    page.check("#id_passwordless")
    page.click("form[data-key] button")
    page.wait_for_url(f"{base}/account/2fa/recovery-codes/")
    page.context.clear_cookies()
    page.goto(f"{base}/account/login/")
    page.click("form[data-key] button")
    page.wait_for_url(f"{base}/")
    page.context.clear_cookies()
    _by_password(page, base)
    assert page.url.endswith("/account/2fa/authenticate/")
    page.click("form[data-key] button")
    page.wait_for_url(f"{base}/")
    page.goto(f"{base}/account/2fa/webauthn/")
    assert page.locator("tbody tr").count() == 1


def _base(page: Page) -> str:
    page.goto("/account/login/")
    return page.url.removesuffix("/account/login/")


def _by_password(page: Page, base: str) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("#id_login", "somebody")
    page.fill("#id_password", PASSWORD)
    page.click("main form.form button[type=submit]")
    page.wait_for_load_state()
