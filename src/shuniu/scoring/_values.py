"""The scalar types of a framework file: points, intervals, words, expressions, keys."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    WithJsonSchema,
)

from shuniu.findings import Text
from shuniu.scoring._exact import to_milli
from shuniu.scoring._format_error import FormatError
from shuniu.scoring._interval import Interval, parse_interval

KEY_PATTERN = r"^[^\W\d]\w*$"
LONGEST_WORDS = 4000


class Declared(BaseModel):
    """A part of a framework file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _words(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, dict) and value and set(value) <= {"zh", "en"}:
        zh = str(value.get("zh") or value.get("en"))
        return Text(zh[:LONGEST_WORDS], str(value.get("en") or zh)[:LONGEST_WORDS])
    if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        return Text.same(str(value)[:LONGEST_WORDS])
    raise FormatError(
        "这里应当是文字，或 {zh: …, en: …} 两种语言的文字",
        "words, or words in two languages as {zh: …, en: …}, are expected",
    )


def _expression(value: object) -> str:
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, str | int | Decimal):
        return str(value)
    raise FormatError(
        "这里应当是公式，例如 staff >= 3", "an expression is expected, such as staff >= 3"
    )


def in_order(low: int | None, high: int | None) -> None:
    """Check two limits.

    Raises:
        ValueError: the lower one is above the upper one.
    """
    if low is not None and high is not None and low > high:
        raise FormatError("下限大于上限", "the lower limit is above the upper one")


def _positive(value: object) -> int:
    milli = to_milli(value)
    if milli <= 0:
        raise FormatError("这里应当是大于 0 的数", "a number above 0 is expected")
    return milli


def _not_negative(value: object) -> int:
    milli = to_milli(value)
    if milli < 0:
        raise FormatError("这里的数不得小于 0", "a number of at least 0 is expected")
    return milli


_NUMBER: dict[str, Any] = {"type": "number"}
_WORDS: dict[str, Any] = {
    "anyOf": [
        {"type": ["string", "number"]},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ]
}

Milli: TypeAlias = Annotated[int, PlainValidator(to_milli), WithJsonSchema(_NUMBER)]
PositiveMilli: TypeAlias = Annotated[
    int,
    PlainValidator(_positive),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0}),
]
Points: TypeAlias = Annotated[
    int,
    PlainValidator(_not_negative),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
Words: TypeAlias = Annotated[Text, PlainValidator(_words), WithJsonSchema(_WORDS)]
Range: TypeAlias = Annotated[
    Interval,
    PlainValidator(parse_interval),
    WithJsonSchema({"type": ["string", "number"], "examples": ["[80,90)", ">=90", "<60"]}),
]
Expression: TypeAlias = Annotated[
    str,
    BeforeValidator(_expression),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
Key: TypeAlias = Annotated[str, Field(pattern=KEY_PATTERN, max_length=80)]
