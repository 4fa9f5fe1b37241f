"""Taking over what was accepted: the person is enrolled with consent, and time counts on."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import ensure
from shuniu.members import rules
from shuniu.members.models import Cultivator, HalfYear, Member, Packet, Scan, StepDone, Training
from shuniu.members.queries.packets import Shown, Sum, head_of, items_of, sum_of
from shuniu.members.services.enrolling import Enrolment, enrol
from shuniu.members.states import ItemVerdict, PacketState
from shuniu.registry.models import Organisation


def settle_packet(
    packet: Packet, organisation: Organisation, form: Enrolment, *, by: User
) -> Member:
    """Take over what was accepted; the person is entered anew, with their consent here.

    Args:
        packet: received, every item judged.
        organisation: where they work now.
        form: consent and day of coming; who they are and what they are comes from the packet.
        by: the receiving secretary.

    Raises:
        Refused: by the rules, something is not judged yet, or no application was accepted.
    """
    with transaction.atomic():
        ensure(rules.can_keep_branch(by, packet.party))
        items = items_of(packet)
        summed = sum_of(packet, items)
        ensure(rules.can_settle(packet, items, summed))
        member = _enrolled(packet, organisation, form, summed, by)
        for one in items:
            if one.row.verdict == ItemVerdict.ACCEPTED:
                _TAKERS[one.row.kind](member, one.content, summed)
        _reseal(packet, member, items)
        audit.record(
            "members.packet.settled",
            packet,
            by=by,
            node=packet.party.home.node_id,
            counted_from=summed.counted_from,
            accepted=sum(one.row.verdict == ItemVerdict.ACCEPTED for one in items),
        )
    return member


def _enrolled(
    packet: Packet, organisation: Organisation, form: Enrolment, summed: Sum, by: User
) -> Member:
    told = head_of(packet)["person"]
    came = form.came_on or clock.today()
    full = replace(
        form,
        name=told["name"],
        phone=told["phone"],
        status=summed.status,
        since=came,
        came_on=came,
        party=packet.party,
        relation="",
    )
    member = enrol(organisation, full, by=by)
    member.counted_from = summed.counted_from
    member.save(update_fields=["counted_from"])
    return member


def _step(member: Member, item: Mapping[str, Any], summed: Sum) -> None:
    if item["number"] in summed.steps:
        StepDone.objects.create(
            member=member,
            number=item["number"],
            on=date.fromisoformat(item["on"]),
            facts=item["facts"],
            note_sealed=crypto.seal(item["note"], member.person.wrapped),
            carried=True,
        )


def _contact(member: Member, item: Mapping[str, Any], _summed: Sum) -> None:
    """Whoever looked after them there does so no longer here."""
    since = date.fromisoformat(item["since"])
    until = date.fromisoformat(item["until"]) if item["until"] else max(since, clock.today())
    words = crypto.seal(item["name"], member.person.wrapped)
    Cultivator.objects.create(member=member, words_sealed=words, since=since, until=until)


def _half_year(member: Member, item: Mapping[str, Any], _summed: Sum) -> None:
    text = crypto.seal(item["text"] or "—", member.person.wrapped)
    HalfYear.objects.get_or_create(
        member=member,
        on=date.fromisoformat(item["on"]),
        defaults={"text_sealed": text, "carried": True},
    )


def _training(member: Member, item: Mapping[str, Any], _summed: Sum) -> None:
    Training.objects.get_or_create(
        member=member,
        on=date.fromisoformat(item["on"]),
        title=item["title"][:120],
        defaults={"hours": Decimal(item["hours"]), "carried": True},
    )


def _scan(member: Member, item: Mapping[str, Any], _summed: Sum) -> None:
    """Kept where the content is what its digest says; else the digest alone."""
    try:
        content = base64.b64decode(item["content"], validate=True)
    except ValueError:
        content = b""
    whole = bool(content) and hashlib.sha256(content).hexdigest() == item["digest"]
    wrapped = member.person.wrapped
    Scan.objects.get_or_create(
        member=member,
        digest=item["digest"],
        defaults={
            "number": item["number"],
            "size": item["size"],
            "media_type": item["media_type"],
            "title_sealed": crypto.seal(item["title"], wrapped),
            "content_sealed": crypto.seal(item["content"], wrapped) if whole else "",
        },
    )


_TAKERS: dict[str, Callable[[Member, Mapping[str, Any], Sum], None]] = {
    "step": _step,
    "contact": _contact,
    "half_year": _half_year,
    "training": _training,
    "scan": _scan,
}


def _reseal(packet: Packet, member: Member, items: list[Shown]) -> None:
    """From now on the packet is the person's: erasing them erases it, too."""
    wrapped = member.person.wrapped
    for one in items:
        one.row.content_sealed = crypto.seal(json.dumps(one.content, ensure_ascii=False), wrapped)
        one.row.reason_sealed = crypto.seal(one.reason, wrapped)
        one.row.save(update_fields=["content_sealed", "reason_sealed"])
    packet.other_side_sealed = crypto.seal(json.dumps(head_of(packet), ensure_ascii=False), wrapped)
    packet.key, packet.member, packet.state = "", member, PacketState.SETTLED
    packet.counted_from, packet.settled_at = member.counted_from, clock.now()
    packet.save()
