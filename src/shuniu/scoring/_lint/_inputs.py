"""Checks of inputs and of what the source leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from shuniu.findings import Finding, Severity, Text
from shuniu.scoring._lint._table import Table
from shuniu.scoring._nodes import Cohort, names, walk


def unread(table: Table) -> Iterator[Finding]:
    """F213: inputs that nothing in the table reads."""
    outline = table.outline
    verdict = outline.verdict
    roots = [outline.total, outline.value, verdict.grade, verdict.refused]
    roots += [one.raw for one in outline.items]
    read = set(names(*roots))
    for key, declared in table.framework.inputs.items():
        keys = [f"{key}.y{y}" for y in range(1, (declared.years or 0) + 1)] or [key]
        if not read & set(keys):
            text = Text("没有任何规则用到“{k}”。", "No rule reads “{k}”.").fill(k=declared.title)
            yield table.find(
                "F213",
                ("inputs", key),
                text,
                Text(
                    "请删去它，或用 only 限定适用的表。",
                    "Remove it, or limit it to its tables with only.",
                ),
            )


def open_parts(table: Table) -> Iterator[Finding]:
    """F214: parts of the printed sheet that are cut or left open."""
    for i, part in enumerate(table.framework.open):
        text = Text("原件此处缺失或未定：{t}", "The source is cut or open here: {t}")
        yield table.find(
            "F214",
            ("open", i),
            text.fill(t=part.text),
            Text("请由主管单位补充规定。", "Let the body in charge settle it."),
        )


def relative(table: Table) -> Iterator[Finding]:
    """F221: points that move when somebody else moves."""
    for one in table.outline.items:
        if one.is_leaf and any(isinstance(node, Cohort) for node in walk(one.raw)):
            yield table.find(
                "F221",
                (*one.path, "rule"),
                Text(
                    "得分取决于其他单位，别人加入或变化时会变。",
                    "These points depend on the others and move when somebody else moves.",
                ),
                Text(
                    "如非原文要求，请改用固定标准。",
                    "Unless the source asks for it, use a fixed goal.",
                ),
                Severity.NOTE,
            )
