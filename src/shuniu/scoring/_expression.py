"""Expressions as a framework writes them (``net_assets / registered_capital >= 2``) to nodes.

The grammar is the expression part of Python's, read with the standard parser and nothing else of
it: names, numbers, quoted option keys and dates, ``+ - * /``, comparisons, ``and or not``, ``in``,
``a if c else b``, ``series[1]``, ``leaf.part`` and the functions of ``FUNCTIONS``.
"""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from shuniu.scoring._columns import Column, ColumnKind
from shuniu.scoring._exact import NOT_APPLICABLE, UNIT, Rounding, to_milli
from shuniu.scoring._nodes import (
    Applies,
    Arith,
    ArithOp,
    Choose,
    Cohort,
    CohortKind,
    Compare,
    CompareOp,
    Const,
    Divide,
    Every,
    Fallback,
    Known,
    Negate,
    Node,
    Quantise,
    Ref,
    Some,
)

Sort: TypeAlias = Literal["number", "truth", "choice", "date", "words"]
LONGEST = 2000  # characters of one expression; a sheet's longest printed condition has under 200


class ExpressionError(ValueError):
    """The expression cannot be read; the message says which part and why."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A node, what sort of value it gives, and for a choice the column that owns its options."""

    node: Node
    sort: Sort
    column: Column | None = None
    words: str = ""


class Scope:
    """The names an expression may use: columns by key, derived values, and (late) results."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        derived: Mapping[str, Typed] | None = None,
        results: Mapping[str, Node] | None = None,
    ) -> None:
        self.columns = dict(columns)
        self.derived = dict(derived or {})
        self.results = dict(results or {})

    def find(self, name: str) -> Typed:
        """What ``name`` stands for.

        Raises:
            ExpressionError: nobody provides it.
        """
        if name in self.derived:
            return self.derived[name]
        if column := self.columns.get(name):
            return Typed(Ref(column.key), _sort_of(column), column)
        if name in self.results:
            return Typed(self.results[name], "number")
        message = f"nobody provides “{name}”"
        raise ExpressionError(message)


def parse(written: object, scope: Scope) -> Typed:
    """The nodes of an expression.

    Raises:
        ExpressionError: not readable, a name that nobody provides, or sorts that do not fit.
    """
    if isinstance(written, bool):
        return Typed(Const(UNIT if written else 0), "truth")
    if isinstance(written, int | float):
        return Typed(Const(_number(written)), "number")
    text = unicodedata.normalize("NFKC", str(written)).strip()
    if len(text) > LONGEST:
        message = f"longer than {LONGEST} characters"
        raise ExpressionError(message)
    try:
        tree = ast.parse(text, mode="eval")
        return _Reader(scope, text).read(tree.body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, ExpressionError):
            raise
        message = f"“{text[:80]}” is not an expression"
        raise ExpressionError(message) from error


def parse_truth(written: object, scope: Scope) -> Node:
    """The nodes of a condition.

    Raises:
        ExpressionError: as ``parse``, or the expression gives a number and not a yes or no.
    """
    return truth(parse(written, scope))


def parse_number(written: object, scope: Scope) -> Node:
    """The nodes of a number; a date gives its day number, a truth 1 or 0.

    Raises:
        ExpressionError: as ``parse``, or the expression names an option.
    """
    typed = parse(written, scope)
    if typed.sort in {"choice", "words"}:
        message = f"“{written}” is a choice, a number is needed"
        raise ExpressionError(message)
    return typed.node


def truth(typed: Typed) -> Node:
    """The node of a typed yes or no.

    Raises:
        ExpressionError: it is something else.
    """
    if typed.sort != "truth":
        message = "a condition must be yes or no: compare the value with something"
        raise ExpressionError(message)
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


def _number(value: object) -> int:
    try:
        return to_milli(value)
    except ValueError as error:
        raise ExpressionError(str(error)) from error


_COMPARE: dict[type[ast.cmpop], CompareOp] = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}
_ARITH: dict[type[ast.operator], ArithOp] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
}


class _Reader:
    """Walks a parsed expression; one method per kind of syntax."""

    def __init__(self, scope: Scope, source: str) -> None:
        self.scope = scope
        self.source = source

    def read(self, tree: ast.expr) -> Typed:
        match tree:
            case ast.Constant(value=value):
                return self.constant(tree, value)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.scope.find(_dotted(tree))
            case ast.BinOp():
                return self.binary(tree)
            case ast.UnaryOp():
                return self.unary(tree)
            case ast.BoolOp(op=op, values=values):
                parts = tuple(truth(self.read(v)) for v in values)
                return Typed(
                    Every(parts) if isinstance(op, ast.And) else Some(parts), "truth"
                )
            case ast.Compare():
                return self.compare(tree)
            case ast.IfExp():
                return self.choose(tree)
            case ast.Call():
                return self.call(tree)
        message = f"“{ast.unparse(tree)[:60]}” is not part of the language"
        raise ExpressionError(message)

    def number(self, tree: ast.expr) -> Node:
        typed = self.read(tree)
        if typed.sort in {"choice", "words"}:
            message = f"“{ast.unparse(tree)}” is not a number"
            raise ExpressionError(message)
        return typed.node

    def constant(self, tree: ast.Constant, value: object) -> Typed:
        if isinstance(value, bool):
            return Typed(Const(UNIT if value else 0), "truth")
        if isinstance(value, str):
            return Typed(Const(0), "words", words=value)
        written = ast.get_source_segment(self.source, tree) or str(value)
        return Typed(Const(_number(written)), "number")

    def binary(self, tree: ast.BinOp) -> Typed:
        left, right = self.number(tree.left), self.number(tree.right)
        if isinstance(tree.op, ast.Div):
            return Typed(Divide(left, right, UNIT), "number")
        if op := _ARITH.get(type(tree.op)):
            return Typed(Arith(op, left, right), "number")
        message = f"“{ast.unparse(tree)}”: only + - * / are understood"
        raise ExpressionError(message)

    def unary(self, tree: ast.UnaryOp) -> Typed:
        if isinstance(tree.op, ast.Not):
            return Typed(Negate(truth(self.read(tree.operand))), "truth")
        if isinstance(tree.op, ast.USub):
            return Typed(Arith("sub", Const(0), self.number(tree.operand)), "number")
        return Typed(self.number(tree.operand), "number")

    def compare(self, tree: ast.Compare) -> Typed:
        parts: list[Node] = []
        left = tree.left
        for op, right in zip(tree.ops, tree.comparators, strict=True):
            parts.append(self.pair(left, op, right))
            left = right
        return Typed(parts[0] if len(parts) == 1 else Every(tuple(parts)), "truth")

    def pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node:
        if isinstance(op, ast.In | ast.NotIn):
            if not isinstance(right, ast.List | ast.Tuple | ast.Set):
                message = "“in” needs a list, such as in ['pass', 'basic']"
                raise ExpressionError(message)
            found = Some(tuple(self.pair(left, ast.Eq(), one) for one in right.elts))
            return Negate(found) if isinstance(op, ast.NotIn) else found
        sign = _COMPARE.get(type(op))
        if sign is None:
            message = f"“{ast.unparse(left)} … {ast.unparse(right)}”: compare with < <= > >= == !="
            raise ExpressionError(message)
        return _matched(sign, self.read(left), self.read(right))

    def choose(self, tree: ast.IfExp) -> Typed:
        condition = truth(self.read(tree.test))
        then, other = self.read(tree.body), self.read(tree.orelse)
        if then.sort != other.sort or then.sort in {"choice", "words"}:
            message = "both sides of “if … else …” must be numbers, or both yes/no"
            raise ExpressionError(message)
        return Typed(Choose(condition, then.node, other.node), then.sort)

    def call(self, tree: ast.Call) -> Typed:
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        if name not in FUNCTIONS or tree.keywords:
            message = f"no function “{ast.unparse(tree.func)}”; there are: {', '.join(FUNCTIONS)}"
            raise ExpressionError(message)
        try:
            return FUNCTIONS[name](self, tree.args)
        except (TypeError, IndexError) as error:
            message = f"“{ast.unparse(tree)[:60]}”: wrong number of values in brackets"
            raise ExpressionError(message) from error


def _dotted(tree: ast.expr) -> str:
    match tree:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{_dotted(value)}.{attr}"
        case ast.Subscript(value=value, slice=ast.Constant(value=int(year))):
            return f"{_dotted(value)}.y{year}"
    message = f"“{ast.unparse(tree)}” is not a name"
    raise ExpressionError(message)


def _matched(sign: CompareOp, left: Typed, right: Typed) -> Node:
    """A comparison whose quoted side is read as the other side's option or date."""
    if left.sort == "words" and right.sort != "words":
        return Compare(sign, _quoted(left.words, right), right.node)
    if right.sort == "words":
        return Compare(sign, left.node, _quoted(right.words, left))
    if "choice" in {left.sort, right.sort} and left.column is not right.column:
        message = "a choice is compared with one of its options, in quotes"
        raise ExpressionError(message)
    return Compare(sign, left.node, right.node)


def _quoted(words: str, other: Typed) -> Node:
    if other.sort == "date":
        try:
            return Const(date.fromisoformat(words).toordinal() * UNIT)
        except ValueError as error:
            message = f"“{words}” is not a date such as 2025-01-31"
            raise ExpressionError(message) from error
    if other.column is not None and other.sort == "choice":
        try:
            return Const(other.column.encode(words))
        except ValueError as error:
            known = ", ".join(o.key for o in other.column.options)
            message = f"“{words}” is not an option of {other.column.key} ({known})"
            raise ExpressionError(message) from error
    message = (
        f"“{words}” is compared with something that is neither a choice nor a date"
    )
    raise ExpressionError(message)


Args: TypeAlias = list[ast.expr]


def _fold(op: ArithOp) -> Callable[[_Reader, Args], Typed]:
    def fold(reader: _Reader, args: Args) -> Typed:
        node = reader.number(args[0])
        for arg in args[1:]:
            node = Arith(op, node, reader.number(arg))
        return Typed(node, "number")

    return fold


def _absolute(reader: _Reader, args: Args) -> Typed:
    (arg,) = args
    node = reader.number(arg)
    return Typed(Arith("max", node, Arith("sub", Const(0), node)), "number")


def _count(reader: _Reader, args: Args) -> Typed:
    node: Node = truth(reader.read(args[0]))
    for arg in args[1:]:
        node = Arith("add", node, truth(reader.read(arg)))
    return Typed(node, "number")


def _days(reader: _Reader, args: Args) -> Typed:
    first, last = (reader.read(arg) for arg in args)
    if first.sort != "date" or last.sort != "date":
        message = "days(first, last) takes two dates"
        raise ExpressionError(message)
    return Typed(Arith("sub", last.node, first.node), "number")


def _percent(reader: _Reader, args: Args) -> Typed:
    part, whole = (reader.number(arg) for arg in args)
    return Typed(Divide(part, whole, 100 * UNIT), "number")


def _known(reader: _Reader, args: Args) -> Typed:
    (arg,) = args
    return Typed(Known(reader.read(arg).node), "truth")


def _applies(reader: _Reader, args: Args) -> Typed:
    (arg,) = args
    return Typed(Applies(reader.read(arg).node), "truth")


def _default(reader: _Reader, args: Args) -> Typed:
    value, other = args
    node = reader.read(value)
    fallback = reader.number(other)
    if not isinstance(fallback, Const):
        message = (
            "default(value, other) takes a fixed number or yes/no as its second part"
        )
        raise ExpressionError(message)
    return Typed(Fallback(node.node, fallback.value, NOT_APPLICABLE), node.sort)


def _rounded(rounding: Rounding) -> Callable[[_Reader, Args], Typed]:
    def rounded(reader: _Reader, args: Args) -> Typed:
        step = reader.number(args[1]) if args[1:] else Const(UNIT)
        if not isinstance(step, Const) or step.value <= 0:
            message = "the step of a rounding is a fixed number above 0"
            raise ExpressionError(message)
        return Typed(Quantise(reader.number(args[0]), step.value, rounding), "number")

    return rounded


def _cohort(kind: CohortKind) -> Callable[[_Reader, Args], Typed]:
    def cohort(reader: _Reader, args: Args) -> Typed:
        (arg,) = args
        return Typed(Cohort(kind, reader.number(arg)), "number")

    return cohort


def _result(prefix: str) -> Callable[[_Reader, Args], Typed]:
    def result(reader: _Reader, args: Args) -> Typed:
        (arg,) = args
        name = arg.value if isinstance(arg, ast.Constant) else _dotted(arg)
        return reader.scope.find(f"{prefix}:{name}")

    return result


FUNCTIONS: dict[str, Callable[[_Reader, Args], Typed]] = {
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
