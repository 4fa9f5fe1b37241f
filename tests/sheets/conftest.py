"""Real files, written for each test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from shuniu.findings import Finding
from shuniu.sheets import Reading

Rows: TypeAlias = Sequence[Sequence[object]]
Book: TypeAlias = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Writes an .xlsx of one sheet named 数据; ``edit`` may change the sheet before it is saved."""

    def write(rows: Rows, edit: Callable[[Worksheet], None] | None = None) -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert isinstance(sheet, Worksheet)
        sheet.title = "数据"
        for row in rows:
            sheet.append(list(row))
        if edit is not None:
            edit(sheet)
        path = tmp_path / "hub.xlsx"
        workbook.save(path)
        return path

    return write


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes bytes under a name."""

    def write(data: bytes, name: str = "hub.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def found(reading: Reading) -> list[tuple[str, str]]:
    """Code and cell of every finding."""
    return [(f.code, f.place.cell) for f in reading.findings]


def only(reading: Reading) -> Finding:
    """The one finding there is."""
    assert len(reading.findings) == 1, found(reading)
    return reading.findings[0]
