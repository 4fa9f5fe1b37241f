"""Signing in by user name or phone number, with a password; how wrong ones are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from shuniu.accounts import queries
from shuniu.accounts.models import User
from shuniu.base import crypto


class NameOrPhone(AuthenticationBackend):  # type: ignore[misc]
    """Finds the person by name or by the keyed hash of the number."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, **credentials: Any
    ) -> User | None:
        """The person, where name and password fit and the account is open."""
        password = credentials.get("password")
        if not username or password is None:
            return None
        user = queries.person_named(username)
        if user is None:
            User().set_password(password)  # as long as for somebody who exists
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The person of a session."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def attempted(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Under which key a wrong password is counted: the account's, however it was named.

    A name that nobody has is kept as a keyed hash: it may be a phone number or a password.
    """
    typed = str((credentials or request.POST).get("username") or request.POST.get("login") or "")
    user = queries.person_named(typed)
    return f"none:{crypto.keyed_hash(typed)}" if user is None else queries.attempted_by(user)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the proxies in front of us that we trust say."""
    direct = str(request.META.get("REMOTE_ADDR") or "")
    trusted = int(settings.SHUNIU_PROXIES)
    said = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if trusted and len(said) >= trusted and said[-trusted]:
        return said[-trusted]
    return direct
