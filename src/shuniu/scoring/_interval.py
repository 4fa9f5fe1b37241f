"""Intervals with explicit ends, as score sheets print them: ``[80,90)``, ``>=90``, ``<60``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from shuniu.scoring._exact import show, to_milli
from shuniu.scoring._format_error import FormatError

_ENDS = re.compile(r"^([\[(])\s*([^,]*?)\s*,\s*([^,]*?)\s*([\])])$")
_SIDED = re.compile(r"^(>=|<=|>|<|==|=)\s*(.+)$")
_OPEN = {"", "-inf", "inf", "+inf", "∞", "-∞", "+∞"}


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of thousandths; both ends are inclusive, ``None`` is no end.

    On thousandths ``> 80`` is ``>= 80.001``, so one inclusive form serves every way of writing.
    ``low_open`` and ``high_open`` keep which ends were exclusive, for quotients that lie between
    two thousandths; ``text`` keeps how it was written.
    """

    low: int | None
    high: int | None
    text: str = ""
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, milli: int | Fraction) -> bool:
        return self._above_low(milli) and self._below_high(milli)

    def _above_low(self, milli: int | Fraction) -> bool:
        if self.low is None:
            return True
        return milli > self.low - 1 if self.low_open else milli >= self.low

    def _below_high(self, milli: int | Fraction) -> bool:
        if self.high is None:
            return True
        return milli < self.high + 1 if self.high_open else milli <= self.high

    @property
    def empty(self) -> bool:
        """Whether no number lies inside."""
        return self.low is not None and self.high is not None and self.low > self.high

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        lows = [end for end in (self.low, other.low) if end is not None]
        highs = [end for end in (self.high, other.high) if end is not None]
        return not (lows and highs and max(lows) > min(highs))

    def __str__(self) -> str:
        if self.text:
            return self.text
        low = "-∞" if self.low is None else show(self.low)
        high = "+∞" if self.high is None else show(self.high)
        return f"[{low},{high}]"


def parse_interval(written: object) -> Interval:
    """An interval from its written form; full-width signs and ``%`` are understood.

    Raises:
        ValueError: not an interval.
    """
    text = str(written).strip()
    plain = unicodedata.normalize("NFKC", text).replace("≥", ">=").replace("≤", "<=")
    plain = plain.replace("%", "").replace("【", "[").replace("】", "]").strip()
    if match := _ENDS.match(plain):
        left, low, high, right = match.groups()
        return Interval(
            None if low in _OPEN else to_milli(low) + (left == "("),
            None if high in _OPEN else to_milli(high) - (right == ")"),
            text,
            low_open=left == "(",
            high_open=right == ")",
        )
    if match := _SIDED.match(plain):
        return _sided(match.group(1), to_milli(match.group(2)), text)
    try:
        return Interval(to_milli(plain), to_milli(plain), text)
    except ValueError as error:
        raise FormatError(
            f"“{text}”不是 [80,90) 或 >=90 这样的区间",
            f"{text!r} is not an interval such as [80,90) or >=90",
        ) from error


def _sided(sign: str, end: int, text: str) -> Interval:
    match sign:
        case ">=":
            return Interval(end, None, text)
        case ">":
            return Interval(end + 1, None, text, low_open=True)
        case "<=":
            return Interval(None, end, text)
        case "<":
            return Interval(None, end - 1, text, high_open=True)
        case _:
            return Interval(end, end, text)
