"""The functions an expression may call; each turns its arguments into nodes."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Protocol, TypeAlias

from shuniu.scoring._exact import NOT_APPLICABLE, UNIT, Rounding
from shuniu.scoring._nodes import (
    Applies,
    Arith,
    ArithOp,
    Cohort,
    CohortKind,
    Const,
    Divide,
    Fallback,
    Known,
    Node,
    Quantise,
)
from shuniu.scoring._scope import ExpressionError, Scope, Typed, truth

Args: TypeAlias = list[ast.expr]


class Reader(Protocol):
    """What a function needs of the reader of expressions."""

    scope: Scope

    def read(self, tree: ast.expr) -> Typed:
        """The typed node of any expression."""
        ...

    def number(self, tree: ast.expr) -> Node:
        """The node of an expression that gives a number."""
        ...


Function: TypeAlias = Callable[[Reader, Args], Typed]


def dotted(tree: ast.expr) -> str:
    """The name that a plain, dotted or indexed name stands for.

    Raises:
        ExpressionError: it is not a name.
    """
    match tree:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case ast.Subscript(value=value, slice=ast.Constant(value=int(year))):
            return f"{dotted(value)}.y{year}"
    written = ast.unparse(tree)
    raise ExpressionError(f"“{written}”不是名称", f"“{written}” is not a name")


def _fold(op: ArithOp) -> Function:
    def fold(reader: Reader, args: Args) -> Typed:
        node = reader.number(args[0])
        for arg in args[1:]:
            node = Arith(op, node, reader.number(arg))
        return Typed(node, "number")

    return fold


def _absolute(reader: Reader, args: Args) -> Typed:
    (arg,) = args
    node = reader.number(arg)
    return Typed(Arith("max", node, Arith("sub", Const(0), node)), "number")


def _count(reader: Reader, args: Args) -> Typed:
    node: Node = truth(reader.read(args[0]))
    for arg in args[1:]:
        node = Arith("add", node, truth(reader.read(arg)))
    return Typed(node, "number")


def _days(reader: Reader, args: Args) -> Typed:
    first, last = (reader.read(arg) for arg in args)
    if first.sort != "date" or last.sort != "date":
        raise ExpressionError("days(起, 止) 需要两个日期", "days(first, last) takes two dates")
    return Typed(Arith("sub", last.node, first.node), "number")


def _percent(reader: Reader, args: Args) -> Typed:
    part, whole = (reader.number(arg) for arg in args)
    return Typed(Divide(part, whole, 100 * UNIT), "number")


def _known(reader: Reader, args: Args) -> Typed:
    (arg,) = args
    return Typed(Known(reader.read(arg).node), "truth")


def _applies(reader: Reader, args: Args) -> Typed:
    (arg,) = args
    return Typed(Applies(reader.read(arg).node), "truth")


def _default(reader: Reader, args: Args) -> Typed:
    value, other = args
    node = reader.read(value)
    fallback = reader.number(other)
    if not isinstance(fallback, Const):
        raise ExpressionError(
            "default(值, 缺省) 的第二项必须是固定的数或是/否",
            "default(value, other) takes a fixed number or yes/no as its second part",
        )
    return Typed(Fallback(node.node, fallback.value, NOT_APPLICABLE), node.sort, node.column)


def _rounded(rounding: Rounding) -> Function:
    def rounded(reader: Reader, args: Args) -> Typed:
        first, *steps = args
        step = reader.number(*steps) if steps else Const(UNIT)
        if not isinstance(step, Const) or step.value <= 0:
            raise ExpressionError(
                "取整的单位必须是大于 0 的固定数",
                "the step of a rounding is a fixed number above 0",
            )
        return Typed(Quantise(reader.number(first), step.value, rounding), "number")

    return rounded


def _cohort(kind: CohortKind) -> Function:
    def cohort(reader: Reader, args: Args) -> Typed:
        (arg,) = args
        return Typed(Cohort(kind, reader.number(arg)), "number")

    return cohort


def _result(prefix: str) -> Function:
    def result(reader: Reader, args: Args) -> Typed:
        (arg,) = args
        name = str(arg.value) if isinstance(arg, ast.Constant) else dotted(arg)
        return reader.scope.find(f"{prefix}:{name}")

    return result


FUNCTIONS: dict[str, Function] = {
    "abs": _absolute,
    "applicable": _applies,
    "best": _cohort("best"),
    "ceil": _rounded(Rounding.UP),
    "count": _count,
    "days": _days,
    "default": _default,
    "failed": _result("failed"),
    "floor": _rounded(Rounding.DOWN),
    "known": _known,
    "max": _fold("max"),
    "mean": _cohort("mean"),
    "min": _fold("min"),
    "percent": _percent,
    "points": _result("points"),
    "rank": _cohort("rank"),
    "round": _rounded(Rounding.HALF_UP),
    "share": _result("share"),
}
