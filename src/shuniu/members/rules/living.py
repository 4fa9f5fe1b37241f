"""Floating members, letters, dues, reviews: what may be recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.members.models import Member, Standing, Transfer
from shuniu.members.queries.calendar import later
from shuniu.members.queries.parameters import Parameters
from shuniu.members.states import Grade, Relation, Status
from shuniu.registry.models import PartyOrganisation
from shuniu.registry.states import POWERS


def can_float(member: Member, standing: Standing | None) -> Verdict:
    """Only members whose relation lies elsewhere float here, and once at a time."""
    if standing is None or standing.status not in Status.of_party():
        return refuse(_("只有党员才登记为流动党员。"), "members.floating.status")
    if standing.relation == Relation.HERE:
        words = _("组织关系在本支部的党员不是流入党员；外出的请由本支部保持联系。")
        return refuse(words, "members.floating.relation")
    if member.links.filter(ended_on__isnull=True).exists():
        return refuse(_("已登记为流动党员。"), "members.floating.twice")
    return ALLOWED


def can_issue(member: Member, standing: Standing | None, *, incoming: bool) -> Verdict:
    """A letter is followed for members: coming in, or going out from here."""
    if standing is None or standing.status not in Status.of_party():
        words = _("申请人和积极分子没有组织关系，请移交接续培养材料。")
        return refuse(words, "members.transfer.status")
    if incoming == (standing.relation == Relation.HERE):
        words = _("组织关系所在与接转方向不符，请核对。")
        return refuse(words, "members.transfer.direction")
    if member.transfers.filter(state="issued").exists():
        words = _("已有一份介绍信等待回执；遗失或过期请先登记补开。")
        return refuse(words, "members.transfer.open")
    return ALLOWED


def sound_letter(days: int, rules: Parameters) -> Verdict:
    """How long a letter may hold."""
    if 1 <= days <= rules.letter_most:
        return ALLOWED
    words = _("介绍信有效期一般 %(usual)s 天，最长 %(most)s 天。")
    told = {"usual": rules.letter, "most": rules.letter_most}
    return refuse(words % told, "members.transfer.days")


def can_receipt(row: Transfer, on: date) -> Verdict:
    """The receipt comes after the letter."""
    if on < row.issued_on:
        return refuse(_("回执日期早于开出日期，请核对。"), "members.transfer.receipt")
    return ALLOWED


def sound_dues(amount: Decimal, months: int, today: date, year: int, most: int) -> Verdict:
    """An agreed amount, and months that are not paid too far ahead."""
    if not Decimal(0) <= amount <= Decimal(100000):
        return refuse(_("请填写约定的月交纳数额（元）。"), "members.dues.amount")
    if not 0 <= months <= 12:
        return refuse(_("已交月数为 0 至 12。"), "members.dues.months")
    paid_to = later(date(year, 1, 1), months)
    if paid_to > later(today.replace(day=1), most + 1):
        words = _("预交不能超过 %(most)s 个月。")
        return refuse(words % {"most": most}, "members.dues.ahead")
    return ALLOWED


def can_review(party: PartyOrganisation, standing: Standing | None, grade: str) -> Verdict:
    """By the kind of the branch; a member on probation takes part and gets no grade."""
    if not POWERS.get(party.kind, {}).get("appraise"):
        words = _("“%(name)s”是%(kind)s，不开展民主评议。")
        told = {"name": party.name, "kind": party.get_kind_display()}
        return refuse(words % told, "members.review.kind")
    if standing is None or standing.status not in Status.of_party():
        return refuse(_("民主评议的对象是党员。"), "members.review.status")
    if grade not in Grade.values:
        return refuse(_("请选择评议结果。"), "members.review.grade")
    if standing.status == Status.PROBATIONARY and grade != Grade.NONE:
        return refuse(_("预备党员参加评议，不定等次。"), "members.review.probationary")
    return ALLOWED


def within_share(excellent: int, members: int, share: tuple[int, int]) -> Verdict:
    """The share of “excellent” among the full members of a branch; parts are cut off."""
    most = members * share[0] // share[1]
    if excellent <= most:
        return ALLOWED
    words = _("“优秀”一般不超过正式党员的 %(num)s/%(den)s：%(members)s 名中最多 %(most)s 名。")
    told = {"num": share[0], "den": share[1], "members": members, "most": most}
    return refuse(words % told, "members.review.share")
