"""``shuniu tally``: ballots in, a table of scores out, with the working."""

from __future__ import annotations

import argparse
from pathlib import Path

from shuniu.cli._console import Terminal
from shuniu.cli._shipped import found_tally
from shuniu.findings import FindingsError, Severity, Text, worst
from shuniu.papers import tally_heads, tally_rows, whole_file, write_tally
from shuniu.scoring import BallotTable, Tally, ballot_columns, lint_tally, load_tally, show
from shuniu.scoring import tally as count
from shuniu.sheets import ColumnSpec, Kind, read_table


def tally(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Count the ballots of a file and print or write the result."""
    declaration = load_tally(found_tally(arguments.tally))
    remarks = lint_tally(declaration)
    ballots = _ballots(declaration, Path(arguments.ballots), arguments.sheet)
    result = count(declaration, ballots)
    terminal.findings([one for one in remarks if one.severity is not Severity.NOTE])
    words = Text("{title}：收回 {a} 张，有效 {b} 张", "{title}: {a} returned, {b} valid")
    terminal.say(words, title=declaration.model.title, a=result.returned, b=result.valid)
    if result.repeat:
        terminal.say(
            Text(
                "无效票过多，应当重新评议。", "Too many void ballots: the rating must be repeated."
            )
        )
    rows = [
        [_said(at, value) for at, value in enumerate(line)]
        for line in tally_rows(result, terminal.lang)
    ]
    terminal.table(tally_heads(result), rows)
    if arguments.output:
        with whole_file(Path(arguments.output)) as temporary:
            write_tally(result, temporary, terminal.lang)
        terminal.say(Text("已写入 {path}", "Written to {path}"), path=arguments.output)
    return 0


def _said(column: int, value: str | int | None) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else (str(value) if column == 2 else show(value))


def _ballots(declaration: Tally, path: Path, sheet: str | None) -> BallotTable:
    """The rows of a file of ballots; marks and names are matched by the tally itself."""
    columns = ballot_columns(declaration)
    specs = [
        ColumnSpec(c.key, (c.title.zh, c.title.en, *c.aliases), Kind.TEXT, required=True)
        for c in columns
    ]
    reading = read_table(path, specs, sheet=sheet)
    if worst(reading.findings) is Severity.ERROR:
        raise FindingsError(reading.findings)
    table = reading.table
    rows = [{c.key: table.texts(c.key)[row] for c in columns} for row in range(len(table))]
    places = [table.place("mark", row) for row in range(len(table))]
    return BallotTable.from_rows(rows, places=places)
