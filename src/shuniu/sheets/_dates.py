"""Dates as people write them, as days since 1970-01-01."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from shuniu.findings import Text
from shuniu.sheets._fault import Fault, shown
from shuniu.sheets._spec import ColumnSpec
from shuniu.sheets._words import narrow

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_SERIAL_ZERO = datetime.date(1899, 12, 30).toordinal()
# A bare serial outside 1930 to 2100 is more likely a count, a year or a slip than a date.
_SERIALS = (10959, 73415)
_CLOCK = r"(?:[T\s]\s*[0-9]{1,2}[:时][0-9]{1,2}(?:[:分][0-9]{0,2}(?:\.[0-9]+)?秒?)?Z?)?"
_WRITTEN = re.compile(
    r"(?P<year>[0-9]{4})\s*(?:"
    r"(?P<mark>[-/.])\s*(?P<month>[0-9]{1,2})\s*(?P=mark)\s*(?P<day>[0-9]{1,2})|"
    r"年\s*(?P<zh_month>[0-9]{1,2})\s*月\s*(?P<zh_day>[0-9]{1,2})\s*[日号]?)" + _CLOCK
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class DateParser:
    """Reads the cells of a ``DATE`` column.

    Attributes:
        epoch_shift: days to add to a bare serial (1462 in a workbook of the 1904 system).
    """

    spec: ColumnSpec
    epoch_shift: int = 0

    def __call__(self, value: object) -> float | Fault:
        """Days since 1970-01-01, or why there is no date. A time of day is dropped."""
        day = self._day(value)
        if day is None:
            return Fault("S150", {"found": shown(value)})
        days = day.toordinal() - _EPOCH
        low, high = self.spec.low, self.spec.high
        if (low is None or days >= low) and (high is None or days <= high):
            return float(days)
        return Fault("S145", {"found": day.isoformat(), "range": _range(low, high)})

    def _day(self, value: object) -> datetime.date | None:
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, str):
            return self._written(narrow(value))
        if isinstance(value, float | int) and not isinstance(value, bool):
            return self._number(float(value))
        return None

    def _written(self, words: str) -> datetime.date | None:
        match = _WRITTEN.fullmatch(words)
        if match is not None:
            month, day = match["month"] or match["zh_month"], match["day"] or match["zh_day"]
            return _date(match["year"], month, day)
        return self._number(float(words)) if re.fullmatch(r"[0-9]{5}|[0-9]{8}", words) else None

    def _number(self, number: float) -> datetime.date | None:
        if _SERIALS[0] <= number + self.epoch_shift <= _SERIALS[1]:
            return datetime.date.fromordinal(_SERIAL_ZERO + int(number) + self.epoch_shift)
        match = _COMPACT.fullmatch(str(int(number))) if number.is_integer() else None
        return _date(match[1], match[2], match[3]) if match else None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _range(low: float | None, high: float | None) -> Text:
    first, last = (_iso(limit) for limit in (low, high))
    if low is not None and high is not None:
        return Text("在 {low} 到 {high} 之间", "from {low} to {high}").fill(low=first, high=last)
    if low is not None:
        return Text("不早于 {low}", "{low} or later").fill(low=first)
    return Text("不晚于 {high}", "{high} or earlier").fill(high=last)


def _iso(days: float | None) -> str:
    return "" if days is None else datetime.date.fromordinal(int(days) + _EPOCH).isoformat()
