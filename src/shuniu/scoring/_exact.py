"""Exact numbers: everything the engine touches is an integer of one thousandth.

Points, inputs, percentages, counts and dates share one scale, so that 89.95 is 89950 and nothing
else. Two values outside that scale stand for what is not a number: ``MISSING`` (nobody said) and
``NOT_APPLICABLE`` (there is nothing to say).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

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
        message = f"{number!r} is not a number"
        raise ValueError(message)  # noqa: TRY004 (pydantic turns ValueError into a finding)
    try:
        scaled = Decimal(str(number).strip()) * UNIT
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError) as error:
        message = f"{number!r} is not a number"
        raise ValueError(message) from error
    if whole != scaled:
        message = f"{number} has more than three decimals"
        raise ValueError(message)
    if abs(whole) > LARGEST:
        message = f"{number} is too large to be computed exactly"
        raise ValueError(message)
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
