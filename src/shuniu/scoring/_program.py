"""Nodes lowered to a list of instructions over columns: the plan that the engines run.

Each instruction works on a block of organisations at once; equal nodes are computed once; a
register is used again as soon as its value is no longer needed. Both engines (``_run_numpy``,
``_run_numba``) read the same list, and the scalar evaluator (``_evaluate``) works on the nodes
themselves, so that each of the three is checked against the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from shuniu.scoring._nodes import Cohort, Node, walk

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

SMALL = 2**51  # whole numbers below this divide exactly in floats
WIDTH = 11  # integers per instruction: operation, target, up to nine operands
ROW = 5  # integers per row of a table: low, high, low open, high open, yields


class Op(IntEnum):
    """What an instruction does; ``d`` is its target, then its operands.

    Registers are a, b, c; k are numbers.
    """

    LOAD = 0  # d, k column: thousandths of a column of floats
    LOAD_WHOLE = 1  # d, k column: a column computed over everybody before
    ADD = 2  # d, a, b
    SUB = 3  # d, a, b
    MUL = 4  # d, a, b: rounded half up, overflow counted
    MIN = 5  # d, a, b
    MAX = 6  # d, a, b
    DIV = 7  # d, a, b, k scale, k rounding: overflow counted
    LT = 8  # d, a, b
    LE = 9  # d, a, b
    EQ = 10  # d, a, b
    NE = 11  # d, a, b
    AND = 12  # d, a, b
    OR = 13  # d, a, b
    NOT = 14  # d, a
    KNOWN = 15  # d, a
    APPLIES = 16  # d, a
    SELECT = 17  # d, a condition, b then, c other
    SWAP = 18  # d, a, k for missing, k for not applicable, k for known, k whether known changes
    TIERS = 19  # d, a floor, b ceiling, k first row, k rows, k other
    SCALE = (
        20  # d, a, k low, k high, k times, k plus, k over, k each, k base (negative low: falling)
    )
    CLAMP = 21  # d, a, k low, k high
    QUANTISE = 22  # d, a, k step, k rounding
    RESCALE = 23  # d, a, b whole, c left, k whether always small: overflow counted
    STORE = 24  # k output, a
    LOAD_SCALE = 26  # d, k column, then as SCALE: both in one pass where all numbers are small
    SPREAD = 27  # d, a, b spread, k whole: RESCALE with what is left of a fixed whole, always small
    ADD_SWAP = 25  # d, a, b total, then as SWAP: marks of a replaced and added to a certain total


@dataclass(frozen=True, slots=True)
class Program:
    """A plan: instructions, constants, and what it reads and writes.

    Attributes:
        code: (instructions × ``WIDTH``) integers.
        pool: (rows × ``ROW``) integers, the rows of all tables.
        constants: values of the first registers, set once.
        registers: how many registers a block needs.
        loads: names of the columns read, by column number of ``LOAD``.
        wholes: the nodes over everybody, by column number of ``LOAD_WHOLE``.
        outputs: names of what is stored, by output number.
    """

    code: Ints
    pool: Ints
    constants: Ints
    registers: int
    loads: tuple[str, ...]
    wholes: tuple[Cohort, ...]
    outputs: tuple[str, ...]


class Emitter:
    """Collects instructions; asks of the same operation with the same operands give one register."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, ...]] = []
        self.pool: list[tuple[int, ...]] = []
        self.constants: dict[int, int] = {}
        self.loads: dict[str, int] = {}
        self.wholes: dict[int, Cohort] = {}  # by identity: equal nodes may be computed twice
        self._known: dict[tuple[int, ...], int] = {}
        self._next = 0

    def constant(self, value: int) -> int:
        """The register of a constant."""
        if value not in self.constants:
            self.constants[value] = self._new()
        return self.constants[value]

    def emit(self, op: Op, *operands: int) -> int:
        """The register with the result of an operation."""
        key = (op, *operands)
        if key not in self._known:
            self._known[key] = self._new()
            self.lines.append((op, self._known[key], *operands))
        return self._known[key]

    def load(self, name: str) -> int:
        """The register of an input column."""
        return self.emit(Op.LOAD, self.loads.setdefault(name, len(self.loads)))

    def whole(self, cohort: Cohort) -> int:
        """The register of a column computed over everybody."""
        self.wholes[id(cohort)] = cohort
        return self.emit(Op.LOAD_WHOLE, list(self.wholes).index(id(cohort)))

    def store(self, output: int, register: int) -> None:
        """Write a register to an output."""
        self.lines.append((Op.STORE, output, register))

    def rows(self, rows: Sequence[tuple[int, ...]]) -> int:
        """Put table rows into the pool and return the first one's number."""
        first = len(self.pool)
        self.pool.extend(rows)
        return first

    def _new(self) -> int:
        self._next += 1
        return self._next - 1

    def program(self, outputs: tuple[str, ...]) -> Program:
        """The finished plan with few registers."""
        lines, registers = _allocated(_fused(self.lines), list(self.constants.values()))
        code = np.zeros((len(lines), WIDTH), np.int64)
        for i, line in enumerate(lines):
            code[i, : len(line)] = line
        pool = np.array(self.pool, np.int64).reshape(len(self.pool), ROW)
        constants = np.array(list(self.constants), np.int64)
        return Program(
            code,
            pool,
            constants,
            registers,
            tuple(self.loads),
            tuple(self.wholes.values()),
            outputs,
        )


REGISTERS_OF = {
    Op.LOAD: (),
    Op.LOAD_WHOLE: (),
    Op.LOAD_SCALE: (),
    Op.NOT: (2,),
    Op.KNOWN: (2,),
    Op.APPLIES: (2,),
    Op.SELECT: (2, 3, 4),
    Op.SWAP: (2,),
    Op.SCALE: (2,),
    Op.CLAMP: (2,),
    Op.QUANTISE: (2,),
    Op.RESCALE: (2, 3, 4),
    Op.STORE: (2,),
}


def operands(line: Sequence[int]) -> tuple[int, ...]:
    """The positions of an instruction that name registers it reads."""
    return REGISTERS_OF.get(Op(line[0]), (2, 3))


def _fused(lines: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Columns that are read only to be scaled are read and scaled in one pass."""
    uses = Counter(line[at] for line in lines for at in operands(line))
    loads = {line[1]: line[2] for line in lines if line[0] == Op.LOAD and uses[line[1]] == 1}
    scaled = {
        line[2] for line in lines if line[0] == Op.SCALE and line[2] in loads and _small(line)
    }
    out = []
    for line in lines:
        if line[0] == Op.LOAD and line[1] in scaled:
            continue
        if line[0] == Op.SCALE and line[2] in scaled:
            out.append((Op.LOAD_SCALE, line[1], loads[line[2]], *line[3:]))
        else:
            out.append(line)
    return out


def _small(line: tuple[int, ...]) -> bool:
    """Whether every step of a SCALE is a whole number that floats hold exactly."""
    low, high, times, plus, over, each, base = line[3:]
    units = (times * (high - low) + plus) // over + 1
    ends = (abs(low), abs(high), times * (high - low) + plus, over, abs(each) * units + abs(base))
    return max(ends) < SMALL


def _allocated(
    lines: list[tuple[int, ...]], constants: list[int]
) -> tuple[list[tuple[int, ...]], int]:
    """The same instructions on as few registers as are alive at once; constants come first."""
    last = {line[at]: i for i, line in enumerate(lines) for at in operands(line)}
    place = {register: i for i, register in enumerate(constants)}
    fixed, free, most = len(constants), list[int](), len(constants)
    out: list[tuple[int, ...]] = []
    for i, line in enumerate(lines):
        new = list(line)
        read = {line[at] for at in operands(line)}
        for at in operands(line):
            new[at] = place[line[at]]
        done = [place[r] for r in read if last[r] == i and place[r] >= fixed]
        if line[0] != Op.STORE:
            if not free:
                free.append(most)
                most += 1
            new[1] = place[line[1]] = free.pop()
            if line[1] not in last:
                free.append(new[1])
        free.extend(done)  # only now: vector code needs a target that is none of the operands
        out.append(tuple(new))
    return out, most


def wholes_in_order(roots: Mapping[str, Node]) -> list[Cohort]:
    """The nodes over everybody that outputs need, each after those inside it."""
    found: dict[int, Cohort] = {}

    def visit(node: Node) -> None:
        for one in walk(node):
            if isinstance(one, Cohort) and id(one) not in found:
                visit(one.part)
                found[id(one)] = one

    for root in roots.values():
        visit(root)
    return list(found.values())
