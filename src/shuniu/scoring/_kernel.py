"""The compiled loops behind ``_run_numba``: one small function per family of instructions.

Each works on one block and is plain enough for the compiler to turn it into vector code. Memory is
borrowed (``carray``): slices of arrays that own theirs are counted, which costs more than the work.
"""

# The compiler brings no types for what it compiles and for its intrinsics:
# mypy: disable-error-code="attr-defined, no-untyped-call, call-arg, arg-type, return-value"
# mypy: no-warn-unreachable

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray
from numba.core import types
from numba.extending import intrinsic

from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT
from shuniu.scoring._loops import (
    clamp,
    compiled,
    load,
    load_scale,
    rescale,
    rounded,
    scale,
    spread,
    tiers,
)
from shuniu.scoring._program import Ints, Op

_WIDE = 9.2e18
_MISSING, _NA, _UNIT = np.int64(MISSING), np.int64(NOT_APPLICABLE), np.int64(UNIT)
_LOAD, _LOAD_WHOLE, _STORE = int(Op.LOAD), int(Op.LOAD_WHOLE), int(Op.STORE)
_ADD, _SUB, _MUL, _MIN, _MAX = (int(o) for o in (Op.ADD, Op.SUB, Op.MUL, Op.MIN, Op.MAX))
_LT, _LE, _EQ, _NE = (int(o) for o in (Op.LT, Op.LE, Op.EQ, Op.NE))
_AND, _OR, _NOT, _KNOWN = (int(o) for o in (Op.AND, Op.OR, Op.NOT, Op.KNOWN))
_APPLIES, _SELECT, _SWAP = (int(o) for o in (Op.APPLIES, Op.SELECT, Op.SWAP))
_TIERS, _SCALE, _CLAMP = (int(o) for o in (Op.TIERS, Op.SCALE, Op.CLAMP))
_ADD_SWAP, _LOAD_SCALE, _SPREAD = int(Op.ADD_SWAP), int(Op.LOAD_SCALE), int(Op.SPREAD)
_DIV, _QUANTISE, _RESCALE = (int(o) for o in (Op.DIV, Op.QUANTISE, Op.RESCALE))


@intrinsic
def _floats_at(typing: Any, address: Any) -> Any:
    signature = types.CPointer(types.float64)(address)
    return signature, _as_pointer


@intrinsic
def _whole_at(typing: Any, address: Any) -> Any:
    signature = types.CPointer(types.int64)(address)
    return signature, _as_pointer


def _as_pointer(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return builder.inttoptr(args[0], context.get_value_type(signature.return_type))


@compiled
def run_range(
    code: Ints,
    pool: Ints,
    constants: Ints,
    columns: Ints,
    length: int,
    wholes: Ints,
    picked: Ints,
    start: int,
    stop: int,
    registers: Ints,
    out: Ints,
    faulty: Any,
) -> None:
    """Run a plan over the rows ``start`` to ``stop``, block by block, on views of borrowed memory."""
    code = carray(_whole_at(code.ctypes.data), code.shape)
    pool = carray(_whole_at(pool.ctypes.data), pool.shape)
    registers = carray(_whole_at(registers.ctypes.data), registers.shape)
    block = registers.shape[1]
    for i in range(len(constants)):
        registers[i] = constants[i]
    for first in range(start, stop, block):
        wide = min(block, stop - first)
        for n in range(code.shape[0]):
            line = code[n]
            if line[0] == _LOAD:
                column = carray(_floats_at(columns[line[2]]), length)
                load(registers[line[1]], column, picked, first, wide, faulty)
            elif line[0] == _LOAD_SCALE:
                column = carray(_floats_at(columns[line[2]]), length)
                load_scale(line, registers[line[1]], column, picked, first, wide, faulty)
            elif line[0] == _LOAD_WHOLE:
                whole = carray(_whole_at(wholes[line[2]]), out.shape[1])
                registers[line[1], :wide] = whole[first : first + wide]
            elif line[0] == _STORE:
                out[line[1], first : first + wide] = registers[line[2], :wide]
            elif line[0] <= _OR:
                _pair(line, registers, wide, faulty, first)
            else:
                _other(line, registers, pool, wide, faulty, first)


@compiled
def _pair(line: Ints, registers: Ints, wide: int, faulty: Any, first: int) -> None:
    op, d, a, b = line[0], registers[line[1]], registers[line[2]], registers[line[3]]
    if op == _ADD:
        for i in range(wide):
            least = min(a[i], b[i])
            d[i] = a[i] + b[i] if least > _NA else least
    elif op == _SUB:
        for i in range(wide):
            least = min(a[i], b[i])
            d[i] = a[i] - b[i] if least > _NA else least
    elif op == _MIN:
        for i in range(wide):
            d[i] = min(a[i], b[i])
    elif op == _MAX:
        for i in range(wide):
            least = min(a[i], b[i])
            d[i] = max(a[i], b[i]) if least > _NA else least
    elif op == _MUL:
        _multiply(d, a, b, wide, faulty, first)
    elif op == _DIV:
        _divide(line, d, a, b, wide, faulty, first)
    elif op >= _AND:
        _logic(op, d, a, b, wide)
    else:
        _compare(op, d, a, b, wide)


@compiled
def _logic(op: int, d: Ints, a: Ints, b: Ints, wide: int) -> None:
    if op == _AND:
        for i in range(wide):
            d[i] = 0 if a[i] == 0 or b[i] == 0 else min(a[i], b[i])
    else:
        for i in range(wide):
            d[i] = _UNIT if a[i] > 0 or b[i] > 0 else min(a[i], b[i])


@compiled
def _compare(op: int, d: Ints, a: Ints, b: Ints, wide: int) -> None:
    if op == _LT:
        for i in range(wide):
            least = min(a[i], b[i])
            d[i] = (_UNIT if a[i] < b[i] else 0) if least > _NA else least
    elif op == _LE:
        for i in range(wide):
            least = min(a[i], b[i])
            d[i] = (_UNIT if a[i] <= b[i] else 0) if least > _NA else least
    elif op == _EQ:
        for i in range(wide):
            least = min(a[i], b[i])
            d[i] = (_UNIT if a[i] == b[i] else 0) if least > _NA else least
    else:
        for i in range(wide):
            least = min(a[i], b[i])
            d[i] = (_UNIT if a[i] != b[i] else 0) if least > _NA else least


@compiled
def _multiply(d: Ints, a: Ints, b: Ints, wide: int, faulty: Any, first: int) -> None:
    for i in range(wide):
        least = min(a[i], b[i])
        if least <= _NA:
            d[i] = least
        elif abs(float(a[i]) * float(b[i])) > _WIDE:
            faulty[first + i] = True
            d[i] = 0
        else:
            d[i] = rounded(a[i] * b[i], _UNIT, 0)


@compiled
def _divide(line: Ints, d: Ints, a: Ints, b: Ints, wide: int, faulty: Any, first: int) -> None:
    scale, rounding = line[4], line[5]
    for i in range(wide):
        left, right = a[i], b[i]
        least = min(left, right)
        if least <= _NA:
            d[i] = least
        elif right == 0:
            d[i] = _MISSING
        elif abs(float(left) * float(scale)) > _WIDE:
            faulty[first + i] = True
            d[i] = 0
        else:
            d[i] = rounded(left * scale, right, rounding)


@compiled
def _other(line: Ints, registers: Ints, pool: Ints, wide: int, faulty: Any, first: int) -> None:
    op, d, a = line[0], registers[line[1]], registers[line[2]]
    if op == _SWAP:
        _swap(line, d, a, wide)
    elif op == _SPREAD:
        spread(d, a, registers[line[3]], line[4], wide)
    elif op == _ADD_SWAP:
        _add_swap(line, d, a, registers[line[3]], wide)
    elif op == _SELECT:
        then, other = registers[line[3]], registers[line[4]]
        for i in range(wide):
            no = other[i] if a[i] > _NA else a[i]
            d[i] = then[i] if a[i] > 0 else no
    elif op == _TIERS:
        tiers(line, d, a, registers[line[3]], pool, wide)
    elif op == _SCALE:
        scale(line, d, a, wide)
    elif op == _CLAMP:
        clamp(d, a, line[3], line[4], wide)
    elif op == _RESCALE:
        rescale(d, a, registers[line[3]], registers[line[4]], line[5], wide, faulty, first)
    elif op == _QUANTISE:
        for i in range(wide):
            d[i] = rounded(a[i], line[3], line[4]) * line[3] if a[i] > _NA else a[i]
    elif op == _NOT:
        for i in range(wide):
            d[i] = _UNIT - a[i] if a[i] > _NA else a[i]
    else:
        mark = _MISSING if op == _KNOWN else _NA
        for i in range(wide):
            d[i] = 0 if a[i] == mark else _UNIT


@compiled
def _swap(line: Ints, d: Ints, a: Ints, wide: int) -> None:
    missing, not_applicable, known, changes = line[3], line[4], line[5], line[6]
    if changes:
        for i in range(wide):
            mark = missing if a[i] == _MISSING else not_applicable
            d[i] = known if a[i] > _NA else mark
    else:
        for i in range(wide):
            mark = missing if a[i] == _MISSING else not_applicable
            d[i] = a[i] if a[i] > _NA else mark


@compiled
def _add_swap(line: Ints, d: Ints, a: Ints, total: Ints, wide: int) -> None:
    missing, not_applicable, known, changes = line[4], line[5], line[6], line[7]
    if changes:
        for i in range(wide):
            mark = missing if a[i] == _MISSING else not_applicable
            d[i] = total[i] + (known if a[i] > _NA else mark)
    else:
        for i in range(wide):
            mark = missing if a[i] == _MISSING else not_applicable
            d[i] = total[i] + (a[i] if a[i] > _NA else mark)
