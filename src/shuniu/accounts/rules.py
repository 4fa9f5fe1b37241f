"""Who may do what, where; what must be done before anything else."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts import queries
from shuniu.accounts.models import Grant, Invitation, Node, User
from shuniu.accounts.passwords import DAYS
from shuniu.accounts.queries import Somebody
from shuniu.accounts.states import EXCLUSIVE, INVITED, Capability, NodeKind, Role
from shuniu.base import clock, rulebook
from shuniu.base.verdicts import ALLOWED, Verdict, refuse

SECOND = rulebook.declare(
    "accounts.second_factor.roles",
    [],
    gettext_lazy("必须使用第二验证因素的角色"),
    "GB/T 22239-2019",
    choices=Role.choices,
)
_NAME = re.compile(r"[\w.@-]{3,60}")


class First(Enum):
    """What somebody must do before anything else."""

    OWN_PASSWORD = "own_password"  # noqa: S105 (no password: the name of a duty)
    NEW_PASSWORD = "new_password"  # noqa: S105 (the same)
    SECOND_FACTOR = "second_factor"


def may(user: Somebody, capability: Capability | str, node: Node) -> Verdict:
    """Whether somebody may do a thing on a node: a grant on it or above it says so."""
    for grant in queries.grants_of(user):
        if capability in grant.capabilities and str(node.path).startswith(grant.path):
            return ALLOWED
    words = _("您没有“%(what)s”的权限（%(where)s）。需要时请联系枢纽负责人。")
    return refuse(
        words % {"what": Capability(capability).label, "where": node.name}, "accounts.capability"
    )


def may_somewhere(user: Somebody, capability: Capability | str) -> Verdict:
    """Whether somebody may do a thing anywhere."""
    if any(capability in grant.capabilities for grant in queries.grants_of(user)):
        return ALLOWED
    words = _("您没有“%(what)s”的权限。需要时请联系枢纽负责人。")
    return refuse(words % {"what": Capability(capability).label}, "accounts.capability")


def what_first(user: User) -> First | None:
    """A password of one's own, a fresh one, a second factor where a role asks for it."""
    if user.must_change_password:
        return First.OWN_PASSWORD
    ruled = rulebook.values((DAYS, SECOND))
    days, roles = ruled[DAYS], ruled[SECOND]
    age = clock.now() - user.password_changed_at
    if isinstance(days, int) and days and age > timedelta(days=days):
        return First.NEW_PASSWORD
    asked = isinstance(roles, list) and bool(queries.roles_of(user) & set(roles))
    if asked and not queries.factors_of(user).exists():
        return First.SECOND_FACTOR
    return None


def can_be_named(username: str) -> Verdict:
    """Whether a name can be signed in with: plain signs, nobody else's, and not a phone number."""
    if not _NAME.fullmatch(username):
        words = _("用户名为 3 至 60 个汉字、字母、数字，或点、横线、下划线、@，不能有空格。")
        return refuse(words, "accounts.username_shape")
    if username.isdigit():
        return refuse(_("用户名不能全是数字，以免与手机号相混。"), "accounts.username_shape")
    if queries.name_taken(username):
        words = _("用户名“%(name)s”已有人使用，请换一个。")
        return refuse(words % {"name": username}, "accounts.username_taken")
    return ALLOWED


def can_have_phone(user: User, phone: str) -> Verdict:
    """Whether a number can be signed in with: nobody else's."""
    if queries.phone_taken(phone, user):
        return refuse(_("这个手机号已用于另一个账号，请换一个或留空。"), "accounts.phone_taken")
    return ALLOWED


def can_grant(giver: User, user: User, role: Role | str, node: Node) -> Verdict:
    """Whether a role may be given: by whom, and never two administrators in one person."""
    verdict = _gives(giver, user, role, node)
    if not verdict:
        return verdict
    held = queries.roles_of(user)
    if (role in EXCLUSIVE and held - {role}) or (held & EXCLUSIVE and role not in held):
        return refuse(
            _("系统、安全、审计管理员必须由不同的人担任，也不能兼任业务角色。"),
            "accounts.grant.separated",
        )
    return ALLOWED


def can_end_grant(taker: User, grant: Grant) -> Verdict:
    """Whether a role may be taken back: by whoever could give it."""
    if grant.until is not None and grant.until < clock.today():
        return refuse(_("这项授权已经结束。"), "accounts.grant.over")
    return _gives(taker, grant.user, grant.role, grant.node)


def _gives(giver: User, user: User, role: Role | str, node: Node) -> Verdict:
    if giver.pk == user.pk:
        words = _("不能给自己授权，也不能收回自己的授权，请由另一位管理员办理。")
        return refuse(words, "accounts.grant.self")
    verdict = may(giver, Capability.ACCOUNTS_MANAGE, node)
    if not verdict and role in INVITED:
        verdict = may(giver, Capability.INVITE, node)
    return verdict


def can_invite(inviter: User, role: Role | str, node: Node) -> Verdict:
    """Whether a link for a role may be sent: officers for organisations' people, security for all."""
    if may(inviter, Capability.ACCOUNTS_MANAGE, node):
        return ALLOWED
    if role in INVITED and node.kind == NodeKind.ORGANISATION:
        return may(inviter, Capability.INVITE, node)
    return refuse(
        _("只能邀请本枢纽所属单位的联络员或书记；其他角色请安全管理员办理。"),
        "accounts.invite.role",
    )


def can_revoke(user: User, row: Invitation) -> Verdict:
    """Whether a link may be made worthless: by whoever could make it, before it is used."""
    if row.used_at is not None or row.revoked_at is not None:
        return refuse(_("这个链接已经用过或已撤回。"), "accounts.invitation.over")
    return can_invite(user, row.role, row.node)


def can_manage(manager: User, user: User) -> Verdict:
    """Whether an account may be locked, unlocked or given new access: never one's own."""
    if manager.pk == user.pk:
        return refuse(_("不能处理自己的账号，请由另一位管理员办理。"), "accounts.self")
    nodes = [grant.node for grant in user.grants.select_related("node")]
    if not nodes:
        return may_somewhere(manager, Capability.ACCOUNTS_MANAGE)
    for node in nodes:
        verdict = may(manager, Capability.ACCOUNTS_MANAGE, node)
        if not verdict:
            return verdict
    return ALLOWED
