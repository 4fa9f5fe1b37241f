"""May they? Rights, classes, the gate."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base import files
from shuniu.base.models import StoredFile
from shuniu.base.verdicts import Verdict, refuse
from shuniu.governance.models import Matter
from shuniu.governance.queries import matters
from shuniu.registry.models import Organisation
from shuniu.registry.states import Standing

PAPERS = "governance.paper"  # the door of papers that come with a matter


def can_see(user: User, matter: Matter) -> Verdict:
    """Whether a matter may be seen."""
    return may(user, Capability.MATTERS_SEE, matter.organisation.node)


def can_raise(user: User, organisation: Organisation) -> Verdict:
    """Whether somebody may bring up a matter of an organisation, and see it through."""
    verdict = may(user, Capability.MATTERS_RAISE, organisation.node)
    if verdict and organisation.standing == Standing.DISSOLVED:
        words = _("“%(name)s”已注销，不能再提出事项。")
        return refuse(words % {"name": organisation.name}, "governance.dissolved")
    return verdict


def can_study(user: User, matter: Matter) -> Verdict:
    """Whether somebody may write down the opinion of those who study."""
    return may(user, Capability.MATTERS_STUDY, matter.organisation.node)


def can_send(user: User, matter: Matter) -> Verdict:
    """Whether somebody may put a matter before those who study: who raises it, or who studies."""
    verdict = can_study(user, matter)
    return verdict or can_raise(user, matter.organisation)


def can_list(user: User, node: Node) -> Verdict:
    """Whether somebody keeps the list at a place."""
    return may(user, Capability.MATTERS_LIST, node)


@files.door(PAPERS)
def may_reach_paper(user: object, file: StoredFile) -> bool:
    """Whether somebody may fetch a paper of a matter: who may see the matter may."""
    matter = matters.with_paper(file)
    return isinstance(user, User) and matter is not None and bool(can_see(user, matter))
