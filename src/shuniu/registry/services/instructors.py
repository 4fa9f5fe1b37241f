"""Instructors of party-building work, and whom they look after."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.base import audit
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import Instructor, InstructorDuty, Organisation, Person


def add_instructor(
    person: Person, *, node: Node, field: str, unit: str, since: date, by: User | None
) -> Instructor:
    """Somebody becomes an instructor in a field of work.

    Raises:
        Refused: by the rules, or they are one in this field already.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, node))
        here = Instructor.objects.filter(person=person, node=node, field=field, until__isnull=True)
        if here.exists():
            words = _("此人已是“%(field)s”领域的指导员。")
            raise Refused(refuse(words % {"field": field}, "registry.instructor"))
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


def end_instructor(row: Instructor, *, on: date, by: User) -> None:
    """Somebody is an instructor no longer; their duties end, too.

    Raises:
        Refused: by the rules, or the day lies before they began.
    """
    if on < row.since:
        raise Refused(refuse(_("结束日期不能早于开始日期。"), "registry.dates"))
    with transaction.atomic():
        ensure(rules.can_keep(by, row.node))
        InstructorDuty.objects.filter(instructor=row, until__isnull=True).update(until=on)
        row.until = on
        row.save(update_fields=["until"])
        audit.record("registry.instructor.ended", row, by=by, node=row.node_id, on=on)


def assign_instructor(
    instructor: Instructor, organisation: Organisation, *, since: date, by: User | None
) -> InstructorDuty:
    """An instructor looks after an organisation; a mismatch of fields is noted, not forbidden.

    Raises:
        Refused: by the rules, or the instructor is one no longer.
    """
    if instructor.until is not None:
        raise Refused(refuse(_("这位指导员已不再任职。"), "registry.instructor"))
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


def end_duty(row: InstructorDuty, *, on: date, by: User) -> None:
    """An instructor no longer looks after an organisation.

    Raises:
        Refused: by the rules, or the day lies before it began.
    """
    if on < row.since:
        raise Refused(refuse(_("结束日期不能早于开始日期。"), "registry.dates"))
    with transaction.atomic():
        ensure(rules.can_edit(by, row.organisation))
        row.until = on
        row.save(update_fields=["until"])
        audit.record(
            "registry.instructor.duty_ended", row, by=by, node=row.organisation.node_id, on=on
        )
