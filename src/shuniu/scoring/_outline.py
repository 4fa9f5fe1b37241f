"""What one table of a framework comes down to: its columns, its items as nodes, its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuniu.findings import Finding, FindingsError, Severity, Text
from shuniu.scoring._columns import Column
from shuniu.scoring._document import Path_
from shuniu.scoring._format_error import FormatError
from shuniu.scoring._load import Declaration
from shuniu.scoring._model import Band, Ceiling, Framework, Gate, Item, Strategy
from shuniu.scoring._nodes import Node
from shuniu.scoring._scope import Typed


def ceiling(item: Item) -> int:
    """The most an item may yield, in thousandths: its points, or what its open scale may reach."""
    return item.points if item.may_reach is None else max(item.may_reach, item.points)


@dataclass(frozen=True, slots=True)
class ItemOutline:
    """One item of the tree as nodes.

    Attributes:
        item: as declared.
        path: where it stands in the typed table.
        group: titles above it, outermost first.
        parent: key of the item above, empty at the top.
        bonus: whether it belongs to the bonus pool.
        working: the rule before evidence, caps, exemption (leaves only).
        raw: points, or a mark where nothing can be said.
        score: what the parent adds up; 0 where the item is left out.
        result: what conditions see; not applicable where the item is left out.
        missing, not_applicable: the strategies in force.
        reads: names of the columns read.
    """

    item: Item
    path: Path_
    group: tuple[Text, ...]
    parent: str
    bonus: bool
    working: Node | None
    raw: Node
    score: Node
    result: Node
    missing: Strategy
    not_applicable: Strategy
    reads: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The item's key."""
        return self.item.key

    @property
    def depth(self) -> int:
        """0 at the top."""
        return len(self.group)

    @property
    def is_leaf(self) -> bool:
        """Whether a rule scores it."""
        return self.item.rule is not None

    @property
    def ceiling(self) -> int:
        """The most it may yield, in thousandths."""
        return ceiling(self.item)


@dataclass(frozen=True, slots=True)
class Condition:
    """A gate, ceiling or forced grade with its condition; ``grade`` is an index into the bands."""

    declared: Gate | Ceiling
    holds: Node
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class BandOutline:
    """A band with what it requires beside the score."""

    declared: Band
    requires: Node | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How points become a grade.

    Attributes:
        gates, ceilings, forced: the conditions.
        bands: best first.
        position: index of the band the value falls into; one past the last where below all.
        grade: index of the grade after requirements, ceilings and forced grades.
        refused: whether the organisation is not admitted.
    """

    gates: tuple[Condition, ...]
    ceilings: tuple[Condition, ...]
    forced: tuple[Condition, ...]
    bands: tuple[BandOutline, ...]
    position: Node
    grade: Node
    refused: Node


@dataclass(frozen=True, slots=True)
class Outline:
    """One table, ready to be computed, explained, bounded and linted.

    Attributes:
        variant: its key, empty where the framework has one table only.
        framework: as declared.
        columns: what the data must bring, in the order of the sheet.
        by_key: the same by key.
        sources: a name that nodes read → the columns that answer it, the last stage first.
        derived: named expressions.
        items: every item, each before those below it.
        subtotal: the sum of the items, before the bonus pool and the rounding.
        pool: the bonus pool after its clamp, where there is one.
        total: the total as announced.
        value: what the bands read.
        verdict: gates, bands, ceilings.
    """

    variant: str
    framework: Framework
    columns: tuple[Column, ...]
    by_key: Mapping[str, Column]
    sources: Mapping[str, tuple[str, ...]]
    derived: Mapping[str, Typed]
    items: tuple[ItemOutline, ...]
    subtotal: Node
    pool: Node | None
    total: Node
    value: Node
    verdict: Verdict

    def column(self, key: str) -> Column:
        """The column of a key.

        Raises:
            KeyError: there is none.
        """
        return self.by_key[key]

    def item(self, key: str) -> ItemOutline:
        """The item of a key.

        Raises:
            KeyError: there is none.
        """
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)


class Faults:
    """Collects what is wrong with a table while it is outlined, each with its place."""

    def __init__(self, declaration: Declaration, variant: str) -> None:
        self.declaration = declaration
        self.variant = variant
        self.findings: list[Finding] = []

    def expression(self, path: Path_, error: ValueError) -> None:
        """An expression or rule that cannot be read."""
        text = error.text if isinstance(error, FormatError) else Text.same(str(error))
        self.add(
            "F120",
            path,
            Text("这里的公式或规则读不懂：{why}。", "This cannot be read: {why}.").fill(why=text),
            Text("请改正名称或写法。", "Correct the name or the way it is written."),
        )

    def add(self, code: str, path: Path_, text: Text, fix: Text) -> None:
        """Any error."""
        place = self.declaration.place(self.variant, path)
        self.findings.append(Finding(code, Severity.ERROR, place, text, fix))

    def stop(self) -> None:
        """End here if anything was found.

        Raises:
            FindingsError: what was found.
        """
        if self.findings:
            raise FindingsError(self.findings)
