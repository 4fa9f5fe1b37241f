"""Mainland landline numbers: area code, subscriber number, extension."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shuniu.findings import Text
from shuniu.identifiers._fault import Fault, IdentifierError
from shuniu.identifiers._typed import compact

_EXTENSION = re.compile(r"^(?P<body>.*?[0-9].*?)(?:转|分机|EXT\.?|#)[^0-9]*(?P<digits>[0-9]{1,6})$")
_DASHED = re.compile(r"^(?P<body>.*[0-9]{7,8})[-—–−－](?P<digits>[0-9]{1,6})$")
_SHAPE = re.compile(r"^(?:(?:\+86|0086)0?|0)(10|2[0-9]|[3-9][0-9]{2})([2-9][0-9]{6,7})$")
_BRACKETS = str.maketrans("", "", "()[]（）")


@dataclass(frozen=True, slots=True)
class Landline:
    """A landline number.

    Attributes:
        area: area code with its leading zero, such as ``021``.
        number: seven or eight digits.
        extension: up to six digits, empty when there is none.
    """

    area: str
    number: str
    extension: str = ""

    def __str__(self) -> str:
        tail = f"-{self.extension}" if self.extension else ""
        return f"{self.area}-{self.number}{tail}"


def parse_landline(typed: str) -> Landline:
    """Read a landline number with its area code; dashes, brackets and an extension are accepted.

    Only the shape is checked: an area code that can exist and seven or eight digits after it.

    Raises:
        IdentifierError: ``EMPTY`` or ``SHAPE``.
    """
    if not compact(typed):
        empty = Text("固定电话是空的。", "The landline number is empty.")
        raise IdentifierError(Fault.EMPTY, empty, _FIX)
    body, extension = _split(typed.strip().upper())
    match = _SHAPE.match(compact(body).translate(_BRACKETS))
    # 010 and 02x areas have had eight digits everywhere since the last seven-digit ones closed.
    if match is None or (len(match[1]) == 2 and len(match[2]) == 7):
        raise IdentifierError(Fault.SHAPE, _WRONG, _FIX)
    return Landline(f"0{match[1]}", match[2], extension)


def make_landline(area: str, serial: int) -> Landline:
    """A number for demonstration and tests: ``5550`` and ``serial`` in the given area.

    Args:
        area: area code with its leading zero.
        serial: 0 to 9999.

    Raises:
        IdentifierError: the parts do not make a number.
    """
    return parse_landline(f"{area}-5550{serial:04d}")


def _split(typed: str) -> tuple[str, str]:
    for shape in (_EXTENSION, _DASHED):
        match = shape.match(typed)
        if match is not None:
            return match["body"], compact(match["digits"])
    return typed, ""


_WRONG = Text(
    "固定电话应为区号加 7 至 8 位号码，如 021-55550000。",
    "A landline number is an area code and 7 or 8 digits, such as 021-55550000.",
)
_FIX = Text(
    "请填写区号和号码，分机写在“转”之后。",
    "Enter area code and number, with an extension after “ext”.",
)
