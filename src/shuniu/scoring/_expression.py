"""Expressions in a framework file, read into typed nodes.

The language is a small part of Python's, read with the standard parser and nothing else of
it: names, numbers, quoted option keys and dates, ``+ - * /``, comparisons, ``and or not``, ``in``,
``a if c else b``, ``series[1]``, ``leaf.part`` and the functions of ``FUNCTIONS``.
"""

from __future__ import annotations

import ast
import unicodedata
import warnings
from datetime import date

from shuniu.scoring._exact import UNIT, to_milli
from shuniu.scoring._functions import FUNCTIONS, dotted
from shuniu.scoring._nodes import (
    Arith,
    ArithOp,
    Choose,
    Compare,
    CompareOp,
    Const,
    Divide,
    Every,
    Negate,
    Node,
    Some,
)
from shuniu.scoring._scope import ExpressionError, Scope, Typed, truth

LONGEST = 2000  # characters of one expression; a sheet's longest printed condition has under 200


def parse(written: object, scope: Scope) -> Typed:
    """The nodes of an expression.

    Raises:
        ExpressionError: not readable, a name that nobody provides, or sorts that do not fit.
    """
    text = unicodedata.normalize("NFKC", str(written)).strip()
    if len(text) > LONGEST:
        raise ExpressionError(f"超过 {LONGEST} 个字符", f"longer than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice on odd literals is not for this file
            tree = ast.parse(text, mode="eval")
        return _Reader(scope, text).read(tree.body)
    except ExpressionError:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        short = text[:80]
        raise ExpressionError(f"“{short}”不是公式", f"“{short}” is not an expression") from error


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
    return _number_of(parse(written, scope), str(written))


def _number_of(typed: Typed, written: str) -> Node:
    if typed.sort in {"choice", "words"}:
        raise ExpressionError(f"“{written}”不是数", f"“{written}” is not a number")
    return typed.node


def _number(value: object) -> int:
    try:
        return to_milli(value)
    except ValueError as error:
        raise ExpressionError(f"“{value}”不是最多三位小数的数", str(error)) from error


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
                return self.scope.find(dotted(tree))
            case ast.BinOp():
                return self.binary(tree)
            case ast.UnaryOp():
                return self.unary(tree)
            case ast.BoolOp(op=op, values=values):
                parts = tuple(truth(self.read(v)) for v in values)
                return Typed(Every(parts) if isinstance(op, ast.And) else Some(parts), "truth")
            case ast.Compare():
                return self.compare(tree)
            case ast.IfExp():
                return self.choose(tree)
            case ast.Call():
                return self.call(tree)
        written = ast.unparse(tree)[:60]
        raise ExpressionError(
            f"公式里不能写“{written}”", f"“{written}” is not part of the language"
        )

    def number(self, tree: ast.expr) -> Node:
        return _number_of(self.read(tree), ast.unparse(tree))

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
        written = ast.unparse(tree)
        raise ExpressionError(
            f"“{written}”：只能用 + - * /", f"“{written}”: only + - * / are understood"
        )

    def unary(self, tree: ast.UnaryOp) -> Typed:
        if isinstance(tree.op, ast.Not):
            return Typed(Negate(truth(self.read(tree.operand))), "truth")
        if isinstance(tree.op, ast.USub):
            operand = self.number(tree.operand)
            if isinstance(operand, Const):
                return Typed(Const(-operand.value), "number")
            return Typed(Arith("sub", Const(0), operand), "number")
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
            if not isinstance(right, ast.List | ast.Tuple | ast.Set) or not right.elts:
                raise ExpressionError(
                    "in 后面要写列表，例如 in ['pass', 'basic']",
                    "“in” needs a list, such as in ['pass', 'basic']",
                )
            found = Some(tuple(self.pair(left, ast.Eq(), one) for one in right.elts))
            return Negate(found) if isinstance(op, ast.NotIn) else found
        sign = _COMPARE.get(type(op))
        if sign is None:
            raise ExpressionError("比较只能用 < <= > >= == !=", "compare with < <= > >= == != only")
        return _matched(sign, self.read(left), self.read(right))

    def choose(self, tree: ast.IfExp) -> Typed:
        condition = truth(self.read(tree.test))
        then, other = self.read(tree.body), self.read(tree.orelse)
        if then.sort != other.sort or then.sort in {"choice", "words"}:
            raise ExpressionError(
                "“… if … else …”两边必须都是数，或都是是/否",
                "both sides of “if … else …” must be numbers, or both yes/no",
            )
        return Typed(Choose(condition, then.node, other.node), then.sort)

    def call(self, tree: ast.Call) -> Typed:
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        if name not in FUNCTIONS or tree.keywords:
            written, known = ast.unparse(tree.func)[:60], ", ".join(FUNCTIONS)
            raise ExpressionError(
                f"没有函数“{written}”；可用的有：{known}",
                f"no function “{written}”; there are: {known}",
            )
        try:
            return FUNCTIONS[name](self, tree.args)
        except (TypeError, IndexError) as error:
            raise _brackets(tree) from error
        except ValueError as error:
            raise error if isinstance(error, ExpressionError) else _brackets(tree) from error


def _brackets(tree: ast.Call) -> ExpressionError:
    written = ast.unparse(tree)[:60]
    return ExpressionError(
        f"“{written}”：括号里的项数不对", f"“{written}”: wrong number of values in brackets"
    )


def _matched(sign: CompareOp, left: Typed, right: Typed) -> Node:
    """A comparison whose quoted side is read as the other side's option or date."""
    if left.sort == "words" and right.sort != "words":
        return Compare(sign, _quoted(left.words, right), right.node)
    if right.sort == "words":
        return Compare(sign, left.node, _quoted(right.words, left))
    if "choice" in {left.sort, right.sort} and left.column is not right.column:
        raise ExpressionError(
            "选项要与加引号的选项键比较",
            "a choice is compared with one of its options, in quotes",
        )
    return Compare(sign, left.node, right.node)


def _quoted(words: str, other: Typed) -> Node:
    if other.sort == "date":
        try:
            return Const(date.fromisoformat(words).toordinal() * UNIT)
        except ValueError as error:
            raise ExpressionError(
                f"“{words}”不是 2025-01-31 这样的日期",
                f"“{words}” is not a date such as 2025-01-31",
            ) from error
    if other.column is not None and other.sort == "choice":
        try:
            return Const(other.column.encode(words))
        except ValueError as error:
            known = ", ".join(o.key for o in other.column.options)
            raise ExpressionError(
                f"“{words}”不是 {other.column.key} 的选项（{known}）",
                f"“{words}” is not an option of {other.column.key} ({known})",
            ) from error
    raise ExpressionError(
        f"“{words}”只能与选项或日期比较",
        f"“{words}” is compared with something that is neither a choice nor a date",
    )
