"""English is complete: every sentence of the interface has its own, with the same blanks in it."""

from __future__ import annotations

import re

import polib

from tools.words import CATALOGUE

_BLANKS = re.compile(r"%\(\w+\)[sd]|\{\w+[^}]*\}|</?\w+>")
ENTRIES = list(polib.pofile(str(CATALOGUE)))


def test_every_sentence_has_its_english() -> None:
    assert [one.msgid for one in ENTRIES if not one.translated() or one.fuzzy] == []


def test_the_blanks_are_the_same() -> None:
    differing = [
        one.msgid
        for one in ENTRIES
        for english in (one.msgstr_plural.values() if one.msgid_plural else [one.msgstr])
        if sorted(_BLANKS.findall(english)) != sorted(_BLANKS.findall(one.msgid))
    ]
    assert differing == []


def test_english_is_english() -> None:
    chinese = [one.msgid for one in ENTRIES if re.search(r"[\u4e00-\u9fff]{8}", one.msgstr)]
    assert chinese == []
