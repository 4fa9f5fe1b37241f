"""The classic attacks, tried on the pages themselves."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from shuniu.accounts.models import User
from shuniu.accounts.services import invite
from shuniu.accounts.services.invitations import open_invitation
from shuniu.accounts.states import Role
from shuniu.base import files
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import Refused
from shuniu.evaluation.models import Evidence
from tests.evaluation import _cast as cast
from tests.evaluation import _round as made
from tests.evaluation._committee import committee

pytestmark = pytest.mark.django_db
PASSWORD = "Correct-Horse-9"
SCRIPT = "<script>alert(1)</script>"


def signed_in(user: User, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict, raise_request_exception=False)
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def somebody(name: str = "somebody") -> User:
    user = cast.person(name)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_an_act_from_another_site_is_refused() -> None:
    hub = cast.hub()
    round_ = made.answering(hub, cast.person("officer", Role.HUB_OFFICER, hub))
    entry = made.entry(round_)
    contact = cast.person("contact", Role.CONTACT, entry.organisation.node)
    client = signed_in(contact, strict=True)
    for address in (f"/entries/{entry.pk}/save/", f"/entries/{entry.pk}/submit/", "/account/me/"):
        assert client.post(address, {"name": "meetings", "value": "4"}).status_code == 403
    entry.refresh_from_db()
    assert entry.state == "invited"


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(where: str) -> None:
    somebody()
    client = Client()
    said = {"login": "somebody", "password": PASSWORD, "next": where}
    answer = client.post(f"/account/login/?next={where}", said)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_the_session_changes_with_signing_in() -> None:
    somebody()
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    client.cookies["shuniu_session"] = str(before)
    client.post("/account/login/", {"login": "somebody", "password": PASSWORD})
    assert client.session.session_key != before


def test_an_unknown_host_gets_no_page() -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_the_link_of_an_invitation_cannot_be_led_astray_by_a_header() -> None:
    hub = cast.hub()
    admin = cast.person("security", Role.SECURITY_ADMIN, hub)
    client = signed_in(admin)
    said = {"display_name": "新人", "role": "contact", "node": hub.pk}
    page = client.post(
        "/account/invitations/", said, headers={"x-forwarded-host": "evil.example"}
    ).content.decode()
    assert "/account/join/" in page
    assert "evil.example" not in page


def test_more_fields_than_asked_change_nothing() -> None:
    user = somebody()
    client = signed_in(user)
    said = {
        "display_name": "新名字",
        "phone": "",
        "email": "",
        "is_active": "",
        "username": "root",
        "password": "x",
        "must_change_password": "1",
    }
    client.post("/account/me/", said)
    user.refresh_from_db()
    assert (user.display_name, user.username, user.is_active) == ("新名字", "somebody", True)
    assert user.check_password(PASSWORD)


def test_a_link_gives_only_the_role_it_was_made_for() -> None:
    hub = cast.hub()
    admin = cast.person("security", Role.SECURITY_ADMIN, hub)
    row, token = invite(hub, role=Role.ASSESSOR, display_name="专家", by=admin)
    said = {
        "username": "expert",
        "display_name": "专家",
        "phone": "",
        "password": "Long-enough-77",
        "again": "Long-enough-77",
        "role": Role.SECURITY_ADMIN,
        "node": hub.pk,
    }
    Client().post(f"/account/join/{token}/", said)
    user = User.objects.get(username="expert")
    assert [grant.role for grant in user.grants.all()] == [Role.ASSESSOR]
    assert open_invitation(token) is None
    assert row.user_id is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", f"<html>{SCRIPT}".encode()),
        ("photo.svg", f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode()),
        ("page.html", f"<!doctype html>{SCRIPT}".encode()),
        ("tool.exe", b"MZ\x90\x00" + b"\0" * 200),
        ("paper.pdf.exe", b"\x7fELF" + b"\0" * 200),
        ("page.pdf", SCRIPT.encode()),
    ],
)
def test_active_content_is_not_kept(name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        files.keep(SimpleUploadedFile(name, content), door="x", by=None)
    assert name in refusal.value.verdict.reason
    assert not StoredFile.objects.exists()


def test_a_packed_bomb_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 30_000_000)
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(Refused) as refusal:
        files.keep(SimpleUploadedFile("a.xlsx", packed.getvalue()), door="x", by=None)
    assert refusal.value.verdict.rule == "file.bomb"


def test_a_name_with_a_path_stays_a_name() -> None:
    row = files.keep(
        SimpleUploadedFile("..\\..\\etc\\passwd.txt", b"plain words"), door="x", by=None
    )
    assert row.name == "passwd.txt"
    assert files.path_of(row).parent.name == row.digest[2:4]


def test_a_file_is_sent_as_an_attachment_in_a_sandbox_and_only_to_its_people() -> None:
    hub = cast.hub()
    round_ = made.answering(hub, cast.person("officer", Role.HUB_OFFICER, hub), 2)
    entry, other = made.entry(round_), made.entry(round_, 1)
    contact = cast.person("contact", Role.CONTACT, entry.organisation.node)
    stranger = cast.person("stranger", Role.CONTACT, other.organisation.node)
    kept = files.keep(SimpleUploadedFile("a.txt", b"words"), door="evaluation.evidence", by=contact)
    Evidence.objects.create(organisation=entry.organisation, file=kept, title="a")
    answer = signed_in(contact).get(f"/files/{kept.pk}/?view=1")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert signed_in(stranger).get(f"/files/{kept.pk}/").status_code == 404


def test_an_export_runs_nothing() -> None:
    held = committee()
    held.decided()
    row = held.entry(1).organisation
    row.name = "=HYPERLINK(1)"
    row.save()
    answer = signed_in(held.officer).get(f"/papers/rounds/{held.round.pk}/cohort.xlsx")
    page = openpyxl.load_workbook(io.BytesIO(answer.content))["结果"]
    cells = [cell for line in page.iter_rows() for cell in line if cell.value == "=HYPERLINK(1)"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_words_of_people_are_words_on_every_page() -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    row = cast.organisation(hub, 1)
    row.name = SCRIPT
    row.save()
    client = signed_in(officer)
    for address in ("/organisations/", f"/organisations/{row.pk}/", "/search/?q=script"):
        page = client.get(address, follow=True).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page


def test_pages_allow_no_script_but_our_own_and_are_not_kept() -> None:
    answer = signed_in(somebody()).get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "no-store" in answer.headers["Cache-Control"]


def test_wrong_passwords_lock_the_door_and_say_for_how_long() -> None:
    somebody()
    client = Client(raise_request_exception=False)
    for _ in range(6):
        answer = client.post("/account/login/", {"login": "somebody", "password": "wrong"})
    assert answer.status_code == 429
    right = client.post("/account/login/", {"login": "somebody", "password": PASSWORD})
    assert right.status_code == 429


@override_settings(SECURE_SSL_REDIRECT=False)
def test_a_grant_that_has_ended_opens_nothing() -> None:
    hub = cast.hub()
    officer = cast.person("officer", Role.HUB_OFFICER, hub)
    assert signed_in(officer).get("/organisations/").status_code == 200
    officer.grants.update(until=date(2020, 1, 2))
    assert signed_in(officer).get("/organisations/").status_code == 404
