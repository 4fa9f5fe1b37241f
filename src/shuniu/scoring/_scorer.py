"""A framework made ready once, and the results it gives for any number of organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shuniu.findings import Finding, FindingsError, Place, Severity, Text
from shuniu.scoring import _run_numpy
from shuniu.scoring._asked import TABLE
from shuniu.scoring._cohort import over_everybody
from shuniu.scoring._columns import Column
from shuniu.scoring._compile import outlines
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT
from shuniu.scoring._facts import Facts, encoded
from shuniu.scoring._load import Declaration
from shuniu.scoring._lower import compile_nodes
from shuniu.scoring._model import Framework
from shuniu.scoring._nodes import Cohort, Node
from shuniu.scoring._outline import Outline
from shuniu.scoring._program import Floats, Ints, Program, wholes_in_order
from shuniu.scoring._quotas import Quotas, within_quotas

Engine = Literal["auto", "numpy", "numba"]
COMPILED_FROM = 100_000  # organisations from which a compiled plan saves more than it costs


class Status(StrEnum):
    """What came of an organisation."""

    GRADED = "graded"
    BLOCKED = "blocked"
    NOT_ADMITTED = "not_admitted"
    NO_TABLE = "no_table"


STATUSES = tuple(Status)


class Scorer:
    """A framework compiled to plans, one per table.

    Attributes:
        declaration: what was read.
        outlines: per table, its items and columns as nodes.
        columns: everything the data may bring, over all tables, each key once.
    """

    def __init__(self, declaration: Declaration, *, engine: Engine = "auto") -> None:
        """Compile.

        Raises:
            FindingsError: expressions or rules that cannot be read (F116, F120–F122).
        """
        self.declaration = declaration
        self.engine = engine
        self.outlines = outlines(declaration)
        self.columns = _columns(self.outlines)
        self._plans = {variant: _Plan(one) for variant, one in self.outlines.items()}

    @property
    def framework(self) -> Framework:
        """What all tables share: code, version, title, bands."""
        return self.declaration.first

    def facts(
        self,
        rows: Sequence[Mapping[str, object]],
        names: Sequence[str] | None = None,
    ) -> Facts:
        """Facts from rows of values as people write them.

        Raises:
            KeyError: a key that the framework does not ask for.
            ValueError: a value that does not fit its column.
        """
        named = names or [str(i + 1) for i in range(len(rows))]
        return Facts(named, encoded(self.columns, rows))

    def score(self, facts: Facts, *, variant: str | None = None) -> Scores:
        """Points, grades and states of all organisations.

        Args:
            facts: the data.
            variant: the table to use for everybody; by the facets of each where ``None``.

        Raises:
            FindingsError: F301 numbers too large to be exact, with the organisations.
        """
        count = len(facts)
        table = self._tables(facts, variant)
        total = np.full(count, MISSING, np.int64)
        grade = np.full(count, -1, np.int16)
        status = np.full(count, STATUSES.index(Status.NO_TABLE), np.int8)
        wholes: dict[str, list[Ints]] = {}
        for number, key in enumerate(self.outlines):
            rows = None if _everybody(table, number) else np.flatnonzero(table == number)
            if rows is not None and not len(rows):
                continue
            plan = self._plans[key]
            wholes[key] = self.wholes(key, facts, rows)
            out = self.run(plan.program, facts, rows, plan.among(plan.program, wholes[key]))
            picked: slice | Ints = slice(None) if rows is None else rows
            total[picked] = out[0]
            grade[picked], status[picked] = _settled(out, len(self.framework.bands))
        quotas = within_quotas(self.framework, total, grade, status == 0, table)
        return Scores(self, facts, table, total, quotas.grade, grade, status, quotas, wholes)

    def _tables(self, facts: Facts, variant: str | None) -> NDArray[np.int16]:
        """The number of each organisation's table; -1 where none fits."""
        keys = list(self.outlines)
        table = np.full(len(facts), -1, np.int16)
        if variant is not None or (len(keys) == 1 and not self._facets_decide()):
            table[:] = keys.index(variant) if variant is not None else 0
            return table
        for number in range(len(keys) - 1, -1, -1):
            table[self._fits(facts, number)] = number
        return table

    def _facets_decide(self) -> bool:
        return any(v.when for v in self.framework.variants)

    def _fits(self, facts: Facts, number: int) -> NDArray[np.bool_]:
        fits = np.ones(len(facts), np.bool_)
        if not self._facets_decide():
            fits &= facts.columns.get(TABLE, np.full(len(facts), np.nan)) == number
            return fits
        for facet, wanted in self.framework.variants[number].when.items():
            options = list(self.framework.facets[facet].options)
            wanted_keys = (wanted,) if isinstance(wanted, str) else wanted
            held = facts.columns.get(facet, np.full(len(facts), np.nan))
            fits &= np.isin(held, [float(options.index(key)) for key in wanted_keys])
        return fits

    def wholes(self, variant: str, facts: Facts, rows: Ints | None) -> list[Ints]:
        """The figures over everybody of one table, each after those it needs."""
        plan = self._plans[variant]
        done: list[Ints] = []
        for cohort, program in zip(plan.cohorts, plan.parts, strict=True):
            values = self.run(program, facts, rows, plan.among(program, done))[0]
            done.append(over_everybody(cohort, values))
        return done

    def compile(self, variant: str, nodes: Mapping[str, Node]) -> Program:
        """A plan for any nodes of one table."""
        return self._plans[variant].compile(nodes)

    def cohorts(self, variant: str) -> Sequence[Cohort]:
        """The figures over everybody of one table, in the order of ``wholes``."""
        return self._plans[variant].cohorts

    def values(self, variant: str, nodes: Mapping[str, Node], scores: Scores, rows: Ints) -> Ints:
        """Values of any nodes of one table for some of its organisations: (nodes × rows)."""
        plan = self._plans[variant]
        program = plan.compile(nodes)
        members = np.flatnonzero(scores.table == list(self.outlines).index(variant))
        at = np.searchsorted(members, rows)
        wholes = [values[at] for values in plan.among(program, scores.wholes.get(variant, ()))]
        return self.run(program, scores.facts, rows, wholes)

    def items(
        self, variant: str, keys: Sequence[str], facts: Facts, rows: Ints, wholes: Sequence[Ints]
    ) -> Ints:
        """Points of items: (keys × rows) thousandths."""
        plan = self._plans[variant]
        program = plan.of_items(tuple(keys))
        return self.run(program, facts, rows, plan.among(program, wholes))

    def run(
        self, program: Program, facts: Facts, rows: Ints | None, wholes: Sequence[Ints]
    ) -> Ints:
        """The outputs of a plan for some organisations: (outputs × rows) thousandths.

        Raises:
            FindingsError: F301, numbers too large to be exact.
        """
        out, faulty = self.run_plainly(program, facts, rows, wholes)
        if len(faulty):
            at = faulty if rows is None else rows[faulty]
            raise FindingsError([_too_large(facts, int(row)) for row in at[:50]])
        return out

    def run_plainly(
        self, program: Program, facts: Facts, rows: Ints | None, wholes: Sequence[Ints]
    ) -> tuple[Ints, Ints]:
        """As ``run``; also the rows whose numbers are too large, whose outputs mean nothing."""
        count = len(facts) if rows is None else len(rows)
        nobody = np.empty(0)
        if any(name not in facts.columns for name in program.loads):
            nobody = np.full(len(facts), np.nan)
        columns: list[Floats] = [facts.columns.get(name, nobody) for name in program.loads]
        out = np.empty((len(program.outputs), count), np.int64)
        faulty: Ints = self._engine(count)(program, columns, wholes, rows, out)
        return out, faulty

    def _engine(self, count: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
        if self.engine == "numpy" or (self.engine == "auto" and count < COMPILED_FROM):
            return _run_numpy.run
        try:
            from shuniu.scoring import _run_numba  # noqa: PLC0415 (the optional extra “speed”)
        except ImportError:
            if self.engine == "numba":
                raise
            return _run_numpy.run
        return _run_numba.run


_MOST_KEPT = 256  # programs of a table that are kept compiled


class _Plan:
    """The compiled form of one table."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._kept: dict[tuple[tuple[str, int], ...], tuple[tuple[Node, ...], Program]] = {}
        self.defaults = {c.key: c.default for c in outline.columns if c.default is not None}
        verdict = outline.verdict
        nodes = {"total": outline.total, "grade": verdict.grade, "refused": verdict.refused}
        self.cohorts = wholes_in_order({**nodes, **item_nodes(outline)})
        self.parts = [self.compile({"part": cohort.part}) for cohort in self.cohorts]
        self.program = self.compile(nodes)
        self._all_items: Program | None = None

    def of_items(self, keys: tuple[str, ...]) -> Program:
        """The plan for the points of items; the one for all of them is kept."""
        nodes = item_nodes(self.outline)
        if keys != tuple(nodes):
            return self.compile({key: nodes[key] for key in keys})
        if self._all_items is None:
            self._all_items = self.compile(nodes)
        return self._all_items

    def compile(self, nodes: Mapping[str, Node]) -> Program:
        """Compiled once for the same nodes: pages ask for the same leaf again and again."""
        asked = tuple((name, id(node)) for name, node in nodes.items())
        kept = self._kept.get(asked)
        if kept is None:
            program = compile_nodes(nodes, self.outline.sources, self.defaults)
            kept = (tuple(nodes.values()), program)  # the nodes are held, so ids stay theirs
            for old in list(self._kept)[: len(self._kept) - _MOST_KEPT + 1]:
                self._kept.pop(old, None)
            self._kept[asked] = kept
        return kept[1]

    def among(self, program: Program, done: Sequence[Ints]) -> list[Ints]:
        """Those of the figures over everybody that a program reads, in its order."""
        number = {id(cohort): i for i, cohort in enumerate(self.cohorts)}
        return [done[number[id(one)]] for one in program.wholes]


def item_nodes(outline: Outline) -> dict[str, Node]:
    """The points of every item, by key."""
    return {one.key: one.score for one in outline.items}


def _columns(tables: Mapping[str, Outline]) -> tuple[Column, ...]:
    columns: dict[str, Column] = {}
    for outline in tables.values():
        for column in outline.columns:
            columns.setdefault(column.key, column)
    return tuple(columns.values())


def _everybody(table: NDArray[np.int16], number: int) -> bool:
    return bool((table == number).all())


def _settled(out: Ints, bands: int) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
    """Grade index (-1 none, ``bands`` below all) and status number of each organisation."""
    total, grade, refused = out
    status = np.zeros(len(total), np.int8)
    status[(total <= NOT_APPLICABLE) | (grade <= NOT_APPLICABLE) | (refused <= NOT_APPLICABLE)] = (
        STATUSES.index(Status.BLOCKED)
    )
    status[refused > 0] = STATUSES.index(Status.NOT_ADMITTED)
    settled = status == 0
    index = np.where(settled & (bands > 0), grade // UNIT, -1)
    return index.astype(np.int16), status


def _too_large(facts: Facts, row: int) -> Finding:
    name = facts.names[row]
    return Finding(
        "F301",
        Severity.ERROR,
        Place(),
        Text(
            f"“{name}”有数值过大，无法精确计算。",
            f"“{name}” has a number too large to be computed exactly.",
        ),
        Text(
            "请核对单位（元、万元），数值不得超过一万亿。",
            "Check the unit; no number may exceed 10^12.",
        ),
    )


@dataclass(frozen=True)
class Scores:
    """The results of a run, one row per organisation.

    Attributes:
        scorer: what computed them.
        facts: what from.
        table: number of the organisation's table, -1 where none fits.
        points: the total in thousandths, ``MISSING`` where it cannot be said.
        grade: index of the grade; -1 none, the number of bands where below all.
        proposed: the same before quotas.
        status: number in ``STATUSES``.
        quotas: what the quotas did.
    """

    scorer: Scorer
    facts: Facts
    table: NDArray[np.int16]
    points: Ints
    grade: NDArray[np.int16]
    proposed: NDArray[np.int16]
    status: NDArray[np.int8]
    quotas: Quotas
    wholes: Mapping[str, Sequence[Ints]] = field(repr=False)

    def __len__(self) -> int:
        return len(self.facts)

    def outline(self, row: int) -> Outline | None:
        """The table of an organisation, or ``None`` where none fits."""
        number = int(self.table[row])
        return list(self.scorer.outlines.values())[number] if number >= 0 else None

    def status_of(self, row: int) -> Status:
        """What came of an organisation."""
        return STATUSES[int(self.status[row])]

    def grade_of(self, row: int) -> str | None:
        """The grade's key, the word for below all grades, or ``None``."""
        return self.grade_key(int(self.grade[row]))

    def grade_key(self, index: int) -> str | None:
        """The key of a grade by its index; ``none`` below all bands."""
        bands = self.scorer.framework.bands
        if index < 0:
            return None
        return bands[index].grade if index < len(bands) else "none"

    def grade_title(self, index: int) -> Text | None:
        """The words of a grade by its index."""
        framework = self.scorer.framework
        if index < 0:
            return None
        if index < len(framework.bands):
            band = framework.bands[index]
            return band.title or Text.same(band.grade)
        return framework.no_grade or Text("未定级", "no grade")

    def items(self, variant: str, keys: Sequence[str] | None = None) -> tuple[Ints, Ints]:
        """Points per item of the organisations of one table.

        Returns:
            Row numbers, and (items × rows) thousandths in the order of ``keys``, or of the
            outline where ``None``; an item that is left out has 0.
        """
        number = list(self.scorer.outlines).index(variant)
        rows = np.flatnonzero(self.table == number)
        asked = keys or [one.key for one in self.scorer.outlines[variant].items]
        wholes = self.wholes.get(variant, ())
        return rows, self.scorer.items(variant, asked, self.facts, rows, wholes)

    def item_points(self, row: int) -> dict[str, int]:
        """Points of every item of one organisation, in thousandths."""
        outline = self.outline(row)
        if outline is None:
            return {}
        rows, matrix = self.items(outline.variant)
        at = int(np.searchsorted(rows, row))
        keys = [one.key for one in outline.items]
        return dict(zip(keys, matrix[:, at].tolist(), strict=True))
