"""Packets handed over and received, and what an accepted one amounts to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shuniu.base import crypto
from shuniu.members.models import KnownSigner, Packet, PacketItem
from shuniu.members.states import BY_NUMBER, ItemVerdict, Status
from shuniu.registry.models import PartyOrganisation


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the receiver reads it."""

    row: PacketItem
    content: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What the accepted items amount to.

    Attributes:
        steps: accepted steps whose predecessors are accepted, too.
        broken: accepted steps that wait for one that is not.
        status: what the person is by them.
        counted_from: from when cultivation counts.
    """

    steps: tuple[int, ...]
    broken: tuple[int, ...]
    status: str
    counted_from: date | None


def title_of(item: Mapping[str, Any]) -> str:
    """What an item is, without anybody's name."""
    kind = item["kind"]
    if kind == "step":
        words = _("第 %(number)s 步 %(name)s")
        return words % {"number": item["number"], "name": BY_NUMBER[item["number"]].name}
    if kind == "scan":
        return _("材料（第 %(number)s 步）") % {"number": item["number"]}
    titles = {"contact": _("培养联系人"), "half_year": _("半年考察"), "training": _("培训学时")}
    return str(titles[kind])


def key_of_packet(packet: Packet) -> str:
    """The wrapped key with which a packet's parts are sealed: its own, later the person's."""
    return packet.key or (packet.member.person.wrapped if packet.member is not None else "")


def head_of(packet: Packet) -> Mapping[str, Any]:
    """Who handed over whom; empty once erased."""
    try:
        found: dict[str, Any] = json.loads(
            crypto.unseal(packet.other_side_sealed, key_of_packet(packet)) or "{}"
        )
    except crypto.Sealed:
        return {}
    return found


def items_of(packet: Packet) -> list[Shown]:
    """The items in clear; none once erased."""
    key = key_of_packet(packet)
    found = []
    for row in packet.items.all():
        try:
            plain = crypto.unseal(row.content_sealed, key)
            reason = crypto.unseal(row.reason_sealed, key)
        except crypto.Sealed:
            return []
        if plain:
            found.append(Shown(row, json.loads(plain), reason))
    return found


def sum_of(packet: Packet, items: Sequence[Shown]) -> Sum:
    """What was accepted so far: steps in order, status, and the day from which time counts."""
    accepted = {
        one.content["number"]: date.fromisoformat(one.content["on"])
        for one in items
        if one.row.kind == "step" and one.row.verdict == ItemVerdict.ACCEPTED
    }
    steps: list[int] = []
    for number in sorted(accepted):
        if all(before in steps for before in BY_NUMBER[number].waits_for):
            steps.append(number)
    status = ""
    for number in steps:
        status = BY_NUMBER[number].becomes or status
    counted = None
    if 3 in steps:
        told = head_of(packet).get("counted_from") or ""
        counted = date.fromisoformat(told) if told else accepted[3]
        counted = min(counted, accepted[3])
    broken = tuple(sorted(set(accepted) - set(steps)))
    return Sum(tuple(steps), broken, status if status not in Status.of_party() else "", counted)


def signer_of(packet: Packet) -> KnownSigner | None:
    """The branch whose key signed, where that was compared."""
    return KnownSigner.objects.filter(public=packet.signer_key, until__isnull=True).first()


def packets_at(parties: QuerySet[PartyOrganisation]) -> QuerySet[Packet]:
    """Packets some branches handed over or received, newest first."""
    rows = Packet.objects.filter(party__in=parties).select_related("party")
    return rows.order_by("-made_at", "-pk")


def find_packet(pk: int) -> Packet | None:
    """A packet with its branch."""
    rows = Packet.objects.select_related(
        "party__home__node", "member__person", "member__organisation__node"
    )
    return rows.filter(pk=pk).first()
