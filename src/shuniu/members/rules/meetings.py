"""What the branch assembly must have done before somebody is accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.members.queries.parameters import Parameters


def accepted(facts: Mapping[str, Any], rules: Parameters) -> Verdict:
    """Publicity, a secret ballot, more than half of all who have a vote."""
    days = int(facts.get("notice_days") or 0)
    if days < rules.notice:
        words = _("接收前公示不少于 %(days)s 个工作日，现为 %(now)s 个。")
        return refuse(words % {"days": rules.notice, "now": days}, "members.step.notice")
    if not facts.get("secret"):
        return refuse(_("接收党员须逐个讨论、无记名投票表决。"), "members.step.secret")
    return _counted(facts)


def accepted_full(facts: Mapping[str, Any]) -> Verdict:
    """More than half of all who have a vote."""
    return _counted(facts)


def _counted(facts: Mapping[str, Any]) -> Verdict:
    eligible, present, favour = (
        int(facts.get(name) or 0) for name in ("eligible", "present", "in_favour")
    )
    if not favour <= present <= eligible:
        words = _("人数不符：赞成 %(favour)s、到会 %(present)s、应到 %(eligible)s，请核对。")
        told = {"favour": favour, "present": present, "eligible": eligible}
        return refuse(words % told, "members.step.count")
    if present * 2 <= eligible:
        words = _("有表决权的到会人数须超过应到会的半数：应到 %(eligible)s，到会 %(present)s。")
        return refuse(words % {"eligible": eligible, "present": present}, "members.step.quorum")
    if favour * 2 <= eligible:
        words = _("赞成人数须超过应到会有表决权人数的半数：应到 %(eligible)s，赞成 %(favour)s。")
        return refuse(words % {"eligible": eligible, "favour": favour}, "members.step.majority")
    return ALLOWED
