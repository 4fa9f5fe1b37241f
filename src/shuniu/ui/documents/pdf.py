"""PDF by typst: a template file, data as JSON, fonts that hold Chinese."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from shuniu.ui.documents.papers import paper

# A hub's own fonts first, then those built at set-up, then the machine's.
_MACHINE = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype"),
    Path("/Library/Fonts"),
)


class NoFont(RuntimeError):  # noqa: N818 (it says what is the case)
    """No font with Chinese characters is at hand."""


def font_folders() -> list[Path]:
    """The folders in which fonts are looked for.

    Raises:
        NoFont: none of them holds a font; says what to do.
    """
    ours = [Path(settings.SHUNIU_DATA) / "fonts", Path(settings.SHUNIU_FONTS)]
    found = [one for one in (*ours, *_MACHINE) if one.is_dir() and any(one.rglob("*.[to]t[fc]"))]
    if not found:
        message = (
            "没有中文字体：请运行 ./dev setup，或把字体文件放入数据目录的 fonts/ / "
            "no Chinese font: run ./dev setup, or put one into fonts/ of the data folder"
        )
        raise NoFont(message)
    return found


def pdf(
    name: str, data: Mapping[str, object], *, images: Mapping[str, bytes] | None = None
) -> bytes:
    """A paper as PDF.

    Args:
        name: template file, looked up by ``paper``; it reads ``data.json`` beside itself.
        data: what stands in ``data.json``.
        images: name → SVG or PNG, put beside the template.

    Raises:
        NoSuchPaper: no such template.
        NoFont: no font with Chinese characters.
    """
    return _compiled(name, data, images or {})


def png(svg: str, *, width: float = 400) -> bytes:
    """An SVG drawn, with Chinese words, for Word: ``width`` in points."""
    page = (
        f'#set page(width: {width}pt, height: auto, margin: 4pt)\n#image("chart.svg", width: 100%)'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.typ").write_text(page, encoding="utf-8")
        (Path(folder) / "chart.svg").write_text(svg, encoding="utf-8")
        made = typst.compile(
            str(Path(folder) / "page.typ"),
            format="png",
            ppi=192,
            font_paths=[str(one) for one in font_folders()],
        )
    return _first(made)


def _compiled(name: str, data: Mapping[str, object], images: Mapping[str, bytes]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(paper(name), root / "paper.typ")
        shared = paper("house.typ")
        shutil.copy(shared, root / "house.typ")
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
        (root / "data.json").write_text(text, encoding="utf-8")
        for file, content in images.items():
            (root / Path(file).name).write_bytes(content)
        made = typst.compile(
            str(root / "paper.typ"),
            format="pdf",
            font_paths=[str(one) for one in font_folders()],
        )
    return _first(made)


def _first(made: object) -> bytes:
    """The first page, where there are several (the library's types say less than it does)."""
    page = made[0] if isinstance(made, list) else made
    if not isinstance(page, bytes):
        message = "nothing was drawn"
        raise TypeError(message)
    return page
