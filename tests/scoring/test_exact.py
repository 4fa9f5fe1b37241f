"""Exact numbers: thousandths in and out, rounding by the book."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuniu.scoring import Rounding, show
from shuniu.scoring._exact import LARGEST, ROUNDING_CODES, divide, quantise, to_milli
from shuniu.scoring._run_numpy import rounded, thousandths

values = st.integers(-LARGEST, LARGEST)
divisors = st.integers(-(10**6), 10**6).filter(bool)


@pytest.mark.parametrize(
    ("written", "milli"),
    [("89.95", 89950), (89.95, 89950), (100, 100_000), ("-0.5", -500), (" 3 ", 3000)],
)
def test_written_numbers_become_thousandths(written: object, milli: int) -> None:
    assert to_milli(written) == milli


@pytest.mark.parametrize("written", ["0.0001", "abc", "nan", "inf", "1e400", "1e13", True, None])
def test_what_is_not_exact_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        to_milli(written)


@given(values)
def test_showing_and_reading_is_the_same_number(milli: int) -> None:
    assert to_milli(show(milli)) == milli


@given(values)
def test_a_float_still_knows_its_thousandth(milli: int) -> None:
    assert thousandths(np.array([milli / 1000])).tolist() == [milli]


@given(values, divisors, st.sampled_from(list(Rounding)))
def test_division_rounds_as_the_fraction_says(a: int, b: int, rounding: Rounding) -> None:
    exact, found = Fraction(a, b), divide(a, b, rounding)
    assert abs(found - exact) < 1
    if rounding in {Rounding.HALF_UP, Rounding.HALF_EVEN}:
        assert abs(found - exact) <= Fraction(1, 2)
    if rounding is Rounding.DOWN:
        assert abs(found) <= abs(exact)
    if rounding is Rounding.UP:
        assert abs(found) >= abs(exact)
    plain = rounded(np.array([a]), np.array([b]), ROUNDING_CODES[rounding])
    assert plain.tolist() == [found]


def test_halves_go_where_they_are_declared_to_go() -> None:
    halves = [2500, 3500, -2500]
    assert [quantise(h, 1000, Rounding.HALF_UP) for h in halves] == [3000, 4000, -3000]
    assert [quantise(h, 1000, Rounding.HALF_EVEN) for h in halves] == [2000, 4000, -2000]
    assert [quantise(h, 1000, Rounding.DOWN) for h in halves] == [2000, 3000, -2000]
    assert [quantise(h, 1000, Rounding.UP) for h in halves] == [3000, 4000, -3000]
