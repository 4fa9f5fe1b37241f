"""Signing in, one's password, codes and keys: the forms of allauth in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.forms import Field
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.passwords import advice


def _plain(field: Field, label: Any, *, help_text: Any = "", **attributes: str) -> None:
    """Our label, no words inside the box, and what else the box needs."""
    field.label = label
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name or phone number, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], _("用户名或手机号"), autocapitalize="none", spellcheck="false")
        _plain(self.fields["password"], _("口令"))


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    """The password in use and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("现在的口令"))
        _plain(self.fields["password1"], _("新口令"), help_text=advice())
        _plain(self.fields["password2"], _("再输一次新口令"))


class Reauthenticate(ReauthenticateForm):  # type: ignore[misc]
    """The password once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("口令"))


class Code(AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self.fields["code"],
            _("验证码"),
            help_text=_("手机上显示的六位数字；手机不在身边时，填一个恢复代码。"),
            inputmode="numeric",
        )


class CodeAgain(CodeForm):  # type: ignore[misc]
    """The same, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("验证码"), inputmode="numeric")


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that has just learnt the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("手机上显示的六位数字"), inputmode="numeric")


class AddKey(AddWebAuthnForm):  # type: ignore[misc]
    """A key, with a name by which its owner knows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("名称"), help_text=_("例如：办公室电脑、我的手机"))
        if "passwordless" in self.fields:
            _plain(
                self.fields["passwordless"],
                _("可以不输口令，只用它登录"),
                help_text=_("需要设备支持指纹、面容或 PIN。"),
            )


class NameKey(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], _("名称"))
