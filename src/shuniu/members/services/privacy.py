"""Rights of a person over their record: reading log, withdrawal, erasure, terms of keeping."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.moves import walk
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Member, Packet, Plea, Reading
from shuniu.members.queries.parameters import parameters
from shuniu.members.queries.privacy import retention
from shuniu.members.services.enrolling import leave
from shuniu.members.services.packets.receiving import drop_packet
from shuniu.members.states import PLEA_MOVES, EraseReason, Leaving, PleaState
from shuniu.registry.models import Person
from shuniu.registry.queries.persons import places_of
from shuniu.registry.services import erase_person


def note_reading(person: Person, *, user: User, purpose: str) -> Reading:
    """Somebody looked at a record; the person can see that they did."""
    return Reading.objects.create(person=person, user=user, purpose=purpose)


def withdraw_consent(member: Member, *, by: User) -> Plea:
    """The person no longer agrees: off the roster today, and to be erased.

    Raises:
        Refused: somebody else's record, or it is over already.
    """
    with transaction.atomic():
        ensure(rules.can_own(by, member))
        consent = member.consent
        if consent.withdrawn_at is not None:
            raise Refused(refuse(_("已经撤回同意。"), "members.withdrawn"))
        consent.withdrawn_at = clock.now()
        consent.save(update_fields=["withdrawn_at"])
        audit.record("members.consent.withdrawn", member, by=by, node=member.organisation.node_id)
        if member.until is None:
            on = max(clock.today(), member.since)
            leave(member, on=on, why=Leaving.WITHDRAWN.value, by=None)
        return ask_erasure(member, reason=EraseReason.WITHDRAWN.value, by=by)


def ask_erasure(member: Member, *, reason: str, by: User) -> Plea:
    """The person wants their record destroyed.

    Raises:
        Refused: somebody else's record.
    """
    with transaction.atomic():
        ensure(rules.can_own(by, member))
        if reason not in EraseReason.values:
            raise Refused(refuse(_("请选择理由。"), "members.erase_reason"))
        row, new = Plea.objects.get_or_create(
            person=member.person, state=PleaState.OPEN, defaults={"reason": reason}
        )
        if new:
            audit.record("members.plea.asked", row, by=by, node=member.organisation.node_id)
    return row


def hold_plea(plea: Plea, member: Member, *, reason: str, until: date | None, by: User) -> None:
    """The law asks to keep the record for now.

    Raises:
        Refused: by the rules, without a reason and an end.
    """
    with transaction.atomic():
        today = clock.today()
        ensure(rules.can_destroy(by, member, today))
        ensure(rules.sound_hold(reason, until, today))
        plea.hold_reason, plea.hold_until, plea.settled_at = reason.strip(), until, clock.now()
        plea.save(update_fields=["hold_reason", "hold_until", "settled_at"])
        walk(plea, PLEA_MOVES["hold"])
        audit.record("members.plea.held", plea, by=by, node=member.organisation.node_id)


def erase(member: Member, *, reason: str, by: User) -> None:
    """Destroy the person's key: what was sealed with it is gone everywhere; counts stay.

    Raises:
        Refused: by the rules, a legal hold, or no reason of the list.
    """
    with transaction.atomic():
        ensure(rules.can_destroy(by, member, clock.today()))
        if reason not in EraseReason.values:
            raise Refused(refuse(_("请选择理由。"), "members.erase_reason"))
        if member.until is None:
            on = max(clock.today(), member.since)
            leave(member, on=on, why=Leaving.OTHER.value, by=None)
        inside = bool(places_of(member.person))
        erase_person(member.person, reason=reason, by=by if inside else None)
        for plea in Plea.objects.filter(person=member.person, state=PleaState.OPEN):
            plea.settled_at = clock.now()
            plea.save(update_fields=["settled_at"])
            walk(plea, PLEA_MOVES["grant"])
        Member.objects.filter(pk=member.pk).update(status_sealed="", user=None)
        audit.record(
            "members.erased", member, by=by, node=member.organisation.node_id, reason=reason
        )
    member.refresh_from_db()


def end_terms(code: str, pks: Sequence[int], *, by: User) -> int:
    """Do what the dry run showed; only what is still on its list.

    Raises:
        Refused: by the rules of one of them.
    """
    with transaction.atomic():
        due = {one.code: one.pks for one in retention(by, clock.today(), parameters())}
        wanted = [pk for pk in pks if pk in due.get(code, ())]
        if code == "left":
            for member in _members(wanted):
                erase(member, reason=EraseReason.RETENTION.value, by=by)
        elif code == "packets":
            for packet in Packet.objects.filter(pk__in=wanted).select_related("party__home__node"):
                drop_packet(packet, by=by)
        elif code == "readings":
            Reading.objects.filter(pk__in=wanted).delete()
        audit.record("members.retention", f"members:{code}", by=by, rows=len(wanted))
    return len(wanted)


def _members(pks: Sequence[int]) -> list[Member]:
    rows = Member.objects.select_related("person", "organisation__node", "party__home__node")
    return list(rows.filter(pk__in=pks))
