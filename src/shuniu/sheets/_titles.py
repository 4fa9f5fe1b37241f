"""What the header row itself gives away: missing, unknown and doubled columns, wrong units."""

from __future__ import annotations

from collections.abc import Sequence

from shuniu.sheets._collect import Collector
from shuniu.sheets._fault import shown
from shuniu.sheets._heading import Heading
from shuniu.sheets._sheet import Sheet
from shuniu.sheets._spec import ColumnSpec
from shuniu.sheets._units import wrong_units
from shuniu.sheets._words import label

_HEADER = "表头 header"
_NEVER_USED = frozenset({"序号", "备注", "no", "no.", "remarks"})


def report_titles(
    sheet: Sheet, heading: Heading, specs: Sequence[ColumnSpec], collector: Collector
) -> None:
    """Say everything about the header that a person should change or know."""
    _say_missing(sheet, heading, specs, collector)
    for position, columns in heading.repeats.items():
        other = sheet.place(max(heading.row, 0), heading.columns[position]).cell
        for column in columns:
            place = sheet.place(max(heading.row, 0), column)
            collector.say("S124", place, title=specs[position].label, other=other)
    for column in heading.unknown:
        words = heading.words[column]
        if label(words) not in _NEVER_USED:
            place = sheet.place(max(heading.row, 0), column)
            collector.say_in_column(_HEADER, "S123", place, found=shown(words))
    for position, column in heading.columns.items():
        spec, words = specs[position], heading.words[column]
        for unit in wrong_units(spec, words):
            place = sheet.place(max(heading.row, 0), column)
            collector.say("S126", place, title=spec.label, found=unit, unit=spec.unit)


def _say_missing(
    sheet: Sheet, heading: Heading, specs: Sequence[ColumnSpec], collector: Collector
) -> None:
    absent = [spec for position, spec in enumerate(specs) if position not in heading.columns]
    for spec in absent:
        if spec.required:
            collector.say("S122", sheet.place(), title=spec.label)
    optional = [spec.label for spec in absent if not spec.required]
    if optional:
        collector.say("S125", sheet.place(), titles="、".join(optional))
