"""The compiled loops over one block, one small function per instruction or family of them.

Whole divisions go through floats where the numbers are small enough for that to be exact: below
2^52 the nearest float of a quotient that is not whole lies on the same side of every whole number.
"""

# The compiler brings no types for what it compiles:
# mypy: disable-error-code="arg-type, return-value"

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from shuniu.scoring._exact import LARGEST, MISSING, NOT_APPLICABLE, UNIT
from shuniu.scoring._program import Floats, Ints

_FAST = 2.0**51
_MOST = LARGEST / UNIT
_WIDE = 9.2e18
_MISSING, _NA = np.int64(MISSING), np.int64(NOT_APPLICABLE)
compiled = njit(nogil=True, cache=True, error_model="numpy")


@compiled
def load(d: Ints, column: Floats, picked: Ints, first: int, wide: int, faulty: Any) -> None:
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


@compiled
def load_scale(
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


@compiled
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


@compiled
def _thousandths(x: float) -> int:
    known = abs(x) <= _MOST
    whole = np.int64(np.floor((x if known else 0.0) * 1000.0 + 0.5))
    mark = _NA if x == -np.inf else _MISSING
    return whole if known else mark


@compiled
def _unfit(x: float) -> int:
    """Whether a number is too large; a mark (NaN, -inf) is not."""
    return (abs(x) > _MOST) & (x != -np.inf)


@compiled
def tiers(line: Ints, d: Ints, low: Ints, high: Ints, pool: Ints, wide: int) -> None:
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


@compiled
def _two_rows(d: Ints, low: Ints, better: Ints, worse: Ints, wide: int) -> None:
    a, b, x = better[0], better[1], better[4]
    e, f, y = worse[0], worse[1], worse[4]
    for i in range(wide):
        v = low[i]
        under = y if (v >= e) & (v <= f) else d[i]
        d[i] = x if (v >= a) & (v <= b) else under


@compiled
def _row(d: Ints, above: Ints, below: Ints, row: Ints, wide: int) -> None:
    a, b, x = row[0], row[1], row[4]
    for i in range(wide):
        d[i] = x if (above[i] >= a) & (below[i] <= b) else d[i]


@compiled
def scale(line: Ints, d: Ints, a: Ints, wide: int) -> None:
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


@compiled
def clamp(d: Ints, a: Ints, low: int, high: int, wide: int) -> None:
    for i in range(wide):
        d[i] = min(max(a[i], low), high) if a[i] > _NA else a[i]


@compiled
def rescale(
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


@compiled
def spread(d: Ints, a: Ints, spread: Ints, whole: int, wide: int) -> None:
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


@compiled
def _rescaled(a: int, whole: int, left: int, faulty: Any, at: int) -> int:
    least = min(a, min(whole, left))
    if least <= _NA:
        return least
    if left <= 0:
        return _NA
    if abs(float(a) * float(whole)) > _WIDE:
        faulty[at] = True
        return 0
    return rounded(a * whole, left, 0)


@compiled
def rounded(numerator: int, denominator: int, rounding: int) -> int:
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
