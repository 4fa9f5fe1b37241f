"""The commands and what each of them takes, as a table."""

from __future__ import annotations

from typing import Any, TypeAlias

from shuniu.findings import Text

Argument: TypeAlias = tuple[tuple[str, ...], Text, dict[str, Any]]

_FRAMEWORK = Text(
    "评分标准：代码、代码/版本、文件夹或文件", "framework: code, code/version, folder or file"
)
_DATA = Text("数据文件：xlsx、xls、ods、csv 或 parquet", "data: xlsx, xls, ods, csv or parquet")
_SHEET: Argument = (("--sheet",), Text("工作表名", "sheet name"), {})
_FILES: list[Argument] = [(("framework",), _FRAMEWORK, {}), (("data",), _DATA, {})]


def _output(zh: str, en: str) -> Argument:
    return ("-o", "--output"), Text(zh, en), {}


def _switch(name: str, zh: str, en: str) -> Argument:
    return (name,), Text(zh, en), {"action": "store_true"}


COMMANDS: dict[str, tuple[Text, list[Argument]]] = {
    "score": (
        Text(
            "给数据文件里的单位计分并生成工作簿、网页和 JSON",
            "score a data file into a workbook, pages and JSON",
        ),
        [*_FILES, _output("输出文件夹", "folder to write"), _SHEET],
    ),
    "explain": (
        Text("逐项说明一家单位的得分", "explain one organisation's result"),
        [
            *_FILES,
            (
                ("organisation",),
                Text("单位名称、信用代码或序号", "name, credit code or number"),
                {},
            ),
            _SHEET,
        ],
    ),
    "lint": (
        Text("检查评分标准", "check frameworks"),
        [
            (("framework",), _FRAMEWORK, {"nargs": "+"}),
            _switch("--strict", "提醒也算不通过", "warnings fail too"),
        ],
    ),
    "template": (
        Text("生成填报用的 Excel", "write the Excel to fill in"),
        [
            (("framework",), _FRAMEWORK, {}),
            _output("输出文件", "file to write"),
            _switch("--force", "覆盖已有文件", "replace an existing file"),
        ],
    ),
    "tally": (
        Text("计票：选票进，得分表出", "tally ballots into a table of scores"),
        [
            (
                ("tally",),
                Text("计票规则：代码或文件 tally-….yaml", "tally: id or file tally-….yaml"),
                {},
            ),
            (("ballots",), Text("选票文件", "ballots: xlsx, csv …"), {}),
            _output("输出的 Excel", "workbook to write"),
            _SHEET,
        ],
    ),
    "frameworks": (Text("列出自带的评分标准", "list the frameworks that ship"), []),
    "schema": (
        Text("输出评分标准文件的 JSON Schema", "print the JSON Schema of a framework file"),
        [],
    ),
}
