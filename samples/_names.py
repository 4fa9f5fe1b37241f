"""Invented organisations: names in a district that does not exist, codes that only pass their check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from shuniu.identifiers import make_credit_code

Kind: TypeAlias = Literal["association", "foundation", "service"]
Size: TypeAlias = Literal["small", "regular"]

DISTRICT = "澄溪区"
_CLASS_CODES: dict[Kind, str] = {"association": "51", "service": "52", "foundation": "53"}
_FIRST = ["青禾", "云帆", "知渡", "橡屿", "暖砾", "晴岸", "麦穗里", "望舒桥", "石榴湾", "梧桐巷"]
_FIELDS: dict[Kind, tuple[str, ...]] = {
    "association": (
        "餐饮行业协会",
        "家政服务业商会",
        "阅读推广学会",
        "老年体育协会",
        "物业管理协会",
    ),
    "foundation": ("公益基金会", "助学基金会", "康护慈善基金会"),
    "service": ("社区服务中心", "社会工作事务所", "儿童成长中心", "助残服务中心", "养老服务中心"),
}
# Every third organisation of a kind is a small one; counts per kind follow the national shape
# roughly, with more foundations so that their own leaves are seen.
COUNTS: dict[Kind, int] = {"association": 48, "foundation": 24, "service": 48}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an invented organisation is."""

    name: str
    code: str
    kind: Kind
    size: Size


def identities() -> list[Identity]:
    """The 120 organisations, kinds mixed as a register has them."""
    made = [_identity(kind, number) for kind, count in COUNTS.items() for number in range(count)]
    return sorted(made, key=lambda one: one.code[9:17])


def _identity(kind: Kind, number: int) -> Identity:
    fields = _FIELDS[kind]
    field, first = divmod(number, len(_FIRST))
    name = f"{DISTRICT}{_FIRST[first]}{fields[field]}"
    serial = f"5{number:04d}{_CLASS_CODES[kind][1]}00"
    code = make_credit_code(_CLASS_CODES[kind], "110000", serial).code
    return Identity(name, code, kind, "small" if number % 3 == 2 else "regular")
