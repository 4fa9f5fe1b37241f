"""The compiled loops behind ``_run_numba``: one small function per family of instructions.

Each works on one block and is plain enough for the compiler to turn it into vector code. Whole
divisions go through floats where the numbers are small enough for that to be exact: below 2^52 the
nearest float of a quotient that is not whole lies on the same side of every whole number.
"""

# The compiler brings no types for what it compiles and for its intrinsics:
# mypy: disable-error-code="attr-defined, no-untyped-call, call-arg, arg-type, return-value"
# mypy: no-warn-unreachable

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray, njit
from numba.core import types
from numba.extending import intrinsic

from shuniu.scoring._exact import LARGEST, MISSING, NOT_APPLICABLE, UNIT
from shuniu.scoring._program import Floats, Ints, Op

_FAST = 2.0**51
_MOST = LARGEST / UNIT
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
_compiled = njit(nogil=True, cache=True, error_model="numpy")


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


@_compiled
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
    """Run a plan over the rows ``start`` to ``stop``, block by block."""
    # Views of borrowed memory are not counted: a slice of an array that owns its memory costs two
    # locked instructions, more than the work on a block.
    code = carray(_whole_at(code.ctypes.data), code.shape)
    pool = carray(_whole_at(pool.ctypes.data), pool.shape)
    registers = carray(_whole_at(registers.ctypes.data), registers.shape)
    block = registers.shape[1]
    for i in range(len(constants)):
        registers[i, :] = constants[i]
    for first in range(start, stop, block):
        wide = min(block, stop - first)
        for n in range(code.shape[0]):
            line = code[n]
            if line[0] == _LOAD:
                column = carray(_floats_at(columns[line[2]]), length)
                _load(registers[line[1]], column, picked, first, wide, faulty)
            elif line[0] == _LOAD_SCALE:
                column = carray(_floats_at(columns[line[2]]), length)
                _load_scale(line, registers[line[1]], column, picked, first, wide, faulty)
            elif line[0] == _LOAD_WHOLE:
                whole = carray(_whole_at(wholes[line[2]]), out.shape[1])
                registers[line[1], :wide] = whole[first : first + wide]
            elif line[0] == _STORE:
                out[line[1], first : first + wide] = registers[line[2], :wide]
            elif line[0] <= _OR:
                _pair(line, registers, wide, faulty, first)
            else:
                _other(line, registers, pool, wide, faulty, first)


@_compiled
def _load(d: Ints, column: Floats, picked: Ints, first: int, wide: int, faulty: Any) -> None:
    bad = 0
    if len(picked):
        for i in range(wide):
            x = column[picked[first + i]]
            d[i] = _thousandths(x)
            bad += _unfit(x)
    else:
        part = column[first : first + wide]
        for i in range(wide):
            x = part[i]
            d[i] = _thousandths(x)
            bad += _unfit(x)
    if bad:
        for i in range(wide):
            if _unfit(column[picked[first + i] if len(picked) else first + i]):
                faulty[first + i] = True


@_compiled
def _load_scale(
    line: Ints, d: Ints, column: Floats, picked: Ints, first: int, wide: int, faulty: Any
) -> None:
    """Read and scale at once, in floats: the plan has made sure that all of it is exact."""
    low, high, times, plus = float(line[3]), float(line[4]), float(line[5]), float(line[6])
    over, each, base = float(line[7]), float(line[8]), float(line[9])
    bad = 0
    if len(picked):
        for i in range(wide):
            x = column[picked[first + i]]
            d[i] = _scaled(x, low, high, times, plus, over, each, base)
            bad += _unfit(x)
    else:
        part = column[first : first + wide]
        for i in range(wide):
            x = part[i]
            d[i] = _scaled(x, low, high, times, plus, over, each, base)
            bad += _unfit(x)
    if bad:
        for i in range(wide):
            if _unfit(column[picked[first + i] if len(picked) else first + i]):
                faulty[first + i] = True


@_compiled
def _scaled(
    x: float,
    low: float,
    high: float,
    times: float,
    plus: float,
    over: float,
    each: float,
    base: float,
) -> int:
    known = abs(x) <= _MOST
    milli = np.floor((x if known else 0.0) * 1000.0 + 0.5)
    above = max(low, milli)
    inside = (min(high, above)) - low
    value = np.int64(base + each * np.floor((times * inside + plus) / over))
    mark = _NA if x == -np.inf else _MISSING
    return value if known else mark


@_compiled
def _thousandths(x: float) -> int:
    known = abs(x) <= _MOST
    whole = np.int64(np.floor((x if known else 0.0) * 1000.0 + 0.5))
    mark = _NA if x == -np.inf else _MISSING
    return whole if known else mark


@_compiled
def _unfit(x: float) -> int:
    """Whether a number is too large; a mark (NaN, -inf) is not."""
    return (abs(x) > _MOST) & (x != -np.inf)


@_compiled
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


@_compiled
def _logic(op: int, d: Ints, a: Ints, b: Ints, wide: int) -> None:
    if op == _AND:
        for i in range(wide):
            d[i] = 0 if a[i] == 0 or b[i] == 0 else min(a[i], b[i])
    else:
        for i in range(wide):
            d[i] = _UNIT if a[i] > 0 or b[i] > 0 else min(a[i], b[i])


@_compiled
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


@_compiled
def _multiply(d: Ints, a: Ints, b: Ints, wide: int, faulty: Any, first: int) -> None:
    for i in range(wide):
        least = min(a[i], b[i])
        if least <= _NA:
            d[i] = least
        elif abs(float(a[i]) * float(b[i])) > _WIDE:
            faulty[first + i] = True
            d[i] = 0
        else:
            d[i] = _rounded(a[i] * b[i], _UNIT, 0)


@_compiled
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
            d[i] = _rounded(left * scale, right, rounding)


@_compiled
def _rounded(numerator: int, denominator: int, rounding: int) -> int:
    """A whole quotient; codes of ``ROUNDING_CODES``, 4 always down, 5 always up."""
    quotient = numerator // denominator
    rest = numerator - quotient * denominator
    if rest == 0 or rounding == 4:
        return quotient
    if rounding == 5:
        return quotient + 1
    negative = (numerator < 0) != (denominator < 0)
    if rounding == 1:
        return quotient + (1 if negative else 0)
    if rounding == 2:
        return quotient + (0 if negative else 1)
    half, size = abs(rest), abs(denominator)
    if half != size - half:
        return quotient + (1 if half > size - half else 0)
    if rounding == 3:
        return quotient + quotient % 2
    return quotient + (0 if negative else 1)


@_compiled
def _other(line: Ints, registers: Ints, pool: Ints, wide: int, faulty: Any, first: int) -> None:
    op, d, a = line[0], registers[line[1]], registers[line[2]]
    if op == _SWAP:
        _swap(line, d, a, wide)
    elif op == _SPREAD:
        _spread(d, a, registers[line[3]], line[4], wide)
    elif op == _ADD_SWAP:
        _add_swap(line, d, a, registers[line[3]], wide)
    elif op == _SELECT:
        then, other = registers[line[3]], registers[line[4]]
        for i in range(wide):
            no = other[i] if a[i] > _NA else a[i]
            d[i] = then[i] if a[i] > 0 else no
    elif op == _TIERS:
        _tiers(line, d, a, registers[line[3]], pool, wide)
    elif op == _SCALE:
        _scale(line, d, a, wide)
    elif op == _CLAMP:
        _clamp(d, a, line[3], line[4], wide)
    elif op == _RESCALE:
        _rescale(d, a, registers[line[3]], registers[line[4]], line[5], wide, faulty, first)
    elif op == _QUANTISE:
        for i in range(wide):
            d[i] = _rounded(a[i], line[3], line[4]) * line[3] if a[i] > _NA else a[i]
    elif op == _NOT:
        for i in range(wide):
            d[i] = _UNIT - a[i] if a[i] > _NA else a[i]
    else:
        mark = _MISSING if op == _KNOWN else _NA
        for i in range(wide):
            d[i] = 0 if a[i] == mark else _UNIT


@_compiled
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


@_compiled
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


@_compiled
def _tiers(line: Ints, d: Ints, low: Ints, high: Ints, pool: Ints, wide: int) -> None:
    """The first row that holds: rows are laid over the target from the last to the first."""
    first, count, other = line[4], line[5], line[6]
    for i in range(wide):
        d[i] = other if low[i] > _NA else low[i]
    n = count - 1
    while n > 0 and not (pool[first + n][2:4].any() or pool[first + n - 1][2:4].any()):
        _two_rows(d, low, pool[first + n - 1], pool[first + n], wide)
        n -= 2
    while n >= 0:
        row = pool[first + n]
        if row[2] == 0 and row[3] == 0:
            _row(d, low, high, row, wide)
        elif row[2] == 0:
            _row(d, low, low, row, wide)
        else:
            _row(d, high, low if row[3] else high, row, wide)
        n -= 1


@_compiled
def _two_rows(d: Ints, low: Ints, better: Ints, worse: Ints, wide: int) -> None:
    a, b, x = better[0], better[1], better[4]
    e, f, y = worse[0], worse[1], worse[4]
    for i in range(wide):
        v = low[i]
        under = y if (v >= e) & (v <= f) else d[i]
        d[i] = x if (v >= a) & (v <= b) else under


@_compiled
def _row(d: Ints, above: Ints, below: Ints, row: Ints, wide: int) -> None:
    a, b, x = row[0], row[1], row[4]
    for i in range(wide):
        d[i] = x if (above[i] >= a) & (below[i] <= b) else d[i]


@_compiled
def _scale(line: Ints, d: Ints, a: Ints, wide: int) -> None:
    low, high, times, plus, over = line[3], line[4], line[5], line[6], line[7]
    each, base = line[8], line[9]
    if float(times) * (float(high) - float(low)) + float(plus) < _FAST and over < _FAST:
        for i in range(wide):
            x = float(min(max(a[i], low), high) - low)
            units = np.int64(np.floor((float(times) * x + float(plus)) / float(over)))
            d[i] = base + each * units if a[i] > _NA else a[i]
    else:
        for i in range(wide):
            x = min(max(a[i], low), high) - low
            d[i] = base + each * ((times * x + plus) // over) if a[i] > _NA else a[i]


@_compiled
def _clamp(d: Ints, a: Ints, low: int, high: int, wide: int) -> None:
    for i in range(wide):
        d[i] = min(max(a[i], low), high) if a[i] > _NA else a[i]


@_compiled
def _rescale(
    d: Ints, a: Ints, whole: Ints, left: Ints, small: int, wide: int, faulty: Any, first: int
) -> None:
    if small:
        for i in range(wide):
            least = min(a[i], min(whole[i], left[i]))
            room = float(max(left[i], 1))
            size = np.floor((abs(float(a[i])) * float(whole[i]) * 2.0 + room) / (room * 2.0))
            value = np.int64(size if a[i] >= 0 else -size)
            mark = min(least, _NA)
            d[i] = value if (least > _NA) & (left[i] > 0) else mark
    else:
        for i in range(wide):
            d[i] = _rescaled(a[i], whole[i], left[i], faulty, first + i)


@_compiled
def _spread(d: Ints, a: Ints, spread: Ints, whole: int, wide: int) -> None:
    twice = 2.0 * float(whole)
    for i in range(wide):
        p, s = a[i], spread[i]
        least = min(p, s)
        left = whole - s
        room = float(left if left > 0 else 1)
        size = np.int64(np.floor((abs(float(p)) * twice + room) / (room * 2.0)))
        value = size if p >= 0 else -size
        mark = min(least, _NA)
        d[i] = value if (least > _NA) & (left > 0) else mark


@_compiled
def _rescaled(a: int, whole: int, left: int, faulty: Any, at: int) -> int:
    least = min(a, min(whole, left))
    if least <= _NA:
        return least
    if left <= 0:
        return _NA
    if abs(float(a) * float(whole)) > _WIDE:
        faulty[at] = True
        return 0
    return _rounded(a * whole, left, 0)
