"""What happens to an issued grade."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.evaluation.queries.limits import GradeChoice
from shuniu.evaluation.queries.values import say


class CancelForm(forms.Form):
    """Why, from when."""

    on = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_("理由和依据"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：提供虚假材料；连续两年年检不合格。"),
    )


class DowngradeForm(CancelForm):
    """To which grade."""

    to = forms.ChoiceField(label=_("降为"), widget=forms.RadioSelect)
    field_order = ("to", "on", "reason")

    def __init__(self, grades: list[GradeChoice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (one.key, say(one.title)) for one in grades
        ]
