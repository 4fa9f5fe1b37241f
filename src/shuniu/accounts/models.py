"""Nodes, users, grants, invitations, tokens."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shuniu.accounts.states import NodeKind, Role
from shuniu.base import clock, crypto


class Node(models.Model):
    """A place in the hub tree; ``path`` holds the numbers from the root down, ``/1/5/20/``."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, unique=True, null=True)
    kind = models.CharField(_("种类"), max_length=20, choices=NodeKind.choices)
    name = models.CharField(_("名称"), max_length=120)
    order = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("节点")
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name

    def contains(self, other: Node) -> bool:
        """Whether the other is this node or lies under it."""
        return str(other.path).startswith(str(self.path))


class UserManager(DjangoUserManager["User"]):
    """Finds people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Names are compared without regard to case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their grants alone."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    display_name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("邮箱"), blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    key = models.TextField(default=crypto.new_key, editable=False)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(default=clock.now)
    joined_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["display_name"]
    is_staff = False
    is_superuser = False

    objects: ClassVar = UserManager()

    class Meta:
        verbose_name = _("用户")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("username"), name="accounts_user_name_once"),
            models.UniqueConstraint(
                fields=["phone_hash"], condition=~Q(phone_hash=""), name="accounts_user_phone_once"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """The name on papers."""
        return self.display_name

    @property
    def phone(self) -> str:
        """The number in clear; empty where there is none."""
        return crypto.unseal(self.phone_sealed, self.key)


class Grant(models.Model):
    """A role on a node and everything under it, from a day to a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    node = models.ForeignKey(Node, models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("授权")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "node", "role"],
                condition=Q(until__isnull=True),
                name="accounts_grant_open_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="accounts_grant_ends_after_it_begins",
            ),
        ]


class Invitation(models.Model):
    """A link that opens an account once; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    display_name = models.CharField(_("姓名"), max_length=60)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(_("有效至"))
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("邀请")
        ordering: ClassVar = ["-made_at"]


class PasswordPast(models.Model):
    """Hashes of passwords somebody had, so that they do not come back too soon."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    password = models.CharField(max_length=200)
    until = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("历史口令")
        ordering: ClassVar = ["-until"]


class ApiToken(models.Model):
    """A key for a program, within a subtree and for named scopes; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    name = models.CharField(_("用途"), max_length=80)
    scopes = models.JSONField(_("范围"), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(_("有效至"))
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("接口令牌")
        ordering: ClassVar = ["-made_at"]
