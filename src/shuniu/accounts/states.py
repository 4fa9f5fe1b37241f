"""Roles and what each of them may do; kinds of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class NodeKind(TextChoices):
    """What a node of the hub tree is."""

    HUB = "hub", _("枢纽")
    AREA = "area", _("片区工作站")
    ORGANISATION = "organisation", _("社会组织")


class Role(TextChoices):
    """What somebody is, on a node and everything under it."""

    HUB_LEAD = "hub_lead", _("枢纽负责人")
    HUB_OFFICER = "hub_officer", _("枢纽工作人员")
    AREA_OFFICER = "area_officer", _("片区工作人员")
    CONTACT = "contact", _("单位联络员")
    BRANCH_SECRETARY = "branch_secretary", _("党组织书记")
    ASSESSOR = "assessor", _("评估专家")
    COMMITTEE_MEMBER = "committee_member", _("评估委员会委员")
    MEMBER = "member", _("党员、积极分子")
    SUPERVISOR = "supervisor", _("监督人员（只读）")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


class Capability(TextChoices):
    """One thing that may be done somewhere in the tree."""

    REGISTRY_SEE = "registry.see", _("查看名册")
    REGISTRY_EDIT = "registry.edit", _("维护名册")
    REGISTRY_IMPORT = "registry.import", _("批量导入名册")
    PERSONS_READ = "registry.persons", _("查看人员联系方式")
    ROUNDS_SEE = "rounds.see", _("查看评价")
    ROUNDS_RUN = "rounds.run", _("组织评价")
    ROUNDS_ANSWER = "rounds.answer", _("填报")
    ROUNDS_ASSESS = "rounds.assess", _("评分")
    ROUNDS_DECIDE = "rounds.decide", _("审议表决")
    FRAMEWORKS_EDIT = "frameworks.edit", _("维护评价标准")
    MEMBERS_SEE = "members.see", _("查看党员名册")
    MEMBERS_KEEP = "members.keep", _("维护党员名册")
    MEMBERS_OWN = "members.own", _("查看本人资料")
    MEETINGS_SEE = "meetings.see", _("查看会议")
    MEETINGS_KEEP = "meetings.keep", _("组织和记录会议")
    MEETINGS_JOINT = "meetings.joint", _("召集联席会议")
    MATTERS_SEE = "matters.see", _("查看重大事项")
    MATTERS_RAISE = "matters.raise", _("提出重大事项")
    MATTERS_STUDY = "matters.study", _("记录前置研究意见")
    MATTERS_LIST = "matters.list", _("维护重大事项清单")
    PAPERS_PRINT = "papers.print", _("制作公文")
    DASHBOARD_SEE = "dashboard.see", _("查看总览")
    ACCOUNTS_MANAGE = "accounts.manage", _("管理账号与授权")
    INVITE = "accounts.invite", _("邀请单位人员")
    RULES_SET = "rules.set", _("设置规则")
    AUDIT_READ = "audit.read", _("查看审计记录")
    TOKENS = "api.tokens", _("管理接口令牌")


_C = Capability
_OFFICER = frozenset(
    {
        _C.REGISTRY_SEE,
        _C.REGISTRY_EDIT,
        _C.REGISTRY_IMPORT,
        _C.PERSONS_READ,
        _C.ROUNDS_SEE,
        _C.ROUNDS_RUN,
        _C.FRAMEWORKS_EDIT,
        _C.MEMBERS_SEE,
        _C.MEMBERS_KEEP,
        _C.MEETINGS_SEE,
        _C.MEETINGS_KEEP,
        _C.MEETINGS_JOINT,
        _C.MATTERS_SEE,
        _C.MATTERS_RAISE,
        _C.MATTERS_STUDY,
        _C.MATTERS_LIST,
        _C.PAPERS_PRINT,
        _C.DASHBOARD_SEE,
        _C.INVITE,
    }
)
GRANTS: dict[str, frozenset[Capability]] = {
    Role.HUB_LEAD: _OFFICER | {_C.RULES_SET, _C.TOKENS},
    Role.HUB_OFFICER: _OFFICER,
    Role.AREA_OFFICER: frozenset(
        {
            _C.REGISTRY_SEE,
            _C.REGISTRY_EDIT,
            _C.PERSONS_READ,
            _C.ROUNDS_SEE,
            _C.MEETINGS_SEE,
            _C.MEETINGS_JOINT,
            _C.MATTERS_SEE,
            _C.DASHBOARD_SEE,
            _C.INVITE,
        }
    ),
    Role.CONTACT: frozenset(
        {
            _C.REGISTRY_SEE,
            _C.ROUNDS_ANSWER,
            _C.PERSONS_READ,
            _C.MEETINGS_SEE,
            _C.MEETINGS_KEEP,
            _C.MATTERS_SEE,
            _C.MATTERS_RAISE,
        }
    ),
    Role.BRANCH_SECRETARY: frozenset(
        {
            _C.REGISTRY_SEE,
            _C.ROUNDS_ANSWER,
            _C.PERSONS_READ,
            _C.MEMBERS_SEE,
            _C.MEMBERS_KEEP,
            _C.MEETINGS_SEE,
            _C.MEETINGS_KEEP,
            _C.MATTERS_SEE,
            _C.MATTERS_RAISE,
            _C.MATTERS_STUDY,
        }
    ),
    Role.MEMBER: frozenset({_C.MEMBERS_OWN}),
    Role.ASSESSOR: frozenset({_C.ROUNDS_ASSESS}),
    Role.COMMITTEE_MEMBER: frozenset({_C.ROUNDS_DECIDE, _C.ROUNDS_SEE}),
    Role.SUPERVISOR: frozenset(
        {
            _C.REGISTRY_SEE,
            _C.ROUNDS_SEE,
            _C.MEETINGS_SEE,
            _C.MATTERS_SEE,
            _C.DASHBOARD_SEE,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset({_C.RULES_SET}),
    Role.SECURITY_ADMIN: frozenset({_C.ACCOUNTS_MANAGE, _C.TOKENS}),
    Role.AUDIT_ADMIN: frozenset({_C.AUDIT_READ}),
}
# The three administrators are kept apart, and apart from those who run evaluations.
EXCLUSIVE: frozenset[str] = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

# Whom officers invite into organisations under them.
INVITED: frozenset[str] = frozenset({Role.CONTACT, Role.BRANCH_SECRETARY, Role.MEMBER})

# What a program may do with a token.
SCOPES: dict[str, str | _StrPromise] = {
    "registry:read": _("读取名册"),
    "registry:import": _("导入名册"),
    "results:read": _("读取评价结果"),
}


def roles_with(capability: Capability | str) -> list[str]:
    """The roles that may do a thing."""
    return [role for role, held in GRANTS.items() if capability in held]
