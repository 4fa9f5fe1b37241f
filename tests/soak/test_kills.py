"""Ten of the two hundred kills of ``./dev soak``, and the ledger that finds what is lost."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from shuniu.accounts.models import User
from shuniu.base import audit
from soak.kills import checks, ground
from soak.kills.forms import forms_of, multipart
from soak.sheets import ROOT

pytestmark = pytest.mark.once


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_kills_lose_nothing_that_was_acknowledged() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "soak.kills", "10", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert re.search(r"10 kills; .* 0 lost", done.stdout)


@pytest.mark.django_db
def test_the_ledger_finds_a_lost_value_and_a_broken_chain() -> None:
    made = ground.make(1)
    ledger = checks.Ledger()
    assert not list(checks._values(ledger))
    ledger.said(made.contacts[0].entry, "q00", "50", acknowledged=True)
    assert list(checks._values(ledger)) == [
        f"value ({made.contacts[0].entry}, 'q00'): None is none of ['50']"
    ]
    ledger.evidence.add((made.contacts[0].organisation, "0" * 64))
    assert len(list(checks._files(ledger))) == 1
    ledger.imports["批次1号"] = (20, True)
    assert len(list(checks._imports(ledger))) == 1
    assert not list(audit.verify())
    assert User.objects.count() == 2


def test_forms_are_read_as_a_browser_reads_them() -> None:
    page = (
        '<form action="/a/" data-autosave="/s/"><input type=hidden name=v value=3>'
        "<input type=radio name=r value=1><input type=radio name=r value=2 checked>"
        "<select name=s><option value=x><option value=y selected></select>"
        "<input type=file name=f><textarea name=t></textarea></form>"
    )
    (form,) = forms_of(page.encode())
    assert (form.action, form.autosave, form.files) == ("/a/", "/s/", ["f"])
    assert form.values == {"v": "3", "r": "2", "s": "y", "t": ""}
    body, headers = multipart(form.values, "f", "a.pdf", b"%PDF")
    assert headers["Content-Type"].split("boundary=")[1].encode() in body
    assert b'filename="a.pdf"' in body
