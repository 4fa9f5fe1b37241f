"""The room's dated rules, declared with their defaults and read together for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from shuniu.base import rulebook

_DETAIL = _("中国共产党发展党员工作细则")
_PRACTICE = _("实务通行做法，可由枢纽按上级要求修改")
_FLOAT = _("流动党员管理规定；周期由枢纽确定")
_CODES = {
    "age": rulebook.declare("members.age", 18, _("申请入党的最低年龄"), _DETAIL),
    "talk": rulebook.declare("members.talk_months", 1, _("收到申请后谈话的期限（月）"), _DETAIL),
    "wait": rulebook.declare(
        "members.activist_months", 3, _("申请满几个月可确定为积极分子"), _PRACTICE
    ),
    "least_contacts": rulebook.declare(
        "members.cultivators_least", 1, _("培养联系人最少人数"), _DETAIL
    ),
    "most_contacts": rulebook.declare(
        "members.cultivators_most", 2, _("培养联系人最多人数"), _DETAIL
    ),
    "cultivation": rulebook.declare(
        "members.cultivation_months", 12, _("确定发展对象前的培养考察时间（月）"), _DETAIL
    ),
    "half_year": rulebook.declare(
        "members.half_year_months", 6, _("支部考察的间隔（月）"), _DETAIL
    ),
    "grace": rulebook.declare(
        "members.half_year_grace_days", 31, _("半年考察可宽限的天数"), _PRACTICE
    ),
    "sponsors": rulebook.declare("members.sponsors", 2, _("入党介绍人人数"), _DETAIL),
    "review": rulebook.declare(
        "members.review_months", 12, _("政治审查结论的有效期（月）"), _PRACTICE
    ),
    "hours": rulebook.declare("members.training_hours", 24, _("集中培训最少学时"), _DETAIL),
    "days": rulebook.declare("members.training_days", 3, _("集中培训最少天数"), _DETAIL),
    "meeting": rulebook.declare(
        "members.meeting_months", 1, _("预审后召开支部大会的期限（月）"), _PRACTICE
    ),
    "notice": rulebook.declare("members.notice_days", 5, _("公示的工作日数"), _PRACTICE),
    "leaving": rulebook.declare(
        "members.leaving_months", 3, _("离开单位前几个月内不办理接收"), _DETAIL
    ),
    "approve_warn": rulebook.declare(
        "members.approval_warn_months", 2, _("审批提醒（月）"), _PRACTICE
    ),
    "approve": rulebook.declare("members.approval_months", 3, _("审批期限（月）"), _DETAIL),
    "approve_most": rulebook.declare(
        "members.approval_most_months", 6, _("特殊情况的最长审批期限（月）"), _DETAIL
    ),
    "probation": rulebook.declare("members.probation_months", 12, _("预备期（月）"), _DETAIL),
    "apply_before": rulebook.declare(
        "members.full_apply_days", 30, _("预备期满前几天可提出转正申请"), _PRACTICE
    ),
    "extend_least": rulebook.declare(
        "members.extension_least_months", 6, _("延长预备期最短（月）"), _DETAIL
    ),
    "extend_most": rulebook.declare(
        "members.extension_most_months", 12, _("延长预备期最长（月）"), _DETAIL
    ),
    "contact": rulebook.declare("members.contact_days", 31, _("流动党员联系周期（天）"), _FLOAT),
    "silent_one": rulebook.declare("members.silent_months_1", 2, _("失联第一次提醒（月）"), _FLOAT),
    "silent_two": rulebook.declare("members.silent_months_2", 3, _("失联第二次提醒（月）"), _FLOAT),
    "silent_three": rulebook.declare(
        "members.silent_months_3", 5, _("失联第三次提醒（月）"), _FLOAT
    ),
    "silent_most": rulebook.declare(
        "members.silent_months_most", 6, _("失联需由党组织研究处置（月）"), _FLOAT
    ),
    "letter": rulebook.declare("members.letter_days", 30, _("介绍信一般有效天数"), _PRACTICE),
    "letter_most": rulebook.declare(
        "members.letter_most_days", 90, _("介绍信最长有效天数"), _PRACTICE
    ),
    "arrears": rulebook.declare("members.dues_months", 6, _("党费拖欠或预交的最长月数"), _PRACTICE),
    "keep_left": rulebook.declare(
        "members.keep_left_months", 36, _("离开名册后资料保存月数"), _("个人信息保护法第十九条")
    ),
    "keep_reading": rulebook.declare(
        "members.keep_reading_months", 36, _("查阅记录保存月数"), _("个人信息保护法第五十六条")
    ),
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """All of them as whole numbers, as they stand on a day."""

    age: int = 18
    talk: int = 1
    wait: int = 3
    least_contacts: int = 1
    most_contacts: int = 2
    cultivation: int = 12
    half_year: int = 6
    grace: int = 31
    sponsors: int = 2
    review: int = 12
    hours: int = 24
    days: int = 3
    meeting: int = 1
    notice: int = 5
    leaving: int = 3
    approve_warn: int = 2
    approve: int = 3
    approve_most: int = 6
    probation: int = 12
    apply_before: int = 30
    extend_least: int = 6
    extend_most: int = 12
    contact: int = 31
    silent_one: int = 2
    silent_two: int = 3
    silent_three: int = 5
    silent_most: int = 6
    letter: int = 30
    letter_most: int = 90
    arrears: int = 6
    keep_left: int = 36
    keep_reading: int = 36


REVIEW_SHARE = rulebook.declare(
    "members.review_share", [1, 3], _("民主评议“优秀”比例上限（分子、分母）"), _DETAIL
)


def parameters(on: date | None = None) -> Parameters:
    """The rules in force on a day."""
    found = rulebook.values(_CODES.values(), on)
    numbers = {name: found[code] for name, code in _CODES.items()}
    return Parameters(**{name: n for name, n in numbers.items() if isinstance(n, int)})


def review_share(on: date | None = None) -> tuple[int, int]:
    """How many of a branch's members may be rated excellent: one in three."""
    found = rulebook.value(REVIEW_SHARE, on)
    if isinstance(found, list) and len(found) == 2 and all(isinstance(n, int) for n in found):
        return found[0], found[1]
    return 1, 3
