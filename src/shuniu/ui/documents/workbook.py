"""Workbooks for people: text columns for codes, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

_WIDEST = 48
_LONGEST = 10**15  # digits beyond these are lost in a cell that holds a number
_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a cell that begins so is taken for a formula


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: of the tab.
        heads: the words of the columns.
        rows: plain values; text is always written as text.
        title: a line above the table, when printed too.
        widths: of columns in characters; worked out where not given.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[object]]
    title: str = ""
    widths: Sequence[int] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """A workbook ready to print: frozen head, filter, A4 across, page numbers."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        formats = {
            "head": book.add_format(
                {
                    "bold": True,
                    "bg_color": "#EEF2F7",
                    "border": 1,
                    "text_wrap": True,
                    "valign": "top",
                }
            ),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "number": book.add_format({"num_format": "General", "valign": "top"}),
        }
        taken: set[str] = set()
        for one in sheets:
            _write(book.add_worksheet(_tab(one.name, taken)), one, formats)
    return out.getvalue()


def delimited(sheet: Sheet) -> bytes:
    """The same rows as CSV that spreadsheets open rightly; words they would run are defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(sheet.heads)
    writer.writerows([_word(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _word(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return local.strftime("%Y-%m-%d %H:%M")
        case int() | float() | Decimal() | date():
            return str(value)
        case _:
            text = str(value)
            runs = text.lstrip().startswith(_RUN) or text.startswith(("\t", "\r", "\n"))
            return f"'{text}" if runs else text


def _tab(name: str, taken: set[str]) -> str:
    """A name that spreadsheets allow, and that no other tab has."""
    plain = "".join("　" if c in r"[]:*?/\'" else c for c in name)[:31].strip() or "Sheet"
    found, number = plain, 1
    while found.lower() in taken:
        number += 1
        found = f"{plain[:27]} {number}"
    taken.add(found.lower())
    return found


def _write(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: dict[str, object]) -> None:
    top = 0
    if sheet.title:
        page.write_string(0, 0, sheet.title, formats["title"])
        top = 1
    for column, head in enumerate(sheet.heads):
        page.write_string(top, column, head, formats["head"])
    widths = [len(head) * 2 for head in sheet.heads]
    row = top
    for row, values in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(values):
            _cell(page, (row, column), value, formats)
            if row < 200 + top and column < len(widths):
                widths[column] = max(widths[column], _wide(value))
    for column, width in enumerate(sheet.widths or widths):
        page.set_column(column, column, min(width + 2, _WIDEST))
    page.freeze_panes(top + 1, 1)
    page.autofilter(top, 0, max(row, top), len(sheet.heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer("&C第 &P 页，共 &N 页")


def _cell(
    page: xlsxwriter.worksheet.Worksheet,
    at: tuple[int, int],
    value: object,
    formats: dict[str, object],
) -> None:
    match value:
        case None:
            page.write_blank(*at, None, formats["text"])
        case bool():
            page.write_string(*at, "是" if value else "否", formats["text"])
        case int() if abs(value) >= _LONGEST:
            page.write_string(*at, str(value), formats["text"])
        case int() | float() | Decimal():
            page.write_number(*at, value, formats["number"])
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            page.write_string(*at, local.strftime("%Y-%m-%d %H:%M"), formats["text"])
        case date():
            page.write_datetime(*at, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
        case _:
            page.write_string(*at, str(value)[:32000], formats["text"])


def _wide(value: object) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in str(value or ""))
