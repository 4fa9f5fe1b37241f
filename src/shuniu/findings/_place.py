"""Where a finding is: a line of a file, or a cell of a sheet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place a person can go to. Everything is optional; what is known is said.

    Attributes:
        file: file name as the person gave it.
        line: line in a text file, from 1.
        path: path inside a declared file, such as ``items/governance/rule/tiers/0``.
        sheet: sheet name of a workbook.
        cell: address inside the sheet, such as ``C7``.
    """

    file: str = ""
    line: int | None = None
    path: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        head = self.file if self.line is None else f"{self.file}:{self.line}"
        spot = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return " ".join(part for part in (head, spot, self.path) if part)
