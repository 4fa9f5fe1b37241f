"""From the columns of a sheet to what each row says, with every cell that cannot be used."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from shuniu.base import clock
from shuniu.findings import Finding, Severity
from shuniu.identifiers import (
    IdentifierError,
    Mobile,
    parse_credit_code,
    parse_phone,
    parse_region,
)
from shuniu.registry.queries.imports.columns import BY_KEY, FIELDS, UNITS, Field
from shuniu.registry.states import OrganisationType
from shuniu.sheets import Kind, Reading, Table
from shuniu.ui.templatetags.ui import say

_CELL = re.compile(r"([A-Z]*)(\d*)")
_EPOCH = date(1970, 1, 1)
_MONEY = re.compile(r"¥?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(亿元?|百万元|万元?|千元|元)?整?")
_YEAR = re.compile(r"(20\d\d|19\d\d)年?度?")
_QUOTES = "'‘’`"  # put before a number so that it stays text
_DIGITS = 25  # characters an amount may have
_MOST = Decimal("99999999999.99")
_OF_ROWS = frozenset({"S133", "S138"})  # findings that mean the row as a whole
_UNSAID = frozenset({"S122", "S123", "S125", "S134", "S160"})  # said elsewhere, in our own words
CLASSES = {
    "51": OrganisationType.ASSOCIATION,
    "52": OrganisationType.SERVICE,
    "53": OrganisationType.FOUNDATION,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be used.

    Attributes:
        field: key of its column; empty where the whole row is meant.
        cell: address, such as ``C7``.
        reason: why, and what to do: whole sentences.
    """

    field: str
    cell: str
    reason: str


@dataclass(slots=True)
class Given:
    """What a row says.

    Attributes:
        number: row of the sheet.
        values: key of the field → plain value; what is blank is not there.
        faults: cells that cannot be used.
        notes: what somebody should know.
    """

    number: int
    values: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the sheet itself does not say: the unit of bare amounts, the year of the report."""

    units: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """All rows, and what is to be said of the sheet as a whole."""

    rows: list[Given]
    notes: list[str]
    letters: Mapping[str, str]


def read(reading: Reading, terms: Terms) -> Read:
    """What each row says."""
    table = reading.table
    rows = {spot.row: Given(spot.row) for spot in table.places}
    notes = _sort(reading.findings, rows, table)
    bad = {(fault.field, row.number) for row in rows.values() for fault in row.faults}
    for one in FIELDS:
        if one.key in table.letters:
            _take(one, table, rows, bad, terms)
    for row in rows.values():
        _fit(row, terms)
    return Read([rows[number] for number in sorted(rows)], notes, dict(table.letters))


def _sort(findings: Iterable[Finding], rows: dict[int, Given], table: Table) -> list[str]:
    """Each finding to its row; what is left is said of the sheet."""
    keys = {letters: key for key, letters in table.letters.items()}
    notes = []
    for one in findings:
        letters, number = _CELL.fullmatch(one.place.cell or "").groups()  # type: ignore[union-attr]
        of_cell = one.code in _OF_ROWS or one.code[:3] in {"S14", "S15"}
        if of_cell and number:
            row = rows.setdefault(int(number), Given(int(number)))
            reason = say(one.text) + say(one.fix)
            key = "" if one.code in _OF_ROWS else keys.get(letters, "")
            row.faults.append(Fault(key, one.place.cell, reason))
        elif one.code not in _UNSAID:
            where = _("第 %(row)s 行：") % {"row": number} if number else ""
            where = f"{one.place.cell}：" if letters and number else where
            fix = say(one.fix) if one.severity is not Severity.NOTE else ""
            notes.append(where + say(one.text) + fix)
    return notes


def _take(
    one: Field,
    table: Table,
    rows: Mapping[int, Given],
    bad: set[tuple[str, int]],
    terms: Terms,
) -> None:
    letters = table.letters[one.key]
    clean = _CLEAN.get(one.key)
    unit = terms.units.get(one.key) or "万元"
    for spot, value in zip(table.places, _plain(one, table), strict=True):
        if value is None or (one.key, spot.row) in bad:
            continue
        row = rows[spot.row]
        try:
            if one.money:
                row.values[one.key] = _money(str(value), unit)
            else:
                row.values[one.key] = clean(str(value)) if clean else _short(one, value)
        except _UnfitError as error:
            row.faults.append(Fault(one.key, f"{letters}{spot.row}", str(error)))


class _UnfitError(ValueError):
    """Why a value cannot be kept, in a whole sentence."""


def _plain(one: Field, table: Table) -> Iterable[object]:
    """Typed values of a column; ``None`` where blank."""
    if one.kind.is_text:
        return [text or None for text in table.texts(one.key)]
    numbers = table.numbers(one.key).tolist()
    filled = (None if math.isnan(n) or math.isinf(n) else int(n) for n in numbers)
    if one.kind is Kind.CHOICE:
        return [None if n is None else one.options[n].key for n in filled]
    if one.kind is Kind.DATE:
        return [None if n is None else _EPOCH + timedelta(days=n) for n in filled]
    return list(filled)


def _short(one: Field, value: object) -> object:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    if one.longest and len(text) > one.longest:
        words = _("“%(title)s”有 %(found)s 个字，最多 %(most)s 个。请核对这一格，写简短些。")
        found = {"title": one.label, "found": len(text), "most": one.longest}
        raise _UnfitError(words % found)
    return text


def _identified(parse: Callable[[str], str]) -> Callable[[str], str]:
    def cleaned(value: str) -> str:
        try:
            return parse(value.lstrip(_QUOTES))
        except IdentifierError as error:
            raise _UnfitError(say(error.text) + say(error.fix)) from error

    return cleaned


def _phone(value: str) -> str:
    found = parse_phone(value)
    return found.number if isinstance(found, Mobile) else str(found)


def _year(value: str) -> int:
    found = _YEAR.fullmatch("".join(value.split()))
    if found is None:
        raise _UnfitError(
            _("年度应写成 2025 这样的四位年份，这里是“%(found)s”。") % {"found": value[:20]}
        )
    if int(found[1]) > clock.today().year:
        raise _UnfitError(_("年度 %(year)s 还没有到，请检查。") % {"year": found[1]})
    return int(found[1])


def _money(value: str, unit: str) -> Decimal:
    """An amount in ten thousand yuan; a unit in the cell goes before that of the heading."""
    found = _MONEY.fullmatch("".join(_narrow(value).split())) if len(value) <= _DIGITS else None
    if found is None:
        words = _("金额应为数字，这里是“%(found)s”。请只填数字，单位写在表头。")
        raise _UnfitError(words % {"found": value[:40]})
    said = found[2] or unit
    factor = UNITS[said if said.endswith("元") else f"{said}元"]
    amount = (Decimal(found[1].replace(",", "")) * factor / 10_000).quantize(Decimal("0.01"))
    if abs(amount) > _MOST:
        raise _UnfitError(
            _("金额 %(found)s 大得不合常理，请核对数字和单位。") % {"found": value[:40]}
        )
    return amount


_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("￥"): "¥", ord("−"): "-"}


def _narrow(value: str) -> str:
    return value.translate(_WIDTH)


_CLEAN: dict[str, Callable[[str], object]] = {
    "code": _identified(lambda value: parse_credit_code(value).code),
    "region": _identified(lambda value: parse_region(value).code),
    "contact": _identified(_phone),
    "year": _year,
}


def _fit(row: Given, terms: Terms) -> None:
    """What the cells of a row say about one another."""
    values = row.values
    known = {fault.field for fault in row.faults}
    if not known & {"", "code"} and "code" not in values:
        reason = _("没有填统一社会信用代码。请补上，或删去这一行。")
        row.faults.append(Fault("code", "", reason))
    if not known & {"", "name"} and "name" not in values:
        row.faults.append(Fault("name", "", _("没有填单位名称。请补上，或删去这一行。")))
    reported = any(BY_KEY[key].report and key != "year" for key in values)
    if reported and "year" not in values and "year" not in known:
        if terms.year is None:
            reason = _("填了年检年报数据，却没有年度。请加一列“年度”，或在核对列时指定年度。")
            row.faults.append(Fault("year", "", reason))
        else:
            values["year"] = terms.year
    if not reported:
        values.pop("year", None)
    expected, given = CLASSES.get(str(values.get("code", ""))[:2]), values.get("type")
    if expected and given and given not in {expected, OrganisationType.HUB}:
        words = _("信用代码表明是“%(code)s”，表中写的是“%(given)s”，按表中的导入，请核对。")
        told = {"code": expected.label, "given": OrganisationType(str(given)).label}
        row.notes.append(words % told)


def grouped(rows: Sequence[Given], key: str) -> dict[str, list[Given]]:
    """Rows by what a field of theirs says."""
    found: dict[str, list[Given]] = defaultdict(list)
    for row in rows:
        if key in row.values:
            found[str(row.values[key])].append(row)
    return found
