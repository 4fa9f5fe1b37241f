"""The one verb of the package: a file and the columns wanted, in; a table and findings, out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from shuniu.findings import Place
from shuniu.sheets._body import Body
from shuniu.sheets._collect import Collector
from shuniu.sheets._convert import Source, convert
from shuniu.sheets._heading import LOOKED_AT, Heading, find_heading
from shuniu.sheets._notices import refuse
from shuniu.sheets._open import open_sheets
from shuniu.sheets._sheet import Sheet
from shuniu.sheets._spec import ColumnSpec, Kind, Marker
from shuniu.sheets._table import Reading, RowPlace, Table, TableColumn, column_letters
from shuniu.sheets._titles import report_titles
from shuniu.sheets._units import says_percent

_NAMED_TITLES = 6


def read_table(
    path: str | os.PathLike[str],
    specs: Sequence[ColumnSpec],
    *,
    sheet: str | None = None,
    file_name: str | None = None,
) -> Reading:
    """Read the columns ``specs`` from a workbook, a delimited text or a Parquet file.

    The header is sought among the first 20 rows; title rows above it, and blank, total and remark
    rows below it, are no organisations. Percents come as points of a hundred; a bare 0.85 in a
    percent column is refused because it could be 0.85% or 85%, unless the header says (%) or the
    file is Parquet, whose numbers are points of a hundred.

    Args:
        path: .xlsx, .xls, .xlsb, .ods, .csv, .tsv or .parquet; told by content, not by name.
        specs: the columns wanted.
        sheet: name of the sheet; without it the visible sheet that fits ``specs`` best.
        file_name: name to say in findings, when the path is a temporary one.

    Raises:
        FindingsError: the file cannot be read at all, or holds no such table.
    """
    file = file_name or Path(path).name
    collector = Collector()
    found, heading = _chosen(open_sheets(path, file, sheet), specs, collector, file)
    return finished(found, heading, specs, collector)


def finished(
    found: Sheet, heading: Heading, specs: Sequence[ColumnSpec], collector: Collector
) -> Reading:
    """The table under a header, with everything there is to say about it."""
    table = _table(found, heading, specs, collector)
    _say_repeats(table, specs, collector)
    return Reading(table, collector.findings())


def _table(
    found: Sheet, heading: Heading, specs: Sequence[ColumnSpec], collector: Collector
) -> Table:
    if not found.sees:
        collector.say("S111", found.place())
    report_titles(found, heading, specs, collector)
    rows = Body(found, heading, specs, collector).rows()
    if not rows:
        collector.say("S137", found.place())
    columns = {
        spec.key: _column(found, heading, (position, spec), rows, collector)
        for position, spec in enumerate(specs)
    }
    return Table(
        file=found.file,
        columns=columns,
        places=tuple(RowPlace(found.name, row + 1) for row in rows),
        letters={specs[p].key: column_letters(c) for p, c in heading.columns.items()},
    )


def _chosen(
    sheets: Sequence[Sheet], specs: Sequence[ColumnSpec], collector: Collector, file: str
) -> tuple[Sheet, Heading]:
    """The sheet whose header fits best."""
    fits = [(sheet, heading) for sheet in sheets if (heading := find_heading(sheet, specs))]
    if not fits:
        raise _nothing_fits(sheets, specs, file)
    best = max(fits, key=lambda fit: len(fit[1].columns))
    others = [
        s.name for s, h in fits if len(h.columns) == len(best[1].columns) and s is not best[0]
    ]
    if others:
        listed = "、".join(others)
        collector.say("S109", best[0].place(), found=best[0].name, others=listed)
    return best


def _nothing_fits(sheets: Sequence[Sheet], specs: Sequence[ColumnSpec], file: str) -> Exception:
    place = sheets[0].place() if len(sheets) == 1 else Place(file=file)
    if all(sheet.height == 0 for sheet in sheets):
        return refuse("S110", place)
    wanted = sorted(specs, key=lambda spec: not spec.required)[:_NAMED_TITLES]
    titles = "、".join(spec.label for spec in wanted)
    return refuse("S121", place, rows=LOOKED_AT, titles=titles)


def _column(
    sheet: Sheet,
    heading: Heading,
    asked: tuple[int, ColumnSpec],
    rows: Sequence[int],
    collector: Collector,
) -> TableColumn:
    position, spec = asked
    column = heading.columns.get(position)
    if column is None:
        return [""] * len(rows) if spec.kind.is_text else np.full(len(rows), Marker.MISSING.value)
    plain = bool(sheet.typed_titles) or says_percent(heading.words[column])
    return convert(spec, Source(sheet, column, rows, plain), collector)


def _say_repeats(table: Table, specs: Sequence[ColumnSpec], collector: Collector) -> None:
    """Names and codes that stand on two rows."""
    for spec in specs:
        if spec.kind not in (Kind.NAME, Kind.CODE):
            continue
        seen: dict[str, int] = {}
        for index, words in enumerate(table.texts(spec.key)):
            first = seen.setdefault("".join(words.split()).casefold(), index)
            if words and first != index:
                place, other = table.place(spec.key, index), table.place(spec.key, first).cell
                collector.say_in_column(spec.label, "S134", place, other=other, found=words)
