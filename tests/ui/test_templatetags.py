"""Tags and filters say the same thing everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from shuniu.findings import Text
from shuniu.scoring import MISSING
from shuniu.ui.templatetags import ui

pytestmark = pytest.mark.once


def drawn(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "words"),
    [
        ("{{ v|points }}", 87500, "87.5"),
        ("{{ v|points }}", 89999, "89.999"),
        ("{{ v|points }}", 0, "0"),
        ("{{ v|points }}", None, "—"),
        ("{{ v|points }}", MISSING, "—"),
        ("{{ v|percent }}", 0.8636, "86.4%"),
        ("{{ v|percent:0 }}", 1, "100%"),
        ("{{ v|percent }}", None, "—"),
        ("{{ v|day }}", date(2026, 11, 3), "2026-11-03"),
        ("{{ v|day }}", datetime(2026, 11, 3, 20, tzinfo=UTC), "2026-11-04"),
        ("{{ v|moment }}", datetime(2026, 11, 3, 20, tzinfo=UTC), "2026-11-04 04:00"),
        ("{{ v|day }}", None, "—"),
        ("{{ v|item:'a' }}", {"a": 3}, "3"),
    ],
)
def test_filters_show_values_in_one_way(source: str, value: object, words: str) -> None:
    assert drawn(source, v=value) == words


def test_words_are_said_in_the_language_of_the_page() -> None:
    words = Text("党组织", "party organisation")
    with translation.override("zh-hans"):
        assert drawn("{% text w %}", w=words) == "党组织"
    with translation.override("en"):
        assert drawn("{{ w|say }}", w=words) == "party organisation"


def test_what_people_typed_is_never_markup() -> None:
    evil = '<script>alert("1")</script>'
    for source in (
        "{% badge w 'good' %}",
        "{% empty w w %}",
        "{% stat w w w %}",
        "{% bars rows w %}",
        "{% columns rows w %}",
        "{% spark numbers w %}",
        "{% steps names 1 %}",
        "{% progress 1 2 w %}",
        "{% stacked parts names w %}",
        "{% lines series names w %}",
        "{% radar series names w %}",
    ):
        page = drawn(
            source,
            w=evil,
            rows=[(evil, 1, "javascript:" + evil)],
            numbers=[1, 2],
            names=[evil] * 3,
            parts=[(evil, (1, 2, 3))],
            series=[(evil, (1, 2, 3))],
        )
        assert "<script" not in page


def test_an_unknown_tone_is_plain() -> None:
    assert 'class="badge badge--plain"' in drawn("{% badge 'x' 'pink' %}")


def test_an_icon_is_hidden_from_screen_readers_and_drawn_once() -> None:
    first = drawn("{% icon 'bell' %}")
    assert 'aria-hidden="true"' in first
    assert drawn("{% icon 'bell' %}") == first


def test_steps_say_what_is_done_and_where_one_is() -> None:
    page = drawn("{% steps names 2 %}", names=["填报", "评分", "公示"])
    assert page.count("step--done") == 1
    assert 'step--current" aria-current="step"' in page
    assert "已完成" in page


@pytest.mark.parametrize(("done", "total", "share"), [(7, 12, "58%"), (0, 0, "0%"), (3, 3, "100%")])
def test_progress_has_its_share(done: int, total: int, share: str) -> None:
    assert share in drawn("{% progress done total 'x' %}", done=done, total=total)


def asked(source: str, url: str, **context: object) -> str:
    request = RequestFactory().get(url)
    return Template("{% load ui %}" + source).render(RequestContext(request, context))


def test_query_changes_some_parts_and_keeps_the_rest() -> None:
    assert asked("{% query page=2 %}", "/x/?q=a&page=1") == "?q=a&amp;page=2"
    assert asked("{% query page=None %}", "/x/?page=1") == "?"
    assert asked("{% query kind='b c' %}", "/x/?kind=a&kind=z") == "?kind=b+c"


def test_pager_keeps_the_filter_and_says_how_many() -> None:
    page = asked("{% pager p %}", "/x/?q=a&page=3", p=Paginator(range(241), 20).page(3))
    assert "共 241 条" in page
    assert 'href="?q=a&amp;page=4" rel="next"' in page
    assert '<span aria-current="page">3</span>' in page


def test_a_short_list_has_no_pager() -> None:
    assert asked("{% pager p %}", "/x/", p=Paginator(range(3), 20).page(1)).strip() == ""


def test_the_font_sheet_is_linked_only_where_it_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.finders, "find", lambda _name: None)
    assert drawn("{% built 'fonts.css' %}") == ""
    monkeypatch.setattr(ui.finders, "find", lambda _name: "/somewhere")
    assert 'href="/static/dist/fonts.css"' in drawn("{% built 'fonts.css' %}")


def test_a_chart_brings_its_table() -> None:
    page = drawn("{% bars rows '组建方式' %}", rows=[("单独组建", 42), ("未建", 7)])
    assert '<th scope="row">单独组建</th><td class="num">42</td>' in page
    page = drawn(
        "{% lines series marks '得分' %}",
        series=[("平均分", (61.5, None))],
        marks=["2025", "2026"],
    )
    assert '<th scope="col" class="num">2026</th>' in page
    assert '<td class="num">61.5</td><td class="num">—</td>' in page
