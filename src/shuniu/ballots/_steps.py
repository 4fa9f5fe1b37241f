"""The reason of a decision, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from shuniu.findings import Finding, FindingsError, Place, Severity, Text


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of a trace with the number it arrives at, if it arrives at one."""

    text: Text
    number: int | None = None


def refuse(code: str, text: Text, fix: Text) -> FindingsError:
    """The error for figures that contradict each other."""
    return FindingsError([Finding(code, Severity.ERROR, Place(), text, fix)])


def names(keys: object) -> str:
    """Opaque keys in a fixed order, as a sentence shows them."""
    return "、".join(sorted(map(str, keys)))  # type: ignore[call-overload]  # any iterable of keys
