"""May they change the register, and where?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.registry.models import Organisation
from shuniu.registry.states import Standing


def can_add(user: User, parent: Node) -> Verdict:
    """Whether an organisation may be entered under a place of the tree."""
    return may(user, Capability.REGISTRY_EDIT, parent)


def can_see(user: User, organisation: Organisation) -> Verdict:
    """Whether an organisation may be seen."""
    return may(user, Capability.REGISTRY_SEE, organisation.node)


def can_edit(user: User, organisation: Organisation) -> Verdict:
    """Whether the facts of an organisation may be changed."""
    verdict = may(user, Capability.REGISTRY_EDIT, organisation.node)
    if verdict and organisation.standing == Standing.DISSOLVED:
        return refuse(
            _("“%(name)s”已注销，资料只能查看。") % {"name": organisation.name},
            "registry.dissolved",
        )
    return verdict


def can_read_persons(user: User, organisation: Organisation) -> Verdict:
    """Whether phone numbers of an organisation's people may be read in clear."""
    return may(user, Capability.PERSONS_READ, organisation.node)


def can_import(user: User, parent: Node) -> Verdict:
    """Whether organisations may be imported under a place of the tree."""
    return may(user, Capability.REGISTRY_IMPORT, parent)


def may_be_current(version: int, organisation: Organisation) -> Verdict:
    """Whether nobody has changed the organisation since it was read."""
    if version == organisation.version:
        return ALLOWED
    return refuse(
        _("“%(name)s”刚被别人改过。请对照最新内容，确认后再保存一次。")
        % {"name": organisation.name},
        "registry.conflict",
    )
