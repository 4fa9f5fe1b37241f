"""What the living component page shows: every component, with words that stand for themselves."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Sample(forms.Form):
    """A form with every kind of field."""

    name = forms.CharField(
        label=gettext_lazy("单位名称"), max_length=40, help_text=gettext_lazy("与登记证书一致。")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"),
        choices=[("association", gettext_lazy("社会团体")), ("foundation", gettext_lazy("基金会"))],
    )
    day = forms.DateField(
        label=gettext_lazy("成立日期"), widget=forms.DateInput(attrs={"type": "date"})
    )
    way = forms.ChoiceField(
        label=gettext_lazy("组建方式"),
        choices=[("own", gettext_lazy("单独组建")), ("joint", gettext_lazy("联合组建"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("说明"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("已核对登记证书"), required=False)


class Filter(forms.Form):
    """What stands above a table."""

    q = forms.CharField(label=gettext_lazy("查找"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"),
        required=False,
        choices=[("", "—"), *Sample.base_fields["kind"].choices],  # type: ignore[attr-defined]
    )


def context() -> dict[str, object]:
    """Rows, pages, charts, forms, one of them with errors."""
    failed = Sample({"name": "", "kind": "association", "day": "31", "way": "own", "note": "2026"})
    return {
        "form": Sample(auto_id="id_%s"),
        "failed": failed,
        "filter": Filter(auto_id="filter_%s"),
        "page": Paginator(range(1, 241), 20).page(3),
        "tones": [
            ("plain", _("未参评")),
            ("good", _("存续")),
            ("warn", _("临近截止")),
            ("bad", _("逾期")),
            ("info", _("填报")),
            ("party", _("党支部")),
        ],
        "organisations": _organisations(),
        "rows": [(_("单独组建"), 42, "#"), (_("联合组建"), 31, "#"), (_("未建"), 7, "#")],
        "spread": [("60", 3), ("65", 8), ("70", 17), ("75", 31), ("80", 38), ("85", 19), ("90", 4)],
        "parts": [_("示范"), _("优良"), _("达标"), _("薄弱")],
        "shares": [(_("社会团体"), (12, 30, 14, 3)), (_("基金会"), (9, 8, 2, 0))],
        "years": ["2022", "2023", "2024", "2025", "2026"],
        "averages": [
            (_("平均分"), (61.2, 70.0, 75.5, 82.0, 86.5)),
            (_("中位数"), (60.0, 66.0, 71.0, 79.0, 85.0)),
        ],
        "axes": [_("组织建设"), _("队伍建设"), _("作用发挥"), _("公信力"), _("业务潜力")],
        "web": [
            (_("本单位"), (82, 64, 90, 71, 58)),
            (_("同类平均"), (70, 72, 66, 75, 69)),
        ],
        "stages": [_("填报"), _("评分"), _("审议"), _("公示"), _("发布")],
        "numbers": [3, 5, 4, 8, 9],
        "days": [
            (date(2026, 11, 2), _("提交")),
            (date(2026, 11, 16), _("评分完成")),
            (date(2026, 11, 23), _("审议通过")),
        ],
    }


def _organisations() -> list[dict[str, object]]:
    """Invented ones."""
    return [
        {
            "name": _("青禾阅读推广协会"),
            "code": "5111000050000001XC",
            "tone": "good",
            "milli": 87500,
        },
        {"name": _("云帆助学基金会"), "code": "5311000050000011X5", "tone": "warn", "milli": 71250},
        {"name": _("石榴社工服务中心"), "code": "5211000050000021X9", "tone": "bad", "milli": None},
    ]
