"""May a step be taken on a day? Pure: facts and rules in, a verdict with its reason out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.members.queries.calendar import age, later, months_between
from shuniu.members.queries.parameters import Parameters
from shuniu.members.queries.ways import Way
from shuniu.members.rules.meetings import accepted, accepted_full
from shuniu.members.states import BY_NUMBER

Facts = Mapping[str, Any]
Check = Callable[[Way, date, Facts, Parameters], Verdict]


def can_step(way: Way, number: int, on: date, facts: Facts, rules: Parameters) -> Verdict:
    """Whether a step may be recorded.

    Args:
        way: how far they are.
        number: 1 to 25.
        on: the day of the step.
        facts: what the step asks for; ``note`` is the reason of a delay.
        rules: in force on that day.
    """
    verdict = _order(way, number, on)
    if not verdict:
        return verdict
    if BY_NUMBER[number].admits and not way.admission.ok:
        words = _("本步骤须由能接收党员的支部办理。%(why)s请看“能否发展党员”中的办法。")
        return refuse(words % {"why": way.admission.reason}, "members.step.admit")
    check = _CHECKS.get(number)
    return ALLOWED if check is None else check(way, on, facts, rules)


def _order(way: Way, number: int, on: date) -> Verdict:
    if not way.open:
        return refuse(_("此人已离开名册，不能再办理。"), "members.left")
    step = BY_NUMBER.get(number)
    if step is None:
        return refuse(_("没有这个步骤。"), "members.step.number")
    if number in way.done:
        words = _("第 %(number)s 步“%(name)s”已经办理。")
        return refuse(words % {"number": number, "name": step.name}, "members.step.done")
    for one in step.waits_for:
        if one not in way.done:
            words = _("请先办理第 %(number)s 步“%(name)s”。")
            told = {"number": one, "name": BY_NUMBER[one].name}
            return refuse(words % told, "members.step.order")
        if on < way.done[one]:
            words = _("日期早于第 %(number)s 步“%(name)s”（%(on)s），请核对。")
            late = {"number": one, "name": BY_NUMBER[one].name, "on": way.done[one]}
            return refuse(words % late, "members.step.day")
    return ALLOWED


def _grown(_way: Way, on: date, facts: Facts, rules: Parameters) -> Verdict:
    born = facts.get("born")
    if not isinstance(born, date):
        return refuse(_("请填写出生日期，用来核对年龄；核对后不保存。"), "members.step.born")
    if age(born, on) < rules.age:
        words = _("递交申请书时须年满 %(age)s 岁。")
        return refuse(words % {"age": rules.age}, "members.step.age")
    return ALLOWED


def _talked(way: Way, on: date, facts: Facts, rules: Parameters) -> Verdict:
    due = later(way.done[1], rules.talk)
    return _in_time(on, due, facts, "members.step.talk")


def _in_time(on: date, due: date, facts: Facts, rule: str) -> Verdict:
    """Something late is recorded as late, with a reason."""
    if on <= due or str(facts.get("note", "")).strip():
        return ALLOWED
    words = _("期限是 %(due)s，已经超过。如实补记请在备注中写明原因。")
    return refuse(words % {"due": due}, rule)


def _recommended(way: Way, on: date, facts: Facts, rules: Parameters) -> Verdict:
    earliest = later(way.done[1], rules.wait)
    if on < earliest:
        words = _("申请满 %(months)s 个月（%(on)s）后才能确定为积极分子。")
        told = {"months": rules.wait, "on": earliest}
        return refuse(words % told, "members.step.wait")
    if facts.get("body") not in {"committee", "assembly"}:
        words = _("须由支部委员会（不设支委会的由支部大会）研究决定，请选择会议。")
        return refuse(words, "members.step.body")
    return ALLOWED


def _looked_after(_way: Way, _on: date, facts: Facts, rules: Parameters) -> Verdict:
    number = facts.get("contacts") or 0
    if not rules.least_contacts <= number <= rules.most_contacts:
        words = _("培养联系人为 %(least)s 至 %(most)s 名正式党员，现选 %(now)s 名。")
        told = {"least": rules.least_contacts, "most": rules.most_contacts, "now": number}
        return refuse(words % told, "members.step.contacts")
    return ALLOWED


def _cultivated(way: Way, on: date, _facts: Facts, rules: Parameters) -> Verdict:
    start = way.start or on
    earliest = later(start, rules.cultivation)
    if on < earliest:
        words = _(
            "培养考察须满 %(months)s 个月，跨单位连续计算：从 %(start)s 算起，%(on)s 期满，"
            "现满 %(now)s 个月。"
        )
        told = {
            "months": rules.cultivation,
            "start": start,
            "on": earliest,
            "now": months_between(start, on),
        }
        return refuse(words % told, "members.step.cultivation")
    needed = rules.cultivation // rules.half_year
    given = sum(1 for one in way.half_years if start < one <= on)
    if given < needed:
        words = _("支部每半年考察一次：应有 %(needed)s 次考察记录，现有 %(given)s 次。")
        told = {"needed": needed, "given": given}
        return refuse(words % told, "members.step.half_year")
    return ALLOWED


_HEARD = {"group", "contacts", "members", "masses"}


def _heard(_way: Way, _on: date, facts: Facts, _rules: Parameters) -> Verdict:
    if set(facts.get("heard") or ()) >= _HEARD:
        return ALLOWED
    words = _("须听取党小组、培养联系人、党员和群众四方面意见，请逐项确认。")
    return refuse(words, "members.step.heard")


def _sponsored(_way: Way, _on: date, facts: Facts, rules: Parameters) -> Verdict:
    if facts.get("sponsors") != rules.sponsors:
        words = _("入党介绍人须为 %(number)s 名正式党员。")
        return refuse(words % {"number": rules.sponsors}, "members.step.sponsors")
    if not facts.get("sponsors_clear"):
        words = _("受留党察看处分、尚未恢复党员权利的党员不能作介绍人，请确认。")
        return refuse(words, "members.step.sponsors_clear")
    return ALLOWED


def _concluded(_way: Way, _on: date, facts: Facts, _rules: Parameters) -> Verdict:
    if facts.get("conclusion") == "pass":
        return ALLOWED
    words = _("政治审查没有“合格”的结论，不能继续。审查内容不在本系统保存。")
    return refuse(words, "members.step.conclusion")


def _trained(way: Way, _on: date, facts: Facts, rules: Parameters) -> Verdict:
    if way.hours >= rules.hours or int(facts.get("days") or 0) >= rules.days:
        return ALLOWED
    words = _("集中培训须不少于 %(days)s 天或 %(hours)s 学时，现登记 %(now)s 学时。")
    told = {"days": rules.days, "hours": rules.hours, "now": way.hours.normalize()}
    return refuse(words % told, "members.step.training")


def _valid_review(way: Way, on: date, _facts: Facts, rules: Parameters) -> Verdict:
    until = later(way.done[10], rules.review)
    if on <= until:
        return ALLOWED
    words = _("政治审查结论已于 %(on)s 过期，请重新审查。")
    return refuse(words % {"on": until}, "members.step.review")


def _admitted(way: Way, on: date, facts: Facts, rules: Parameters) -> Verdict:
    verdict = _valid_review(way, on, facts, rules)
    if verdict:
        verdict = _in_time(on, later(way.done[13], rules.meeting), facts, "members.step.meeting")
    if verdict and way.leaves_on is not None and way.leaves_on < later(on, rules.leaving):
        words = _("预计 %(on)s 离开单位：离开前 %(months)s 个月内不办理接收，请由新单位接续培养。")
        told = {"on": way.leaves_on, "months": rules.leaving}
        return refuse(words % told, "members.step.leaving")
    return accepted(facts, rules) if verdict else verdict


def _approved(way: Way, on: date, facts: Facts, rules: Parameters) -> Verdict:
    last = later(way.done[15], rules.approve_most)
    if on > last:
        words = _("审批已超过 %(months)s 个月（%(on)s），须重新履行接收手续。")
        told = {"months": rules.approve_most, "on": last}
        return refuse(words % told, "members.step.approval_last")
    due = later(way.done[15], rules.approve)
    verdict = _in_time(on, due, facts, "members.step.approval")
    return _by_committee(way, facts) if verdict else verdict


def _by_committee(way: Way, facts: Facts) -> Verdict:
    approver = way.admission.approver
    if approver is None or facts.get("approver") != approver.pk:
        words = _("只有经授权的党委才能审批；总支、临时党组织都不能审批。请选择有审批权限的党委。")
        return refuse(words, "members.step.approver")
    return ALLOWED


def _ended(way: Way, on: date, _facts: Facts, rules: Parameters) -> Verdict:
    end = way.probation_end(rules.probation) or on
    if on >= end - timedelta(days=rules.apply_before):
        return ALLOWED
    words = _("预备期从支部大会通过之日算起，%(end)s 期满，期满前 %(days)s 天内提出。")
    return refuse(words % {"end": end, "days": rules.apply_before}, "members.step.probation")


def _made_full(way: Way, on: date, facts: Facts, rules: Parameters) -> Verdict:
    end = way.probation_end(rules.probation) or on
    if on < end:
        words = _("预备期 %(end)s 期满，期满后才能讨论转正。")
        return refuse(words % {"end": end}, "members.step.probation")
    return accepted_full(facts)


def _full_approved(way: Way, on: date, facts: Facts, rules: Parameters) -> Verdict:
    verdict = _in_time(on, later(way.done[23], rules.approve), facts, "members.step.full_approval")
    return _by_committee(way, facts) if verdict else verdict


def can_extend(way: Way, months: int, rules: Parameters) -> Verdict:
    """Whether the probation may be extended: once, by half a year to a year."""
    if 15 not in way.done or 23 in way.done:
        return refuse(_("不在预备期内。"), "members.extend.state")
    if way.extended:
        return refuse(_("预备期只能延长一次。"), "members.extend.once")
    if not rules.extend_least <= months <= rules.extend_most:
        words = _("延长时间为 %(least)s 至 %(most)s 个月。")
        told = {"least": rules.extend_least, "most": rules.extend_most}
        return refuse(words % told, "members.extend.months")
    return ALLOWED


_CHECKS: dict[int, Check] = {
    1: _grown,
    2: _talked,
    3: _recommended,
    5: _looked_after,
    6: _cultivated,
    7: _heard,
    9: _sponsored,
    10: _concluded,
    11: _trained,
    12: _valid_review,
    13: _valid_review,
    15: _admitted,
    17: _approved,
    22: _ended,
    23: _made_full,
    24: _full_approved,
}
