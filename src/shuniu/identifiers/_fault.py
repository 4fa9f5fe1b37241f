"""What can be wrong with a code, and the error that says it."""

from __future__ import annotations

from enum import StrEnum

from shuniu.findings import Finding, Place, Severity, Text


class Fault(StrEnum):
    """The rule a code breaks; the value is the stable code of the finding."""

    EMPTY = "I101"
    LENGTH = "I102"
    CHARACTER = "I103"
    CHECK = "I104"
    INNER_CHECK = "I105"
    REGION = "I106"
    DATE = "I107"
    SHAPE = "I108"


class IdentifierError(ValueError):
    """A code is not valid; ``text`` says why and ``fix`` what to do.

    The sentences name positions and expected characters, never the whole code, because an
    identity number must not reach a log through an error.
    """

    def __init__(self, fault: Fault, text: Text, fix: Text) -> None:
        self.fault = fault
        self.text = text
        self.fix = fix
        super().__init__(text.en)

    def finding(self, place: Place) -> Finding:
        """The error as a located finding of severity ``ERROR``."""
        return Finding(self.fault.value, Severity.ERROR, place, self.text, self.fix)
