"""Files: kept by the hash of their content, sniffed, limited, reached only through a rule.

A photo is made anew from its pixels, so that place, device and anything hidden in it stay behind.
A file is never shown as a page of our own: it is sent as an attachment, in a sandbox.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from shuniu.base import audit, clock, rulebook
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import Refused, Verdict, refuse

Door = Callable[[object, StoredFile], bool]
_DOORS: dict[str, Door] = {}

LARGEST = rulebook.declare(
    "base.file.largest", 20 * 1024 * 1024, gettext_lazy("单个文件最大字节数")
)
_UNPACKED = 200 * 1024 * 1024  # what an office file may hold when unpacked
_VBA = "_VBA_PROJECT".encode("utf-16-le")  # how the old office formats name their macros
_RATIO = 200  # and how many times its own size
_PIXELS = 50_000_000
_EDGE = 2400  # pixels; enough to read a page that was photographed
_OFFICE = {
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    "xl/workbook.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".pptx",
    ),
}
_OPEN = (
    b"application/vnd.oasis.opendocument.spreadsheet"  # the first part of such a package says so
)
SHOWN = frozenset({"image/jpeg", "image/png"})  # made by ourselves, safe to show


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    suffix: str
    content: bytes


def door(name: str) -> Callable[[Door], Door]:
    """Register who may reach the files behind a door: ``may(user, file) -> bool``."""

    def register(may: Door) -> Door:
        _DOORS[name] = may
        return may

    return register


def may_reach(user: object, file: StoredFile) -> bool:
    """Whether the room behind the file's door lets this person in; closed by default."""
    found = _DOORS.get(file.door)
    return found is not None and found(user, file)


@dataclass(frozen=True, slots=True)
class Examined:
    """An upload that was found harmless: what a room keeps that seals files itself."""

    media_type: str
    suffix: str
    content: bytes


def examine(upload: File[bytes]) -> Examined:
    """Look at an upload as ``keep`` does, without keeping it.

    Raises:
        Refused: too large, empty, an unknown or active kind, or a packed bomb.
    """
    name = PurePosixPath(str(upload.name or "")).name or _("未命名")
    kind = _sniffed(_read(upload, name), name)
    return Examined(kind.media_type, kind.suffix, kind.content)


def keep(upload: File[bytes], *, door: str, by: audit.Actor | None) -> StoredFile:
    """Keep an upload; the same content is kept once.

    Raises:
        Refused: too large, empty, an unknown or active kind, or a packed bomb.
    """
    name = PurePosixPath(str(upload.name or "").replace("\\", "/")).name[-200:] or _("未命名")
    kind = _sniffed(_read(upload, name), name)
    digest = hashlib.sha256(kind.content).hexdigest()
    _write(digest, kind.content)
    stem = PurePosixPath(name).stem or name
    with transaction.atomic():
        file = StoredFile.objects.create(
            digest=digest,
            size=len(kind.content),
            media_type=kind.media_type,
            name=f"{stem[: 200 - len(kind.suffix)]}{kind.suffix}",
            door=door,
            kept_at=clock.now(),
            kept_by_id=None if by is None else by.pk,
        )
        audit.record("base.file.kept", file, by=by, digest=digest, size=file.size)
    return file


def path_of(file: StoredFile) -> Path:
    """Where the content lies; derived from the hash, never from a name somebody typed."""
    return Path(settings.SHUNIU_FILES) / file.digest[:2] / file.digest[2:4] / file.digest


def content_of(file: StoredFile) -> bytes:
    """The bytes, checked against their hash.

    Raises:
        OSError: lost, or not what was kept.
    """
    content = path_of(file).read_bytes()
    if hashlib.sha256(content).hexdigest() != file.digest:
        message = f"file {file.pk} is not what was kept"
        raise OSError(message)
    return content


def _read(upload: File[bytes], name: str) -> bytes:
    largest = rulebook.number(LARGEST)
    content: bytes = upload.read(largest + 1)
    if not content:
        raise Refused(refuse(_("“%(name)s”是空文件，请重新选择。") % {"name": name}, "file.empty"))
    if len(content) > largest:
        words = _("“%(name)s”超过 %(most)s MB，请压缩或拆分后再上传。")
        raise Refused(
            refuse(words % {"name": name, "most": largest // 1024 // 1024}, "file.too_large")
        )
    return content


def _sniffed(content: bytes, name: str) -> _Kind:
    """The kind by content, whatever the name says."""
    if content.startswith(b"%PDF-"):
        return _Kind("application/pdf", ".pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        suffix = PurePosixPath(name).suffix.lower()
        if _VBA in content:
            raise Refused(_macro(name))
        if suffix in {".doc", ".xls", ".ppt", ".wps", ".et"}:
            return _Kind("application/octet-stream", suffix, content)
    image = _picture(content)
    if image is not None:
        return image
    if PurePosixPath(name).suffix.lower() in {".txt", ".csv"} and _is_text(content):
        return _Kind("text/plain", PurePosixPath(name).suffix.lower(), content)
    words = _("“%(name)s”不是可以上传的类型。可以上传：照片、PDF、Word、Excel、PPT、文本。")
    raise Refused(refuse(words % {"name": name}, "file.kind"))


def _office(content: bytes, name: str) -> _Kind:
    bomb = refuse(
        _("“%(name)s”解开后过大，无法接收。请另存一份再上传。") % {"name": name}, "file.bomb"
    )
    broken = refuse(
        _("“%(name)s”已损坏，打不开。请确认能用办公软件打开后再上传。") % {"name": name},
        "file.broken",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            infos = package.infolist()
    except zipfile.BadZipFile as error:
        raise Refused(broken) from error
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > 10_000 or unpacked > min(_UNPACKED, max(len(content) * _RATIO, 1_000_000)):
        raise Refused(bomb)
    names = {info.filename for info in infos}
    for marker, (media_type, suffix) in _OFFICE.items():
        if marker in names:
            if any(one.endswith("vbaProject.bin") for one in names):
                raise Refused(_macro(name))
            return _Kind(media_type, suffix, content)
    if content[30 : 38 + len(_OPEN)] == b"mimetype" + _OPEN:
        return _Kind(_OPEN.decode(), ".ods", content)
    raise Refused(refuse(_("“%(name)s”是压缩包，请解压后逐个上传。") % {"name": name}, "file.zip"))


def _macro(name: str) -> Verdict:
    words = _("“%(name)s”含有宏，不能上传。请另存为不含宏的格式。")
    return refuse(words % {"name": name}, "file.macro")


def _picture(content: bytes) -> _Kind | None:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as raw:
            if raw.width * raw.height > _PIXELS:
                raise Refused(refuse(_("图片尺寸过大，请缩小后再上传。"), "file.pixels"))
            image = ImageOps.exif_transpose(raw)
            image.thumbnail((_EDGE, _EDGE))
            out = io.BytesIO()
            if raw.format == "PNG" and image.mode in {"P", "1", "L", "RGBA", "LA"}:
                image.convert("RGBA" if "A" in image.mode else "RGB").save(out, "PNG")
                return _Kind("image/png", ".png", out.getvalue())
            image.convert("RGB").save(out, "JPEG", quality=85)
            return _Kind("image/jpeg", ".jpg", out.getvalue())
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _write(digest: str, content: bytes) -> None:
    """Whole or not at all, and on the disk before anybody is told."""
    target = Path(settings.SHUNIU_FILES) / digest[:2] / digest[2:4] / digest
    if target.exists() and target.stat().st_size == len(content):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as part:
        part.write(content)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
