"""What the living component page shows."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _


class Sample(forms.Form):
    """A form with every kind of field."""

    name = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")])
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(required=False)


def context() -> dict[str, object]:
    """Rows, pages, forms, one of them with errors."""
    filled = Sample({"name": "", "kind": "c", "day": "31"})
    return {
        "form": Sample(),
        "failed": filled,
        "page": Paginator(range(1, 241), 20).page(3),
        "tones": ["plain", "good", "warn", "bad", "info", "party"],
        "rows": [(_("单独组建"), 42), (_("联合组建"), 31), (_("未建"), 7)],
        "stages": [_("填报"), _("评分"), _("审议"), _("公示")],
        "numbers": [3, 5, 4, 8, 9],
    }
