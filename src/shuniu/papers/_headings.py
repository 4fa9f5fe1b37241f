"""The words over each column: the same in the template that is filled in and for the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shuniu.findings import Text
from shuniu.scoring import Column, ColumnKind

NAME_TITLES = ("单位名称", "组织名称", "社会组织名称", "名称", "单位", "姓名", "name")
CODE_TITLES = ("统一社会信用代码", "信用代码", "社会信用代码", "credit code", "code")
NAME = Text("单位名称", "name")
CODE = Text("统一社会信用代码", "credit code")


def headings(columns: Sequence[Column]) -> dict[str, Text]:
    """A heading for each column that no other column has.

    A title that occurs twice is preceded by the item it stands under; where that is not enough, the
    key follows in brackets.
    """
    count = Counter(column.title.zh for column in columns)
    first = {c.key: c.title if count[c.title.zh] == 1 else _under(c) for c in columns}
    again = Counter(words.zh for words in first.values())
    return {
        c.key: first[c.key]
        if again[first[c.key].zh] == 1
        else Text(f"{first[c.key].zh}（{c.key}）", f"{first[c.key].en} ({c.key})")
        for c in columns
    }


def with_unit(column: Column, heading: Text) -> Text:
    """A heading with its unit, so that a bare number is clear."""
    unit = "%" if column.kind is ColumnKind.PERCENT else column.unit
    return Text(f"{heading.zh}（{unit}）", f"{heading.en} ({unit})") if unit else heading


def _under(column: Column) -> Text:
    if not column.group:
        return column.title
    above = column.group[-1]
    return Text(f"{above.zh}：{column.title.zh}", f"{above.en}: {column.title.en}")
