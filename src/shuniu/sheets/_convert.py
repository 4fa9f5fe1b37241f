"""One raw column into one typed column.

A whole column of numbers is taken in one step; any other column is read once per distinct cell,
because a thousand rows of 是 and 否 hold two distinct cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from shuniu.sheets._cells import ErrorCell, Uncalculated
from shuniu.sheets._choices import ChoiceParser, YesNoParser
from shuniu.sheets._collect import Collector
from shuniu.sheets._dates import DateParser
from shuniu.sheets._fault import Fault
from shuniu.sheets._numbers import NumberParser, PercentParser
from shuniu.sheets._sheet import Sheet
from shuniu.sheets._spec import ColumnSpec, Kind, Marker
from shuniu.sheets._table import Numbers, TableColumn
from shuniu.sheets._texts import TextParser

Parser: TypeAlias = Callable[[object], "float | str | Fault"]

_CLEAN = {float, int, str}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the raw cells of a column come from.

    Attributes:
        column: index in the sheet.
        rows: rows of the organisations, from 0.
        plain_percent: whether bare numbers of a percent column are points of a hundred.
    """

    sheet: Sheet
    column: int
    rows: Sequence[int]
    plain_percent: bool = False

    def cells(self) -> list[object]:
        """The raw cells, one per organisation."""
        column = self.sheet.columns[self.column]
        return [column[row] for row in self.rows]


def convert(spec: ColumnSpec, source: Source, collector: Collector) -> TableColumn:
    """The typed column; every cell that cannot be used is a finding and counts as missing."""
    cells = source.cells()
    parse = _parser(spec, source)
    if spec.kind.is_text:
        return ["" if v is None else str(v) for v in _each(cells, parse, spec, source, collector)]
    quick = _quick(cells, spec)
    if quick is not None:
        return quick
    read = (
        Marker.MISSING.value if v is None else v
        for v in _each(cells, parse, spec, source, collector)
    )
    return np.fromiter(read, np.float64, len(cells))


def _quick(cells: list[object], spec: ColumnSpec) -> Numbers | None:
    """Clean numbers within their limits in one step, or nothing when a cell needs a look."""
    if spec.kind not in (Kind.NUMBER, Kind.WHOLE) or not set(map(type, cells)) <= _CLEAN:
        return None
    filled = [Marker.MISSING.value if cell == "" else cell for cell in cells]
    if str in set(map(type, filled)):
        return None
    numbers = np.array(filled, np.float64)
    # A blank is missing and keeps to every limit.
    return numbers if _good(numbers[~np.isnan(numbers)], spec) else None


def _good(numbers: Numbers, spec: ColumnSpec) -> bool:
    good = np.isfinite(numbers)
    if spec.low is not None:
        good &= numbers >= spec.low
    if spec.high is not None:
        good &= numbers <= spec.high
    if spec.kind is Kind.WHOLE:
        good &= numbers == np.rint(numbers)
    return bool(good.all())


def _parser(spec: ColumnSpec, source: Source) -> Parser:
    match spec.kind:
        case Kind.NUMBER | Kind.WHOLE:
            return NumberParser(spec)
        case Kind.PERCENT:
            return PercentParser(spec, source.plain_percent)
        case Kind.YES_NO:
            return YesNoParser(spec)
        case Kind.CHOICE:
            return ChoiceParser(spec)
        case Kind.DATE:
            return DateParser(spec, source.sheet.epoch_shift)
        case Kind.TEXT | Kind.NAME | Kind.CODE:
            return TextParser(spec)


def _each(
    cells: list[object], parse: Parser, spec: ColumnSpec, source: Source, collector: Collector
) -> Iterator[float | str | None]:
    """Every cell read; ``None`` where it cannot be used, after saying so."""
    known: dict[tuple[type, object], float | str | Fault] = {}
    for index, cell in enumerate(cells):
        key = (cell.__class__, cell)
        value = known.get(key)
        if value is None:
            value = known[key] = _one(cell, parse, spec)
        if isinstance(value, Fault):
            place = source.sheet.place(source.rows[index], source.column)
            collector.say_in_column(spec.label, value.code, place, **value.values)
            yield None
        else:
            yield value


def _one(cell: object, parse: Parser, spec: ColumnSpec) -> float | str | Fault:
    if isinstance(cell, str):
        if _CONTROL.search(cell):
            return Fault("S153")
        if _ERRORS.fullmatch(cell.strip()):
            return Fault("S141", {"found": cell.strip()})
        marker = Marker.of(cell)
        if marker is not None and not spec.kind.is_text:
            return marker.value
    elif isinstance(cell, ErrorCell):
        return Fault("S141", {"found": cell.shown})
    elif isinstance(cell, Uncalculated):
        return Fault("S142")
    return parse(cell)
