"""The side that hands over: gather, seal, sign, export."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shuniu import attest
from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Member, Packet
from shuniu.members.queries.ways import way_of
from shuniu.members.services.packets.keys import key_for, private_of
from shuniu.members.states import PACKET_MOVES, PacketState

KIND = "members.packet"


def hand_over(member: Member, *, consented: bool, by: User) -> Packet:
    """Gather the papers of an activist or prospect, seal them and sign with the branch's key.

    Args:
        member: whose.
        consented: that the person agreed in writing to their being handed to another.
        by: the secretary.

    Raises:
        Refused: by the rules, without that consent, without a branch, or for party members, whose
            relation is transferred instead.
    """
    with transaction.atomic():
        ensure(rules.can_keep(by, member))
        ensure(rules.can_hand_over(member, consented=consented))
        party = member.party
        if party is None:
            raise Refused(refuse(_("请先登记所在党组织。"), "members.packet.party"))
        number = str(uuid.uuid4())
        signer = key_for(party)
        file = attest.seal(KIND, _content(member, number), private_of(signer))
        envelope = attest.read(file, kind=KIND)
        packet = Packet.objects.create(
            member=member,
            party=party,
            number=number,
            state=PACKET_MOVES["seal"].target,
            key="",
            envelope_sealed=crypto.seal(file.decode(), member.person.wrapped),
            digest=envelope.digest,
            signer_key=envelope.signer,
            counted_from=way_of(member, clock.today()).start,
            by=by,
        )
        audit.record(
            "members.packet.sealed",
            packet,
            by=by,
            node=party.home.node_id,
            digest=envelope.digest,
        )
    return packet


def export_packet(packet: Packet, *, by: User) -> tuple[bytes, str]:
    """The file to take along, locked, and the code that travels another way.

    Raises:
        Refused: by the rules, or its person was erased.
    """
    member = packet.member
    if packet.incoming or packet.state != PacketState.SEALED or member is None:
        raise Refused(refuse(_("只有已封存的移交材料可以导出。"), "members.packet.state"))
    with transaction.atomic():
        ensure(rules.can_see(by, member))
        ensure(rules.can_keep_branch(by, packet.party))
        try:
            file = crypto.unseal(packet.envelope_sealed, member.person.wrapped)
        except crypto.Sealed as error:
            words = _("此人的资料已依法删除，材料不能再打开。")
            raise Refused(refuse(words, "members.erased")) from error
        code = attest.make_code()
        audit.record("members.packet.exported", packet, by=by, node=packet.party.home.node_id)
    return attest.lock(file.encode(), code), code


def _content(member: Member, number: str) -> dict[str, Any]:
    person, today = member.person, clock.today()
    start = way_of(member, today).start
    party = member.party
    return {
        "number": number,
        "made_on": today.isoformat(),
        "from": {
            "party": party.name if party is not None else "",
            "organisation": member.organisation.name,
        },
        "person": {"name": person.name, "phone": person.phone},
        "status": member.status,
        "consent": {
            "version": member.consent.text_version,
            "digest": member.consent.text_digest,
            "given_on": localdate(member.consent.given_at).isoformat(),
        },
        "counted_from": "" if start is None else start.isoformat(),
        "items": list(_items(member)),
    }


def _items(member: Member) -> Iterator[dict[str, Any]]:
    wrapped = member.person.wrapped
    for step in member.steps.order_by("number"):
        yield {
            "kind": "step",
            "number": step.number,
            "on": step.on.isoformat(),
            "facts": {name: one for name, one in step.facts.items() if name != "approver"},
            "note": crypto.unseal(step.note_sealed, wrapped),
        }
    for contact in member.cultivators.select_related("person"):
        named = contact.person.name if contact.person else ""
        yield {
            "kind": "contact",
            "name": named or crypto.unseal(contact.words_sealed, wrapped),
            "since": contact.since.isoformat(),
            "until": "" if contact.until is None else contact.until.isoformat(),
        }
    yield from _work(member)


def _work(member: Member) -> Iterator[dict[str, Any]]:
    wrapped = member.person.wrapped
    for entry in member.half_years.order_by("on"):
        yield {
            "kind": "half_year",
            "on": entry.on.isoformat(),
            "text": crypto.unseal(entry.text_sealed, wrapped),
        }
    for hours in member.trainings.order_by("on", "pk"):
        yield {
            "kind": "training",
            "on": hours.on.isoformat(),
            "hours": str(hours.hours),
            "title": hours.title,
        }
    for scan in member.scans.all():
        yield {
            "kind": "scan",
            "number": scan.number,
            "title": crypto.unseal(scan.title_sealed, wrapped),
            "digest": scan.digest,
            "media_type": scan.media_type,
            "size": scan.size,
            "content": crypto.unseal(scan.content_sealed, wrapped),
        }
