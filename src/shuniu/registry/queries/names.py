"""Names as people look for them: pinyin, initials, and a plain form for likeness."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# Readings that a general table gets wrong in names of places and families.
load_phrases_dict(
    {
        "重庆": [["chóng"], ["qìng"]],
        "乐清": [["yuè"], ["qīng"]],
        "六安": [["lù"], ["ān"]],
        "蚌埠": [["bèng"], ["bù"]],
        "台州": [["tāi"], ["zhōu"]],
        "丽水": [["lí"], ["shuǐ"]],
    }
)
_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren", "区": "ou",
    "朴": "piao", "盖": "ge", "缪": "miao", "覃": "qin", "尉": "yu", "乐": "yue", "翟": "zhai",
    "华": "hua", "宁": "ning", "葛": "ge", "纪": "ji", "应": "ying", "么": "yao",
}  # fmt: skip
_PLAIN = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_COMMON = re.compile(r"(有限责任公司|有限公司|民办非企业单位|（.*?）|\(.*?\))")


@lru_cache(maxsize=4096)
def pinyin_of(name: str) -> tuple[str, str]:
    """The whole reading without tones, and the initials."""
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors=_letters)  # type: ignore[arg-type]
    whole = "".join(syllables)
    initials = "".join(one[0] for one in syllables)
    return whole[:400], initials[:120]


def _letters(rest: str) -> list[str] | None:
    """What has no reading: letters and digits one by one, signs left out."""
    return [one for one in rest.lower() if one.isalnum()] or None


def person_pinyin(name: str) -> str:
    """The reading of a person's name; family names by their own table."""
    if name[:1] in _SURNAMES:
        return _SURNAMES[name[0]] + pinyin_of(name[1:])[0]
    return pinyin_of(name)[0]


def plain(name: str) -> str:
    """A name without what differs by habit: width, case, brackets, legal form."""
    text = unicodedata.normalize("NFKC", name).lower()
    return _PLAIN.sub("", _COMMON.sub("", text))
