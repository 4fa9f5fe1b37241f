"""Units that header cells name, in brackets after the title or in a row of their own."""

from __future__ import annotations

from collections.abc import Sequence

from shuniu.sheets._spec import ColumnSpec, Kind
from shuniu.sheets._words import bracketed, folded, label

_MONEY = ("元", "千元", "万元", "百万元", "亿元")
UNITS = frozenset((*_MONEY, *"%‰人名次个家件项篇场天月年户份", "小时", "人次"))


def says_percent(words: str) -> bool:
    """Whether a header says that its numbers are points of a hundred, as in 参评率（%）."""
    return "%" in bracketed(words) or label(words).endswith("%")


def wrong_units(spec: ColumnSpec, words: str) -> list[str]:
    """Units the header names that are not the unit of the column."""
    if spec.kind not in (Kind.NUMBER, Kind.WHOLE) or not spec.unit:
        return []
    return [unit for unit in bracketed(words) if unit in UNITS and unit != folded(spec.unit)]


def unit_row(cells: Sequence[object]) -> list[str] | None:
    """The units of a row that holds units and nothing else, or ``None`` for any other row."""
    units: list[str] = []
    for cell in cells:
        if not isinstance(cell, str):
            return None
        plain = folded(cell)
        unit = plain.removeprefix("单位:").removeprefix("(").removesuffix(")")
        if unit and unit not in UNITS:
            return None
        units.append(unit)
    return units if any(units) else None
