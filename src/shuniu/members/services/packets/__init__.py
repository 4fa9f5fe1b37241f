"""Relay packets: papers of cultivation, sealed, signed, handed on, judged item by item."""

from shuniu.members.services.packets.handing import KIND, export_packet, hand_over
from shuniu.members.services.packets.keys import key_for, know_signer
from shuniu.members.services.packets.receiving import (
    accept_rest,
    drop_packet,
    judge_item,
    receive,
)
from shuniu.members.services.packets.settling import settle_packet

__all__ = [
    "KIND",
    "accept_rest",
    "drop_packet",
    "export_packet",
    "hand_over",
    "judge_item",
    "key_for",
    "know_signer",
    "receive",
    "settle_packet",
]
