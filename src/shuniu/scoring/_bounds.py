"""What a node can yield at all: the least, the most, and whether it can be a mark.

Interval arithmetic over the nodes. It is sound and not tight: what lies outside the bounds cannot
happen, what lies inside may not either. The plan uses it to leave out caps that never bite; the
linter to find tables that promise more than they can give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shuniu.scoring._exact import LARGEST, UNIT, divide, is_value, quantise
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


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most in thousandths; ``marked`` when a mark is possible.

    Without any number (only marks are possible) ``low`` is above ``high``.
    """

    low: int
    high: int
    marked: bool

    @property
    def nothing(self) -> bool:
        """Whether no number is possible, only marks."""
        return self.low > self.high

    def __or__(self, other: Bounds) -> Bounds:
        return Bounds(
            min(self.low, other.low), max(self.high, other.high), self.marked or other.marked
        )


NOTHING = Bounds(LARGEST, -LARGEST, marked=True)
ANY = Bounds(-LARGEST, LARGEST, marked=True)
TRUTH = (0, UNIT)


def exactly(value: int) -> Bounds:
    """The bounds of a fixed value or mark."""
    return Bounds(value, value, marked=False) if is_value(value) else NOTHING


class Bounder:
    """Bounds of nodes, each worked out once.

    Args:
        column: the bounds of a column; anything where ``None`` (data may break any promise).
    """

    def __init__(self, column: Callable[[str], Bounds] | None = None) -> None:
        self.column = column
        self._done: dict[int, tuple[Node, Bounds]] = {}

    def of(self, node: Node) -> Bounds:
        """The bounds of a node."""
        if id(node) not in self._done:
            self._done[id(node)] = (node, self._of(node))
        return self._done[id(node)][1]

    def _of(self, node: Node) -> Bounds:
        match node:
            case Const(value):
                return exactly(value)
            case Ref(name):
                return self.column(name) if self.column else ANY
            case Arith():
                return self._arith(node)
            case Divide():
                return self._divide(node)
            case Known() | Applies():
                return Bounds(*TRUTH, marked=False)
            case Compare(_, left, right):
                return self._compare(node.op, self.of(left), self.of(right))
            case Every(parts) | Some(parts):
                return Bounds(*TRUTH, marked=any(self.of(p).marked for p in parts))
            case Negate(part):
                inner = self.of(part)
                return Bounds(UNIT - inner.high, UNIT - inner.low, inner.marked)
            case Choose():
                return self._choose(node)
            case Fallback():
                return self._fallback(node)
            case Tiers():
                return self._tiers(node)
            case Scale():
                return self._scale(node)
            case Clamp(part, low, high):
                inner = self.of(part)
                if inner.nothing:
                    return inner
                return Bounds(
                    _held(inner.low, low, high), _held(inner.high, low, high), inner.marked
                )
            case Quantise(part, step, rounding):
                inner = self.of(part)
                low_end = quantise(inner.low, step, rounding)
                return Bounds(low_end, quantise(inner.high, step, rounding), inner.marked)
            case Rescale():
                return self._rescale(node)
            case Sum(summands):
                ends_ = [self.of(s.node) for s in summands]
                return _sum(ends_)
            case Cohort():
                return self._cohort(node)

    def _arith(self, node: Arith) -> Bounds:
        a, b = self.of(node.left), self.of(node.right)
        marked = a.marked or b.marked
        if a.nothing or b.nothing:
            return NOTHING
        match node.op:
            case "add":
                return Bounds(a.low + b.low, a.high + b.high, marked)
            case "sub":
                return Bounds(a.low - b.high, a.high - b.low, marked)
            case "min":
                return Bounds(min(a.low, b.low), min(a.high, b.high), marked)
            case "max":
                return Bounds(max(a.low, b.low), max(a.high, b.high), marked)
            case "mul":
                ends = [divide(x * y, UNIT) for x in (a.low, a.high) for y in (b.low, b.high)]
                return Bounds(max(min(ends), -_MOST), min(max(ends), _MOST), marked)

    def _divide(self, node: Divide) -> Bounds:
        a, b = self.of(node.left), self.of(node.right)
        if a.nothing or b.nothing:
            return NOTHING
        if b.low <= 0 <= b.high:
            scaled = (node.scale * a.low, node.scale * a.high)
            size = max(abs(end) for end in scaled)
            if b.low >= 0:  # a whole below 1 thousandth does not exist
                low, high = min(0, *scaled), max(0, *scaled)
                return Bounds(max(low, -_MOST), min(high, _MOST), marked=True)
            return Bounds(-min(size, _MOST), min(size, _MOST), marked=True)
        ends = [
            divide(node.scale * x, y, node.rounding)
            for x in (a.low, a.high)
            for y in (b.low, b.high)
        ]
        return Bounds(min(ends), max(ends), a.marked or b.marked)

    def _compare(self, op: str, a: Bounds, b: Bounds) -> Bounds:
        marked = a.marked or b.marked
        if not (a.nothing or b.nothing):
            sure = {
                "lt": (a.high < b.low, a.low >= b.high),
                "le": (a.high <= b.low, a.low > b.high),
                "gt": (a.low > b.high, a.high <= b.low),
                "ge": (a.low >= b.high, a.high < b.low),
            }.get(op, (False, a.high < b.low or a.low > b.high))
            always, never = (sure[1], False) if op == "ne" else sure
            if always or never:
                return Bounds(*((UNIT, UNIT) if always else (0, 0)), marked)
        return Bounds(*TRUTH, marked)

    def _choose(self, node: Choose) -> Bounds:
        condition, then, other = (self.of(n) for n in (node.condition, node.then, node.other))
        if condition.nothing:
            return NOTHING
        either = then | other
        if condition.low > 0:
            either = then
        elif condition.high <= 0:
            either = other
        return Bounds(either.low, either.high, either.marked or condition.marked)

    def _fallback(self, node: Fallback) -> Bounds:
        inner = self.of(node.part)
        known = inner if node.known is None else exactly(node.known)
        out = NOTHING if inner.nothing else Bounds(known.low, known.high, marked=False)
        marked = not inner.nothing and node.known is not None and known.nothing
        if inner.marked:
            for instead in (node.missing, node.not_applicable):
                out = Bounds(*_joined(out, exactly(instead)), marked=False)
                marked = marked or not is_value(instead)
        return Bounds(out.low, out.high, marked)

    def _tiers(self, node: Tiers) -> Bounds:
        inner = self.of(node.part)
        if inner.nothing:
            return NOTHING
        out = NOTHING
        found_any = covered = False
        for tier in node.tiers:
            low, high = tier.interval.low, tier.interval.high
            if (low is None or low <= inner.high) and (high is None or high >= inner.low):
                found = exactly(tier.yields)
                out = out | found if found_any else found
                found_any = True
                covered = covered or (
                    (low is None or low <= inner.low) and (high is None or high >= inner.high)
                )
        if not covered:
            other = exactly(node.other)
            out = out | other if found_any else other
        return Bounds(out.low, out.high, out.marked or inner.marked)

    def _scale(self, node: Scale) -> Bounds:
        inner = self.of(node.part)
        if inner.nothing:
            return NOTHING
        ends = []
        for value in (inner.low, inner.high):
            inside = min(max(value, node.low), node.high)
            x = node.high - inside if node.falling else inside - node.low
            for up in (0, 1):
                units = -(-x // node.per) if up else x // node.per
                ends.append(node.base + node.each * units)
            ends.append(node.base + divide(node.each * x, node.per, node.rounding))
        if node.units == "exact":
            return Bounds(min(ends[2], ends[5]), max(ends[2], ends[5]), inner.marked)
        one = 1 if node.units == "started" else 0
        return Bounds(min(ends[one], ends[3 + one]), max(ends[one], ends[3 + one]), inner.marked)

    def _rescale(self, node: Rescale) -> Bounds:
        """The part is a share of what is left, so it cannot outgrow the whole in proportion."""
        part, whole, left = (self.of(n) for n in (node.part, node.whole, node.left))
        if part.nothing or whole.nothing or left.high <= 0:
            return NOTHING
        marked = part.marked or left.low <= 0 or whole.marked or left.marked
        if node.fair:
            return Bounds(0, whole.high, marked)
        least = max(left.low, 1)
        ends = [
            divide(p * w, r)
            for p in (part.low, part.high)
            for w in (whole.low, whole.high)
            for r in (least, left.high)
        ]
        low, high = max(min(ends), -_MOST), min(max(ends), _MOST)
        return Bounds(low, high, marked)

    def _cohort(self, node: Cohort) -> Bounds:
        inner = self.of(node.part)
        if node.kind == "rank":
            return Bounds(UNIT, LARGEST, inner.marked)
        return inner


_MOST = 2**62


def _held(value: int, low: int | None, high: int | None) -> int:
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def _joined(a: Bounds, b: Bounds) -> tuple[int, int]:
    return min(a.low, b.low), max(a.high, b.high)


def _sum(ends: list[Bounds]) -> Bounds:
    marked = any(b.marked for b in ends)
    if any(b.nothing for b in ends):
        return NOTHING
    return Bounds(sum(b.low for b in ends), sum(b.high for b in ends), marked)
