"""What may stand on the roster."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import clock
from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.members.models import Member
from shuniu.members.states import Relation, Status
from shuniu.registry.models import Person


def sound(status: str, relation: str, since: date) -> Verdict:
    """Whether what is entered goes together."""
    if status not in Status.values:
        return refuse(_("请选择身份。"), "members.status")
    if since > clock.today():
        return refuse(_("起始日期不能晚于今天。"), "members.since")
    if relation and (status not in Status.of_party() or relation not in Relation.values):
        return refuse(_("只有党员才有组织关系，请核对。"), "members.relation")
    return ALLOWED


def not_yet(person: Person) -> Verdict:
    """Whether somebody is on no roster now and can be entered."""
    if person.erased_at is not None:
        return refuse(_("此人的资料已依法删除，请重新登记。"), "members.erased")
    if Member.objects.filter(person=person, until__isnull=True).exists():
        words = _("此人已在名册中。变更单位或身份请在其资料页办理。")
        return refuse(words, "members.enrolled")
    return ALLOWED


def can_leave(member: Member, on: date) -> Verdict:
    """Whether somebody can leave on a day."""
    if on < member.since or on > clock.today():
        return refuse(_("离开日期应在到本单位之后、今天或以前。"), "members.leave_day")
    return ALLOWED


def can_be_user(user: User, member: Member) -> Verdict:
    """Whether an account can be somebody's own."""
    if Member.objects.filter(user=user).exclude(pk=member.pk).exists():
        return refuse(_("这个账号已属于名册中的另一人。"), "members.user_taken")
    return ALLOWED


def not_ahead(on: date) -> Verdict:
    """Whether a day has come already."""
    if on > clock.today():
        return refuse(_("日期不能晚于今天。"), "members.ahead")
    return ALLOWED
