"""Papers of the way, opened for who may read the record."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from shuniu.members.models import Member, Scan
from shuniu.members.queries.floating import unsealed
from shuniu.members.states import BY_NUMBER


@dataclass(frozen=True, slots=True)
class ScanShown:
    """A paper on the page."""

    row: Scan
    title: str
    step: str
    kept: bool


def scans_of(member: Member) -> list[ScanShown]:
    """All papers, by step."""
    return [
        ScanShown(
            one,
            unsealed(one.title_sealed, member),
            str(BY_NUMBER[one.number].name) if one.number in BY_NUMBER else "",
            bool(one.content_sealed),
        )
        for one in member.scans.all()
    ]


def content_of(row: Scan, member: Member) -> bytes:
    """The paper itself; nothing where only its digest is known or the key is gone."""
    return base64.b64decode(unsealed(row.content_sealed, member))
