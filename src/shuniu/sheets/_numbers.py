"""Numbers and percentages as people write them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from shuniu.findings import Text
from shuniu.sheets._cells import Percent
from shuniu.sheets._fault import Fault, number_shown, shown
from shuniu.sheets._spec import ColumnSpec, Kind
from shuniu.sheets._words import folded, narrow

_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?(?:e[+-]?[0-9]{1,3})?)"
    r"(?P<unit>[%‰]|[^\W\d_].*)?"
)
_SCALES = {"万": 1e4, "亿": 1e8}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class NumberParser:
    """Reads the cells of a ``NUMBER`` or ``WHOLE`` column."""

    spec: ColumnSpec

    def __call__(self, value: object) -> float | Fault:
        """The number of a cell, or why there is none."""
        if isinstance(value, str):
            number = self._from_words(value)
        elif isinstance(value, float | int) and not isinstance(value, bool):
            number = float(value)
        else:
            number = Fault("S143", {"found": shown(value)})
        return number if isinstance(number, Fault) else within(self.spec, number)

    def _from_words(self, words: str) -> float | Fault:
        number, unit = split_number(words)
        if number is None:
            return Fault("S143", {"found": shown(words)})
        if not unit or unit == folded(self.spec.unit):
            return number
        scaled = self._scale(unit)
        if scaled is not None:
            return number * scaled
        wanted = self.spec.unit or Text("（无单位）", "(none)")
        return Fault("S144", {"found": shown(words), "unit": wanted})

    def _scale(self, unit: str) -> float | None:
        """What 万 or 亿 before the column's own unit multiplies by."""
        own = folded(self.spec.unit)
        if not own or own[0] in _SCALES:
            return None
        return _SCALES.get(unit[0]) if unit[1:] in ("", own) else None


@dataclass(frozen=True, slots=True)
class PercentParser:
    """Reads the cells of a ``PERCENT`` column into points of a hundred.

    Attributes:
        plain: whether a bare number is already in points of a hundred, as a header that says
            （%） or a typed file tells.
    """

    spec: ColumnSpec
    plain: bool = False

    def __call__(self, value: object) -> float | Fault:
        """The points of a hundred, or why there are none."""
        points = self._points(value)
        return points if isinstance(points, Fault) else within(self.spec, points)

    def _points(self, value: object) -> float | Fault:
        if isinstance(value, Percent):
            return round(float(value) * 100, 10)
        if isinstance(value, str):
            number, unit = split_number(value)
            if number is not None and unit in ("%", "‰", "个百分点"):
                return number / 10 if unit == "‰" else number
            return self._bare(number) if number is not None and not unit else _no_number(value)
        if isinstance(value, float | int) and not isinstance(value, bool):
            return self._bare(float(value))
        return _no_number(value)

    def _bare(self, number: float) -> float | Fault:
        if self.plain or number == 0 or abs(number) > 1:
            return number
        found, hundredfold = number_shown(number), number_shown(round(number * 100, 10))
        return Fault("S147", {"found": found, "hundredfold": hundredfold})


def split_number(words: str) -> tuple[float | None, str]:
    """The number ``words`` begin with and the folded rest; no number gives ``None``."""
    plain = folded(words)
    if len(plain) > _LONGEST:
        return None, plain
    match = _NUMBER.fullmatch(plain.removeprefix("¥"))
    if match is None or not any(c.isdigit() for c in match["number"]):
        return None, plain
    if " " in narrow(words).strip("¥ ") and _digits_apart(words):
        return None, plain
    try:
        number = float(match["number"].replace(",", ""))
    except ValueError:
        return None, plain
    unit = (
        (match["unit"] or "").removesuffix("整") if plain.startswith("¥") else match["unit"] or ""
    )
    return (number, unit) if math.isfinite(number) else (None, plain)


def _digits_apart(words: str) -> bool:
    # “1 200” is a thousand two hundred to one reader and two numbers to another.
    return re.search(r"[0-9.,]\s+[0-9]", narrow(words)) is not None


def within(spec: ColumnSpec, number: float) -> float | Fault:
    """``number`` if it keeps to the limits of the column and is whole where it must be."""
    if not math.isfinite(number):
        return _no_number(number)
    if spec.kind is Kind.WHOLE and not number.is_integer():
        return Fault("S146", {"found": number_shown(number)})
    low, high = spec.low, spec.high
    if (low is None or number >= low) and (high is None or number <= high):
        return number
    return Fault("S145", {"found": number_shown(number), "range": limits(low, high)})


def limits(low: float | None, high: float | None) -> Text:
    """The limits in words."""
    if low is not None and high is not None:
        between = Text("在 {low} 到 {high} 之间", "between {low} and {high}")
        return between.fill(low=number_shown(float(low)), high=number_shown(float(high)))
    if low is not None:
        return Text("不小于 {low}", "at least {low}").fill(low=number_shown(float(low)))
    return Text("不大于 {high}", "at most {high}").fill(high=number_shown(float(high or 0)))


def _no_number(value: object) -> Fault:
    return Fault("S143", {"found": shown(value)})
