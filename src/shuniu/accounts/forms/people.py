"""Forms about people, roles, links and tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.api import SCOPES
from shuniu.accounts.models import Node
from shuniu.accounts.states import Role
from shuniu.identifiers import IdentifierError, parse_mobile


def clean_phone(typed: str) -> str:
    """The number in its plain form; empty stays empty.

    Raises:
        ValidationError: it is none, with what was expected.
    """
    if not typed.strip():
        return ""
    try:
        return parse_mobile(typed).number
    except IdentifierError as error:
        raise forms.ValidationError(f"{error.text.zh}{error.fix.zh}") from error


class Profile(forms.Form):
    """One's own particulars."""

    display_name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        help_text=_("可用来登录，加密保存。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("用来接收通知。"))

    def clean_phone(self) -> str:
        """A mobile number, or nothing."""
        return clean_phone(self.cleaned_data["phone"])


class Accept(forms.Form):
    """What somebody sets when they use a link."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        min_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        help_text=_("可不填；填了也能用手机号登录。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    password = forms.CharField(
        label=_("口令"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("再输一次"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, renewing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = "".join(password_validators_help_texts())
        if renewing:
            for name in ("username", "display_name", "phone"):
                del self.fields[name]

    def clean_phone(self) -> str:
        """A mobile number, or nothing."""
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        """The same twice."""
        held = super().clean() or {}
        if held.get("password") != held.get("again"):
            self.add_error("again", _("两次输入的口令不一样。"))
        return held


class Invite(forms.Form):
    """Whom to invite, as what, where."""

    display_name = forms.CharField(label=_("姓名"), max_length=60)
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    node = forms.ModelChoiceField(label=_("单位"), queryset=Node.objects.none())

    def __init__(self, *args: Any, nodes: QuerySet[Node], roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (code, words) for code, words in Role.choices if code in roles
        ]


class GiveRole(forms.Form):
    """A role on a node."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    node = forms.ModelChoiceField(label=_("范围"), queryset=Node.objects.none())

    def __init__(self, *args: Any, nodes: QuerySet[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]


class MakeToken(forms.Form):
    """A token for a program."""

    name = forms.CharField(label=_("用途"), max_length=80)
    node = forms.ModelChoiceField(label=_("范围"), queryset=Node.objects.none())
    scopes = forms.MultipleChoiceField(
        label=_("可以做什么"),
        choices=[
            (SCOPES[0], _("读取名册")),
            (SCOPES[1], _("导入名册")),
            (SCOPES[2], _("读取评价结果")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=_("有效天数"), min_value=1, max_value=730, initial=180)

    def __init__(self, *args: Any, nodes: QuerySet[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].queryset = nodes  # type: ignore[attr-defined]


class SetRule(forms.Form):
    """A value of a rule from a day on."""

    value = forms.JSONField(label=_("取值"), help_text=_('数字直接填写；名单写成 ["甲", "乙"]。'))
    since = forms.DateField(label=_("生效日期"), widget=forms.DateInput(attrs={"type": "date"}))
    source = forms.CharField(label=_("依据"), max_length=300, required=False)


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea)
