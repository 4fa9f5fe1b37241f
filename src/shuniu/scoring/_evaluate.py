"""The nodes evaluated for one organisation with whole numbers and fractions, nothing vectorised.

This is what explains a result, and what the plans are checked against: it shares the nodes with
them and no arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Protocol

from shuniu.scoring._exact import (
    MISSING,
    NOT_APPLICABLE,
    UNIT,
    Rounding,
    divide,
    is_value,
    quantise,
)
from shuniu.scoring._nodes import (
    Applies,
    Arith,
    Choose,
    Clamp,
    Cohort,
    Compare,
    Const,
    Divide,
    Every,
    Fallback,
    Known,
    Negate,
    Node,
    Quantise,
    Ref,
    Rescale,
    Scale,
    Some,
    Sum,
    Tiers,
)

_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
}


class Values(Protocol):
    """Whatever knows the value of nodes for one organisation."""

    def read(self, name: str) -> int:
        """Thousandths of a column, or a mark."""
        ...

    def value(self, node: Node) -> int:
        """Thousandths, or one of the two marks."""
        ...


class Evaluator:
    """Values of nodes for one organisation; each node is worked out once."""

    def __init__(
        self,
        read: Callable[[str], int],
        whole: Callable[[Cohort], int] | None = None,
    ) -> None:
        """Start with how columns are read.

        Args:
            read: name → thousandths or a mark.
            whole: a node over everybody → its value for this organisation.
        """
        self._read = read
        self.whole = whole
        self._done: dict[int, tuple[Node, int]] = {}

    def read(self, name: str) -> int:
        """Thousandths of a column, or a mark."""
        return self._read(name)

    def value(self, node: Node) -> int:
        """Thousandths, or one of the two marks."""
        if id(node) not in self._done:
            self._done[id(node)] = (node, self._value(node))
        return self._done[id(node)][1]

    def exact(self, node: Node) -> Fraction | int:
        """As ``value``, but a quotient is not rounded."""
        if not isinstance(node, Divide):
            return self.value(node)
        left, right = self.value(node.left), self.value(node.right)
        if not (is_value(left) and is_value(right)):
            return min(left, right)
        return Fraction(node.scale * left, right) if right else MISSING

    def _value(self, node: Node) -> int:
        match node:
            case Const(value):
                return value
            case Ref(name):
                return self.read(name)
            case Arith():
                return self._arith(node)
            case Divide():
                found = self.exact(node)
                if isinstance(found, int):
                    return found
                return divide(found.numerator, found.denominator, node.rounding)
            case Compare(op, left, right):
                return self._compare(op, left, right)
            case Every(parts):
                values = [self.value(p) for p in parts]
                return 0 if 0 in values else min(values)
            case Some(parts):
                values = [self.value(p) for p in parts]
                return UNIT if any(v > 0 for v in values) else min(values)
            case Negate(part):
                value = self.value(part)
                return UNIT - value if is_value(value) else value
            case Known(part):
                return 0 if self.value(part) == MISSING else UNIT
            case Applies(part):
                return 0 if self.value(part) == NOT_APPLICABLE else UNIT
            case Choose(condition, then, other):
                holds = self.value(condition)
                if not is_value(holds):
                    return holds
                return self.value(then if holds > 0 else other)
            case Fallback(part, missing, not_applicable, known):
                value = self.value(part)
                if is_value(value):
                    return value if known is None else known
                return missing if value == MISSING else not_applicable
            case Tiers(part, tiers, other):
                found = self.exact(part)
                if found <= NOT_APPLICABLE:
                    return int(found)
                return next((t.yields for t in tiers if found in t.interval), other)
            case Scale():
                return self._scale(node)
            case Clamp(part, low, high):
                value = self.value(part)
                if not is_value(value):
                    return value
                value = value if low is None else max(value, low)
                return value if high is None else min(value, high)
            case Quantise(part, step, rounding):
                value = self.value(part)
                return quantise(value, step, rounding) if is_value(value) else value
            case Rescale(part, whole, left):
                return self._rescale(*(self.value(n) for n in (part, whole, left)))
            case Sum(parts):
                values = [self.value(p.node) for p in parts]
                return sum(values) if all(map(is_value, values)) else min(values)
            case Cohort():
                return MISSING if self.whole is None else self.whole(node)

    def _arith(self, node: Arith) -> int:
        left, right = self.value(node.left), self.value(node.right)
        if not (is_value(left) and is_value(right)):
            return min(left, right)
        match node.op:
            case "add":
                return left + right
            case "sub":
                return left - right
            case "mul":
                return divide(left * right, UNIT)
            case "min":
                return min(left, right)
            case "max":
                return max(left, right)

    def _compare(self, op: str, left: Node, right: Node) -> int:
        exact = self.exact(left)
        # of two quotients the right one is rounded; of one, neither
        other = self.value(right) if isinstance(left, Divide) else self.exact(right)
        if exact <= NOT_APPLICABLE or other <= NOT_APPLICABLE:
            return int(min(exact, other))
        return UNIT if _COMPARE[op](Fraction(exact), Fraction(other)) else 0

    def _scale(self, node: Scale) -> int:
        found = self.value(node.part) if node.units == "exact" else self.exact(node.part)
        if found <= NOT_APPLICABLE:
            return int(found)
        inside = min(max(found, node.low), node.high)
        units = Fraction(node.high - inside if node.falling else inside - node.low) / node.per
        if node.units == "complete":
            return node.base + node.each * (units.numerator // units.denominator)
        if node.units == "started":
            return node.base + node.each * -(-units.numerator // units.denominator)
        shared = units * node.each
        return node.base + divide(shared.numerator, shared.denominator, node.rounding)

    def _rescale(self, part: int, whole: int, left: int) -> int:
        if not (is_value(part) and is_value(whole) and is_value(left)):
            return min(part, whole, left)
        if left <= 0:
            return NOT_APPLICABLE
        return divide(part * whole, left, Rounding.HALF_UP)
