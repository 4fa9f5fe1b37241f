"""Whose coverage, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shuniu.accounts.models import Node
from shuniu.registry.forms import fields
from shuniu.registry.forms.organisations import place_called


class Look(forms.Form):
    """A day and a place; both may be left open."""

    on = fields.PastDay(gettext_lazy("截至日期"), required=False)
    area = fields.choice(gettext_lazy("范围"), (), required=False)

    def __init__(self, data: Mapping[str, Any], *, places: Iterable[Node]) -> None:
        super().__init__(data)
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("全部")),
            *((str(one.pk), place_called(one)) for one in places),
        ]
