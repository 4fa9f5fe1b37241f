"""How allauth behaves in this house."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts.backends import address_of
from shuniu.accounts.models import User
from shuniu.accounts.services import set_password
from shuniu.base import crypto

_NOWHERE = "0.0.0.0"  # noqa: S104 (no address is known; nothing listens)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: accounts are opened or come by invitation."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("这个账号已停用，请联系所在枢纽。"),
        "enter_current_password": gettext_lazy("请输入现在的口令。"),
        "incorrect_password": gettext_lazy("口令不对。"),
        "password_incorrect": gettext_lazy("口令不对。"),
        "rate_limited": gettext_lazy("尝试次数太多，请过十五分钟再试。"),
        "too_many_login_attempts": gettext_lazy("尝试次数太多，请过十五分钟再试。"),
        "username_password_mismatch": gettext_lazy("用户名（手机号）或口令不对，请检查后重输。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes; the limit of allauth is for codes alone."""

    def set_password(self, user: User, password: str) -> None:
        """Through our own verb, so that the past is remembered and the book has its line."""
        set_password(user, password, by=user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from."""
        address = address_of(request)
        try:
            validate_ipv46_address(address)
        except ValidationError:
            return _NOWHERE
        return address


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors; secrets are sealed before they reach the database."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": gettext_lazy("请先启用动态口令或通行密钥。"),
        "incorrect_code": gettext_lazy("验证码不对，请看手机上当前显示的六位数字。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal with the key-encryption key in use."""
        key = crypto.new_key()
        return f"{key}:{crypto.seal(text, key)}"

    def decrypt(self, encrypted_text: str) -> str:
        """Open."""
        key, _colon, sealed = encrypted_text.partition(":")
        return crypto.unseal(sealed, key)

    def get_totp_label(self, user: User) -> str:
        """What the app on the phone shows: the name, never a mail address or a number."""
        return user.username

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 (its name)
        """A name for a new key, to be changed by its owner."""
        return _("我的通行密钥")

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Whose passkeys they are, in the words of the device's prompt."""
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Whose key it is."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.display_name, "name": user.username}
