"""One-time links: an account opened, or access renewed, by whoever holds the link."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts import queries, rules
from shuniu.accounts.models import Grant, Invitation, Node, User
from shuniu.accounts.services.signing import end_sessions, forget_attempts
from shuniu.accounts.services.users import open_user, set_password
from shuniu.base import audit, clock, rulebook
from shuniu.base.notices import notify
from shuniu.base.verdicts import Refused, ensure, refuse

DAYS = rulebook.declare("accounts.invitation.days", 7, gettext_lazy("邀请链接有效天数"))
RENEWAL_DAYS = rulebook.declare("accounts.renewal.days", 1, gettext_lazy("重置口令链接有效天数"))


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(node: Node, *, role: str, display_name: str, by: User) -> tuple[Invitation, str]:
    """A link that opens an account with a role; the token is known now and never again.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_invite(by, role, node))
        token = secrets.token_urlsafe(32)
        row = Invitation.objects.create(
            token_hash=token_hash(token),
            node=node,
            role=role,
            display_name=display_name.strip(),
            made_at=clock.now(),
            expires_at=clock.now() + timedelta(days=rulebook.number(DAYS)),
            invited_by=by,
        )
        audit.record("accounts.invitation.made", row, by=by, node=node.pk, role=role)
    return row, token


def renew_access(user: User, *, node: Node, by: User) -> tuple[Invitation, str]:
    """A link with which somebody who has an account sets a new password; earlier ones are void.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_manage(by, user))
        queries.links_of(user).update(revoked_at=clock.now())
        token = secrets.token_urlsafe(32)
        row = Invitation.objects.create(
            token_hash=token_hash(token),
            node=node,
            role="",
            display_name=user.display_name,
            made_at=clock.now(),
            expires_at=clock.now() + timedelta(days=rulebook.number(RENEWAL_DAYS)),
            invited_by=by,
            user=user,
        )
        audit.record("accounts.access.renewed", user, by=by, node=node.pk)
    return row, token


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a token, where it can still be used."""
    rows = Invitation.objects.select_related("node", "user", "invited_by").filter(
        token_hash=token_hash(token), used_at__isnull=True, revoked_at__isnull=True
    )
    return rows.filter(expires_at__gt=clock.now()).first()


def accept_invitation(
    token: str, *, username: str, password: str, phone: str = "", display_name: str = ""
) -> User:
    """Use a link: once, whoever is faster.

    Raises:
        Refused: the link is used, revoked or too old; the user name or the number is taken.
        django.core.exceptions.ValidationError: the password is not good enough.
        shuniu.identifiers.IdentifierError: the phone number is none.
    """
    with transaction.atomic():
        row = open_invitation(token)
        used = row is not None and Invitation.objects.filter(
            pk=row.pk, used_at__isnull=True, revoked_at__isnull=True
        ).update(used_at=clock.now())
        if row is None or not used:
            words = _("这个链接已失效或已用过，请向邀请您的人要一个新的链接。")
            raise Refused(refuse(words, "accounts.invitation.gone"))
        if row.user is not None:
            return _renewed(row, row.user, password)
        try:
            user = _opened(row, username, password, phone, display_name)
        except IntegrityError as error:  # somebody else was faster
            words = _("用户名或手机号刚刚被别人用了，请换一个。")
            raise Refused(refuse(words, "accounts.username_taken")) from error
        Invitation.objects.filter(pk=row.pk).update(user=user)
        audit.record("accounts.invitation.used", row, by=user, node=row.node_id)
    return user


def _renewed(row: Invitation, user: User, password: str) -> User:
    """A new password; everybody who is signed in with the old one is out, and the person is told."""
    set_password(user, password, by=user)
    end_sessions(user)
    forget_attempts(user)
    audit.record("accounts.access.used", row, by=user, node=row.node_id)
    words = _("您的口令已通过重置链接修改。如非本人操作，请立即联系枢纽的安全管理员。")
    notify([user.pk], words, "/account/me/log/")
    return user


def _opened(row: Invitation, username: str, password: str, phone: str, name: str) -> User:
    ensure(rules.can_be_named(username))
    validate_password(password, User(username=username, display_name=row.display_name))
    user = open_user(
        username,
        display_name=name.strip() or row.display_name,
        password=password,
        phone=phone,
        by=row.invited_by,
    )
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    Grant.objects.create(
        user=user,
        node=row.node,
        role=row.role,
        since=clock.today(),
        granted_by=row.invited_by,
    )
    audit.record("accounts.grant.given", user, by=row.invited_by, node=row.node_id, role=row.role)
    return user


def revoke_invitation(row: Invitation, *, by: User) -> None:
    """A link that is not used yet is worth nothing any more.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_revoke(by, row))
        Invitation.objects.filter(pk=row.pk, used_at__isnull=True).update(revoked_at=clock.now())
        audit.record("accounts.invitation.revoked", row, by=by, node=row.node_id)
