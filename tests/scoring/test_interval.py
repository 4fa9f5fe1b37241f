"""Intervals as sheets print them, with their ends."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shuniu.scoring._interval import parse_interval


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        ("[80,90)", [80_000, 89_999], [79_999, 90_000]),
        ("(80,90]", [80_001, 90_000], [80_000, 90_001]),
        (">=90", [90_000, 10**9], [89_999]),
        ("<60", [59_999, -5000], [60_000]),
        ("≥90%", [90_000], [89_999]),
        ("［80，90）", [80_000], [90_000]),
        ("(-∞,60)", [0, 59_999], [60_000]),
        (5, [5000], [4999, 5001]),
    ],
)
def test_an_interval_holds_what_it_says(
    written: object, inside: list[int], outside: list[int]
) -> None:
    interval = parse_interval(written)
    assert [milli in interval for milli in inside] == [True] * len(inside)
    assert [milli in interval for milli in outside] == [False] * len(outside)


def test_a_quotient_between_two_thousandths_belongs_to_exactly_one_of_two_neighbours() -> None:
    almost = Fraction(89_999_600, 1000)  # 89.9996, which no thousandth can write
    assert almost in parse_interval("[80,90)")
    assert almost not in parse_interval("[90,100]")
    assert almost in parse_interval("(80,90]")


@pytest.mark.parametrize("written", ["[80", "80-90-100", "many", "[a,b]", ""])
def test_what_is_no_interval_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_interval(written)
