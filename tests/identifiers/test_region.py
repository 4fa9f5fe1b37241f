"""Region codes by shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuniu.identifiers import Fault, IdentifierError, Region, RegionLevel, parse_region


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("100000", RegionLevel.NATION, None),
        ("110000", RegionLevel.PROVINCE, "100000"),
        ("410700", RegionLevel.CITY, "410000"),
        ("410725", RegionLevel.COUNTY, "410700"),
    ],
)
def test_level_and_parent_follow_from_the_zeros(
    code: str, level: RegionLevel, parent: str | None
) -> None:
    region = parse_region(code)
    assert region.level == level
    assert region.parent == (Region(parent) if parent else None)


def test_a_province_holds_its_counties_and_not_its_neighbours() -> None:
    henan = parse_region("410000")
    assert henan.holds(parse_region("410725"))
    assert henan.holds(henan)
    assert not henan.holds(parse_region("110105"))
    assert not parse_region("410725").holds(henan)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault.EMPTY),
        ("11010", Fault.LENGTH),
        ("11O105", Fault.CHARACTER),
        ("990000", Fault.REGION),
        ("110005", Fault.REGION),
        ("100100", Fault.REGION),
    ],
)
def test_broken_codes_name_the_rule(typed: str, fault: Fault) -> None:
    with pytest.raises(IdentifierError) as error:
        parse_region(typed)
    assert error.value.fault == fault


@given(st.text("0123456789", min_size=6, max_size=6))
def test_every_region_leads_up_to_the_nation(code: str) -> None:
    try:
        region: Region | None = parse_region(code)
    except IdentifierError:
        return
    seen = []
    while region is not None:
        seen.append(region.code)
        region = region.parent
    assert seen[-1] == "100000"
    assert len(seen) <= 4


def test_a_region_names_its_province() -> None:
    assert parse_region("310115").province.zh == "上海市"
    assert parse_region("310115").province.en == "Shanghai"
    assert parse_region("100000").province.zh == "全国"
