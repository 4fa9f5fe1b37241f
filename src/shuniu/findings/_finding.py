"""A located statement about somebody's file, and the error that carries such statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from shuniu.findings._place import Place
from shuniu.findings._text import Lang, Text


class Severity(IntEnum):
    """How much a finding weighs: an ``ERROR`` stops the work, the others do not."""

    NOTE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to do.

    Attributes:
        code: stable short code, such as ``F201``.
        severity: whether work can go on.
        place: file, line, cell.
        text: what is wrong, a whole sentence.
        fix: what to change, a whole sentence.
    """

    code: str
    severity: Severity
    place: Place
    text: Text
    fix: Text

    def line(self, lang: Lang = "zh") -> str:
        """The finding on one line, as a terminal shows it."""
        where = str(self.place)
        words = f"{self.code} {self.text.say(lang)} {self.fix.say(lang)}".strip()
        return f"{where}: {words}" if where else words


class FindingsError(Exception):
    """Work could not be done; ``findings`` says why, each with its place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f.line("en") for f in self.findings))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The heaviest severity among ``findings``, or ``None`` when there are none."""
    return max((f.severity for f in findings), default=None)
