"""Text cells: names, codes and free words, also where Excel has made numbers or dates of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from shuniu.sheets._fault import Fault, number_shown, shown
from shuniu.sheets._spec import ColumnSpec, Kind
from shuniu.sheets._words import narrow

_EXACT = 1e15  # Excel keeps 15 digits; a longer number has zeros where its last digits were


@dataclass(frozen=True, slots=True)
class TextParser:
    """Reads the cells of a ``TEXT``, ``NAME`` or ``CODE`` column."""

    spec: ColumnSpec

    def __call__(self, value: object) -> str | Fault:
        """The words of a cell, trimmed; a code in half width."""
        if isinstance(value, str):
            return narrow(value) if self.spec.kind is Kind.CODE else value.strip()
        if isinstance(value, bool):
            return shown(value)
        if isinstance(value, float | int):
            if abs(value) >= _EXACT:
                return Fault("S152", {"found": number_shown(float(value))})
            return number_shown(float(value))
        if isinstance(value, datetime.datetime) and value.time() != datetime.time():
            return value.isoformat(" ")
        return shown(value)
