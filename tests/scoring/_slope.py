"""Which way a leaf moves with one of its inputs, read off its nodes; for the monotony exam."""

from __future__ import annotations

from shuniu.scoring._bounds import Bounder
from shuniu.scoring._nodes import (
    Arith,
    Choose,
    Clamp,
    Compare,
    Const,
    Divide,
    Every,
    Fallback,
    Negate,
    Node,
    Quantise,
    Ref,
    Rescale,
    Scale,
    Some,
    Sum,
    Tiers,
    names,
)

Signs = frozenset[int]
NONE, UP, DOWN, BOTH = frozenset[int](), frozenset({1}), frozenset({-1}), frozenset({1, -1})


class Slopes:
    """Signs of the change of a node when one column rises and everything else stays."""

    def __init__(self, bounder: Bounder, name: str) -> None:
        self.bounds = bounder.of
        self.name = name

    def of(self, node: Node) -> Signs:
        """Possible signs; empty where the column does not matter."""
        if self.name not in names(node):
            return NONE
        match node:
            case Ref():
                return UP
            case Arith("add" | "min" | "max", left, right):
                return self.of(left) | self.of(right)
            case Arith("sub", left, right):
                return self.of(left) | turned(self.of(right))
            case Arith("mul", part, Const(value)) | Arith("mul", Const(value), part):
                return self.of(part) if value >= 0 else turned(self.of(part))
            case Divide(left, right, scale) if self.name not in names(right):
                signs = self.of(left) if scale >= 0 else turned(self.of(left))
                return signs if self.bounds(right).low >= 0 else BOTH
            case Compare("ge" | "gt", left, right):
                return self.of(left) | turned(self.of(right))
            case Compare("le" | "lt", left, right):
                return turned(self.of(left)) | self.of(right)
            case Every(parts) | Some(parts):
                return NONE.union(*(self.of(part) for part in parts))
            case Negate(part):
                return turned(self.of(part))
            case Choose(condition, then, other):
                return self._choose(condition, then, other)
            case Fallback(part) | Clamp(part) | Quantise(part):
                return self.of(part)
            case Rescale(part, whole, left) if self.name not in names(whole, left):
                return self.of(part)
            case Tiers():
                return self._tiers(node)
            case Scale():
                rises = (node.each >= 0) != node.falling
                return self.of(node.part) if rises else turned(self.of(node.part))
            case Sum(parts):
                return NONE.union(*(self.of(part.node) for part in parts))
        return BOTH

    def _choose(self, condition: Node, then: Node, other: Node) -> Signs:
        signs = self.of(then) | self.of(other)
        asked = self.of(condition)
        if not asked:
            return signs
        a, b = self.bounds(then), self.bounds(other)
        if a.low >= b.high:
            return signs | asked
        return signs | (turned(asked) if a.high <= b.low else BOTH)

    def _tiers(self, node: Tiers) -> Signs:
        ends = {e for t in node.tiers for e in (t.interval.low, t.interval.high) if e is not None}
        points = sorted({e + d for e in ends for d in (-1, 0, 1)})
        yields = [
            next((t.yields for t in node.tiers if p in t.interval), node.other) for p in points
        ]
        signs = self.of(node.part)
        if yields == sorted(yields):
            return signs
        return turned(signs) if yields == sorted(yields, reverse=True) else BOTH


def turned(signs: Signs) -> Signs:
    """The signs of the opposite."""
    return frozenset(-sign for sign in signs)
