"""Mutated workbooks: a real one, damaged in its cells, its shape or its bytes, then scored."""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from samples.make_hub import FRAMEWORK, make_hub
from shuniu.cli import main
from shuniu.papers import OURS
from shuniu.scoring import Scorer, load_framework

_VALUES: tuple[str, ...] = (
    *("", "是", "否", "√", "有", "不适用", "——", "１２", "85%", "0.85", "三十", "#N/A", "=1/0"),
    *("2026-02-30", "1e999", "-3", "12 次", "1,234.5", "2026年3月5日", "46000", "\u202e", "nan"),
    *("a" * 500, "100.0004"),
)
KEPT = 14  # organisations kept of the sample, so that thousands of runs fit into an hour


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one mutated workbook ended: a result, or findings and nothing written."""

    scored: bool


def small_hub(folder: Path) -> Path:
    """The sample hub with few organisations, as the campaign's starting point."""
    path = folder / "hub.xlsx"
    make_hub(path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page.delete_rows(page.min_row + KEPT + 4, page.max_row)
    book.save(path)
    return path


def mutate(source: Path, target: Path, rng: random.Random) -> None:
    """Write a damaged copy."""
    if rng.random() < 0.25:
        _bytes(source, target, rng)
        return
    book = openpyxl.load_workbook(source)
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        rng.choice(_DAMAGES)(book.worksheets[0], rng)
    book.save(target)
    book.close()
    if rng.random() < 0.1:
        shutil.move(target, target.with_suffix(rng.choice((".csv", ".xls", ".ods"))))


def _cell(page: Worksheet, rng: random.Random) -> None:
    row, column = rng.randint(1, page.max_row), rng.randint(1, page.max_column)
    with contextlib.suppress(AttributeError):  # a cell inside a merged range takes no value
        page.cell(row, column).value = rng.choice(_VALUES)


def _row(page: Worksheet, rng: random.Random) -> None:
    at = rng.randint(1, page.max_row)
    rng.choice((page.delete_rows, page.insert_rows))(at)


def _column(page: Worksheet, rng: random.Random) -> None:
    at = rng.randint(1, page.max_column)
    rng.choice((page.delete_cols, page.insert_cols))(at)


def _merge(page: Worksheet, rng: random.Random) -> None:
    row, column = rng.randint(1, page.max_row), rng.randint(1, page.max_column)
    with contextlib.suppress(ValueError, AttributeError):
        page.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column + 1)


def _swap(page: Worksheet, rng: random.Random) -> None:
    a, b = (page.cell(rng.randint(1, page.max_row), rng.randint(1, page.max_column)) for _ in "ab")
    with contextlib.suppress(AttributeError):
        a.value, b.value = b.value, a.value


_DAMAGES = (_cell, _cell, _cell, _cell, _row, _column, _merge, _swap)


def _bytes(source: Path, target: Path, rng: random.Random) -> None:
    """Damage the file itself: some bytes, its tail, or one of the parts inside."""
    raw = bytearray(source.read_bytes())
    how = rng.randrange(3)
    if how == 0:
        for _ in range(rng.randint(1, 40)):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
    elif how == 1:
        del raw[rng.randrange(len(raw)) :]
    else:
        raw = bytearray(_parts(bytes(raw), rng))
    target.write_bytes(raw)


def _parts(raw: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        hit = rng.choice(names)
        for name in names:
            content = bytearray(old.read(name))
            if name == hit and content:
                for _ in range(rng.randint(1, 20)):
                    content[rng.randrange(len(content))] = rng.randrange(32, 127)
            new.writestr(name, bytes(content))
    return out.getvalue()


@cache
def _scorer(_: object) -> Scorer:
    """The framework, read once for the whole campaign: it is the workbooks that are damaged."""
    return Scorer(load_framework(FRAMEWORK))


def run(path: Path, folder: Path) -> Outcome:
    """Score a damaged workbook through the command line.

    Raises:
        AssertionError: another exit code than 0 or 1, findings without a place, or a partial result.
    """
    out = folder / "out"
    said, told = io.StringIO(), io.StringIO()
    ready = mock.patch.multiple("shuniu.cli._commands", load_framework=str, Scorer=_scorer)
    with ready, contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        code = main(["score", str(FRAMEWORK), str(path), "-o", str(out), "--lang", "en", "--debug"])
    assert code in {0, 1}, code
    left = [p.name for p in folder.iterdir() if p.name.startswith(".")]
    assert not left, left
    if code == 1:
        assert not out.exists()
        assert "error" in told.getvalue()
        assert path.name in told.getvalue()
        return Outcome(scored=False)
    assert (out / OURS).is_file()
    assert (out / "result.xlsx").is_file()
    assert (out / "report.html").is_file()
    shutil.rmtree(out)
    return Outcome(scored=True)
