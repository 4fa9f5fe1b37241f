"""What a person typed, as it is kept: checked against its column, with a reason where it fails."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shuniu.findings import Text
from shuniu.scoring import Column, ColumnKind, show

_YES = {"1", "true", "yes", "y", "是", "有", "√", "on"}
_NO = {"0", "false", "no", "n", "否", "无", "×", "off"}
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


class Unfit(ValueError):  # noqa: N818 (a value that does not fit)
    """A value that cannot be kept; the message says what is expected."""


def parse(column: Column, typed: str) -> str | bool | None:
    """The value to keep, or ``None`` for a blank.

    Raises:
        Unfit: it does not fit the column's kind, options or limits.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    value = _by_kind(column, text)
    try:
        column.encode(value)
    except ValueError as error:
        raise Unfit(limits(column)) from error
    return value


def _by_kind(column: Column, text: str) -> str | bool:
    match column.kind:
        case ColumnKind.YES_NO:
            if text.lower() in _YES:
                return True
            if text.lower() in _NO:
                return False
            raise Unfit(_("请选择“是”或“否”。"))
        case ColumnKind.CHOICE:
            for option in column.options:
                if text in (option.key, option.title.zh, option.title.en):
                    return option.key
            raise Unfit(_("请从给出的选项中选择。"))
        case ColumnKind.DATE:
            return _day(text)
        case _:
            return _number(column, text)


def _day(text: str) -> str:
    found = _DAY.match(text.replace(" ", ""))
    try:
        if found:
            return date(*(int(part) for part in found.groups())).isoformat()
        if re.fullmatch(r"\d{8}", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise Unfit(_("请填写日期，例如 2026-03-05。"))


def _number(column: Column, text: str) -> str:
    plain = text.replace(",", "").replace(" ", "")
    if column.kind is ColumnKind.PERCENT:
        plain = plain.removesuffix("%")
    if column.unit:
        plain = plain.removesuffix(column.unit)
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise Unfit(_("“%(text)s”不是数字，请只填数字。") % {"text": text[:40]}) from error
    if not number.is_finite():
        raise Unfit(_("“%(text)s”不是数字，请只填数字。") % {"text": text[:40]})
    if column.step and (number * 1000) % column.step:
        if column.step == 1000:
            raise Unfit(_("请填整数。"))
        raise Unfit(_("请按 %(step)s 的整数倍填写。") % {"step": show(column.step)})
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -3:
        raise Unfit(_("最多填三位小数。"))
    return format(number.normalize(), "f")


def limits(column: Column) -> str:
    """What a column takes, in words."""
    low = show(column.low) if column.low is not None else None
    high = show(column.high) if column.high is not None else None
    if low is not None and high is not None:
        return _("请填 %(low)s 到 %(high)s 之间的数。") % {"low": low, "high": high}
    if low is not None:
        return _("请填不小于 %(low)s 的数。") % {"low": low}
    if high is not None:
        return _("请填不大于 %(high)s 的数。") % {"high": high}
    return _("这个值过大或过小，请核对单位。")


def say(words: Text | None) -> str:
    """Words in the language of the page."""
    if words is None:
        return ""
    return words.say("en" if (get_language() or "").startswith("en") else "zh")
