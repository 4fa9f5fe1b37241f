"""Shapes of what is entered about frameworks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.models import Node
from shuniu.evaluation.models import FrameworkVersion, Round

_TEXT = forms.Textarea(attrs={"rows": 30, "class": "code", "spellcheck": "false"})


class AddForm(forms.Form):
    """A framework from a text or a file."""

    node = forms.ModelChoiceField(label=_("所属"), queryset=Node.objects.none())
    text = forms.CharField(label=_("内容"), widget=_TEXT, strip=False)

    def __init__(self, *args: Any, nodes: QuerySet[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]


class EditForm(forms.Form):
    """Another text of a draft, with the number of edits that was on the screen."""

    text = forms.CharField(label=_("内容"), widget=_TEXT, strip=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """The name of a new version."""

    version = forms.CharField(label=_("新版本名"), max_length=40, help_text=_("例如 2027。"))


class TrialForm(forms.Form):
    """Which round to try on."""

    round = forms.ModelChoiceField(label=_("用哪一轮的数据试算"), queryset=Round.objects.none())

    def __init__(self, *args: Any, rows: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rows  # type: ignore[attr-defined]


class CompareForm(forms.Form):
    """Which version to compare with."""

    other = forms.ModelChoiceField(
        label=_("与哪一版对照"), queryset=FrameworkVersion.objects.none()
    )

    def __init__(self, *args: Any, rows: QuerySet[FrameworkVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = rows  # type: ignore[attr-defined]
