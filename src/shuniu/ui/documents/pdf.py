"""PDF by typst: a template file, data as JSON, fonts that hold Chinese."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import typst
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from shuniu.base import clock
from shuniu.base.verdicts import Refused, refuse
from shuniu.ui.documents.fonts import fonts
from shuniu.ui.documents.papers import paper


class BrokenPaper(Refused):
    """A template that cannot be made into a paper; says where it fails."""


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
        BrokenPaper: the template has a fault, or wants what is not in the data.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(paper(name), root / "paper.typ")
        shutil.copy(paper("house.typ"), root / "house.typ")
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
        (root / "data.json").write_text(text, encoding="utf-8")
        for file, content in (images or {}).items():
            (root / Path(file).name).write_bytes(content)
        try:
            return _drawn(root / "paper.typ", "pdf")
        except typst.TypstError as error:
            reason = _("文书模板“%(name)s”有错误，没有生成：%(error)s。请检查或移走该模板。") % {
                "name": name,
                "error": error.message,
            }
            raise BrokenPaper(refuse(reason, "ui.papers.template")) from error


def png(svg: str, *, width: float = 400) -> bytes:
    """An SVG drawn, with Chinese words, for Word: ``width`` in points."""
    page = (
        f'#set page(width: {width}pt, height: auto, margin: 4pt)\n#image("chart.svg", width: 100%)'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.typ").write_text(page, encoding="utf-8")
        (Path(folder) / "chart.svg").write_text(svg, encoding="utf-8")
        return _drawn(Path(folder) / "page.typ", "png")


def _drawn(path: Path, kind: typst.OutputFormat) -> bytes:
    compiler = typst.Compiler(root=str(path.parent), font_paths=fonts())
    # A font that is named and not there is no fault: the next of its row stands in.
    made, _warnings = compiler.compile_with_warnings(
        str(path), format=kind, ppi=192, timestamp=int(clock.now().timestamp())
    )
    page = made[0] if isinstance(made, list) else made
    if not isinstance(page, bytes):
        message = "nothing was drawn"
        raise TypeError(message)
    return page
