"""Letters of transfer, followed: the transfer itself is done in the official system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.moves import walk
from shuniu.base.verdicts import ensure
from shuniu.members import rules
from shuniu.members.models import Member, Transfer
from shuniu.members.queries.calendar import month_of
from shuniu.members.queries.parameters import parameters
from shuniu.members.queries.rosters import standing_of
from shuniu.members.services.standings import Stand, place
from shuniu.members.states import TRANSFER_MOVES, Relation


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in a letter of transfer."""

    number: str
    source: str
    target: str
    issued_on: date
    valid_days: int
    dues_to: date | None = None
    incoming: bool = True


def follow_transfer(member: Member, form: Letter, *, by: User | None) -> Transfer:
    """A letter was issued; the relation stays with the sender until the receipt has come.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.not_ahead(form.issued_on))
        standing = standing_of(member, clock.today())
        ensure(rules.can_issue(member, standing, incoming=form.incoming))
        ensure(rules.sound_letter(form.valid_days, parameters(form.issued_on)))
        wrapped = member.person.wrapped
        row = Transfer.objects.create(
            member=member,
            incoming=form.incoming,
            letter_sealed=crypto.seal(form.number.strip(), wrapped),
            from_sealed=crypto.seal(form.source.strip(), wrapped),
            to_sealed=crypto.seal(form.target.strip(), wrapped),
            issued_on=form.issued_on,
            valid_days=form.valid_days,
            dues_to=month_of(form.dues_to) if form.dues_to else None,
        )
        if form.incoming and standing is not None:
            on = max(form.issued_on, standing.since)
            place(member, Stand(standing.status, Relation.TRANSFERRING.value, on))
        audit.record("members.transfer.followed", row, by=by, node=member.organisation.node_id)
    return row


def note_receipt(row: Transfer, *, on: date, by: User | None) -> None:
    """The receipt has come: only now the relation lies where the letter says.

    Raises:
        Refused: by the rules, or the letter is settled.
    """
    member = row.member
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.not_ahead(on))
        ensure(rules.can_receipt(row, on))
        _settle(row, "receipt", on)
        standing = standing_of(member, clock.today())
        if standing is not None:
            here = Relation.HERE if row.incoming else Relation.ELSEWHERE
            place(member, Stand(standing.status, here.value, max(on, standing.since)))
        if row.incoming:
            for link in member.links.filter(ended_on__isnull=True):
                link.ended_on = max(on, link.since)
                link.save(update_fields=["ended_on"])
        audit.record("members.transfer.receipt", row, by=by, node=member.organisation.node_id)


def _settle(row: Transfer, move: str, on: date | None) -> None:
    """State and day of the receipt change in one statement: the table wants both."""
    step = TRANSFER_MOVES[move]
    if on is None:
        walk(row, step)
        return
    here = Transfer.objects.select_for_update().filter(pk=row.pk, state__in=step.sources)
    if not here.update(state=step.target, receipt_on=on):
        walk(row, step)  # refuses with the state it stands in
    row.refresh_from_db()


def end_letter(row: Transfer, *, move: str, by: User | None) -> None:
    """Lost or out of date and issued anew (``replace``), or taken back (``withdraw``).

    Raises:
        Refused: by the rules, or the letter is settled.
    """
    member = row.member
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        _settle(row, move, None)
        standing = standing_of(member, clock.today())
        if standing is not None and standing.relation == Relation.TRANSFERRING:
            since = max(clock.today(), standing.since)
            place(member, Stand(standing.status, Relation.ELSEWHERE.value, since))
        audit.record(f"members.transfer.{move}", row, by=by, node=member.organisation.node_id)
