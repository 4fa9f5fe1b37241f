"""From a person's spreadsheet to facts: the framework's columns asked of the reader of real sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from shuniu.findings import Finding, FindingsError, Place, Severity, Text
from shuniu.identifiers import IdentifierError, parse_credit_code
from shuniu.papers._headings import CODE_TITLES, NAME_TITLES, headings, with_unit
from shuniu.scoring import Column, ColumnKind, Facts, Scorer
from shuniu.sheets import ColumnSpec, Kind, Option, Table, read_table

NAME_KEY, CODE_KEY = "__name__", "__code__"
_EPOCH = date(1970, 1, 1).toordinal()
_KINDS = {
    ColumnKind.NUMBER: Kind.NUMBER,
    ColumnKind.PERCENT: Kind.PERCENT,
    ColumnKind.YES_NO: Kind.YES_NO,
    ColumnKind.CHOICE: Kind.CHOICE,
    ColumnKind.DATE: Kind.DATE,
}
_MOST_SHOWN = 20  # cells of one column that are named one by one


@dataclass(frozen=True, slots=True)
class Data:
    """What was read.

    Attributes:
        facts: per organisation.
        findings: warnings and notes; errors never get this far.
        file: the file's name.
        digest: SHA-256 of its bytes.
    """

    facts: Facts
    findings: tuple[Finding, ...]
    file: str
    digest: str


def read_data(scorer: Scorer, path: Path, *, sheet: str | None = None) -> Data:
    """Read a data file for a framework.

    Raises:
        FindingsError: S1xx the file or some of its cells cannot be used, all of them at once; D201
            a credit code fails its check; D203 no column fits the framework.
    """
    specs = specs_of(scorer.columns)
    reading = read_table(path, specs, sheet=sheet)
    table = reading.table
    findings = [*reading.findings, *_codes(table), *_decimals(scorer.columns, table)]
    if not any(column.key in table.letters for column in scorer.columns):
        findings.append(_nothing_fits(table, scorer))
    if any(one.severity is Severity.ERROR for one in findings):
        raise FindingsError([*findings])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Data(facts_of(scorer.columns, table), tuple(findings), path.name, digest)


def specs_of(columns: Sequence[Column]) -> list[ColumnSpec]:
    """What to ask of the reader: name, code, then the framework's columns."""
    words = headings(columns)
    specs = [
        ColumnSpec(NAME_KEY, NAME_TITLES, Kind.NAME, required=True),
        ColumnSpec(CODE_KEY, CODE_TITLES, Kind.CODE),
    ]
    for column in columns:
        plain, unit = words[column.key], with_unit(column, words[column.key])
        titles = (plain.zh, plain.en, unit.zh, unit.en, column.key, *column.aliases)
        specs.append(
            ColumnSpec(
                column.key,
                tuple(dict.fromkeys(titles)),
                _KINDS[column.kind],
                tuple(Option(o.key, o.title) for o in column.options),
                low=None if column.low is None else column.low / 1000,
                high=None if column.high is None else column.high / 1000,
                unit=column.unit,
            )
        )
    return specs


def facts_of(columns: Sequence[Column], table: Table) -> Facts:
    """The table's columns as the engine takes them; dates become ordinal days."""
    held = {}
    for column in columns:
        if column.key in table.letters:
            values = np.ascontiguousarray(table.numbers(column.key))
            held[column.key] = values + _EPOCH if column.kind is ColumnKind.DATE else values
    return Facts(table.texts(NAME_KEY), held, table.texts(CODE_KEY))


def _codes(table: Table) -> list[Finding]:
    """Credit codes that fail their own check character."""
    findings = []
    for row, code in enumerate(table.texts(CODE_KEY)):
        if code:
            try:
                parse_credit_code(code)
            except IdentifierError as error:
                place = table.place(CODE_KEY, row)
                findings.append(Finding("D201", Severity.ERROR, place, error.text, error.fix))
    return findings


def _decimals(columns: Sequence[Column], table: Table) -> list[Finding]:
    """Numbers with more than three decimals: they count rounded to a thousandth."""
    findings = []
    for column in columns:
        if column.kind not in {ColumnKind.NUMBER, ColumnKind.PERCENT}:
            continue
        if column.key not in table.letters:
            continue
        values = table.numbers(column.key)
        scaled = np.where(np.isfinite(values), values, 0.0) * 1000
        rows = np.flatnonzero(np.abs(scaled - np.round(scaled)) > 1e-6 * np.maximum(1, abs(scaled)))
        for row in rows[:_MOST_SHOWN].tolist():
            text = Text(
                "{v} 有三位以上小数，按 {r} 计。", "{v} has more than three decimals; {r} counts."
            )
            words = text.fill(v=f"{values[row]:.10g}", r=f"{round(values[row], 3):g}")
            place = table.place(column.key, row)
            findings.append(Finding("D202", Severity.WARNING, place, words, _ROUND))
    return findings


_ROUND = Text("需要更精确时请改用更小的单位。", "Use a smaller unit where more is needed.")


def _nothing_fits(table: Table, scorer: Scorer) -> Finding:
    title = scorer.framework.title
    text = Text("没有一列与《{t}》对得上。", "No column fits “{t}”.").fill(t=title)
    fix = Text(
        "请用 shuniu template 生成填报表，或把表头改成其中的名称。",
        "Make the form with “shuniu template”, or use its headings.",
    )
    return Finding(
        "D203", Severity.ERROR, table.place(NAME_KEY, 0) if len(table) else _file(table), text, fix
    )


def _file(table: Table) -> Place:
    return Place(table.file)
