"""Party organisations, whom they cover, instructors, and what is not built yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shuniu.accounts.models import Node, User
from shuniu.base import audit
from shuniu.base.verdicts import ensure
from shuniu.registry import rules
from shuniu.registry.models import (
    Body,
    ChecklistItem,
    ChecklistMark,
    Instructor,
    InstructorDuty,
    NotBuilt,
    Organisation,
    PartyCover,
    PartyOrganisation,
    Person,
)


@dataclass(frozen=True, slots=True)
class Founding:
    """How a party organisation came to be."""

    name: str
    kind: str
    since: date
    approved_on: date | None = None
    can_approve_members: bool = False
    approval_granted_by: str = ""
    parent: PartyOrganisation | None = None
    body: Body | None = None


def found_party(home: Organisation, founding: Founding, *, by: User | None) -> PartyOrganisation:
    """Set up a party organisation; it covers its home at once.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, home))
        row = PartyOrganisation.objects.create(
            home=home, **{f: getattr(founding, f) for f in founding.__dataclass_fields__}
        )
        audit.record("registry.party.founded", row, by=by, node=home.node_id, kind=founding.kind)
        cover(row, home, since=founding.since, by=by)
        NotBuilt.objects.filter(organisation=home, settled_on__isnull=True).update(
            settled_on=founding.since
        )
    return row


def cover(
    party: PartyOrganisation, organisation: Organisation, *, since: date, by: User | None
) -> PartyCover:
    """A party organisation covers an organisation from a day on.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, organisation))
        row, made = PartyCover.objects.get_or_create(
            party=party, organisation=organisation, until=None, defaults={"since": since}
        )
        if made:
            audit.record(
                "registry.party.covers",
                row,
                by=by,
                node=organisation.node_id,
                party=party.pk,
                since=since,
            )
    return row


def uncover(row: PartyCover, *, on: date, by: User) -> None:
    """The cover ends.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, row.organisation))
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
        audit.record("registry.party.uncovers", row, by=by, node=row.organisation.node_id, on=on)


def add_instructor(
    person: Person, *, node: Node, field: str, unit: str, since: date, by: User | None
) -> Instructor:
    """Somebody becomes an instructor in a field of work."""
    with transaction.atomic():
        row = Instructor.objects.create(
            person=person, node=node, field=field, unit=unit, since=since
        )
        audit.record(
            "registry.instructor.added",
            row,
            by=by,
            node=node.pk,
            person=str(person.key),
            field=field,
        )
    return row


def assign_instructor(
    instructor: Instructor, organisation: Organisation, *, since: date, by: User | None
) -> InstructorDuty:
    """An instructor looks after an organisation; a mismatch of fields is noted, not forbidden.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, organisation))
        row, made = InstructorDuty.objects.get_or_create(
            instructor=instructor,
            organisation=organisation,
            until=None,
            defaults={"since": since},
        )
        if made:
            audit.record(
                "registry.instructor.assigned",
                row,
                by=by,
                node=organisation.node_id,
                matches=instructor.field == organisation.sector,
            )
    return row


def explain_not_built(
    organisation: Organisation,
    *,
    due_since: date,
    reason: str,
    by: User | None,
    planned_on: date | None = None,
) -> NotBuilt:
    """Why what is due is not set up yet, and by when it will be.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, organisation))
        row, _made = NotBuilt.objects.update_or_create(
            organisation=organisation,
            settled_on=None,
            defaults={"due_since": due_since, "reason": reason, "planned_on": planned_on},
        )
        audit.record(
            "registry.not_built.explained",
            row,
            by=by,
            node=organisation.node_id,
            reason=reason,
            planned_on=planned_on,
        )
    return row


def mark_item(
    item: ChecklistItem,
    organisation: Organisation,
    *,
    done_on: date | None,
    by: User | None,
    note: str = "",
) -> None:
    """An organisation has done something on a checklist; no day takes the mark back.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, organisation))
        if done_on is None:
            ChecklistMark.objects.filter(item=item, organisation=organisation).delete()
        else:
            ChecklistMark.objects.update_or_create(
                item=item,
                organisation=organisation,
                defaults={"done_on": done_on, "note": note},
            )
        audit.record(
            "registry.checklist.marked",
            f"registry.checklistitem:{item.pk}",
            by=by,
            node=organisation.node_id,
            done_on=done_on,
        )
