"""Files: what is kept, what is refused with a reason, who reaches them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from shuniu.accounts.models import User
from shuniu.accounts.services import open_user
from shuniu.base import audit, clock, files, rulebook
from shuniu.base.models import AuditEntry, StoredFile
from shuniu.base.verdicts import Refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def _upload(content: bytes, name: str = "a.pdf") -> StoredFile:
    return files.keep(SimpleUploadedFile(name, content), door="test", by=None)


def _refused(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refusal:
        _upload(content, name)
    assert refusal.value.verdict.reason
    assert not StoredFile.objects.exists()
    return refusal.value.verdict.rule


def _zip(*names: str, content: bytes = b"<x/>") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(name, content)
    return packed.getvalue()


def _photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def test_a_file_is_kept_by_its_content_once_and_told_of_twice() -> None:
    one, two = _upload(PDF, "一.pdf"), _upload(PDF, "二.pdf")
    assert one.digest == two.digest
    assert files.path_of(one) == files.path_of(two)
    assert files.content_of(one) == PDF
    assert (one.name, two.name) == ("一.pdf", "二.pdf")
    assert AuditEntry.objects.filter(action="base.file.kept").count() == 2
    assert list(audit.verify()) == []


def test_content_that_was_changed_on_the_disk_is_noticed() -> None:
    row = _upload(PDF + b"changed on the disk later")
    files.path_of(row).write_bytes(b"%PDF-1.7 other")
    with pytest.raises(OSError, match="not what was kept"):
        files.content_of(row)


def test_place_device_and_hidden_words_of_a_photo_stay_behind() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Phone of somebody"
    exif[0x8769] = {0x9003: "2026:01:01 10:00:00"}
    exif[0x8825] = {1: "N", 2: (31.0, 13.0, 49.0)}
    raw = _photo(exif=exif)
    assert b"Phone of somebody" in raw
    kept = files.content_of(_upload(raw, "照片.jpg"))
    assert b"Phone of somebody" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    row = _upload(_photo(size=(60, 40), exif=exif), "a.jpg")
    with Image.open(io.BytesIO(files.content_of(row))) as image:
        assert image.size == (40, 60)


def test_words_hidden_in_a_drawing_stay_behind() -> None:
    info = PngInfo()
    info.add_text("Comment", "secret words")
    info.add_itxt("XML:com.adobe.xmp", "more secret words")
    kept = files.content_of(_upload(_photo("PNG", pnginfo=info), "a.png"))
    assert b"secret" not in kept


def test_a_page_behind_a_picture_is_cut_off() -> None:
    kept = files.content_of(_upload(_photo() + b"<script>alert(1)</script>", "a.jpg"))
    assert b"script" not in kept


def test_a_large_photo_becomes_one_that_can_be_read_and_sent() -> None:
    row = _upload(_photo(size=(5000, 3000)), "a.jpg")
    with Image.open(io.BytesIO(files.content_of(row))) as image:
        assert max(image.size) == 2400


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP"])
def test_pictures_of_other_kinds_are_made_anew(kind: str) -> None:
    row = _upload(_photo(kind), f"a.{kind.lower()}")
    assert row.media_type in files.SHOWN
    assert row.name in {"a.jpg", "a.png"}


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.docx", "word/document.xml"),
        ("a.xlsx", "xl/workbook.xml"),
        ("a.pptx", "ppt/presentation.xml"),
    ],
)
def test_office_files_are_known_by_what_they_hold(name: str, media_type: str) -> None:
    assert _upload(_zip(media_type), name).name == name
    assert _upload(_zip(media_type), "renamed.bin").name == f"renamed.{name[2:]}"


def test_old_office_files_are_known_by_name_and_beginning() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert _upload(old, "台账.xls").name == "台账.xls"
    StoredFile.objects.all().delete()
    assert _refused(old, "a.msi") == "file.kind"


def test_macros_are_refused_in_new_and_old_formats() -> None:
    assert _refused(_zip("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx") == "file.macro"
    assert _refused(_zip("word/document.xml", "word/vbaProject.bin"), "a.docm") == "file.macro"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "_VBA_PROJECT_CUR".encode("utf-16-le")
    assert _refused(old, "a.xls") == "file.macro"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"<!doctype html><script>alert(1)</script>"),
        ("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("notes.txt", b"words\0and a zero byte"),
        ("page.html", b"<p>plain</p>"),
        ("run.sh", b"#!/bin/sh\nrm -rf /\n"),
        ("a.exe", b"MZ" + b"\0" * 100),
        ("half.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    assert _refused(content, name) == "file.kind"


def test_an_empty_file_is_refused() -> None:
    assert _refused(b"", "a.pdf") == "file.empty"


def test_a_file_over_the_limit_is_refused_and_the_limit_is_a_rule() -> None:
    rulebook.set_value(files.LARGEST, 1024 * 1024, since=clock.today(), by=None)
    assert _refused(PDF + b"0" * 1024 * 1024, "a.pdf") == "file.too_large"
    assert _upload(PDF).pk


def test_packed_bombs_are_refused_by_size_ratio_and_number() -> None:
    large = _zip("xl/workbook.xml", "xl/a.xml", content=b"0" * 40_000_000)
    assert _refused(large, "a.xlsx") == "file.bomb"
    many = _zip("xl/workbook.xml", *(f"xl/{n}" for n in range(10_001)), content=b"")
    assert _refused(many, "a.xlsx") == "file.bomb"


def test_other_archives_and_broken_ones_are_refused_with_what_to_do() -> None:
    assert _refused(_zip("a.exe"), "a.zip") == "file.zip"
    assert _refused(_zip("xl/workbook.xml")[:-30], "a.xlsx") == "file.broken"


def test_a_picture_bomb_is_refused() -> None:
    assert _refused(_photo("PNG", size=(9000, 9000)), "a.png") == "file.pixels"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system.pdf", "system.pdf"),
        ("/etc/shadow", "shadow.pdf"),
        ("a.pdf.exe", "a.pdf.pdf"),
        ("。" * 300 + ".pdf", "。" * 196 + ".pdf"),
    ],
)
def test_names_are_names_and_never_ways(name: str, kept: str) -> None:
    upload = SimpleUploadedFile("x", PDF)
    upload._name = name  # type: ignore[attr-defined]
    row = files.keep(upload, door="test", by=None)
    assert row.name == kept
    assert Path(files.path_of(row)).name == row.digest


@pytest.fixture
def reader() -> User:
    return open_user("reader", display_name="读者", password=None, by=None)


def _signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, "shuniu.accounts.backends.NameOrPhone")
    return client


def test_a_file_behind_an_unknown_door_is_closed_and_looks_like_none(reader: User) -> None:
    row = _upload(PDF)
    client = _signed_in(reader)
    closed, unknown = client.get(f"/files/{row.pk}/"), client.get("/files/999999/")
    assert closed.status_code == unknown.status_code == 404
    # The page knows its own address, and each form has a token of its own.
    varies = re.compile(r'value="(?:\w{64}|/files/\d+/)"')
    pages = [varies.sub("", one.content.decode()) for one in (closed, unknown)]
    assert pages[0] == pages[1]


def test_an_open_door_sends_an_attachment_in_a_sandbox(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(files._DOORS, "test", lambda user, _file: user == reader)
    answer = _signed_in(reader).get(f"/files/{_upload(PDF, '年报.pdf').pk}/?view=1")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]


def test_only_pictures_of_our_own_making_are_shown(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(files._DOORS, "test", lambda _user, _file: True)
    answer = _signed_in(reader).get(f"/files/{_upload(_photo(), 'a.jpg').pk}/?view=1")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_a_file_that_was_lost_is_not_found_instead_of_breaking(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(files._DOORS, "test", lambda _user, _file: True)
    row = _upload(PDF + b"to be lost")
    files.path_of(row).unlink()
    assert _signed_in(reader).get(f"/files/{row.pk}/").status_code == 404


def test_a_file_is_examined_without_being_kept() -> None:
    found = files.examine(SimpleUploadedFile("a.pdf", PDF))
    assert (found.media_type, found.suffix, found.content) == ("application/pdf", ".pdf", PDF)
    assert not StoredFile.objects.exists()
    with pytest.raises(Refused):
        files.examine(SimpleUploadedFile("a.exe", b"MZ\0\0"))
