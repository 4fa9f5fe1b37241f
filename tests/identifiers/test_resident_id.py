"""Resident identity numbers; the example is the one the standard prints."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuniu.identifiers import Fault, IdentifierError, Sex, make_resident_id, parse_resident_id

STANDARD = "11010519491231002X"

numbers = st.builds(
    lambda region, born, serial: make_resident_id(region, born, serial).code,
    st.sampled_from(["110105", "410725", "830000"]),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)


def fault_of(typed: str, today: date | None = None) -> Fault:
    with pytest.raises(IdentifierError) as error:
        parse_resident_id(typed, today=today)
    return error.value.fault


def test_the_example_of_the_standard_is_read() -> None:
    number = parse_resident_id("１１０１０５ 19491231 002x")
    assert number.code == STANDARD
    assert number.born == date(1949, 12, 31)
    assert number.sex is Sex.FEMALE
    assert number.region.code == "110105"


def test_the_number_is_masked_and_never_printed_by_repr() -> None:
    number = parse_resident_id(STANDARD)
    assert number.masked == "110105********00**"
    assert STANDARD not in repr(number)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        ("110105491231002", Fault.LENGTH),
        ("1101051949123100X2", Fault.CHARACTER),
        ("110105194912310021", Fault.CHECK),
        ("110105199902300023", Fault.DATE),
        ("990105194912310023", Fault.REGION),
    ],
)
def test_broken_numbers_name_the_rule(typed: str, fault: Fault) -> None:
    assert fault_of(typed) == fault


def test_a_birth_after_today_is_refused_only_when_today_is_told() -> None:
    number = make_resident_id("110105", date(2030, 1, 1), 1).code
    assert fault_of(number, today=date(2026, 11, 1)) == Fault.DATE
    assert parse_resident_id(number).born == date(2030, 1, 1)


def test_an_error_never_repeats_the_whole_number() -> None:
    with pytest.raises(IdentifierError) as error:
        parse_resident_id("110105194912310021")
    assert "11010519491231" not in str(error.value) + error.value.text.zh


@given(st.integers(0, 999))
def test_odd_serials_are_male(serial: int) -> None:
    number = make_resident_id("110105", date(1990, 5, 1), serial)
    assert number.sex is (Sex.MALE if serial % 2 else Sex.FEMALE)


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_a_single_changed_character_is_always_found(number: str, at: int, other: str) -> None:
    assume(number[at] != other)
    with pytest.raises(IdentifierError):
        parse_resident_id(number[:at] + other + number[at + 1 :])


@given(numbers, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_found(number: str, at: int) -> None:
    assume(number[at] != number[at + 1])
    with pytest.raises(IdentifierError):
        parse_resident_id(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(st.text())
def test_any_text_is_a_number_or_a_named_fault(typed: str) -> None:
    try:
        parse_resident_id(typed)
    except IdentifierError as error:
        assert error.text.zh
