"""What the libraries for signing in report: each piece of news becomes a line in the book."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from shuniu.accounts import services
from shuniu.accounts.backends import address_of
from shuniu.accounts.models import User


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Somebody came in."""
    services.note_sign_in(user, address=address_of(request))


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Somebody went."""
    if user is not None:
        services.note_sign_out(user)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong password; what comes while the door is locked is not written down again."""
    if request is not None and not _locked_before(request):
        typed = str(credentials.get("username") or "")
        services.note_failure(typed, address=address_of(request))


@receiver(user_locked_out)
def locked(request: HttpRequest, **_: Any) -> None:
    """The door locked itself."""
    if not _locked_before(request):
        typed = str(request.axes_credentials.get("username") or "")  # type: ignore[attr-defined]
        services.note_lock(typed, address=address_of(request))


def _locked_before(request: HttpRequest) -> bool:
    """Whether the attempt was turned away unread: only then was nothing counted."""
    locked = getattr(request, "axes_locked_out", False)
    return bool(locked) and getattr(request, "axes_failures_since_start", None) is None


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    """A second factor more, in the transaction that adds it: the library tells only afterwards."""
    if created:
        renewed = instance.type == Authenticator.Type.RECOVERY_CODES
        change = "renewed" if renewed else "added"
        services.note_factor(instance.user, change=change, kind=instance.type, by=instance.user)


@receiver(factors.authenticator_removed)
def factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    """A second factor less."""
    services.note_factor(user, change="removed", kind=authenticator.type, by=user)


@receiver(factors.authentication_failed)
def factor_failed(user: User, authenticator: Any, **_: Any) -> None:
    """A wrong code after a right password."""
    services.note_factor(user, change="failed", kind=authenticator.type, by=None)
