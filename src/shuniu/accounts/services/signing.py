"""Signing in: what the book keeps of it, sign-ins ended, second factors taken away."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts import queries
from shuniu.accounts.models import User
from shuniu.accounts.rules import can_manage
from shuniu.base import audit, crypto
from shuniu.base.notices import notify
from shuniu.base.verdicts import ensure


def note_sign_in(user: User, *, address: str) -> None:
    """A line in the book: who came in, from where."""
    audit.record("accounts.sign_in.done", user, by=user, address=address)


def note_sign_out(user: User) -> None:
    """A line in the book: who went."""
    audit.record("accounts.sign_in.ended", user, by=user)


def note_failure(typed: str, *, address: str) -> None:
    """A line in the book for a wrong password of an account there is.

    What was typed for an account there is not is kept nowhere: often it is the password.
    """
    user = queries.person_named(typed)
    if user is not None:
        audit.record("accounts.sign_in.failed", user, by=None, address=address)


def note_lock(typed: str, *, address: str) -> None:
    """A line in the book, and a notice for the person: too many wrong passwords."""
    user = queries.person_named(typed)
    if user is None:
        return
    with transaction.atomic():
        audit.record("accounts.sign_in.locked", user, by=None, address=address)
        words = _("您的账号连续输错口令，已从 %(address)s 暂时锁定登录。如非本人操作，请修改口令。")
        notify([user.pk], words % {"address": address}, "/account/me/log/")


def note_factor(user: User, *, change: str, kind: str, by: User | None) -> None:
    """A line in the book: a second factor added, removed, made anew, or given wrongly."""
    audit.record(f"accounts.factor.{change}", user, by=by, kind=kind)


def open_door(user: User, *, by: User) -> None:
    """Let somebody try again at once after too many wrong passwords.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(can_manage(by, user))
        forget_attempts(user)
        audit.record("accounts.sign_in.unlocked", user, by=by)


def forget_attempts(user: User) -> None:
    """Wrong passwords count from nothing again."""
    AccessAttempt.objects.filter(username=queries.attempted_by(user)).delete()


def rewrap_keys() -> int:
    """Wrap the keys of people, and of their second factors, with the key in use; returns how many."""
    count = crypto.rewrap_column(User, "key")
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        for name in {"secret", "seed"} & set(row.data):
            key, _colon, sealed = row.data[name].partition(":")
            row.data[name] = f"{crypto.rewrap(key)}:{sealed}"
            count += 1
        row.save(update_fields=["data"])
    return count


def end_sessions(user: User) -> None:
    """End every sign-in of a person."""
    Session.objects.filter(session_key__in=queries.session_keys(user)).delete()
    UserSession.objects.filter(user=user).delete()


def end_session(row: UserSession, *, by: User) -> None:
    """End one of a person's own sign-ins."""
    with transaction.atomic():
        Session.objects.filter(session_key=row.session_key).delete()
        row.delete()
        audit.record("accounts.session.ended", row.user, by=by, address=row.ip)


def end_other_sessions(user: User, *, keep: str, by: User) -> int:
    """End every sign-in of a person but the one in use; returns how many."""
    with transaction.atomic():
        keys = [one for one in queries.session_keys(user) if one != keep]
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
        audit.record("accounts.session.ended", user, by=by, count=len(keys))
    return len(keys)


def clear_factors(user: User, *, reason: str, by: User) -> None:
    """Take a person's second factors away, where they lost their device; they are told.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(can_manage(by, user))
        count = queries.factors_of(user).count()
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        audit.record("accounts.factor.cleared", user, by=by, count=count, reason=reason)
        words = _("安全管理员已清除您的第二验证因素。如非您本人要求，请立即联系枢纽。")
        notify([user.pk], words, "/account/me/log/")
