"""May they add, edit, release or retire a framework version?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.moves import can_move
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.evaluation.models import Entry, FrameworkVersion, RoundTable
from shuniu.evaluation.states import FRAMEWORK_MOVES, FrameworkState


def can_add(user: User, node: Node) -> Verdict:
    """Whether somebody may bring frameworks in at a node."""
    return may(user, Capability.FRAMEWORKS_EDIT, node)


def can_edit(user: User, framework: FrameworkVersion) -> Verdict:
    """Only drafts are edited: what was released stays as it was read."""
    verdict = can_add(user, framework.node)
    if verdict and framework.state != FrameworkState.DRAFT:
        return refuse(_("已发布的版本不能修改，请新建一个版本再改。"), "frameworks.released")
    return verdict


def can_release(user: User, framework: FrameworkVersion) -> Verdict:
    """A draft that can be read and has no errors."""
    verdict = can_add(user, framework.node)
    if not verdict:
        return verdict
    verdict = can_move(framework, FRAMEWORK_MOVES["release"])
    if not verdict:
        return verdict
    errors = sum(one["severity"] == "error" for one in framework.findings)
    if errors:
        words = _("还有 %(count)s 处错误，改正后才能设为可用。")
        return refuse(words % {"count": errors}, "frameworks.errors")
    return ALLOWED


def can_retire(user: User, framework: FrameworkVersion) -> Verdict:
    """What is in use may be retired: rounds that began keep it."""
    verdict = can_add(user, framework.node)
    return verdict and can_move(framework, FRAMEWORK_MOVES["retire"])


def can_drop(user: User, framework: FrameworkVersion) -> Verdict:
    """A draft that no round names."""
    verdict = can_edit(user, framework)
    if not verdict:
        return verdict
    if (
        RoundTable.objects.filter(framework=framework).exists()
        or Entry.objects.filter(framework=framework).exists()
    ):
        return refuse(_("有评价选用了这份草稿，请先在评价中改选。"), "frameworks.in_use")
    return ALLOWED
