"""The plan run by NumPy: every instruction is a few array operations on a block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from shuniu.scoring._exact import LARGEST, MISSING, NOT_APPLICABLE, UNIT
from shuniu.scoring._program import Floats, Ints, Op, Program

BLOCK = 8192  # organisations per block: a few dozen registers stay in the processor's cache
Flags: TypeAlias = NDArray[np.bool_]
_MOST = LARGEST / UNIT
_WIDE = 9.2e18  # products beyond this do not fit; they are counted and the run is refused


def run(
    program: Program,
    columns: Sequence[Floats],
    wholes: Sequence[Ints],
    rows: Ints | None,
    out: Ints,
) -> Ints:
    """Compute the outputs of a plan.

    Args:
        program: the plan.
        columns: one float column per load, in the program's order; NaN is missing, -inf is not
            applicable.
        wholes: one integer column per node over everybody, aligned with the rows computed.
        rows: the organisations to compute; all where ``None``.
        out: (outputs × rows) integers, written.

    Returns:
        Row numbers (into the rows computed) whose numbers are too large to be exact.
    """
    count = out.shape[1]
    faults: list[Ints] = []
    for start in range(0, count, BLOCK):
        stop = min(start + BLOCK, count)
        picked: slice | Ints = slice(start, stop) if rows is None else rows[start:stop]
        block = _Block(program, stop - start)
        for line in program.code.tolist():
            if line[0] in {Op.LOAD, Op.LOAD_SCALE}:
                block.load(line, columns[line[2]][picked])
            elif line[0] == Op.LOAD_WHOLE:
                block.set(line[1], wholes[line[2]][start:stop])
            elif line[0] == Op.STORE:
                out[line[1], start:stop] = block.registers[line[2]]
            else:
                block.step(line)
        if block.faulty.any():
            faults.append(np.flatnonzero(block.faulty) + start)
    return np.concatenate(faults) if faults else np.empty(0, np.int64)


def thousandths(values: Floats) -> Ints:
    """Floats as thousandths, nearest first; NaN is missing, -inf is not applicable."""
    with np.errstate(invalid="ignore"):
        scaled = np.floor(values * 1000.0 + 0.5)
    finite = np.isfinite(scaled)
    whole = np.where(finite, scaled, 0.0).astype(np.int64)
    return np.where(finite, whole, np.where(np.isnan(values), MISSING, NOT_APPLICABLE))


class _Block:
    """The registers of one block and the operations on them."""

    def __init__(self, program: Program, size: int) -> None:
        self.program = program
        self.size = size
        self.registers: list[Ints] = [
            np.full(size, value, np.int64) for value in program.constants.tolist()
        ]
        self.registers += [np.empty(0, np.int64)] * (program.registers - len(self.registers))
        self.faulty = np.zeros(size, np.bool_)

    def set(self, target: int, value: Ints) -> None:
        self.registers[target] = value

    def load(self, line: Sequence[int], values: Floats) -> None:
        """Read (and scale) a column; what is not a number of reasonable size is counted."""
        self.faulty |= (values > _MOST) | ((values < -_MOST) & (values > -np.inf))
        read = thousandths(values)
        self.registers[line[1]] = (
            read if line[0] == Op.LOAD else self.alone(Op.SCALE, read, line[3:])
        )

    def step(self, line: Sequence[int]) -> None:
        """Run one instruction that only touches registers."""
        op, target, rest = Op(line[0]), line[1], line[2:]
        a = self.registers[rest[0]]
        match op:
            case Op.NOT | Op.KNOWN | Op.APPLIES | Op.SWAP | Op.CLAMP | Op.QUANTISE | Op.SCALE:
                value = self.alone(op, a, rest[1:])
            case Op.SELECT:
                then, other = self.registers[rest[1]], self.registers[rest[2]]
                value = np.where(a > 0, then, np.where(a > NOT_APPLICABLE, other, a))
            case Op.SPREAD:
                spread, whole = self.registers[rest[1]], np.full_like(a, rest[2])
                value = self.rescale(a, whole, self.pair(Op.SUB, whole, spread))
            case Op.ADD_SWAP:
                value = self.registers[rest[1]] + self.alone(Op.SWAP, a, rest[2:])
            case Op.TIERS:
                value = self.tiers(a, self.registers[rest[1]], rest[2:])
            case Op.DIV:
                value = self.div(a, self.registers[rest[1]], rest[2], rest[3])
            case Op.RESCALE:
                value = self.rescale(a, self.registers[rest[1]], self.registers[rest[2]])
            case _:
                value = self.pair(op, a, self.registers[rest[1]])
        self.registers[target] = value

    def alone(self, op: Op, a: Ints, k: Sequence[int]) -> Ints:
        match op:
            case Op.KNOWN:
                return np.where(a == MISSING, 0, UNIT)
            case Op.APPLIES:
                return np.where(a == NOT_APPLICABLE, 0, UNIT)
            case Op.SWAP:
                known = np.full_like(a, k[2]) if k[3] else a
                marks = np.where(a == MISSING, np.int64(k[0]), np.int64(k[1]))
                return np.where(a > NOT_APPLICABLE, known, marks)
            case Op.NOT:
                return np.where(a > NOT_APPLICABLE, UNIT - a, a)
            case Op.CLAMP:
                return np.where(a > NOT_APPLICABLE, np.clip(a, k[0], k[1]), a)
            case Op.SCALE:
                low, high, times, plus, over, each, base = k[:7]
                x = np.clip(a, low, high) - low
                return np.where(a > NOT_APPLICABLE, base + each * ((times * x + plus) // over), a)
            case _:
                known = np.where(a > NOT_APPLICABLE, a, 0)
                step = np.full_like(a, k[0])
                return np.where(a > NOT_APPLICABLE, rounded(known, step, k[1]) * k[0], a)

    def pair(self, op: Op, a: Ints, b: Ints) -> Ints:
        """An operation on two values; a mark on either side wins, missing first."""
        least = np.minimum(a, b)
        known = least > NOT_APPLICABLE
        if op is Op.AND:
            return np.where((a == 0) | (b == 0), 0, least)
        if op is Op.OR:
            return np.where((a > 0) | (b > 0), UNIT, least)
        if op is Op.MUL:
            wide = known & (np.abs(a.astype(np.float64) * b) > _WIDE)
            self.faulty |= wide
            left = np.where(known & ~wide, a, 0)
            return np.where(known, rounded(left * np.where(known & ~wide, b, 0), _UNITS, 0), least)
        with np.errstate(over="ignore"):
            value = _PAIRS[op](a, b)
        return np.where(known, value, least)

    def div(self, a: Ints, b: Ints, scale: int, rounding: int) -> Ints:
        """``scale * a / b``; missing where ``b`` is 0."""
        least = np.minimum(a, b)
        known = (least > NOT_APPLICABLE) & (b != 0)
        wide = known & (np.abs(a.astype(np.float64) * scale) > _WIDE)
        self.faulty |= wide
        known_left = np.where(known & ~wide, a, 0)
        quotient = rounded(known_left * scale, np.where(known, b, 1), rounding)
        return np.where(known, quotient, np.where(least > NOT_APPLICABLE, MISSING, least))

    def rescale(self, a: Ints, whole: Ints, left: Ints) -> Ints:
        """``a * whole / left``, rounded half up; not applicable where nothing is left."""
        least = np.minimum(np.minimum(a, whole), left)
        known = least > NOT_APPLICABLE
        room = known & (left > 0)
        wide = room & (np.abs(a.astype(np.float64) * whole) > _WIDE)
        self.faulty |= wide
        product = np.where(room & ~wide, a, 0) * np.where(room, whole, 0)
        quotient = rounded(product, np.where(room, left, 1), 0)
        return np.where(room, quotient, np.where(known, NOT_APPLICABLE, least))

    def tiers(self, low: Ints, high: Ints, k: Sequence[int]) -> Ints:
        """The first row that holds; each end is asked of the quotient rounded towards it."""
        first, count, other = k[:3]
        value = np.full(self.size, other, np.int64)
        for row in self.program.pool[first : first + count][::-1].tolist():
            above = (high if row[2] else low) >= row[0]
            below = (low if row[3] else high) <= row[1]
            value[above & below] = row[4]
        return np.where(low > NOT_APPLICABLE, value, low)


_UNITS = np.int64(UNIT)
_PAIRS: dict[Op, Callable[[Ints, Ints], Ints]] = {
    Op.ADD: np.add,
    Op.SUB: np.subtract,
    Op.MIN: np.minimum,
    Op.MAX: np.maximum,
    Op.LT: lambda a, b: (a < b) * _UNITS,
    Op.LE: lambda a, b: (a <= b) * _UNITS,
    Op.EQ: lambda a, b: (a == b) * _UNITS,
    Op.NE: lambda a, b: (a != b) * _UNITS,
}


def rounded(numerator: Ints, denominator: Ints | np.int64, rounding: int) -> Ints:
    """Whole quotients; codes of ``ROUNDING_CODES``, 4 always down, 5 always up."""
    quotient: Ints = numerator // denominator  # towards minus infinity
    rest: Ints = numerator - quotient * denominator  # has the denominator's sign
    return quotient + _step_up(quotient, rest, np.asarray(denominator), rounding)


def _step_up(quotient: Ints, rest: Ints, denominator: Ints, rounding: int) -> Flags:
    """Whether a quotient rounded down goes one up."""
    inexact: Flags = rest != 0
    negative: Flags = (
        quotient < 0
    )  # rounded down, so also where the exact value is between -1 and 0
    if rounding == 1:
        return inexact & negative
    if rounding == 2:
        return inexact & ~negative
    if rounding in {4, 5}:
        return inexact & (rounding == 5)
    half = np.abs(rest)
    other = np.abs(denominator) - half
    tie: Flags = half == other
    up: Flags = quotient % 2 == 1 if rounding == 3 else ~negative
    return (half > other) | (tie & up)
