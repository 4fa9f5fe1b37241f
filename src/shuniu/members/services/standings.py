"""What somebody is: sealed on their row, counted under a key without a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.base import crypto
from shuniu.base.verdicts import Refused, refuse
from shuniu.members.models import Member, Standing
from shuniu.members.queries.rosters import key_of
from shuniu.members.states import Relation, Status


@dataclass(frozen=True, slots=True)
class Stand:
    """What somebody is from a day on."""

    status: str
    relation: str
    since: date


def seal_status(member: Member, status: str) -> None:
    """Seal what somebody is with their own key; the row is not saved here."""
    member.status_sealed = crypto.seal(status, member.person.wrapped)


def place(member: Member, stand: Stand) -> Standing:
    """What somebody is from a day on; what held before ends the day before.

    A change within the same day replaces what the day began with.

    Raises:
        Refused: something later is on record already.
    """
    key = key_of(member.person)
    relation = stand.relation if stand.status in Status.of_party() else Relation.NONE.value
    with transaction.atomic():
        before = Standing.objects.select_for_update().filter(key=key, until__isnull=True).first()
        if before is not None and before.since > stand.since:
            words = _("%(on)s 之后已有新的身份记录，请核对日期。") % {"on": stand.since}
            raise Refused(refuse(words, "members.standing_order"))
        if before is not None and before.since == stand.since:
            before.delete()
        elif before is not None:
            before.until = stand.since - timedelta(days=1)
            before.save(update_fields=["until"])
        row = Standing.objects.create(
            key=key,
            organisation=member.organisation,
            party=member.party,
            status=stand.status,
            relation=relation,
            since=stand.since,
        )
        seal_status(member, stand.status)
        member.save(update_fields=["status_sealed"])
    return row


def close(member: Member, on: date) -> None:
    """Nothing holds after a day."""
    for row in Standing.objects.filter(key=key_of(member.person), until__isnull=True):
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
