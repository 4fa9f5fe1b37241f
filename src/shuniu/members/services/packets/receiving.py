"""The side that receives: verify, look item by item, take over what is accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu import attest
from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Packet, PacketItem
from shuniu.members.queries.packets import title_of
from shuniu.members.services.packets.handing import KIND
from shuniu.members.services.packets.shape import sound_content
from shuniu.members.states import ItemVerdict, PacketState
from shuniu.registry.models import PartyOrganisation


def receive(party: PartyOrganisation, file: bytes, *, code: str, by: User) -> Packet:
    """Open a file that somebody brought; every byte is as it was signed, or it is refused.

    Raises:
        Refused: by the rules, the code does not fit, a byte was changed, it is no packet, or it
            was received before.
    """
    with transaction.atomic():
        ensure(rules.can_keep_branch(by, party))
        envelope = _opened(file, code)
        content = sound_content(envelope.content)
        if content is None:
            words = _("文件签名有效，但内容不是接续培养材料，请向移交方核实。")
            raise Refused(refuse(words, "members.packet.shape"))
        if Packet.objects.filter(number=content["number"]).exists():
            raise Refused(refuse(_("这份材料已经登记。"), "members.packet.twice"))
        packet = _put(party, envelope, content, by)
        audit.record(
            "members.packet.received",
            packet,
            by=by,
            node=party.home.node_id,
            digest=envelope.digest,
            signer=envelope.signer[:16],
        )
    return packet


def _opened(file: bytes, code: str) -> attest.Envelope:
    try:
        plain = attest.unlock(file, code) if file.startswith(attest.LOCKED) else file
        return attest.read(plain, kind=KIND)
    except attest.Locked as error:
        words = _("打不开：开启码不对，或者文件被改动过。请核对开启码，或请移交方重新导出。")
        raise Refused(refuse(words, "members.packet.locked")) from error
    except attest.Changed as error:
        words = _("文件内容与签名不符，已被改动，不能接收。请移交方重新导出。")
        raise Refused(refuse(words, "members.packet.changed")) from error
    except attest.AttestError as error:
        words = _("这不是接续培养材料文件，或者文件不完整。")
        raise Refused(refuse(words, "members.packet.malformed")) from error


def _put(
    party: PartyOrganisation, envelope: attest.Envelope, content: Mapping[str, Any], by: User
) -> Packet:
    key = crypto.new_key()
    head = {name: one for name, one in content.items() if name != "items"}
    packet = Packet.objects.create(
        party=party,
        incoming=True,
        number=content["number"],
        state=PacketState.RECEIVED,
        key=key,
        digest=envelope.digest,
        signer_key=envelope.signer,
        other_side_sealed=crypto.seal(json.dumps(head, ensure_ascii=False), key),
        by=by,
    )
    PacketItem.objects.bulk_create(
        PacketItem(
            packet=packet,
            order=order,
            kind=item["kind"],
            title=title_of(item),
            content_sealed=crypto.seal(json.dumps(item, ensure_ascii=False), key),
        )
        for order, item in enumerate(content["items"], 1)
    )
    return packet


def judge_item(item: PacketItem, *, verdict: str, reason: str, by: User) -> None:
    """Accept an item, ask for what is missing, or refuse it with a reason.

    Raises:
        Refused: by the rules, or without a reason where one is needed.
    """
    with transaction.atomic():
        packet = item.packet
        ensure(rules.can_keep_branch(by, packet.party))
        ensure(rules.can_judge(packet, verdict, reason))
        item.verdict = verdict
        item.reason_sealed = crypto.seal(reason.strip(), packet.key)
        item.judged_at = clock.now()
        item.save(update_fields=["verdict", "reason_sealed", "judged_at"])
        audit.record(
            "members.packet.judged",
            packet,
            by=by,
            node=packet.party.home.node_id,
            item=item.order,
            verdict=verdict,
        )


def accept_rest(packet: Packet, *, by: User) -> int:
    """Accept every item that nothing was said of yet; returns how many."""
    number = 0
    with transaction.atomic():
        for item in packet.items.filter(verdict=ItemVerdict.OPEN).select_related("packet__party"):
            judge_item(item, verdict=ItemVerdict.ACCEPTED, reason="", by=by)
            number += 1
    return number


def drop_packet(packet: Packet, *, by: User) -> None:
    """A packet that is not taken over: its key is destroyed, its digest stays.

    Raises:
        Refused: by the rules, or it is settled.
    """
    with transaction.atomic():
        ensure(rules.can_keep_branch(by, packet.party))
        if packet.state != PacketState.RECEIVED:
            raise Refused(refuse(_("这份材料已经核对完毕。"), "members.packet.state"))
        packet.items.update(content_sealed="", reason_sealed="", verdict=ItemVerdict.OPEN)
        packet.key, packet.other_side_sealed = "", ""
        packet.state = PacketState.SETTLED
        packet.settled_at = clock.now()
        packet.save()
        audit.record("members.packet.dropped", packet, by=by, node=packet.party.home.node_id)
