"""Bringing up a matter; looking for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.governance.states import LISTED, Decider, MatterClass, MatterState, StudyBy
from shuniu.registry.models import Organisation


class Day(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, label: Any, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, **more)


class Money(forms.DecimalField):
    """Yuan, not below nothing."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label=label, min_value=0, max_digits=14, decimal_places=2, required=False, **more
        )
        self.widget.attrs.update({"inputmode": "decimal", "step": "0.01"})


class Words(forms.CharField):
    """Longer words."""

    def __init__(self, label: Any, rows: int = 4, **more: Any) -> None:
        more.setdefault("max_length", 4000)
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class MatterForm(forms.Form):
    """A matter as it is brought up; what it is, what it costs, who is on the other side."""

    title = forms.CharField(label=_("事项"), max_length=120)
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=MatterClass.choices,
        help_text=_("拿不准就选“其他事项”，平台会按清单核对。"),
    )
    amount = Money(_("金额（元）"), help_text=_("涉及资金的请填写；不填按重大事项办理。"))
    counterparty = forms.CharField(
        label=_("交易或合作对方"),
        max_length=120,
        required=False,
        help_text=_("单位全称；用于核对拆分和关联关系。"),
    )
    planned_on = Day(_("计划实施日期"), required=False)
    text = Words(_("内容和理由"), rows=4, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: Iterable[Organisation],
        own: Organisation | None = None,
    ) -> None:
        super().__init__(data)
        self.own = own
        if own is None:
            rows = [("", "—"), *((str(one.pk), one.name) for one in organisations)]
            chosen = forms.ChoiceField(label=_("单位"), choices=rows)
            self.fields = {"organisation": chosen, **self.fields}


class PaperForm(forms.Form):
    """A paper that comes with a matter."""

    file = forms.FileField(
        label=_("材料"), help_text=_("照片、PDF、Word、Excel，单个不超过 20 MB。")
    )


class Search(forms.Form):
    """The filter of the list."""

    q = forms.CharField(
        label=_("事项、编号或单位"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    major = forms.ChoiceField(label=_("性质"), required=False)
    year = forms.ChoiceField(label=_("年度"), required=False)
    of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, years: Iterable[int]) -> None:
        super().__init__(data)
        whole = ("", _("全部"))
        self.fields["state"].choices = [whole, ("open", _("进行中")), *MatterState.choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [whole, *MatterClass.choices]  # type: ignore[attr-defined]
        self.fields["major"].choices = [whole, ("yes", _("重大事项")), ("no", _("一般事项"))]  # type: ignore[attr-defined]
        self.fields["year"].choices = [whole, *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """A line of the list of major matters."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        places: Iterable[tuple[str, str]],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]

    place = forms.ChoiceField(label=_("适用于"), help_text=_("所选单位或片区及其下属。"))
    kind = forms.ChoiceField(label=_("类别"), choices=[(one.value, one.label) for one in LISTED])
    title = forms.CharField(label=_("事项"), max_length=120)
    threshold = Money(_("金额标准（元）"), help_text=_("达到即为重大事项；留空表示一律属于。"))
    words = forms.CharField(
        label=_("名称中的字词"),
        max_length=200,
        required=False,
        help_text=_("名称含有这些字词的事项按本类核对，用空格分开。"),
    )
    studied_by = forms.MultipleChoiceField(
        label=_("谁来研究"),
        choices=StudyBy.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("从上到下，取第一个现有的；一个都没有时事项须等待。"),
    )
    decides = forms.ChoiceField(
        label=_("谁来决定"), choices=Decider.choices, help_text=_("更高一级的会议也可以决定。")
    )
    before_days = forms.IntegerField(
        label=_("提前报告天数"), min_value=0, max_value=90, required=False
    )
    after_days = forms.IntegerField(
        label=_("决定后报告天数"), min_value=0, max_value=90, required=False
    )
    authority = forms.CharField(label=_("报告对象"), max_length=120, required=False)
    publicity_days = forms.IntegerField(
        label=_("公示天数"), min_value=0, max_value=90, required=False
    )
    source = forms.CharField(label=_("依据"), max_length=300, required=False)

    def clean_words(self) -> tuple[str, ...]:
        """Each once."""
        return tuple(dict.fromkeys(str(self.cleaned_data["words"]).split()))
