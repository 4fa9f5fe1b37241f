"""Charts are whole drawings: readable without colour, without sight, on paper."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from shuniu.ui.documents import chart_png, chart_svg, charts

pytestmark = pytest.mark.once
SVG = "{http://www.w3.org/2000/svg}"
SERIES = [("本单位", (80.0, 60.0, 90.0, 70.0)), ("同类平均", (70.0, 70.0, 60.0, 65.0))]
AXES = ["组织建设", "党员队伍教育管理", "公信力", "业务潜力"]
ALL: dict[str, Callable[[], str]] = {
    "bars": lambda: charts.bars([("示范", 30), ("薄弱", 0)], "等级"),
    "stacked": lambda: charts.stacked([("社会团体", (3, 2, 0))], ["甲", "乙", "丙"], "构成"),
    "columns": lambda: charts.columns([("60", 3), ("70", 8)], "分布"),
    "lines": lambda: charts.lines([("平均分", (61.5, None, 80))], ["2024", "2025", "2026"], "历年"),
    "radar": lambda: charts.radar(SERIES, AXES, "五个方面"),
    "spark": lambda: charts.spark([3, 5, 4], "近年"),
}


@pytest.mark.parametrize("kind", ALL)
def test_every_chart_names_itself_and_tells_its_numbers(kind: str) -> None:
    root = ElementTree.fromstring(ALL[kind]())  # noqa: S314 (our own)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")


@pytest.mark.parametrize("kind", ALL)
def test_every_chart_can_be_drawn_for_word(kind: str) -> None:
    assert chart_svg("spark", [1], "x").startswith("<svg")
    assert charts.show(2.50) == "2.5"
    from shuniu.ui.documents import png  # noqa: PLC0415 (beside its use)

    assert png(ALL[kind]()).startswith(b"\x89PNG")


def test_a_chart_with_links_is_a_group_for_what_is_an_image_has_no_links_inside() -> None:
    assert 'role="group"' in charts.bars([("示范", 3, "/x/?a=1&b=2")], "等级")
    assert "/x/?a=1&amp;b=2" in charts.bars([("示范", 3, "/x/?a=1&b=2")], "等级")


def test_on_a_page_it_grows_with_its_box_and_its_words_do_not() -> None:
    assert 'width="100%"' in charts.bars([("示范", 3)], "等级", fluid=True)
    assert "viewBox" not in charts.bars([("示范", 3)], "等级", fluid=True)
    assert 'viewBox="0 0 520 40"' in charts.bars([("示范", 3)], "等级")


def test_spans_count_every_value_once_and_the_last_edge_belongs_to_the_last() -> None:
    found = charts.spans([60, 69.9, 70, 100, 100], [60, 70, 80, 100])
    assert found == [("60–70", 2), ("70–80", 1), ("80–100", 2)]


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: charts.bars([], "x"),
        lambda: charts.columns([], "x"),
        lambda: charts.lines([("a", (None, None))], ["1", "2"], "x"),
        lambda: charts.lines([("a", (5, 5))], ["1", "2"], "x"),
        lambda: charts.stacked([("a", (0, 0))], ["1", "2"], "x"),
        lambda: charts.bars([("a", 0), ("b", 0)], "x"),
    ],
)
def test_nothing_and_all_the_same_are_drawn_too(drawn: Callable[[], str]) -> None:
    ElementTree.fromstring(drawn())  # noqa: S314 (our own)


def test_a_picture_of_any_kind_comes_from_its_name() -> None:
    assert chart_png("distribution", [1, 2, 3], [0, 2, 4], "x").startswith(b"\x89PNG")


def test_shares_are_drawn_against_the_whole() -> None:
    assert 'width="50.00%"' in charts.bars([("北片", 50)], "覆盖率", most=100)
    assert 'width="100.00%" height="9.0" fill="#3f74b5"' in charts.bars([("北片", 50)], "数")
