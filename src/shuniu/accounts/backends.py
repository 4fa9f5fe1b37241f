"""Signing in by user name or phone number, with a password."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q
from django.http import HttpRequest

from shuniu.accounts.models import User
from shuniu.base import crypto
from shuniu.identifiers import IdentifierError, parse_mobile


class NameOrPhone(AuthenticationBackend):  # type: ignore[misc]
    """Finds the person by name or by the keyed hash of the number."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, **credentials: Any
    ) -> User | None:
        """The person, where name and password fit and the account is open."""
        password = credentials.get("password")
        if not username or password is None:
            return None
        wanted = Q(username__iexact=username)
        with suppress(IdentifierError):
            wanted |= Q(phone_hash=crypto.keyed_hash(parse_mobile(username).number))
        user = User.objects.filter(wanted).first()
        if user is None:
            User().set_password(password)  # as long as for somebody who exists
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The person of a session."""
        return User.objects.filter(pk=user_id, is_active=True).first()
