"""May papers of cultivation be handed over, judged, taken over?"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from shuniu.base.verdicts import ALLOWED, Verdict, refuse
from shuniu.members.models import Member, Packet
from shuniu.members.queries.packets import Shown, Sum
from shuniu.members.states import BY_NUMBER, ItemVerdict, PacketState, Status


def can_hand_over(member: Member, *, consented: bool) -> Verdict:
    """Only the papers of people on the way move; members transfer their relation."""
    if member.status in Status.of_party():
        words = _("党员办理组织关系接转；接续培养材料只用于申请人、积极分子和发展对象。")
        return refuse(words, "members.packet.status")
    if not consented:
        words = _("须取得本人书面同意，才能把材料移交给其他党组织。")
        return refuse(words, "members.packet.consent")
    return ALLOWED


def can_judge(packet: Packet, verdict: str, reason: str) -> Verdict:
    """A question and a refusal have their reason."""
    if packet.state != PacketState.RECEIVED:
        return refuse(_("这份材料已经核对完毕。"), "members.packet.state")
    if verdict not in {ItemVerdict.ACCEPTED, ItemVerdict.ASKED, ItemVerdict.REFUSED}:
        return refuse(_("请选择核对结果。"), "members.packet.verdict")
    if verdict != ItemVerdict.ACCEPTED and not reason.strip():
        return refuse(_("要求补充或不予认可的，请写明原因。"), "members.packet.reason")
    return ALLOWED


def can_settle(packet: Packet, items: Sequence[Shown], summed: Sum) -> Verdict:
    """Everything judged, the application accepted, no step without those before it."""
    if packet.state != PacketState.RECEIVED:
        return refuse(_("这份材料已经核对完毕。"), "members.packet.state")
    waiting = sum(one.row.verdict == ItemVerdict.OPEN for one in items)
    if waiting:
        words = _("还有 %(number)s 项没有核对。")
        return refuse(words % {"number": waiting}, "members.packet.open")
    if summed.broken:
        names = "、".join(str(BY_NUMBER[one].name) for one in summed.broken)
        words = _("“%(names)s”之前的步骤没有认可，不能单独认可，请核对。")
        return refuse(words % {"names": names}, "members.packet.broken")
    if not summed.status:
        words = _("没有认可入党申请书，不能接续；请移交方补充，或从递交申请书开始。")
        return refuse(words, "members.packet.nothing")
    return ALLOWED
