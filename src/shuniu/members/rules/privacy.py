"""May a record be destroyed, and by whom?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.accounts.states import Capability
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.members.models import Member
from shuniu.members.queries.privacy import held_until
from shuniu.registry.queries.persons import places_of
from shuniu.registry.rules import can_erase as registered


def can_destroy(user: User, member: Member, on: date) -> Verdict:
    """Whether somebody's key may be destroyed: by who keeps the roster, with nothing against it."""
    if member.user_id == user.pk:
        words = _("请提出删除申请，由党组织的其他负责人办理。")
        return refuse(words, "members.own_record")
    if member.person.erased_at is not None:
        return refuse(_("此人的资料已经删除。"), "members.erased")
    verdict = may(user, Capability.MEMBERS_KEEP, member.organisation.node)
    if not verdict and member.party is not None:
        verdict = may(user, Capability.MEMBERS_KEEP, member.party.home.node)
    if not verdict:
        return verdict
    held = held_until(member, on)
    if held is not None:
        words = _("依法暂缓删除：%(why)s")
        return refuse(words % {"why": held.hold_reason}, "members.held")
    return registered(user, member.person) if places_of(member.person) else ALLOWED


def sound_hold(reason: str, until: date | None, on: date) -> Verdict:
    """A hold names its legal reason and ends some day."""
    if not reason.strip():
        return refuse(_("请写明法律、行政法规的依据。"), "members.hold_reason")
    if until is None or until <= on:
        return refuse(_("请填写暂缓到哪一天。"), "members.hold_until")
    return ALLOWED
