"""The pages: all there, linked, escaped, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from shuniu.papers import write_report

from ._runs import results

LINK = re.compile(r'(?:href|src)="([^"#]+)"')


def test_every_link_leads_somewhere(tmp_path: Path) -> None:
    write_report(results(), tmp_path)
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) == 2 + 2 * 3
    for page in pages:
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_a_page_shows_result_reason_and_what_would_raise_it(tmp_path: Path) -> None:
    write_report(results(), tmp_path)
    page = (tmp_path / "organisations" / "0002.html").read_text(encoding="utf-8")
    for words in (
        "46.667",
        "不合格",
        "46.667 低于各等级",
        "组织生活: 5 次 → 6 次",
        "+20",
        "缺少" * 0,
    ):
        assert words in page


def test_names_cannot_write_markup(tmp_path: Path) -> None:
    run = results(({"share": 1},), ("<script>alert(1)</script>&",))
    write_report(run, tmp_path)
    for page in tmp_path.rglob("*.html"):
        assert "<script" not in page.read_text(encoding="utf-8")


def test_nobody_is_said_in_words(tmp_path: Path) -> None:
    write_report(results((), ()), tmp_path)
    assert "数据文件里没有单位" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_english_page_has_no_chinese_of_ours(tmp_path: Path) -> None:
    write_report(results(({"meetings": 1, "charter": True, "share": 1},), ("A",)), tmp_path)
    page = (tmp_path / "report.en.html").read_text(encoding="utf-8")
    ours = re.sub("枢纽|中文|不合格|优|良", "", page)  # the mark, the switch, the sheet's own words
    assert re.findall(r"[\u4e00-\u9fff]+", ours) == []
