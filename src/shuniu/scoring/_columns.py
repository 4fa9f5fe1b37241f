"""The columns a framework reads: what each holds, and how a person's value becomes thousandths."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuniu.findings import Text
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT, to_milli


class ColumnKind(StrEnum):
    """What a cell of the column holds."""

    NUMBER = "number"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"


class Mark(StrEnum):
    """The two things a cell can say instead of a value."""

    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class ColumnOption:
    """One choice: its stable key and the words on the sheet."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True)
class Column:
    """One input column of a compiled framework.

    Attributes:
        key: stable name, such as ``net_assets`` or ``leader.no_election``.
        title: the words a person knows it by.
        low, high: the least and largest value allowed, in thousandths.
        default: thousandths that a blank cell means, where the framework says so.
        group: titles of the items above it, outermost first.
        help: what to fill in, from the rule.
        source: where the value comes from (a register, a record), where the framework says so.
    """

    key: str
    title: Text
    kind: ColumnKind = ColumnKind.NUMBER
    options: tuple[ColumnOption, ...] = ()
    unit: str = ""
    low: int | None = None
    high: int | None = None
    step: int | None = None
    default: int | None = None
    aliases: tuple[str, ...] = ()
    group: tuple[Text, ...] = ()
    help: Text | None = None
    source: str = ""

    def encode(self, value: object) -> int:
        """Thousandths of a value as a person or a reader gives it.

        Raises:
            ValueError: the value does not fit the column's kind, options or limits.
        """
        if value is None or value is Mark.MISSING:
            return MISSING
        if value is Mark.NOT_APPLICABLE:
            return NOT_APPLICABLE
        milli = self._encode(value)
        if (self.low is not None and milli < self.low) or (
            self.high is not None and milli > self.high
        ):
            message = f"{value} is outside the limits of {self.key}"
            raise ValueError(message)
        return milli

    def _encode(self, value: object) -> int:
        match self.kind:
            case ColumnKind.YES_NO:
                if isinstance(value, bool):
                    return UNIT if value else 0
            case ColumnKind.CHOICE:
                for index, option in enumerate(self.options):
                    if value in (option.key, option.title.zh, option.title.en):
                        return index * UNIT
            case ColumnKind.DATE:
                if isinstance(value, date):
                    return value.toordinal() * UNIT
                if isinstance(value, str):
                    return date.fromisoformat(value).toordinal() * UNIT
            case ColumnKind.NUMBER | ColumnKind.PERCENT:
                return to_milli(value)
        message = f"{value!r} does not fit {self.key} ({self.kind})"
        raise ValueError(message)
