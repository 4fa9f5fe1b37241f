"""What comes out of a file: typed columns that remember their cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuniu.findings import Finding, Place, Severity, worst

Numbers = NDArray[np.float64]
TableColumn = Numbers | list[str]


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where an organisation stands: the sheet and its row, counted from 1 as Excel shows it."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Table:
    """The columns asked for, one entry per organisation.

    Number-like columns are float64: numbers as they are, percents as points of a hundred
    (85 for 85%), yes 1 and no 0, a choice as the index of its option, a date as days since
    1970-01-01; NaN where missing, minus infinity where not applicable. Text, names and codes are
    lists of strings, empty where missing. A column that the file lacks is missing throughout.

    Attributes:
        file: file name, as findings say it.
        columns: key of the column → its values.
        places: row of every organisation.
        letters: key of the column → its letters in the sheet; absent columns have none.
    """

    file: str
    columns: Mapping[str, TableColumn]
    places: tuple[RowPlace, ...]
    letters: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.places)

    def numbers(self, key: str) -> Numbers:
        """A number-like column.

        Raises:
            TypeError: the column is text.
        """
        column = self.columns[key]
        if isinstance(column, list):
            message = f"{key} is a text column"
            raise TypeError(message)
        return column

    def texts(self, key: str) -> list[str]:
        """A column of text, names or codes.

        Raises:
            TypeError: the column holds numbers.
        """
        column = self.columns[key]
        if not isinstance(column, list):
            message = f"{key} is a column of numbers"
            raise TypeError(message)
        return column

    def place(self, key: str, index: int) -> Place:
        """Where the value of ``key`` for the organisation at ``index`` stands in the file."""
        spot = self.places[index]
        return Place(
            file=self.file, sheet=spot.sheet, cell=f"{self.letters.get(key, '')}{spot.row}"
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A table and everything that was found while reading it.

    With a finding of severity ``ERROR`` the table has cells missing that the file does hold:
    show the findings and do not score it.
    """

    table: Table
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether no finding is an error."""
        return worst(self.findings) is not Severity.ERROR


def column_letters(index: int) -> str:
    """Excel's letters of a column counted from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The column of Excel's letters, counted from 0."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
