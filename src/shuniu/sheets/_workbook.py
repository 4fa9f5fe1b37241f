"""Workbooks: .xlsx with what its markup says, .xls, .xlsb and .ods by their values."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from shuniu.findings import Place
from shuniu.sheets._cells import ErrorCell, Percent, Uncalculated
from shuniu.sheets._guard import reading
from shuniu.sheets._markup import BookMarkup, SheetMarkup
from shuniu.sheets._notices import refuse
from shuniu.sheets._open_document import OpenDocument
from shuniu.sheets._sheet import MAX_CELLS, MAX_UNPACKED, Sheet


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook: its sheets by name, the shown ones first in line."""

    file: str
    book: CalamineWorkbook
    markup: BookMarkup | OpenDocument | None

    def names(self) -> list[str]:
        """Sheets that hold cells and are not hidden, in the order of the file."""
        shown = [
            sheet.name
            for sheet in self.book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        return shown or list(self.book.sheet_names)

    def sheet(self, name: str) -> Sheet:
        """The sheet called ``name``.

        Raises:
            FindingsError: ``S104``, ``S105`` or ``S108``.
        """
        if name not in self.book.sheet_names:
            names = "、".join(self.book.sheet_names)
            raise refuse("S108", Place(file=self.file), found=name, sheets=names)
        with reading(self.file):
            return self._sheet(name)

    def _sheet(self, name: str) -> Sheet:
        markup = self.markup.sheet(name) if self.markup else None
        _check_extent(self.file, name, markup)
        raw = self.book.get_sheet_by_name(name)
        rows: list[list[object]] = [list(row) for row in raw.to_python(skip_empty_area=False)]
        if markup is not None:
            _annotate(rows, markup)
        return Sheet(
            file=self.file,
            name=name,
            columns=list(zip(*rows, strict=True)),
            merges=tuple((*first, *last) for first, last in raw.merged_cell_ranges or ()),
            hidden=markup.hidden if markup else frozenset(),
            sees=markup is not None,
            epoch_shift=1462 if self.markup and self.markup.date_1904 else 0,
        )


def open_workbook(data: bytes, file: str) -> Workbook:
    """Open a workbook from its bytes.

    Raises:
        FindingsError: ``S103`` password, ``S104`` damaged, ``S105`` unpacks to too much.
    """
    # An encrypted .xlsx is a compound file whose one large stream bears this name.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refuse("S103", Place(file=file))
    with reading(file):
        markup = _open_archive(data, file) if data[:2] == b"PK" else None
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        except PasswordError:
            raise refuse("S103", Place(file=file)) from None
        return Workbook(file, book, markup)


def _open_archive(data: bytes, file: str) -> BookMarkup | OpenDocument | None:
    archive = zipfile.ZipFile(io.BytesIO(data))
    unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise _too_large(file, f"{unpacked >> 20} MB", f"{MAX_UNPACKED >> 20} MB")
    # Reading every part proves the sizes it declares: the compiled reader would trust them.
    damaged = archive.testzip()
    if damaged is not None:
        raise refuse("S104", Place(file=file), where=damaged)
    names = set(archive.namelist())
    if "content.xml" in names:
        document = OpenDocument(archive.read("content.xml"))
        # The compiled reader unfolds every sheet of an .ods as soon as it opens it.
        for name in document.names():
            _check_extent(file, name, document.sheet(name))
        return document
    return BookMarkup(archive) if "xl/workbook.xml" in names else None


def _check_extent(file: str, name: str, markup: SheetMarkup | None) -> None:
    if markup is None:
        return
    cells = markup.rows * markup.columns
    if cells > MAX_CELLS:
        found = f"{name}: {markup.rows} × {markup.columns}"
        raise _too_large(file, found, f"{MAX_CELLS}")


def _too_large(file: str, found: str, limit: str) -> Exception:
    return refuse("S105", Place(file=file), found=found, limit=limit)


def _annotate(rows: list[list[object]], markup: SheetMarkup) -> None:
    for (row, column), words in _inside(rows, markup.errors):
        rows[row][column] = ErrorCell(words)
    for row, column in markup.uncalculated:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = Uncalculated()
    for row, column in markup.percents:
        if row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
            if isinstance(value, float | int) and not isinstance(value, bool):
                rows[row][column] = Percent(value)


def _inside(
    rows: list[list[object]], errors: dict[tuple[int, int], str]
) -> Iterator[tuple[tuple[int, int], str]]:
    for (row, column), words in errors.items():
        if row < len(rows) and column < len(rows[row]):
            yield (row, column), words
