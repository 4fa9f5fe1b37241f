"""The names an expression may use, and the sort of value each of them gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shuniu.scoring._columns import Column, ColumnKind
from shuniu.scoring._format_error import FormatError
from shuniu.scoring._nodes import Node, Ref

Sort: TypeAlias = Literal["number", "truth", "choice", "date", "words"]


class ExpressionError(FormatError):
    """An expression cannot be read; ``text`` says which part and why, in both languages."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A node, what sort of value it gives, and for a choice the column that owns its options."""

    node: Node
    sort: Sort
    column: Column | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Columns by the names they go by, derived values, and (after the tree) results.

    ``within`` is the leaf whose own columns may be named without its key.
    """

    columns: Mapping[str, Column]
    derived: Mapping[str, Typed]
    results: Mapping[str, Node]
    within: str = ""

    def find(self, name: str) -> Typed:
        """What ``name`` stands for.

        Raises:
            ExpressionError: nobody provides it.
        """
        for full in (f"{self.within}.{name}", name) if self.within else (name,):
            if full in self.derived:
                return self.derived[full]
            if column := self.columns.get(full):
                return Typed(Ref(column.key), _sort_of(column), column)
            if full in self.results:
                return Typed(self.results[full], "number")
        raise ExpressionError(f"没有谁提供“{name}”", f"nobody provides “{name}”")


def truth(typed: Typed) -> Node:
    """The node of a typed yes or no.

    Raises:
        ExpressionError: it is something else.
    """
    if typed.sort != "truth":
        raise ExpressionError(
            "条件必须是“是”或“否”：请与某个值作比较",
            "a condition must be yes or no: compare the value with something",
        )
    return typed.node


def _sort_of(column: Column) -> Sort:
    match column.kind:
        case ColumnKind.YES_NO:
            return "truth"
        case ColumnKind.CHOICE:
            return "choice"
        case ColumnKind.DATE:
            return "date"
        case _:
            return "number"
