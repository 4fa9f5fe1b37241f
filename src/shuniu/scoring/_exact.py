"""Exact numbers: everything the engine touches is an integer of one thousandth.

Points, inputs, percentages, counts and dates share one scale, so that 89.95 is 89950 and nothing
else. Two values outside that scale stand for what is not a number: ``MISSING`` (nobody said) and
``NOT_APPLICABLE`` (there is nothing to say).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from shuniu.scoring._format_error import FormatError

UNIT = 1000
MISSING = -(2**63)
NOT_APPLICABLE = MISSING + 1
LARGEST = 10**15  # the largest input in thousandths: a float still tells each of them apart


class Rounding(StrEnum):
    """What happens to the part below the last place; signs are mirrored."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


ROUNDING_CODES = {
    Rounding.HALF_UP: 0,
    Rounding.DOWN: 1,
    Rounding.UP: 2,
    Rounding.HALF_EVEN: 3,
}


def is_value(milli: int) -> bool:
    """Whether ``milli`` is a number and not one of the two marks."""
    return milli > NOT_APPLICABLE


def to_milli(number: object) -> int:
    """Thousandths of a number written as int, Decimal, or text; floats by their shortest form.

    Raises:
        ValueError: not a finite number, or more than three decimals.
    """
    if isinstance(number, bool):
        raise FormatError(f"“{number}”不是数", f"{number!r} is not a number")
    try:
        scaled = Decimal(str(number).strip()) * UNIT
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise FormatError(f"“{number}”不是数", f"{number!r} is not a number") from error
    if whole != scaled:
        raise FormatError(f"{number} 超过三位小数", f"{number} has more than three decimals")
    if abs(whole) > LARGEST:
        raise FormatError(
            f"{number} 太大，无法精确计算", f"{number} is too large to be computed exactly"
        )
    return whole


def show(milli: int) -> str:
    """A thousandths integer as people write it: ``87500`` is ``87.5``."""
    sign = "-" if milli < 0 else ""
    whole, rest = divmod(abs(milli), UNIT)
    return f"{sign}{whole}" + (f".{rest:03d}".rstrip("0") if rest else "")


def divide(numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """The rounded quotient of two integers; a half goes away from zero unless declared otherwise.

    Raises:
        ZeroDivisionError: ``denominator`` is 0.
    """
    exact = Fraction(numerator, denominator)
    whole, rest = divmod(abs(exact), 1)
    up = {
        Rounding.DOWN: False,
        Rounding.UP: rest > 0,
        Rounding.HALF_UP: rest * 2 >= 1,
        Rounding.HALF_EVEN: rest * 2 > 1 or (rest * 2 == 1 and whole % 2 == 1),
    }[rounding]
    return (int(whole) + up) * (1 if exact >= 0 else -1)


def quantise(milli: int, step: int, rounding: Rounding) -> int:
    """``milli`` rounded to a multiple of ``step`` thousandths."""
    return divide(milli, step, rounding) * step
