"""May they change the plan of a year, or have a calendar that phones subscribe to?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.rules import may, may_somewhere
from shuniu.accounts.states import Capability, NodeKind
from shuniu.base import clock
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.meetings.models import Feed, PlanItem
from shuniu.meetings.states import MeetingState
from shuniu.registry.models import Organisation

AHEAD = 1  # a plan is made for this year, or for so many years to come
FEEDS = 10  # addresses of one person that are good at a time


def can_plan(user: User, organisation: Organisation) -> Verdict:
    """Whether somebody may write the plan of an organisation and its branches."""
    return may(user, Capability.MEETINGS_KEEP, organisation.node)


def plannable(year: int) -> Verdict:
    """Whether a year can still be planned, whoever asks."""
    this = clock.today().year
    if this <= year <= this + AHEAD:
        return ALLOWED
    return refuse(_("只能编制今年和明年的计划。"), "meetings.plan.year")


def can_change_item(user: User, item: PlanItem) -> Verdict:
    """Whether an item may be moved or dropped: while no meeting stands for it."""
    verdict = can_plan(user, item.plan.organisation)
    if verdict and item.dropped:
        return refuse(_("这一项已不再举行；需要时请先恢复。"), "meetings.plan.dropped")
    if verdict and item.meeting is not None:
        if item.meeting.state in {MeetingState.HELD, MeetingState.APPROVED}:
            return refuse(_("这一项的会议已经召开，计划不再改动。"), "meetings.plan.held")
        return refuse(
            _("这一项的会议已经列出，请在会议中办理；取消会议后可以改计划。"), "meetings.plan.met"
        )
    return verdict


def can_restore_item(user: User, item: PlanItem) -> Verdict:
    """Whether a dropped item may come back."""
    verdict = can_plan(user, item.plan.organisation)
    if verdict and not item.dropped:
        return refuse(_("这一项没有撤下。"), "meetings.plan.standing")
    return verdict


def can_feed(user: User, organisation: Organisation | None) -> Verdict:
    """Whether somebody may have a calendar: of an organisation, or of everything they may see."""
    if organisation is not None:
        return may(user, Capability.MEETINGS_SEE, organisation.node)
    return may_somewhere(user, Capability.MEETINGS_SEE)


def has_area(user: User) -> bool:
    """Whether somebody looks after more than an organisation or two: a whole area, or the hub."""
    nodes = nodes_where(user, Capability.MEETINGS_SEE)
    return nodes.exclude(kind=NodeKind.ORGANISATION).exists()


def can_end_feed(user: User, feed: Feed) -> Verdict:
    """Whether an address may be closed: by whoever has it."""
    if feed.user_id == user.pk:
        return ALLOWED
    return refuse(_("这不是您的日历订阅。"), "meetings.feed.own")
