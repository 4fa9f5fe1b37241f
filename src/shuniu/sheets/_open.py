"""From a path to raw sheets; the bytes decide what a file is, not its name."""

from __future__ import annotations

import os
from pathlib import Path

from shuniu.findings import Place
from shuniu.sheets._delimited import read_delimited
from shuniu.sheets._notices import refuse
from shuniu.sheets._sheet import MAX_BYTES, Sheet
from shuniu.sheets._typed_file import read_parquet
from shuniu.sheets._workbook import Workbook, open_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
MAX_SHEETS = 20
"""Sheets looked at when none is named; data sheets come early."""


def open_sheets(path: str | os.PathLike[str], file: str, sheet: str | None) -> list[Sheet]:
    """The sheet asked for, or all that could be meant.

    Raises:
        FindingsError: any of ``S101`` to ``S110``.
    """
    data = _bytes(Path(path), file)
    place = Place(file=file)
    if not data.strip(b"\0 \r\n\t"):
        raise refuse("S110", place)
    if data[:4] == b"PK\x03\x04" or data[:8] == _OLE:
        return _workbook_sheets(open_workbook(data, file), sheet)
    if data[:4] == b"PAR1":
        return [read_parquet(data, file)]
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<style")):
        raise refuse("S106", place)
    if Path(path).suffix.lower() in _TEXT_SUFFIXES or _is_text(data):
        return [read_delimited(data, file)]
    raise refuse("S102", place)


def _bytes(path: Path, file: str) -> bytes:
    place = Place(file=file)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = f"{MAX_BYTES >> 20} MB"
            raise refuse("S105", place, found=f"{size >> 20} MB", limit=limit)
        return path.read_bytes()
    except OSError as error:
        raise refuse("S101", place, reason=error.strerror or "?") from None


def _workbook_sheets(book: Workbook, sheet: str | None) -> list[Sheet]:
    names = [sheet] if sheet is not None else book.names()[:MAX_SHEETS]
    return [book.sheet(name) for name in names]


def _is_text(data: bytes) -> bool:
    # A text file under a workbook's name: systems export .csv as .xls.
    return b"\0" not in data[:4096] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
