"""All checks over all tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from shuniu.findings import Finding, FindingsError, Text
from shuniu.scoring._compile import outlines
from shuniu.scoring._lint import _grades, _inputs, _points, _tables
from shuniu.scoring._lint._table import Table
from shuniu.scoring._load import Declaration

_CHECKS: tuple[Callable[[Table], Iterator[Finding]], ...] = (
    _points.sums,
    _points.deductions,
    _points.reach,
    _points.maximum,
    _points.marks,
    _tables.rows,
    _grades.bands,
    _grades.reachable,
    _grades.quotas,
    _grades.variants,
    _grades.stages,
    _inputs.open_parts,
    _inputs.relative,
)
CODES: Mapping[str, Text] = {
    "F201": Text("下级之和与上级不符", "items do not add up"),
    "F202": Text("扣分大于本项", "deduction larger than the item"),
    "F203": Text("等级区间重叠", "grades overlap"),
    "F204": Text("等级区间有空档", "gap between grades"),
    "F205": Text("整数等级遇到小数", "decimals against whole-number grades"),
    "F206": Text("等级没有覆盖两端", "grades do not cover the ends"),
    "F207": Text("到不了的选项或行", "unreachable option or row"),
    "F208": Text("给分超过本项", "more than the item gives"),
    "F209": Text("满分拿不到", "full points cannot be reached"),
    "F211": Text("酌情没有界限", "unbounded discretion"),
    "F212": Text("名额不能成立", "quota that cannot hold"),
    "F213": Text("没有用到的数据项", "input nobody reads"),
    "F214": Text("原件缺失或未定", "open in the source"),
    "F215": Text("分档有空档", "gap between rows"),
    "F216": Text("分档重叠", "rows overlap"),
    "F217": Text("条件不可能成立", "condition that cannot hold"),
    "F219": Text("总分会超过最高分", "total above its maximum"),
    "F220": Text("评分表对不上单位", "tables do not fit organisations"),
    "F221": Text("得分取决于别人", "points depend on others"),
    "F222": Text("阶段权重不全", "stage weights incomplete"),
    "F223": Text("标记没有声明", "mark not declared"),
    "F228": Text("到不了的等级", "unreachable grade"),
}


def lint(declaration: Declaration) -> list[Finding]:
    """Everything the linter has to say about a framework, in the order of the file.

    An expression that cannot be read (F120: also a rule whose input nobody provides), a key twice
    (F121) or an unknown grade (F122) is reported alone: the rest can only be judged after it.
    """
    try:
        tables = [Table(declaration, one) for one in outlines(declaration).values()]
    except FindingsError as error:
        return list(error.findings)
    found: dict[tuple[str, int | None, str, str], Finding] = {}
    for table in tables:
        for check in _CHECKS:
            for one in check(table):
                found.setdefault((one.code, one.place.line, one.place.path, one.text.en), one)
    for one in _everywhere(tables):
        found.setdefault((one.code, one.place.line, one.place.path, one.text.en), one)
    return sorted(found.values(), key=lambda f: (f.place.line or 0, f.code, f.place.path))


def _everywhere(tables: list[Table]) -> list[Finding]:
    """Inputs that are read in none of the tables that have them."""
    per_table = [{f.place.path: f for f in _inputs.unread(table)} for table in tables]
    having = [{"inputs/" + key for key in table.framework.inputs} for table in tables]
    first = {path: one for table in per_table for path, one in table.items()}
    return [
        one
        for path, one in first.items()
        if all(
            path in unread for unread, keys in zip(per_table, having, strict=True) if path in keys
        )
    ]
