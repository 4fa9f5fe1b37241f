"""Forms as a browser reads them from a page: where they go, what stands in them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form of a page.

    Attributes:
        action: where it is sent; empty for the page itself.
        autosave: where its fields are saved one by one, if they are.
        values: what stands in it.
        files: names of its fields for files.
    """

    action: str
    autosave: str
    values: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(held.get("action", ""), held.get("data-autosave", "")))
        elif self.forms and tag == "input":
            self._input(held)
        elif self.forms and tag == "select":
            self._select = held.get("name", "")
        elif self.forms and tag == "option" and self._select:
            known = self.forms[-1].values
            if "selected" in held or self._select not in known:
                known[self._select] = held.get("value", "")
        elif self.forms and tag == "textarea" and held.get("name"):
            self.forms[-1].values.setdefault(held["name"], "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _input(self, held: dict[str, str]) -> None:
        name, kind = held.get("name", ""), held.get("type", "text")
        if not name:
            return
        if kind == "file":
            self.forms[-1].files.append(name)
        elif kind not in {"radio", "checkbox", "submit"} or "checked" in held:
            self.forms[-1].values[name] = held.get("value", "")


def forms_of(page: bytes) -> list[Form]:
    """The forms of a page, in their order."""
    reader = _Reader()
    reader.feed(page.decode())
    return reader.forms


def multipart(
    values: Mapping[str, str], name: str, file: str, content: bytes
) -> tuple[bytes, dict[str, str]]:
    """A body with one file, and the header that says so."""
    line = uuid.uuid4().hex
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
    parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content]
    parts.append(f"\r\n--{line}--\r\n".encode())
    return b"".join(parts), {"Content-Type": f"multipart/form-data; boundary={line}"}
