"""What a reader asks of a file: the columns, their kinds, and the words that stand for a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from shuniu.findings import Text
from shuniu.sheets._words import folded


class Kind(StrEnum):
    """What the cells of a column hold.

    ``NAME`` and ``CODE`` are text that says which organisation a row is about: no two rows may
    carry the same one. ``WHOLE`` is a number without decimals, such as a rank or a count.
    """

    NUMBER = "number"
    WHOLE = "whole"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"
    NAME = "name"
    CODE = "code"

    @property
    def is_text(self) -> bool:
        """Whether the column is a list of strings and not an array of numbers."""
        return self in (Kind.TEXT, Kind.NAME, Kind.CODE)


class Marker(Enum):
    """What a cell can say instead of a value, and the number that stands for it in a column."""

    MISSING = float("nan")
    NOT_APPLICABLE = float("-inf")

    @classmethod
    def of(cls, words: str) -> Marker | None:
        """The marker that ``words`` say, or ``None``. Blank is missing; nothing else is.

        A single dash or slash says neither: people write it for nil, unknown and not applicable.
        """
        plain = folded(words)
        if not plain:
            return cls.MISSING
        return cls.NOT_APPLICABLE if plain in _NOT_APPLICABLE else None


_NOT_APPLICABLE = frozenset({"不适用", "n/a", "notapplicable", "——", "not_applicable"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its stable key, the words on the sheet, and other words accepted for it."""

    key: str
    title: Text
    also: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that stands for the option."""
        return (self.key, self.title.zh, self.title.en, *self.also)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column wanted.

    Attributes:
        key: stable name of the column in the table.
        titles: header words accepted for it, the one to show people first; ``key`` always is.
        kind: what its cells hold.
        options: the choices of a ``CHOICE`` column, in order.
        required: whether the file must have the column (a cell of it may still be blank).
        low, high: least and largest value allowed, in the units of the table.
        unit: unit of a number, such as ``元`` or ``次``; a cell may carry it.
    """

    key: str
    titles: tuple[str, ...]
    kind: Kind = Kind.NUMBER
    options: tuple[Option, ...] = ()
    required: bool = False
    low: float | None = None
    high: float | None = None
    unit: str = ""

    @property
    def label(self) -> str:
        """The words people know the column by."""
        return self.titles[0] if self.titles else self.key
