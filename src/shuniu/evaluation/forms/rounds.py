"""Shapes of what the hub enters about a round."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node, User
from shuniu.evaluation.models import Round
from shuniu.evaluation.queries.rounds import Filter, Usable
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.services.rounds import Plan
from shuniu.registry.models import Organisation
from shuniu.registry.states import OrganisationType, Size


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanForm(forms.Form):
    """What a round is to be."""

    title = forms.CharField(label=_("名称"), max_length=120)
    node = forms.ModelChoiceField(label=_("组织者"), queryset=Node.objects.none())
    period_from = forms.DateField(label=_("评价期起"), widget=_day())
    period_until = forms.DateField(label=_("评价期止"), widget=_day())
    answers_until = forms.DateField(label=_("填报截止"), widget=_day())
    assess_until = forms.DateField(label=_("评分截止"), widget=_day())
    decide_on = forms.DateField(label=_("审议日期"), widget=_day(), required=False)
    publicity_days = forms.IntegerField(label=_("公示天数"), min_value=1, max_value=60, initial=7)
    review_days = forms.IntegerField(
        label=_("复核期限（天）"), min_value=1, max_value=90, initial=15
    )
    valid_years = forms.IntegerField(
        label=_("结果有效期（年）"), min_value=1, max_value=10, initial=1
    )
    two_assessors = forms.BooleanField(
        label=_("双人评分"), required=False, help_text=_("两位专家各自评分，差异由第三人处理。")
    )
    tolerance = forms.DecimalField(
        label=_("双人评分允许差（分）"),
        min_value=Decimal(0),
        max_digits=6,
        decimal_places=3,
        initial=Decimal(0),
    )
    previous = forms.ModelChoiceField(
        label=_("上一次评价"),
        queryset=Round.objects.none(),
        required=False,
        help_text=_("用于对照去年，并把没有完成的改进计划带过来。"),
    )

    def __init__(
        self, *args: Any, nodes: QuerySet[Node], earlier: QuerySet[Round], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]
        self.fields["previous"].queryset = earlier  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Dates in their order."""
        held = super().clean() or {}
        for first, last in (
            ("period_from", "period_until"),
            ("answers_until", "assess_until"),
        ):
            if held.get(first) and held.get(last) and held[last] < held[first]:
                self.add_error(last, _("不能早于前一个日期。"))
        return held

    def plan(self) -> Plan:
        """The plan that was entered."""
        held = {k: v for k, v in self.cleaned_data.items() if k != "node"}
        held["tolerance"] = int(held["tolerance"] * 1000)
        return Plan(**held)


class TableForm(forms.Form):
    """The framework of one type and size, and which of its tables where it has several."""

    framework = forms.ChoiceField(label=_("评价标准"), required=False)

    def __init__(self, *args: Any, usable: Sequence[Usable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usable = {one.value: one for one in usable}
        field = cast("forms.ChoiceField", self.fields["framework"])
        field.choices = [
            ("", str(_("不参评"))),
            *((one.value, say(one.title)) for one in usable),
        ]

    @property
    def chosen(self) -> Usable | None:
        """What was picked; nothing where this kind does not take part."""
        return self.usable.get(self.cleaned_data["framework"])


class FilterForm(forms.Form):
    """Which organisations are looked for."""

    type = forms.ChoiceField(label=_("类型"), required=False)
    size = forms.ChoiceField(label=_("规模"), required=False)
    q = forms.CharField(label=_("单位"), required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("type", OrganisationType.choices), ("size", Size.choices)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", str(_("全部"))), *choices]

    @property
    def wanted(self) -> Filter:
        """As the query takes it; what cannot be read looks for nothing in particular."""
        held = self.cleaned_data if self.is_valid() else {}
        return Filter(held.get("type", ""), held.get("size", ""), held.get("q", "").strip())


class PickForm(forms.Form):
    """Organisations picked by hand."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("单位"), queryset=Organisation.objects.none()
    )

    def __init__(self, *args: Any, rows: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = rows  # type: ignore[attr-defined]


class AssessorsForm(forms.Form):
    """Among whom the entries are shared out."""

    assessors = forms.ModelMultipleChoiceField(
        label=_("评估专家"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("系统平均分派，避开已声明回避的单位；双人评分时每家两位不同的专家。"),
    )

    def __init__(self, *args: Any, rows: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessors"].queryset = rows  # type: ignore[attr-defined]
        self.initial.setdefault("assessors", rows)


class ExtendForm(forms.Form):
    """More time."""

    answers_until = forms.DateField(label=_("填报截止"), widget=_day())
    assess_until = forms.DateField(label=_("评分截止"), widget=_day())


class AssessorForm(forms.Form):
    """One assessor for one place of an entry."""

    user = forms.ModelChoiceField(label=_("评估专家"), queryset=User.objects.none())
    order = forms.TypedChoiceField(label=_("席位"), coerce=int)

    def __init__(
        self, *args: Any, rows: QuerySet[User], places: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[User]", self.fields["user"]).queryset = rows
        cast("forms.TypedChoiceField", self.fields["order"]).choices = places
