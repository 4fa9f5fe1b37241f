"""The form to fill in: what is filled in comes back without a remark."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from shuniu.papers import headings, read_data, write_template
from shuniu.scoring import MISSING, ColumnKind, Scorer, load_framework
from shuniu.scoring._exact import NOT_APPLICABLE
from soak.sheets import ROOT

FRAMEWORKS = sorted(p.parent for p in (ROOT / "frameworks").glob("*/*/framework.yaml"))


@pytest.mark.parametrize("folder", FRAMEWORKS, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_a_filled_form_is_read_without_a_remark(folder: Path, tmp_path: Path) -> None:
    scorer = Scorer(load_framework(folder))
    path = tmp_path / "form.xlsx"
    write_template(scorer, path)
    book = openpyxl.load_workbook(path)
    page = book["填报表"]
    heads = [cell.value for cell in page[1]]
    facets = scorer.framework.facets
    columns = sorted(scorer.columns, key=lambda c: c.key not in facets)
    page.cell(2, 1, "澄溪区某协会")
    page.cell(3, 1, "澄溪区某商会")
    for at, column in enumerate(columns, start=3):
        value: str | float = max((column.low or 0) / 1000, 0)
        if column.kind is ColumnKind.YES_NO:
            value = "是"
        elif column.kind is ColumnKind.CHOICE:
            value = column.options[-1].title.zh
        elif column.kind is ColumnKind.DATE:
            value = "2026-03-05"
        page.cell(2, at, value)
        if column.key not in facets:
            page.cell(3, at, "不适用")
    book.save(path)
    data = read_data(scorer, path)
    assert [f.line("en") for f in data.findings] == []
    assert len(heads) == len(scorer.columns) + 2
    for column in columns:
        assert data.facts.milli(column.key, 0) not in {MISSING, NOT_APPLICABLE}
        if column.key not in facets:
            assert data.facts.milli(column.key, 1) == NOT_APPLICABLE


@pytest.mark.parametrize("folder", FRAMEWORKS, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_no_two_columns_share_a_heading(folder: Path) -> None:
    scorer = Scorer(load_framework(folder))
    words = [heading.zh for heading in headings(scorer.columns).values()]
    assert len(set(words)) == len(words)
