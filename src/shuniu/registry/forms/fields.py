"""Fields that many forms share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.base import clock
from shuniu.identifiers import (
    IdentifierError,
    parse_credit_code,
    parse_mobile,
    parse_phone,
    parse_region,
)
from shuniu.ui.templatetags.ui import say

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    Words = Any

_EARLIEST = date(1900, 1, 1)


class Day(forms.DateField):
    """A day with the browser's own calendar; typed ones are read in many forms."""

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
    label: Words, choices: Iterable[tuple[str, Any]], *, required: bool = True, **more: Any
) -> forms.ChoiceField:
    """A choice; one that may stay open starts with an empty line."""
    lines = list(choices)
    if not required:
        lines = [("", "—"), *lines]
    return forms.ChoiceField(label=label, choices=lines, required=required, **more)


def words(label: Words, longest: int, *, required: bool = True, **more: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=longest, required=required, **more)


def count(label: Words, *, most: int = 1_000_000, **more: Any) -> forms.IntegerField:
    """A whole number that may stay unknown."""
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, **more)


def telephone(label: Words, *, help_text: Words = "") -> forms.CharField:
    """A phone number that may be left out."""
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"})
    return forms.CharField(
        label=label, max_length=30, required=False, help_text=help_text, widget=widget
    )


def checked_code(value: str) -> str:
    """The credit code in its plain form.

    Raises:
        ValidationError: a check character does not fit; says which.
    """
    try:
        return parse_credit_code(value).code
    except IdentifierError as error:
        raise ValidationError(told(error)) from error


def checked_region(value: str) -> str:
    """The region code in its plain form.

    Raises:
        ValidationError: it is none.
    """
    try:
        return parse_region(value).code
    except IdentifierError as error:
        raise ValidationError(told(error)) from error


def checked_mobile(value: str) -> str:
    """The mobile number in its plain form; empty stays empty.

    Raises:
        ValidationError: it is none.
    """
    try:
        return parse_mobile(value).number if value.strip() else ""
    except IdentifierError as error:
        raise ValidationError(told(error)) from error


def checked_phone(value: str) -> str:
    """A mobile or landline number as typed, once it is known to be one.

    Raises:
        ValidationError: it is none.
    """
    try:
        if value.strip():
            parse_phone(value)
    except IdentifierError as error:
        raise ValidationError(told(error)) from error
    return value


def told(error: IdentifierError) -> str:
    """Why, and what to do, in the language of the page."""
    return say(error.text) + say(error.fix)
