"""What people do: save a value, hand in a photo of a paper, import a list."""

from __future__ import annotations

import io
import json
import random
from typing import Protocol
from urllib.parse import urlencode

import openpyxl
from django.urls import reverse

from shuniu.evaluation.models import Answer as KeptValue
from shuniu.evaluation.states import Stage
from soak.kills.checks import Ledger, digest_of
from soak.kills.forms import Form, forms_of, multipart
from soak.kills.ground import QUESTIONS, Somebody, new_code
from soak.kills.server import Answer, Server

_TOKEN = "k" * 32
_ROWS = 20


class Act(Protocol):
    """One kind of thing somebody does over and over."""

    kind: str

    def send(self, server: Server, rng: random.Random) -> Answer:
        """Do it once.

        Raises:
            OSError: the server died under it.
        """

    def done(self, ledger: Ledger, answer: Answer) -> None:
        """They were told that it is done."""

    def cut(self, ledger: Ledger) -> None:
        """They were told nothing."""

    def look(self) -> None:
        """While the server is down: see what stands there now, as a reloaded page would."""


class _Signed:
    """Somebody with a browser that is signed in."""

    def __init__(self, who: Somebody) -> None:
        self.who = who
        self.forms: list[Form] = []

    def headers(self, more: dict[str, str] | None = None) -> dict[str, str]:
        cookies = f"shuniu_session={self.who.session}; csrftoken={_TOKEN}"
        return {"Cookie": cookies, "X-CSRFToken": _TOKEN, **(more or {})}

    def page(self, server: Server, address: str) -> list[Form]:
        return forms_of(server.ask("GET", address, headers=self.headers()).body)


class SaveValue(_Signed):
    """An organisation's contact fills in the sheet, value by value, on the page that saves itself."""

    kind = "value"

    def __init__(self, who: Somebody) -> None:
        super().__init__(who)
        self.versions: dict[str, int] = {}
        self.address = ""
        self.key = self.value = ""

    def send(self, server: Server, rng: random.Random) -> Answer:
        """Save one value of one question."""
        self.key, self.value = f"q{rng.randrange(QUESTIONS):02d}", str(rng.randrange(101))
        if not self.address:
            found = self.page(server, reverse("evaluation:part", args=[self.who.entry, 1]))
            self.address = next(form.autosave for form in found if form.autosave)
        sent = {"name": self.key, "value": self.value, "not_applicable": ""}
        body = urlencode({**sent, "version": self.versions.get(self.key, 0)}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return server.ask("POST", self.address, body, self.headers(kind))

    def done(self, ledger: Ledger, answer: Answer) -> None:
        """The page shows "saved" and knows the version."""
        self.versions[self.key] = int(json.loads(answer.body)["version"])
        ledger.said(self.who.entry, self.key, self.value, acknowledged=True)

    def cut(self, ledger: Ledger) -> None:
        """Either value may stand there."""
        if self.value:
            ledger.said(self.who.entry, self.key, self.value, acknowledged=False)

    def look(self) -> None:
        """The versions that a reloaded page shows."""
        rows = KeptValue.objects.filter(entry=self.who.entry, stage=Stage.SELF)
        self.versions = dict(rows.values_list("key", "version"))


class HandIn(_Signed):
    """A contact hands in papers as evidence."""

    kind = "evidence"

    def __init__(self, who: Somebody) -> None:
        super().__init__(who)
        self.form: Form | None = None
        self.address = ""
        self.content = b""

    def send(self, server: Server, rng: random.Random) -> Answer:
        """Hand in one paper that nobody has handed in before."""
        self.content = b""
        if self.form is None:
            self.address = reverse("evaluation:part", args=[self.who.entry, 1])
            found = self.page(server, self.address)
            self.form = next(form for form in found if form.files)
        content = b"%PDF-1.4\n" + rng.randbytes(rng.randrange(200, 200_000))
        name = next(one for one in self.form.files if one.startswith("file--"))
        values = {**_plain(self.form), "stay": name.partition("--")[2]}
        body, kind = multipart(values, name, "minutes.pdf", content)
        self.content = content
        address = self.form.action or self.address
        return server.ask("POST", address, body, self.headers(kind))

    def done(self, ledger: Ledger, answer: Answer) -> None:
        """It is there for good."""
        ledger.evidence.add((self.who.organisation, digest_of(self.content)))

    def cut(self, ledger: Ledger) -> None:
        """It may be there or not; what is there is looked at as a whole."""

    def look(self) -> None:
        """Nothing is remembered."""


class ImportList(_Signed):
    """The officer imports twenty new organisations: upload, preview, one transaction."""

    kind = "import"

    def __init__(self, who: Somebody) -> None:
        super().__init__(who)
        self.number = 0
        self.prefix = ""

    def send(self, server: Server, rng: random.Random) -> Answer:
        """Upload, look at the preview, confirm; only the last answer says that it is done."""
        self.number += 1
        self.prefix = ""
        start = reverse("registry:imports")
        form = next(form for form in self.page(server, start) if form.files)
        body, kind = multipart(
            _plain(form), form.files[0], "list.xlsx", _workbook(self.number, f"批次{self.number}号")
        )
        uploaded = server.ask("POST", form.action or start, body, self.headers(kind))
        if not uploaded.location:
            return uploaded
        preview = next(one for one in self.page(server, uploaded.location) if _confirms(one))
        self.prefix = f"批次{self.number}号"
        sent = urlencode(_plain(preview)).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        applied = server.ask("POST", preview.action, sent, self.headers(kind))
        # They are told by the page that comes then; where it does not say so, it is not done.
        told = server.ask("GET", applied.location or preview.action, headers=self.headers())
        return applied if b"note--good" in told.body else Answer(409, told.body, "")

    def done(self, ledger: Ledger, answer: Answer) -> None:
        """All twenty are there for good."""
        ledger.imports[self.prefix] = (_ROWS, True)

    def cut(self, ledger: Ledger) -> None:
        """All twenty or none."""
        if self.prefix:
            ledger.imports[self.prefix] = (_ROWS, False)

    def look(self) -> None:
        """Nothing is remembered."""


def _plain(form: Form) -> dict[str, str]:
    return {key: value for key, value in form.values.items() if key != "csrfmiddlewaretoken"}


def _confirms(form: Form) -> bool:
    return form.action.endswith("/apply/")


def _workbook(number: int, prefix: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["统一社会信用代码", "单位名称", "组织类型", "成立登记日期"])
    for row in range(_ROWS):
        name = f"{prefix}第{row + 1}服务中心"
        sheet.append([new_code(number * _ROWS + row), name, "社会服务机构", "2020-05-01"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
