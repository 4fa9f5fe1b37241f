"""Party organisations, whom they cover, and what is not built yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import Body, NotBuilt, Organisation, PartyCover, PartyOrganisation
from shuniu.registry.queries.parameters import parameters


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
            ensure(rules.can_found(by, home, founding.kind))
        row = PartyOrganisation.objects.create(
            home=home, **{f: getattr(founding, f) for f in founding.__dataclass_fields__}
        )
        audit.record("registry.party.founded", row, by=by, node=home.node_id, kind=founding.kind)
        cover(row, home, since=founding.since, by=by)
    return row


def end_party(row: PartyOrganisation, *, on: date, by: User) -> None:
    """A party organisation is dissolved; nobody is covered by it any more.

    Raises:
        Refused: by the rules, or the day lies before it began.
    """
    if on < row.since:
        raise Refused(refuse(_("撤销日期不能早于成立日期。"), "registry.dates"))
    with transaction.atomic():
        ensure(rules.can_edit(by, row.home))
        ended = PartyCover.objects.filter(party=row, until__isnull=True)
        ended.filter(since__gt=on).delete()
        count = ended.update(until=on)
        row.until = on
        row.save(update_fields=["until"])
        audit.record("registry.party.ended", row, by=by, node=row.home.node_id, on=on, covers=count)


def grant_approval(row: PartyOrganisation, *, granted_by: str, by: User) -> None:
    """Whether it may approve new members, and by whose grant; no name takes it back.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, row.home))
        row.approval_granted_by = granted_by.strip()
        row.can_approve_members = bool(row.approval_granted_by)
        row.save(update_fields=["approval_granted_by", "can_approve_members"])
        audit.record(
            "registry.party.approval",
            row,
            by=by,
            node=row.home.node_id,
            granted_by=row.approval_granted_by,
        )


def cover(
    party: PartyOrganisation, organisation: Organisation, *, since: date, by: User | None
) -> PartyCover:
    """A party organisation covers an organisation from a day on.

    Where it counts as set up by that, an open explanation why it was not is settled.

    Raises:
        Refused: by the rules.
    """
    if since < party.since:
        raise Refused(refuse(_("覆盖日期不能早于党组织成立日期。"), "registry.dates"))
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_cover(by, party, organisation))
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
            if party.kind in parameters(since).formed:
                NotBuilt.objects.filter(organisation=organisation, settled_on__isnull=True).update(
                    settled_on=since
                )
    return row


def uncover(row: PartyCover, *, on: date, by: User) -> None:
    """The cover ends; the day is its last.

    Raises:
        Refused: by the rules, or the day lies before it began.
    """
    if on < row.since:
        raise Refused(refuse(_("结束日期不能早于开始日期。"), "registry.dates"))
    with transaction.atomic():
        ensure(rules.can_edit(by, row.organisation))
        row.until = on
        row.save(update_fields=["until"])
        audit.record("registry.party.uncovers", row, by=by, node=row.organisation.node_id, on=on)


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
        Refused: by the rules, without a reason, or planned before it was due.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明未建原因。"), "registry.not_built"))
    if planned_on is not None and planned_on < due_since:
        raise Refused(refuse(_("计划组建日期不能早于达到应建条件之日。"), "registry.dates"))
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
