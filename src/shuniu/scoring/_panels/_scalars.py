"""The scalar types of a tally file: marks, shares, what is open in the source."""

from fractions import Fraction
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import PlainValidator, WithJsonSchema

from shuniu.scoring._exact import to_milli

OPEN: Literal["open"] = "open"
LARGEST_MARK = 10**9  # thousandths; sums of millions of marks stay far inside 64 bits


def _mark_value(value: object) -> int | str:
    if value == OPEN:
        return OPEN
    milli = to_milli(value)
    if abs(milli) > LARGEST_MARK:
        message = "a mark is at most 1,000,000"
        raise ValueError(message)
    return milli


def _small(value: object) -> int:
    milli = _mark_value(value)
    if isinstance(milli, str):
        message = "a number is expected"
        raise ValueError(message)  # noqa: TRY004 (pydantic turns ValueError into a finding)
    return milli


def _share(value: object) -> Fraction | str:
    if value == OPEN:
        return OPEN
    text = str(value).strip()
    percent = text.endswith("%")
    try:
        share = Fraction(text.removesuffix("%").strip()) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError) as error:
        message = f"{text!r} is not a share such as 1/3, 20% or 0.2"
        raise ValueError(message) from error
    if not 0 <= share <= 1:
        message = f"{text!r} is not between 0 and 1"
        raise ValueError(message)
    return share


_NUMBER_OR_OPEN: dict[str, Any] = {"anyOf": [{"type": "number"}, {"const": OPEN}]}
_SHARE: dict[str, Any] = {"type": ["string", "number"], "examples": ["1/3", "20%", "open"]}

MarkValue: TypeAlias = Annotated[
    int | Literal["open"], PlainValidator(_mark_value), WithJsonSchema(_NUMBER_OR_OPEN)
]
SmallMilli: TypeAlias = Annotated[int, PlainValidator(_small), WithJsonSchema({"type": "number"})]
Share: TypeAlias = Annotated[
    Fraction | Literal["open"], PlainValidator(_share), WithJsonSchema(_SHARE)
]
