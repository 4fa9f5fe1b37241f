"""Yearly reports, the party clause, entries in public lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shuniu.base import clock
from shuniu.registry.forms import fields
from shuniu.registry.models import CreditEvent
from shuniu.registry.states import CharterClause, ReportResult


def _money(label: fields.Words) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
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
