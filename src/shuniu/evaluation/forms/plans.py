"""What is to be done better."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shuniu.evaluation.services.plans import Planned


class PlanForm(forms.Form):
    """What, who, until when."""

    text = forms.CharField(
        label=_("改进事项"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.CharField(label=_("责任人"), max_length=60)
    due = forms.DateField(label=_("完成期限"), widget=forms.DateInput(attrs={"type": "date"}))

    def planned(self) -> Planned:
        """What the service takes."""
        said = self.cleaned_data
        return Planned(said["text"], said["owner"], said["due"])


class NoteForm(forms.Form):
    """How it went, or why not."""

    note = forms.CharField(
        label=_("进展"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
