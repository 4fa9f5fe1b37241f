"""How allauth behaves in this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from shuniu.accounts.models import User
from shuniu.accounts.services import set_password
from shuniu.base import crypto


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: accounts are opened or come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Through our own verb, so that the past is remembered and the book has its line."""
        set_password(user, password, by=user)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors; secrets are sealed before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Seal with the key-encryption key in use."""
        key = crypto.new_key()
        return f"{key}:{crypto.seal(text, key)}"

    def decrypt(self, encrypted_text: str) -> str:
        """Open."""
        key, _, sealed = encrypted_text.partition(":")
        return crypto.unseal(sealed, key)

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Whose passkeys they are, in the words of the device's prompt."""
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.MFA_TOTP_ISSUER}
