"""What does not fit the format, said in both languages, whoever noticed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuniu.findings import Text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class FormatError(ValueError):
    """A value in a declared file does not fit; ``text`` says why, without a full stop."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)
        super().__init__(en)


_KINDS = {
    "missing": "缺少“{name}”",
    "bool_type": "这里应当写 true 或 false",
    "bool_parsing": "这里应当写 true 或 false",
    "date_from_datetime_parsing": "这里应当是日期，例如 2026-03-05",
    "date_parsing": "这里应当是日期，例如 2026-03-05",
    "date_type": "这里应当是日期，例如 2026-03-05",
    "dict_type": "这里应当是“键: 值”",
    "enum": "这里只能写：{expected}",
    "frozen_instance": "这里不能改",
    "greater_than_equal": "这里的数不得小于 {ge}",
    "int_parsing": "这里应当是整数",
    "int_from_float": "这里应当是整数",
    "int_type": "这里应当是整数",
    "less_than_equal": "这里的数不得大于 {le}",
    "literal_error": "这里只能写：{expected}",
    "list_type": "这里应当是列表",
    "model_attributes_type": "这里应当是“键: 值”",
    "model_type": "这里应当是“键: 值”",
    "string_pattern_mismatch": "“{name}”的写法不对，只能用字母、数字和规定的符号",
    "string_too_long": "文字太长，最多 {max_length} 个字符",
    "string_too_short": "这里不能空着",
    "string_type": "这里应当是文字",
    "too_short": "这里至少要有 {min_length} 项",
    "tuple_type": "这里应当是列表",
    "union_tag_invalid": "没有规则类型“{tag}”，可用的有：{expected_tags}",
    "union_tag_not_found": "规则缺少 kind",
}


def words_of(fault: ErrorDetails) -> Text:
    """A fault of the typed model in words; what it says only in English stays so."""
    context = fault.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, FormatError):
        return cause.text
    english = fault["msg"].removeprefix("Value error, ")
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    try:
        chinese = _KINDS.get(fault["type"], english).format(name=name, **context)
    except (KeyError, IndexError):
        chinese = english
    return Text(chinese, english)
