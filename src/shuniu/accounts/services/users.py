"""People: opened, their particulars, their password, locked and unlocked."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from shuniu.accounts import queries
from shuniu.accounts.models import PasswordPast, User
from shuniu.accounts.rules import can_have_phone, can_manage
from shuniu.accounts.services.signing import end_sessions, forget_attempts
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import ensure
from shuniu.identifiers import parse_mobile


def open_user(
    username: str,
    *,
    display_name: str,
    password: str | None,
    by: User | None,
    phone: str = "",
    email: str = "",
) -> User:
    """Open an account; a password somebody else chose must be changed at the first sign-in.

    Raises:
        shuniu.identifiers.IdentifierError: the phone number is none.
        Refused: somebody else signs in with the number.
    """
    with transaction.atomic():
        user = User(
            username=username,
            display_name=display_name,
            email=email,
            must_change_password=password is not None,
        )
        _put_phone(user, phone)
        user.set_password(password)
        user.save()
        audit.record(
            "accounts.user.opened", user, by=by, username=username, phone=audit.commitment(phone)
        )
    return user


def set_phone(user: User, phone: str, *, by: User) -> None:
    """Change the number somebody signs in with; empty takes it away.

    Raises:
        shuniu.identifiers.IdentifierError: the number is none.
        Refused: somebody else signs in with it.
    """
    with transaction.atomic():
        _put_phone(user, phone)
        user.save(update_fields=["phone_sealed", "phone_hash"])
        audit.record("accounts.user.phone", user, by=by, new=audit.commitment(phone))


def _put_phone(user: User, phone: str) -> None:
    number = parse_mobile(phone).number if phone else ""
    ensure(can_have_phone(user, number))
    user.phone_sealed = crypto.seal(number, user.key)
    user.phone_hash = crypto.keyed_hash(number) if number else ""


def change_profile(user: User, *, display_name: str, email: str, phone: str, by: User) -> None:
    """A person's own name, mail and number.

    Raises:
        shuniu.identifiers.IdentifierError: the number is none.
        Refused: somebody else signs in with it.
    """
    with transaction.atomic():
        changed = {
            "name": user.display_name != display_name,
            "email": user.email != email,
            "phone": user.phone != phone,
        }
        user.display_name, user.email = display_name, email
        _put_phone(user, phone)
        user.save(update_fields=["display_name", "email", "phone_sealed", "phone_hash"])
        detail: dict[str, Any] = {
            "fields": sorted(name for name, differs in changed.items() if differs),
            "phone": audit.commitment(phone),
        }
        audit.record("accounts.user.profile", user, by=by, **detail)


def set_password(user: User, password: str, *, by: User | None) -> None:
    """Another password; the old one is remembered by its hash so that it does not come back.

    Raises:
        django.core.exceptions.ValidationError: it is not good enough, with the reasons.
    """
    validate_password(password, user)
    with transaction.atomic():
        if user.password and user.has_usable_password():
            PasswordPast.objects.create(user=user, password=user.password, until=clock.now())
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = clock.now()
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        audit.record("accounts.user.password", user, by=by)


def lock_user(user: User, *, reason: str, by: User) -> None:
    """Nobody signs in with this account any more, and whoever is signed in is out at once.

    Links with which a new password could be set are worth nothing any more.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(can_manage(by, user))
        User.objects.filter(pk=user.pk).update(is_active=False)
        queries.links_of(user).update(revoked_at=clock.now())
        end_sessions(user)
        audit.record("accounts.user.locked", user, by=by, reason=reason)


def unlock_user(user: User, *, by: User) -> None:
    """The account is open again, and wrong passwords of before are forgotten.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(can_manage(by, user))
        User.objects.filter(pk=user.pk).update(is_active=True)
        forget_attempts(user)
        audit.record("accounts.user.unlocked", user, by=by)
