"""Forms about people: oneself, whoever uses a link, roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.forms.fields import NodeField, PhoneField
from shuniu.accounts.models import Node
from shuniu.accounts.passwords import advice
from shuniu.accounts.states import Role


def _secret() -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": "new-password"})


class Profile(forms.Form):
    """One's own particulars."""

    display_name = forms.CharField(label=_("姓名"), max_length=60)
    phone = PhoneField(help_text=_("可用来登录，加密保存。"))
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("用来接收通知。"))


class Accept(forms.Form):
    """What somebody sets when they use a link."""

    username = forms.CharField(
        label=_("用户名"),
        help_text=_("登录用，3 个字以上，不能全是数字。"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    phone = PhoneField(help_text=_("可不填；填了也能用手机号登录。"))
    password = forms.CharField(label=_("口令"), widget=_secret(), strip=False)
    again = forms.CharField(label=_("再输一次口令"), widget=_secret(), strip=False)

    def __init__(self, *args: Any, renewing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = advice()
        if renewing:
            for name in ("username", "display_name", "phone"):
                del self.fields[name]

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
    node = NodeField(label=_("单位"))

    def __init__(self, *args: Any, nodes: QuerySet[Node], roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].among(nodes)  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (code, words) for code, words in Role.choices if code in roles
        ]


class GiveRole(forms.Form):
    """A role on a node."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    node = NodeField(label=_("范围"))
    until = forms.DateField(
        label=_("有效至"),
        required=False,
        help_text=_("不填为长期有效。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, nodes: QuerySet[Node], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].among(nodes)  # type: ignore[attr-defined]


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
