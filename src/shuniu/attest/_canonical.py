"""One way to write a value down: sorted keys, no spaces, text in NFC, whole numbers only.

A subset of RFC 8785: fractions are refused, so that no two programs can write one differently;
amounts travel as text.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = (
    "str | int | bool | Mapping[str, Value] | Sequence[Value] | None"  # read by type checkers
)
_DEEPEST = 32
_LARGEST = 2**53 - 1


class Uncanonical(ValueError):  # noqa: N818 (it says what is the case)
    """A value without one canonical form."""


def canonical(value: Value) -> bytes:
    """The one form of a value.

    Raises:
        Uncanonical: a fraction, a key that is no text, text not in NFC, too deep or too large.
    """
    _check(value, 0)
    plain = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return plain.encode()


def digest(value: Value) -> str:
    """SHA-256 over the canonical form, hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _check(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        message = "too deep"
        raise Uncanonical(message)
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > _LARGEST:
            message = f"number too large: {value}"
            raise Uncanonical(message)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                message = f"key is no text: {key!r}"
                raise Uncanonical(message)
            _check_text(key)
            _check(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner, depth + 1)
    else:
        message = f"no canonical form: {type(value).__name__}"
        raise Uncanonical(message)


def _check_text(text: str) -> None:
    if unicodedata.normalize("NFC", text) != text:
        message = "text is not in NFC"
        raise Uncanonical(message)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = "text has half a character"
        raise Uncanonical(message) from error
