"""Fonts for papers: a hub's own first, then those built at set-up, then the machine's."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont, TTLibError

from shuniu.base.verdicts import Refused, refuse

_MACHINE = (
    "/usr/share/fonts/opentype",
    "/usr/share/fonts/truetype",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_KINDS = {".ttf", ".otf", ".ttc", ".otc"}
_SIGN = ord("枢")


class NoFont(Refused):
    """No font with Chinese characters is at hand."""


def fonts() -> typst.Fonts:
    """All fonts that papers may use; read once, and again when a file comes or goes.

    Raises:
        NoFont: none of them holds Chinese; says what to do.
    """
    return _read(tuple(_files()))


def _files() -> list[tuple[str, int]]:
    """Every font file with the time of its last change."""
    folders = [Path(settings.SHUNIU_DATA) / "fonts", Path(settings.SHUNIU_FONTS)]
    folders += [Path(one) for one in _MACHINE]
    return [
        (str(path), path.stat().st_mtime_ns)
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _KINDS and path.is_file()
    ]


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[str, int], ...]) -> typst.Fonts:
    paths = [path for path, _changed in files]
    if not any(_holds_chinese(path) for path in paths):
        reason = _(
            "这台服务器上没有中文字体，生成的文书会是空白方框，因此没有生成。"
            "请系统管理员运行 ./dev setup，或把字体文件放入数据目录的 fonts/ 文件夹。"
        )
        raise NoFont(refuse(reason, "ui.fonts.chinese"))
    folders = list(dict.fromkeys(os.path.dirname(path) for path in paths))  # noqa: PTH120 (plain text in, plain text out)
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _holds_chinese(path: str) -> bool:
    try:
        font = TTFont(path, fontNumber=0, lazy=True)
    except (TTLibError, OSError):
        return False
    with font:
        return _SIGN in (font.getBestCmap() or {})
