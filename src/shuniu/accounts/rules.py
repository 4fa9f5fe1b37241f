"""Who may do what, where."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from shuniu.accounts import queries
from shuniu.accounts.models import Node, User
from shuniu.accounts.states import EXCLUSIVE, Capability, NodeKind, Role
from shuniu.base.verdicts import ALLOWED, Verdict, refuse

Somebody = User | AnonymousUser


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


def can_grant(giver: User, user: User, role: Role | str, node: Node) -> Verdict:
    """Whether a role may be given: by whom, and never two administrators in one person."""
    if giver.pk == user.pk:
        return refuse(_("不能给自己授权，请由另一位管理员办理。"), "accounts.grant.self")
    invites = {Role.CONTACT, Role.BRANCH_SECRETARY}
    verdict = may(giver, Capability.ACCOUNTS_MANAGE, node)
    if not verdict and role in invites:
        verdict = may(giver, Capability.INVITE, node)
    if not verdict:
        return verdict
    held = {grant.role for grant in queries.grants_of(user)}
    if (role in EXCLUSIVE and held - {role}) or (held & EXCLUSIVE and role not in held):
        return refuse(
            _("系统、安全、审计管理员必须由不同的人担任，也不能兼任业务角色。"),
            "accounts.grant.separated",
        )
    return ALLOWED


def can_invite(inviter: User, role: Role | str, node: Node) -> Verdict:
    """Whether a link for a role may be sent: officers for organisations' people, security for all."""
    if may(inviter, Capability.ACCOUNTS_MANAGE, node):
        return ALLOWED
    if role in {Role.CONTACT, Role.BRANCH_SECRETARY} and node.kind == NodeKind.ORGANISATION:
        return may(inviter, Capability.INVITE, node)
    return refuse(
        _("只能邀请本枢纽所属单位的联络员或书记；其他角色请安全管理员办理。"),
        "accounts.invite.role",
    )


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
