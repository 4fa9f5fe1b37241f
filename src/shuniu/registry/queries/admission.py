"""Can somebody here join the party, through whom, and what is missing? Pure, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.registry.models import PartyOrganisation
from shuniu.registry.queries.parameters import Parameters
from shuniu.registry.states import POWERS

POWER_NAMES = {
    "study": gettext_lazy("三会一课、主题党日"),
    "appraise": gettext_lazy("民主评议党员"),
    "admit": gettext_lazy("接收预备党员"),
    "dues": gettext_lazy("收缴党费"),
    "elect": gettext_lazy("选举、处分"),
}


@dataclass(frozen=True, slots=True)
class Power:
    """One thing a party organisation may or may not do by its kind."""

    name: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer."""

    ok: bool
    reason: str


def powers(kind: str) -> list[Power]:
    """What a kind of party organisation may do."""
    held = POWERS.get(kind, {})
    return [Power(str(name), held.get(code, False)) for code, name in POWER_NAMES.items()]


def admission(
    parties: Sequence[PartyOrganisation], formal: int | None, rules: Parameters
) -> Admission:
    """Whether members can be developed here, and through whom."""
    able = [one for one in parties if POWERS.get(one.kind, {}).get("admit")]
    for one in able:
        approver = _approver(one)
        if approver is not None:
            words = _("可以由“%(branch)s”发展党员，由“%(approver)s”审批。")
            told = words % {"branch": one.name, "approver": approver.name}
            return Admission(ok=True, reason=told)
    if able:
        words = _("可以由“%(branch)s”接收申请和培养；审批预备党员的上级党委还没有登记。")
        return Admission(ok=False, reason=words % {"branch": able[0].name})
    return Admission(ok=False, reason=_without(parties, formal, rules))


def _approver(party: PartyOrganisation) -> PartyOrganisation | None:
    if party.can_approve_members:
        return party
    above = party.parent
    return above if above is not None and above.can_approve_members else None


def _without(parties: Sequence[PartyOrganisation], formal: int | None, rules: Parameters) -> str:
    lacking = _("成立党支部需要 %(least)s 名正式党员，现有 %(now)s 名。") % {
        "least": rules.least,
        "now": _("未登记") if formal is None else formal,
    }
    if not parties:
        words = _("没有党组织覆盖。申请人可以向居住地、单位所在地或业务主管单位的党组织提出申请。")
        return words + lacking
    words = _("“%(name)s”是%(kind)s，不能接收预备党员。请由联合党支部、社区或主管单位党组织办理。")
    told = words % {"name": parties[0].name, "kind": parties[0].get_kind_display()}
    return told + lacking
