"""Yearly reports, the party clause, entries in public lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shuniu.base import clock
from shuniu.registry.forms import fields
from shuniu.registry.models import CreditEvent
from shuniu.registry.states import AuditResult, CharterClause, ReportResult


def _money(label: fields.Words) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )


def _yes_or_no(label: fields.Words) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[
            ("", gettext_lazy("不清楚")),
            ("yes", gettext_lazy("是")),
            ("no", gettext_lazy("否")),
        ],
        required=False,
        coerce=lambda told: told == "yes",
        empty_value=None,
    )


def _tenths(label: fields.Words, help_text: fields.Words = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.1"}),
    )


class ReportForm(forms.Form):
    """A yearly check or report."""

    year = forms.IntegerField(
        label=gettext_lazy("年度"),
        min_value=1990,
        max_value=2200,
        help_text=gettext_lazy("同一年度再次登记即为更正。"),
    )
    result = fields.choice(gettext_lazy("结论"), ReportResult.choices)
    filed_on = fields.PastDay(gettext_lazy("报送日期"), required=False)
    income = _money(gettext_lazy("收入（万元）"))
    expenses = _money(gettext_lazy("支出（万元）"))
    net_assets = _money(gettext_lazy("年末净资产（万元）"))
    members = fields.count(gettext_lazy("会员数"))

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("initial", {"year": clock.today().year - 1})
        super().__init__(*args, **more)


class DisclosureForm(forms.Form):
    """What was made public for a year, and the figures of people and services."""

    year = forms.IntegerField(
        label=gettext_lazy("年度"),
        min_value=1990,
        max_value=2200,
        help_text=gettext_lazy("同一年度再次登记即为更正。不清楚的留空，填报评价时再问。"),
    )
    audit = fields.choice(gettext_lazy("审计或审阅结论"), AuditResult.choices, required=False)
    published_on = fields.PastDay(gettext_lazy("年度工作报告公开日期"), required=False)
    balance_public = _yes_or_no(gettext_lazy("公开资产负债表"))
    income_public = _yes_or_no(gettext_lazy("公开业务活动表"))
    opinion_public = _yes_or_no(gettext_lazy("公开审计或审阅意见"))
    changes = fields.count(gettext_lazy("应办理的登记事项变更"))
    changes_in_time = fields.count(gettext_lazy("其中按期办理"))
    prices = fields.count(gettext_lazy("收费项目"))
    prices_shown = fields.count(gettext_lazy("其中已公示"))
    directors = fields.count(gettext_lazy("理事人数"))
    directors_paid = fields.count(gettext_lazy("其中领取报酬"))
    staff = fields.count(gettext_lazy("专职人员"))
    staff_certified = fields.count(gettext_lazy("其中持职业资格"))
    staff_before = fields.count(gettext_lazy("年初专职人员"))
    staff_stayed = fields.count(gettext_lazy("其中年末仍在职"))
    training_hours = _tenths(gettext_lazy("专职人员人均培训学时"))
    reserve_months = _tenths(
        gettext_lazy("非限定性净资产可支撑月数"),
        gettext_lazy("年末非限定性净资产除以月均支出。"),
    )


class CharterForm(forms.Form):
    """How the party clause stands in the charter."""

    clause = fields.choice(gettext_lazy("党建入章"), CharterClause.choices)
    wording = fields.choice(
        gettext_lazy("文本版本"),
        [
            ("2018", gettext_lazy("2018 年文本")),
            ("2019", gettext_lazy("2019 年文本（含坚持党的全面领导）")),
        ],
        required=False,
    )
    ratified_on = fields.PastDay(gettext_lazy("会议通过日期"), required=False)
    since = fields.PastDay(
        gettext_lazy("起"), help_text=gettext_lazy("已核准的填核准日期；同一天再次登记即为更正。")
    )


class CreditForm(forms.Form):
    """An entry in a public list."""

    kind = fields.choice(gettext_lazy("种类"), CreditEvent.Kind.choices)
    since = fields.PastDay(gettext_lazy("列入日期"))
    until = fields.Day(gettext_lazy("止"), required=False)
    note = fields.words(gettext_lazy("说明"), 300, required=False)
