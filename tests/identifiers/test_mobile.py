"""Mobile numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuniu.identifiers import Fault, IdentifierError, make_mobile, parse_mobile


@pytest.mark.parametrize(
    "typed",
    [
        "14000000012",
        "+86 140 0000 0012",
        "0086-140-0000-0012",
        "8614000000012",
        "１４００００００012",
        "\u202d140 0000\u00a00012\u202c",
    ],
)
def test_the_usual_ways_to_write_a_number_are_read(typed: str) -> None:
    assert parse_mobile(typed).number == "14000000012"


def test_a_number_is_masked_and_not_printed_by_repr() -> None:
    mobile = parse_mobile("14000000012")
    assert mobile.masked == "140****0012"
    assert mobile.international == "+8614000000012"
    assert "14000000012" not in repr(mobile)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        ("1400000001", Fault.LENGTH),
        ("12000000012", Fault.SHAPE),
        ("010-84000012", Fault.SHAPE),
        ("1400000001a", Fault.SHAPE),
    ],
)
def test_other_numbers_are_refused(typed: str, fault: Fault) -> None:
    with pytest.raises(IdentifierError) as error:
        parse_mobile(typed)
    assert error.value.fault == fault


@given(st.integers(0, 9999))
def test_made_numbers_are_read_back(serial: int) -> None:
    mobile = make_mobile(serial)
    assert parse_mobile(mobile.international) == mobile
