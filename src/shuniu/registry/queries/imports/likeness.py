"""Which names may mean the same organisation: found by rare pairs of characters, then compared.

Only names that share rare pairs are compared, so ten thousand names against ten thousand cost a
second and not an hour. Names whose numbers differ (第一、第二) are different; so are those where a
character stands for another that is read differently (东湖、西湖).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Generic, TypeVar

from pypinyin import Style, lazy_pinyin

_SIGNS = re.compile(r"[^0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]+")
_FORMS = re.compile(
    r"(有限责任公司|股份有限公司|有限公司|[(（]?民办非企业单位[)）]?|[(（]?筹[)）])"
)
_PLACE = re.compile(
    r"^(?:[\u3400-\u9fff]{2,7}(?:省|自治区))?(?:[\u3400-\u9fff]{2,7}?(?:市|自治州|地区))?"
    r"(?:[\u3400-\u9fff]{2,6}?(?:(?<![社小地园街校])区|县|旗))?"
)
_NUMBERS = re.compile(r"[0-9一二三四五六七八九十百]+")
_SHARED = 3  # candidates looked at share at least so many pairs, or half of the shorter name's
_COMMON = 120  # a pair in more names than this tells nothing
_LEAST = 0.85
_MOST = 3  # likenesses told of one name

_Key = TypeVar("_Key", bound=Hashable)


@lru_cache(maxsize=50_000)
def core(name: str) -> str:
    """A name without width, case, signs, legal form and the region in front."""
    text = _FORMS.sub("", unicodedata.normalize("NFKC", name).lower())
    text = _SIGNS.sub("", text)
    short = _PLACE.sub("", text)
    return short if len(short) >= 4 else text


@dataclass(frozen=True, slots=True)
class Like(Generic[_Key]):
    """A name that is alike.

    Attributes:
        key: whose it is.
        kind: ``same`` but for habit, ``heard`` where it reads the same, ``near`` otherwise.
    """

    key: _Key
    kind: str


@dataclass(slots=True)
class Names(Generic[_Key]):
    """A register of names to ask."""

    _known: list[tuple[_Key, str]] = field(default_factory=list)
    _pairs: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _whole: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, names: Iterable[tuple[_Key, str]]) -> None:
        """Make names known."""
        for key, name in names:
            text = core(name)
            at = len(self._known)
            self._known.append((key, text))
            self._whole[text].append(at)
            for pair in _pairs_of(text):
                self._pairs[pair].append(at)

    def like(self, name: str) -> list[Like[_Key]]:
        """Names that may mean the same, the likeliest first."""
        text = core(name)
        found = [Like(self._known[at][0], "same") for at in self._whole.get(text, ())[:_MOST]]
        if len(found) < _MOST:
            near = [one for one in self._near(text) if self._known[one][1] != text]
            found += [
                Like(self._known[at][0], kind)
                for at in near
                if (kind := _alike(text, self._known[at][1]))
            ]
        return found[:_MOST]

    def _near(self, text: str) -> list[int]:
        """Those that share enough rare pairs, most first."""
        shared: Counter[int] = Counter()
        pairs = _pairs_of(text)
        for pair in pairs:
            hits = self._pairs.get(pair, ())
            if len(hits) <= _COMMON:
                shared.update(hits)
        least = min(_SHARED, max(1, len(pairs) // 2))
        return [at for at, count in shared.most_common(12) if count >= least]


def _pairs_of(text: str) -> set[str]:
    """Pairs of neighbours, each with the numbers of the name, which must be the same anyway."""
    numbers = "/".join(_NUMBERS.findall(text))
    return {f"{text[at : at + 2]}{numbers}" for at in range(len(text) - 1)}


def _alike(one: str, other: str) -> str:
    """How two names are alike; empty where they are different names."""
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return ""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LEAST or matcher.ratio() < _LEAST:
        return ""
    acts = matcher.get_opcodes()
    kinds = {act for act, *_where in acts}
    if {"insert", "delete"} <= kinds:
        return ""  # one word left out and another put in: two names
    if not all(_sounds(one[a:b], other[c:d]) for act, a, b, c, d in acts if act == "replace"):
        return ""
    return "heard" if kinds <= {"equal", "replace"} else "near"


def _sounds(one: str, other: str) -> bool:
    return lazy_pinyin(one, style=Style.NORMAL) == lazy_pinyin(other, style=Style.NORMAL)
