"""May they plan what to do better?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.moves import can_move
from shuniu.base.verdicts import Verdict, refuse
from shuniu.evaluation.models import Entry, PlanItem
from shuniu.evaluation.rules.publicity import can_see_result
from shuniu.evaluation.states import PLAN_MOVES, PlanState


def can_plan(user: User, entry: Entry) -> Verdict:
    """The organisation's own people and the hub above it, once they may see the result."""
    verdict = may(user, Capability.ROUNDS_ANSWER, entry.organisation.node)
    if not verdict:
        verdict = may(user, Capability.ROUNDS_RUN, entry.organisation.node)
    return verdict and can_see_result(user, entry)


def can_change(user: User, item: PlanItem) -> Verdict:
    """As planning; what is settled is reopened first."""
    verdict = can_plan(user, item.entry)
    if verdict and item.state != PlanState.OPEN:
        return refuse(_("这一项已经了结，如需修改请先重新打开。"), "plans.settled")
    return verdict


def can_take(user: User, item: PlanItem, move: str) -> Verdict:
    """A step of an item's life."""
    verdict = can_plan(user, item.entry)
    return verdict and can_move(item, PLAN_MOVES[move])
