"""Mainland mobile phone numbers: shape and mask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shuniu.findings import Text
from shuniu.identifiers._fault import Fault, IdentifierError
from shuniu.identifiers._typed import compact, of_length

_NOUN = Text("手机号", "mobile number")
_PREFIX = re.compile(r"^(?:\+86|0086|86(?=1[0-9]{10}$))")
_SHAPE = re.compile(r"^1[3-9][0-9]{9}$")


@dataclass(frozen=True, slots=True)
class Mobile:
    """A mobile number of eleven digits. Its ``repr`` does not show it."""

    number: str = field(repr=False)

    @property
    def masked(self) -> str:
        """``138****8000``: what a page shows."""
        return f"{self.number[:3]}****{self.number[7:]}"

    @property
    def international(self) -> str:
        """``+8613800138000``: what a message gateway takes."""
        return f"+86{self.number}"


def parse_mobile(typed: str) -> Mobile:
    """Read a mainland mobile number, with or without ``+86``, spaces and dashes.

    Raises:
        IdentifierError: ``EMPTY``, ``LENGTH`` or ``SHAPE``.
    """
    number = of_length(_PREFIX.sub("", compact(typed)), 11, _NOUN)
    if not _SHAPE.match(number):
        text = Text(
            "手机号应为 1 开头、第二位为 3 至 9 的 11 位数字。",
            "A mobile number is 11 digits that start with 1 and a digit from 3 to 9.",
        )
        raise IdentifierError(Fault.SHAPE, text, _FIX)
    return Mobile(number)


_FIX = Text("请填写 11 位大陆手机号。", "Enter an 11-digit mainland mobile number.")


def make_mobile(serial: int) -> Mobile:
    """A number for demonstration and tests: ``1400000`` (no subscribers' range) and ``serial``.

    Args:
        serial: 0 to 9999.

    Raises:
        IdentifierError: ``serial`` does not fit.
    """
    return parse_mobile(f"1400000{serial:04d}")
