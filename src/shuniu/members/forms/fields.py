"""Fields that the room's forms share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.base import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    Words = Any

_EARLIEST = date(1900, 1, 1)


class Day(forms.DateField):
    """A day with the browser's own calendar."""

    def __init__(self, label: Words, *, required: bool = True, help_text: Words = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"],
            error_messages={"invalid": gettext_lazy("请按 2026-01-31 的样子填写日期。")},
        )

    def clean(self, value: Any) -> date | None:
        """A day that somebody could mean."""
        found: date | None = super().clean(value)
        if found is not None and not _EARLIEST <= found <= date(2200, 1, 1):
            raise ValidationError(_("日期不合常理，请检查年份。"))
        return found


class PastDay(Day):
    """A day that has come already."""

    def clean(self, value: Any) -> date | None:
        """Not after today."""
        found = super().clean(value)
        if found is not None and found > clock.today():
            raise ValidationError(_("日期不能晚于今天。"))
        return found


def choice(
    label: Words, choices: Iterable[tuple[Any, Any]], *, required: bool = True, **more: Any
) -> forms.ChoiceField:
    """A choice; one that may stay open starts with an empty line."""
    lines = list(choices)
    if not required:
        lines = [("", "—"), *[one for one in lines if one[0] != ""]]
    return forms.ChoiceField(label=label, choices=lines, required=required, **more)


def words(label: Words, longest: int, *, required: bool = True, **more: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=longest, required=required, **more)


def text(label: Words, *, required: bool = True, **more: Any) -> forms.CharField:
    """Some lines of text."""
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=4000, required=required, widget=widget, **more)


def count(label: Words, *, most: int = 100_000, required: bool = True) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=required)


def tick(label: Words, *, required: bool = False, help_text: Words = "") -> forms.BooleanField:
    """A tick."""
    return forms.BooleanField(label=label, required=required, help_text=help_text)


def offer(form: forms.Form, name: str, lines: Iterable[tuple[Any, Any]]) -> None:
    """Fill a choice with what is offered here and now."""
    field = form.fields[name]
    empty = [] if field.required else [("", "—")]
    field.choices = [*empty, *((str(key), label) for key, label in lines)]  # type: ignore[attr-defined]
