"""One-time links: an account opened, or access renewed, by whoever holds the link."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts import rules
from shuniu.accounts.models import Grant, Invitation, Node, User
from shuniu.accounts.services.users import end_sessions, open_user, set_password
from shuniu.base import audit, clock, rulebook
from shuniu.base.verdicts import Refused, ensure, refuse

DAYS = rulebook.declare("accounts.invitation.days", 7, gettext_lazy("邀请链接有效天数"))


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
    """A link with which somebody who has an account sets a new password.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_manage(by, user))
        token = secrets.token_urlsafe(32)
        row = Invitation.objects.create(
            token_hash=token_hash(token),
            node=node,
            role="",
            display_name=user.display_name,
            made_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
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
        Refused: the link is used, revoked, too old, or the user name is taken.
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
            user = row.user
            set_password(user, password, by=user)
            end_sessions(user)
            return user
        user = _opened(row, username, password, phone, display_name)
        Invitation.objects.filter(pk=row.pk).update(user=user)
        audit.record("accounts.invitation.used", row, by=user, node=row.node_id)
    return user


def _opened(row: Invitation, username: str, password: str, phone: str, name: str) -> User:
    if User.objects.filter(username__iexact=username).exists():
        words = _("用户名“%(name)s”已有人使用，请换一个。")
        raise Refused(refuse(words % {"name": username}, "accounts.username_taken"))
    validate_password(password, User(username=username, display_name=row.display_name))
    user = open_user(
        username,
        display_name=name.strip() or row.display_name,
        password=password,
        phone=phone,
        by=row.invited_by,
    )
    User.objects.filter(pk=user.pk).update(must_change_password=False)
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
        ensure(rules.can_invite(by, row.role, row.node))
        Invitation.objects.filter(pk=row.pk, used_at__isnull=True).update(revoked_at=clock.now())
        audit.record("accounts.invitation.revoked", row, by=by, node=row.node_id)
