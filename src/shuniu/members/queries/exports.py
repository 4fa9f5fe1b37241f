"""A person's whole record in words, part by part, to read and to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.members.states import ConsentWay, ContactWay, Grade, PleaState, Relation, Status

_PARTS = {
    "person": gettext_lazy("本人"),
    "membership": gettext_lazy("名册"),
    "consents": gettext_lazy("知情同意"),
    "standings": gettext_lazy("身份时段"),
    "steps": gettext_lazy("发展步骤"),
    "half_years": gettext_lazy("半年考察"),
    "trainings": gettext_lazy("培训"),
    "papers": gettext_lazy("材料"),
    "packets": gettext_lazy("接续培养材料"),
    "attended": gettext_lazy("参加组织生活"),
    "floating": gettext_lazy("流动党员"),
    "transfers": gettext_lazy("组织关系介绍信"),
    "dues": gettext_lazy("党费"),
    "reviews": gettext_lazy("民主评议"),
    "talks": gettext_lazy("谈心谈话"),
    "readings": gettext_lazy("谁看过"),
    "erasure": gettext_lazy("删除申请"),
}
_WORDS = {
    "name": gettext_lazy("名称"),
    "phone": gettext_lazy("手机号"),
    "organisation": gettext_lazy("单位"),
    "party": gettext_lazy("党组织"),
    "status": gettext_lazy("身份"),
    "relation": gettext_lazy("组织关系"),
    "since": gettext_lazy("起"),
    "until": gettext_lazy("止"),
    "counted_from": gettext_lazy("培养时间起算日"),
    "leaves_on": gettext_lazy("预计离开"),
    "confirmed_on": gettext_lazy("核实日期"),
    "version": gettext_lazy("文本版本"),
    "digest": gettext_lazy("摘要"),
    "way": gettext_lazy("方式"),
    "given_at": gettext_lazy("同意时间"),
    "withdrawn_at": gettext_lazy("撤回时间"),
    "number": gettext_lazy("编号"),
    "on": gettext_lazy("日期"),
    "facts": gettext_lazy("登记事项"),
    "note": gettext_lazy("备注"),
    "carried": gettext_lazy("原单位移交"),
    "text": gettext_lazy("内容"),
    "hours": gettext_lazy("学时"),
    "title": gettext_lazy("名称"),
    "step": gettext_lazy("步骤"),
    "state": gettext_lazy("状态"),
    "kind": gettext_lazy("种类"),
    "record": gettext_lazy("记录"),
    "home_branch": gettext_lazy("组织关系所在党组织"),
    "home_contact": gettext_lazy("原党组织联系人"),
    "reason": gettext_lazy("原因"),
    "certificate": gettext_lazy("活动证编号"),
    "contacts": gettext_lazy("联系"),
    "returns": gettext_lazy("回传月份"),
    "letter": gettext_lazy("介绍信编号"),
    "from": gettext_lazy("转出党组织"),
    "to": gettext_lazy("转入党组织"),
    "issued_on": gettext_lazy("开出日期"),
    "receipt_on": gettext_lazy("回执日期"),
    "year": gettext_lazy("年度"),
    "monthly": gettext_lazy("约定月交纳数额"),
    "months_paid": gettext_lazy("已交月数"),
    "grade": gettext_lazy("等次"),
    "at": gettext_lazy("时间"),
    "by": gettext_lazy("查阅人"),
    "purpose": gettext_lazy("目的"),
    "asked_at": gettext_lazy("申请时间"),
    "hold": gettext_lazy("暂缓依据"),
}
_LABELS = {
    str(value): label
    for choices in (Status, Relation, ConsentWay, ContactWay, Grade, PleaState)
    for value, label in choices.choices
    if value
}
_CODES = {"status", "relation", "way", "grade", "state"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its title, and rows of (words, value)."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def parts(told: Mapping[str, Any]) -> list[Part]:
    """All parts, in order."""
    return [Part(str(words), tuple(_rows(told.get(name)))) for name, words in _PARTS.items()]


def _rows(value: Any) -> Iterator[tuple[tuple[str, str], ...]]:
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, Mapping):
            yield tuple(
                (str(_WORDS.get(name, name)), _shown(name, one)) for name, one in row.items()
            )
        elif row:
            yield ((str(_WORDS["on"]), str(row)),)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(_shown(name, one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(_shown(key, one) for key, one in value.items())
    return str(_LABELS.get(value, value)) if name in _CODES else str(value)
