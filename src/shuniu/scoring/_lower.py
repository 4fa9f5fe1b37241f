"""How each node becomes instructions."""

from __future__ import annotations

from collections.abc import Mapping

from shuniu.scoring._bounds import Bounder
from shuniu.scoring._exact import NOT_APPLICABLE, ROUNDING_CODES, Rounding
from shuniu.scoring._interval import Interval
from shuniu.scoring._nodes import (
    Applies,
    Arith,
    Choose,
    Clamp,
    Cohort,
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
    Rescale,
    Scale,
    Some,
    Sum,
    Tiers,
)
from shuniu.scoring._program import SMALL, Emitter, Op, Program

FLOOR, CEILING = 4, 5  # rounding codes of quotients that are compared: always down, always up
NO_LOW, NO_HIGH = -(2**62), 2**62
_ARITH = {"add": Op.ADD, "sub": Op.SUB, "mul": Op.MUL, "min": Op.MIN, "max": Op.MAX}
# An exact quotient q meets a whole number k: q >= k as floor(q) >= k, q > k as ceiling(q) > k.
_SIDE: dict[CompareOp, int] = {"ge": FLOOR, "lt": FLOOR, "gt": CEILING, "le": CEILING}
_TURNED: dict[CompareOp, CompareOp] = {
    "lt": "gt",
    "le": "ge",
    "gt": "lt",
    "ge": "le",
    "eq": "eq",
    "ne": "ne",
}


def compile_nodes(
    outputs: Mapping[str, Node],
    sources: Mapping[str, tuple[str, ...]],
    defaults: Mapping[str, int],
) -> Program:
    """The plan that computes ``outputs``.

    Args:
        outputs: name to node.
        sources: the columns that answer a name, the last stage first.
        defaults: column to the thousandths that a blank means.
    """
    emitter = Emitter()
    lowering = _Lowering(emitter, sources, defaults)
    for number, node in enumerate(outputs.values()):
        emitter.store(number, lowering.lower(node))
    return emitter.program(tuple(outputs))


class _Lowering:
    """Walks nodes and emits; each node object once."""

    def __init__(
        self,
        emitter: Emitter,
        sources: Mapping[str, tuple[str, ...]],
        defaults: Mapping[str, int],
    ) -> None:
        self.out = emitter
        self.sources = sources
        self.defaults = defaults
        self.bounds = Bounder()
        self.done: dict[int, int] = {}

    def lower(self, node: Node) -> int:
        """The register that holds a node's value."""
        if id(node) not in self.done:
            self.done[id(node)] = self._lower(node)
        return self.done[id(node)]

    def _lower(self, node: Node) -> int:
        emit, lower = self.out.emit, self.lower
        match node:
            case Const(value):
                return self.out.constant(value)
            case Ref(name):
                return self.column(name)
            case Arith(op, left, right):
                return emit(_ARITH[op], lower(left), lower(right))
            case Divide():
                return self.quotient(node, ROUNDING_CODES[node.rounding])
            case Compare():
                return self.compare(node)
            case Every(parts):
                return self.chain(Op.AND, parts)
            case Some(parts):
                return self.chain(Op.OR, parts)
            case Negate(part):
                return emit(Op.NOT, lower(part))
            case Known(part):
                return emit(Op.KNOWN, lower(part))
            case Applies(part):
                return emit(Op.APPLIES, lower(part))
            case Choose(condition, then, other):
                return emit(Op.SELECT, lower(condition), lower(then), lower(other))
            case Fallback():
                return self.fallback(node)
            case Tiers():
                return self.tiers(node)
            case Scale():
                return self.scale(node)
            case Clamp(part, low, high):
                if self.holds(part, low, high):
                    return lower(part)
                held = (NO_LOW if low is None else low, NO_HIGH if high is None else high)
                return emit(Op.CLAMP, lower(part), *held)
            case Quantise(part, step, rounding):
                return emit(Op.QUANTISE, lower(part), step, ROUNDING_CODES[rounding])
            case Rescale():
                return self.rescale(node)
            case Sum():
                return self.sum(node)
            case Cohort():
                return self.out.whole(node)

    def sum(self, node: Sum) -> int:
        """One after the other; where no mark is possible, marks are replaced while adding."""
        certain = not self.bounds.of(node).marked
        total = self.lower(node.parts[0].node)
        for part in node.parts[1:]:
            one = part.node
            fused = certain and isinstance(one, Fallback) and id(one) not in self.done
            if fused and isinstance(one, Fallback) and self.bounds.of(one.part).marked:
                ends = (one.missing, one.not_applicable, one.known or 0, int(one.known is not None))
                total = self.out.emit(Op.ADD_SWAP, self.lower(one.part), total, *ends)
            else:
                total = self.out.emit(Op.ADD, total, self.lower(one))
        return total

    def fallback(self, node: Fallback) -> int:
        """Marks replaced; nothing to do where none is possible."""
        known = node.known
        if not self.bounds.of(node.part).marked:
            return self.lower(node.part) if known is None else self.out.constant(known)
        ends = (node.missing, node.not_applicable, known or 0, int(known is not None))
        return self.out.emit(Op.SWAP, self.lower(node.part), *ends)

    def rescale(self, node: Rescale) -> int:
        """Points spread over what is left; in one pass where the whole is fixed."""
        small, left, whole = self.small(node), node.left, node.whole
        if small and isinstance(whole, Const) and isinstance(left, Arith) and left.left == whole:
            spread = self.lower(left.right)
            return self.out.emit(Op.SPREAD, self.lower(node.part), spread, whole.value)
        registers = (self.lower(node.part), self.lower(whole), self.lower(left))
        return self.out.emit(Op.RESCALE, *registers, int(small))

    def small(self, node: Rescale) -> bool:
        """Whether the products of a rescaling are always exact in floats."""
        part, whole, left = (self.bounds.of(n) for n in (node.part, node.whole, node.left))
        most = max(abs(part.low), abs(part.high)) * max(abs(whole.low), abs(whole.high))
        return 2 * most + max(abs(left.low), abs(left.high)) < SMALL

    def holds(self, part: Node, low: int | None, high: int | None) -> bool:
        """Whether a value keeps to two ends of itself."""
        bounds = self.bounds.of(part)
        return (low is None or bounds.low >= low) and (high is None or bounds.high <= high)

    def column(self, name: str) -> int:
        """The value of a name: of the last stage that has one, else what a blank means."""
        keys = self.sources.get(name, (name,))
        register = self.out.load(keys[-1])
        default = self.defaults.get(keys[-1])
        if default is not None:
            register = self.out.emit(Op.SWAP, register, default, NOT_APPLICABLE, 0, 0)
        for key in reversed(keys[:-1]):
            later = self.out.load(key)
            register = self.out.emit(Op.SELECT, self.out.emit(Op.KNOWN, later), later, register)
        return register

    def chain(self, op: Op, parts: tuple[Node, ...]) -> int:
        register = self.lower(parts[0])
        for part in parts[1:]:
            register = self.out.emit(op, register, self.lower(part))
        return register

    def quotient(self, node: Divide, rounding: int) -> int:
        left, right = self.lower(node.left), self.lower(node.right)
        return self.out.emit(Op.DIV, left, right, node.scale, rounding)

    def towards(self, node: Node, rounding: int) -> int:
        """A node's value; a quotient is rounded down or up as the question needs it."""
        return self.quotient(node, rounding) if isinstance(node, Divide) else self.lower(node)

    def compare(self, node: Compare) -> int:
        sign, left, right = node.op, node.left, node.right
        if isinstance(right, Divide) and not isinstance(left, Divide):
            sign, left, right = _TURNED[sign], right, left
        other = self.lower(right)
        if sign in {"eq", "ne"}:
            low, high = self.towards(left, FLOOR), self.towards(left, CEILING)
            same = self.out.emit(Op.EQ, low, other)
            if low != high:
                same = self.out.emit(Op.AND, same, self.out.emit(Op.EQ, high, other))
            return same if sign == "eq" else self.out.emit(Op.NOT, same)
        value = self.towards(left, _SIDE[sign])
        if sign in {"lt", "le"}:
            return self.out.emit(Op.LT if sign == "lt" else Op.LE, value, other)
        return self.out.emit(Op.LT if sign == "gt" else Op.LE, other, value)

    def tiers(self, node: Tiers) -> int:
        rows = [_row(tier.interval, tier.yields) for tier in node.tiers]
        low, high = self.towards(node.part, FLOOR), self.towards(node.part, CEILING)
        key = (low, high, self.out.rows(rows), len(rows), node.other)
        return self.out.emit(Op.TIERS, *key)

    def scale(self, node: Scale) -> int:
        """Units counted with one whole division: ``base + each * ((times * x + plus) // over)``."""
        downwards = (node.units == "started") == node.falling
        side = FLOOR if downwards else CEILING
        if node.units == "exact":
            if node.rounding is Rounding.HALF_EVEN:
                return self.shared_even(node)
            value = self.lower(node.part)
            times, plus, over, each = _shared_out(node)
        else:
            value = self.towards(node.part, side)
            plus = node.per - 1 if node.units == "started" else 0
            times, over, each = 1, node.per, node.each
        low, high = (-node.high, -node.low) if node.falling else (node.low, node.high)
        if node.falling:
            value = self.out.emit(Op.SUB, self.out.constant(0), value)
        return self.out.emit(Op.SCALE, value, low, high, times, plus, over, each, node.base)

    def shared_even(self, node: Scale) -> int:
        """Shared-out units where halves go to the even side, which one whole division cannot do."""
        emit, constant = self.out.emit, self.out.constant
        x = emit(Op.CLAMP, self.lower(node.part), node.low, node.high)
        start, sign = (node.high, -1) if node.falling else (node.low, 1)
        x = emit(Op.SUB, *((constant(start), x) if sign < 0 else (x, constant(start))))
        rounding = ROUNDING_CODES[node.rounding]
        return emit(
            Op.ADD,
            constant(node.base),
            emit(Op.DIV, x, constant(node.per), node.each, rounding),
        )


def _shared_out(node: Scale) -> tuple[int, int, int, int]:
    """The division for shared-out units: the sign apart, so that rounding is mirrored."""
    size, sign = abs(node.each), 1 if node.each >= 0 else -1
    match node.rounding.value:
        case "down":
            return size, 0, node.per, sign
        case "up":
            return size, node.per - 1, node.per, sign
        case _:
            return 2 * size, node.per, 2 * node.per, sign


def _row(interval: Interval, yields: int) -> tuple[int, ...]:
    return (
        NO_LOW if interval.low is None else interval.low,
        NO_HIGH if interval.high is None else interval.high,
        int(interval.low_open),
        int(interval.high_open),
        yields,
    )
