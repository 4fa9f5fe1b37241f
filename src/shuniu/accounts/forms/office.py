"""Forms of the offices: tokens, rules."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.forms.fields import NodeField
from shuniu.accounts.models import Node
from shuniu.accounts.states import SCOPES
from shuniu.base.rulebook import Declared


class MakeToken(forms.Form):
    """A token for a program."""

    name = forms.CharField(label=_("用途"), max_length=80, help_text=_("哪个系统、谁在用。"))
    node = NodeField(label=_("范围"))
    scopes = forms.MultipleChoiceField(
        label=_("可以做什么"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=730, initial=180)

    def __init__(self, *args: Any, nodes: QuerySet[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].among(nodes)  # type: ignore[attr-defined]


class _Readable(json.JSONEncoder):
    """Written for people: indented, in their own characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "indent": 1, "ensure_ascii": False})


class _Lines(forms.CharField):
    """Words, one on each line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(one) for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        typed = str(super().clean(value) or "")
        return [line.strip() for line in typed.splitlines() if line.strip()]


class _Numbers(_Lines):
    """Whole numbers, one on each line."""

    def clean(self, value: Any) -> list[Any]:
        typed = super().clean(value)
        for line in typed:
            if not line.isdecimal():
                raise forms.ValidationError(_("“%(line)s”不是整数。"), params={"line": line})
        return [int(line) for line in typed]


class _Rows(forms.JSONField):
    """Rows with the keys of the rows that the rule has by default."""

    def __init__(self, *args: Any, rows: list[dict[str, object]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys = set().union(*rows)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not isinstance(typed, list) or not all(isinstance(one, dict) for one in typed):
            raise forms.ValidationError(_("应为一组条目，照默认值的写法填写。"))
        for number, one in enumerate(typed, 1):
            if set(one) != self._keys:
                raise forms.ValidationError(
                    _("第 %(number)s 条的栏目不对，应为：%(keys)s"),
                    params={"number": number, "keys": "、".join(sorted(self._keys))},
                )
        return typed


class SetRule(forms.Form):
    """A value of a rule from a day on; the box fits the kind of the value."""

    since = forms.DateField(
        label=_("生效日期"),
        help_text=_("以前的日子仍按以前的取值。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    source = forms.CharField(
        label=_("依据"), max_length=300, required=False, help_text=_("文件名称和文号。")
    )

    def __init__(self, *args: Any, rule: Declared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(rule)
        self.order_fields(["value", "since", "source"])


def value_field(rule: Declared) -> forms.Field:
    """A field for values of the same kind as the default of a rule."""
    label, default = _("取值"), rule.default
    if isinstance(default, bool):
        options = [(True, _("是")), (False, _("否"))]
        return forms.TypedChoiceField(
            label=label, choices=options, coerce=lambda value: value == "True"
        )
    if isinstance(default, int):
        return forms.IntegerField(label=label, min_value=0)
    if isinstance(default, float):
        return forms.FloatField(label=label)
    if isinstance(default, list) and rule.choices:
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=list(rule.choices),
            widget=forms.CheckboxSelectMultiple,
        )
    if isinstance(default, list) and default and isinstance(default[0], int):
        return _Numbers(label=label, help_text=_("每行一个整数。"))
    if isinstance(default, list) and default and isinstance(default[0], dict):
        return _Rows(
            rows=default,
            label=label,
            encoder=_Readable,
            widget=forms.Textarea(attrs={"rows": 20}),
            help_text=_("照默认值的写法填写。"),
        )
    if isinstance(default, list):
        return _Lines(label=label, required=False, help_text=_("每行一项。"))
    if isinstance(default, str):
        return forms.CharField(label=label, max_length=300)
    return forms.JSONField(
        label=label, encoder=json.JSONEncoder, help_text=_("照默认值的写法填写。")
    )
