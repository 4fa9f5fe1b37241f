"""Publishing, objecting, answering."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PublishForm(forms.Form):
    """From which day."""

    since = forms.DateField(
        label=_("公示起"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("当日不计入公示天数。"),
    )


class ObjectionForm(forms.Form):
    """What somebody objects to."""

    text = forms.CharField(
        label=_("异议内容"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("写明对哪一项结论有异议、事实和理由。"),
    )
    file = forms.FileField(
        label=_("证明材料"), required=False, help_text=_("照片、PDF、Word 或 Excel，可不附。")
    )


class AnswerForm(forms.Form):
    """The written answer."""

    answer = forms.CharField(
        label=_("复核意见"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("将作为书面答复送达提出异议的单位。"),
    )
