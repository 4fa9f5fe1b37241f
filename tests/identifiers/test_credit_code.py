"""Unified social credit codes; the valid ones are synthetic or printed by a public body."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuniu.findings import Place, Severity
from shuniu.identifiers import (
    Fault,
    IdentifierError,
    RegionLevel,
    make_credit_code,
    parse_credit_code,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PUBLIC = "11370100004188768U"
SYNTHETIC = ("5111000050000012XW", "5211010550000012X7", "5311000050000012XN")

codes = st.builds(
    lambda kind, region, serial: make_credit_code(kind, region, serial).code,
    st.sampled_from(["11", "51", "52", "53", "59", "91", "Y1"]),
    st.sampled_from(["100000", "110000", "110105", "410725", "820000"]),
    st.text(ALPHABET, min_size=8, max_size=8),
)


def fault_of(typed: str) -> Fault:
    with pytest.raises(IdentifierError) as error:
        parse_credit_code(typed)
    return error.value.fault


@pytest.mark.parametrize("code", [PUBLIC, *SYNTHETIC])
def test_known_codes_pass_both_checks(code: str) -> None:
    assert parse_credit_code(code).code == code


def test_parts_of_a_code_are_named() -> None:
    code = parse_credit_code("5211010550000012X7")
    assert code.department.zh == "民政"
    assert code.organisation_class.zh == "民办非企业单位（社会服务机构）"
    assert (code.region.code, code.region.level) == ("110105", RegionLevel.COUNTY)
    assert code.organisation_code == "50000012X"


def test_full_width_spaces_and_lower_case_are_accepted() -> None:
    typed = " ５２１１０１０５ 5000\u00a00012x７\u200b"
    assert parse_credit_code(typed).code == "5211010550000012X7"


def test_a_class_the_table_lacks_is_still_a_code() -> None:
    code = make_credit_code("G1", "110000", "MD012345")
    assert code.organisation_class.zh == "未列明"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        ("  ", Fault.EMPTY),
        ("5111000050000012X", Fault.LENGTH),
        ("51110000500000I2XW", Fault.CHARACTER),
        ("5111000050000012X中", Fault.CHARACTER),
        ("5111000050000012XY", Fault.CHECK),
        ("511100005000001٣XW", Fault.CHARACTER),
    ],
)
def test_broken_codes_name_the_rule(typed: str, fault: Fault) -> None:
    assert fault_of(typed) == fault


def test_a_letter_left_out_by_the_standard_names_its_lookalike() -> None:
    with pytest.raises(IdentifierError) as error:
        parse_credit_code("51110000500000O2XW")
    assert "第 15 位是“O”" in error.value.text.zh
    assert "perhaps “0”" in error.value.text.en


def test_a_wrong_check_character_names_the_expected_one() -> None:
    with pytest.raises(IdentifierError) as error:
        parse_credit_code("5111000050000012XY")
    assert "第 18 位应为“W”" in error.value.text.zh
    finding = error.value.finding(Place("a.xlsx", sheet="表", cell="C7"))
    assert (finding.code, finding.severity) == ("I104", Severity.ERROR)


def test_a_broken_inner_check_is_told_apart_from_the_outer_one() -> None:
    # character 17 changed from X to 1, character 18 computed again so that only GB 11714 fails
    broken = [f"5111000050000012{1}{c}" for c in ALPHABET]
    assert Fault.INNER_CHECK in {fault_of(code) for code in broken}


@given(codes)
def test_made_codes_are_read_back(code: str) -> None:
    assert parse_credit_code(code).code == code


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_a_single_changed_character_is_always_found(code: str, at: int, other: str) -> None:
    assume(code[at] != other)
    with pytest.raises(IdentifierError):
        parse_credit_code(code[:at] + other + code[at + 1 :])


@given(codes, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_found(code: str, at: int) -> None:
    assume(code[at] != code[at + 1])
    with pytest.raises(IdentifierError):
        parse_credit_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@given(st.text())
def test_any_text_is_a_code_or_a_named_fault(typed: str) -> None:
    try:
        parse_credit_code(typed)
    except IdentifierError as error:
        assert error.text.zh
        assert error.fix.en
