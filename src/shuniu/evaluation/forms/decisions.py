"""Calling a sitting, noting who came, putting motions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import User
from shuniu.evaluation.models import Round, Sitting, SittingMember
from shuniu.evaluation.queries import decisions as queries
from shuniu.evaluation.queries.limits import GradeChoice
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.services.decisions import Call, Deviation, Mark
from shuniu.evaluation.states import SittingKind


class CallForm(forms.Form):
    """When, where, who."""

    held_on = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    members = forms.ModelMultipleChoiceField(
        label=_("委员"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("过半数按全体委员计算，请把有表决权的委员全部列上，包括请假的。"),
        error_messages={"required": _("请至少选定一名委员。")},
    )
    chair = forms.ModelChoiceField(
        label=_("主持人"), queryset=User.objects.none(), required=False, empty_label=_("暂不指定")
    )

    def __init__(self, round_: Round, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        people = queries.candidates(round_)
        for name in ("members", "chair"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        if kind == SittingKind.FINAL:
            self.fields["members"].initial = people

    def call(self) -> Call:
        """What the service takes."""
        said = self.cleaned_data
        return Call(said["held_on"], said["place"], said["chair"], self.kind)


class RollForm(forms.Form):
    """Who came, one line for each member."""

    def __init__(self, members: list[SittingMember], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for one in members:
            self.fields[f"here_{one.pk}"] = forms.ChoiceField(
                label=str(one.user),
                choices=[("yes", _("到会")), ("no", _("缺席"))],
                widget=forms.RadioSelect,
                required=False,
                initial={True: "yes", False: "no"}.get(one.present)
                if one.present is not None
                else "",
            )
            self.fields[f"why_{one.pk}"] = forms.CharField(
                label=_("%(who)s的缺席原因") % {"who": one.user},
                max_length=120,
                required=False,
                initial=one.reason,
            )

    def rows(self) -> list[tuple[SittingMember, forms.BoundField, forms.BoundField]]:
        """Each member with the two fields."""
        return [(one, self[f"here_{one.pk}"], self[f"why_{one.pk}"]) for one in self.members]

    def marks(self) -> dict[int, Mark]:
        """Those about whom something was said."""
        said = self.cleaned_data
        found = {}
        for one in self.members:
            here = said[f"here_{one.pk}"]
            if here:
                why = "" if here == "yes" else said[f"why_{one.pk}"]
                found[one.pk] = Mark(here == "yes", why)
        return found


class DeviationForm(forms.Form):
    """Another grade, and why."""

    grade = forms.ChoiceField(label=_("调整为"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明事实和依据，将随结果一并留存。"),
    )
    beyond = forms.BooleanField(label=_("明知突破限制，仍提请表决"), required=False)

    def __init__(self, grades: list[GradeChoice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            (one.key, say(one.title)) for one in grades
        ]

    def deviation(self) -> Deviation:
        """What the service takes."""
        said = self.cleaned_data
        return Deviation(said["grade"], said["reason"], said["beyond"])


class ReviewForm(DeviationForm):
    """What an objection comes to: the conclusion stands, or another grade."""

    upheld = forms.ChoiceField(
        label=_("拟作结论"),
        choices=[("no", _("维持原结论")), ("yes", _("异议成立，调整等级"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    field_order = ("upheld", "grade", "reason", "beyond")

    def __init__(self, grades: list[GradeChoice], *args: Any, **kwargs: Any) -> None:
        super().__init__(grades, *args, **kwargs)
        self.fields["grade"].required = self.fields["reason"].required = False

    def review(self) -> Deviation | None:
        """What the service takes."""
        return self.deviation() if self.cleaned_data["upheld"] == "yes" else None


class RecusalForm(forms.Form):
    """Who keeps out, and why."""

    user = forms.ModelChoiceField(
        label=_("委员"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    reason = forms.CharField(
        label=_("理由"), max_length=300, help_text=_("例如：两年内曾在该单位任职。")
    )

    def __init__(self, sitting: Sitting, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = queries.who_may_be_recused(sitting, user)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["user"].initial = people[0]
