"""Filling in a Word form: a template file of the hub's or ours, and rows."""

from __future__ import annotations

import io
from collections.abc import Mapping

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from shuniu.ui.documents.papers import paper


def fill(name: str, data: Mapping[str, object]) -> bytes:
    """A Word template with its fields filled in; what people typed is never read as markup.

    Raises:
        NoSuchPaper: no such template.
    """
    template = DocxTemplate(str(paper(name)))
    template.render(dict(data), SandboxedEnvironment(autoescape=True), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()
