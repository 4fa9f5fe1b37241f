"""Landline numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuniu.identifiers import (
    Fault,
    IdentifierError,
    Landline,
    Mobile,
    make_landline,
    parse_landline,
    parse_phone,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("021-55550000", "021-55550000"),
        ("(010) 5555 0000", "010-55550000"),
        ("０５７１－５５５００００", "0571-5550000"),
        ("+86 10 55550000", "010-55550000"),
        ("0571-55550000转801", "0571-55550000-801"),
        ("0571-55550000 ext. 801", "0571-55550000-801"),
        ("0571-55550000-12", "0571-55550000-12"),
    ],
)
def test_the_usual_ways_to_write_a_number_are_read(typed: str, number: str) -> None:
    assert str(parse_landline(typed)) == number


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (" ", Fault.EMPTY),
        ("55550000", Fault.SHAPE),
        ("021-5550000", Fault.SHAPE),
        ("0571-15550000", Fault.SHAPE),
        ("0571-555000", Fault.SHAPE),
    ],
)
def test_other_numbers_are_refused(typed: str, fault: Fault) -> None:
    with pytest.raises(IdentifierError) as error:
        parse_landline(typed)
    assert error.value.fault == fault


@given(st.sampled_from(["010", "021", "0571"]), st.integers(0, 9999))
def test_made_numbers_are_read_back(area: str, serial: int) -> None:
    made = make_landline(area, serial)
    assert parse_landline(str(made)) == made


def test_a_field_for_either_kind_tells_them_apart() -> None:
    assert isinstance(parse_phone("140 0000 0012"), Mobile)
    assert isinstance(parse_phone("010-55550000"), Landline)
