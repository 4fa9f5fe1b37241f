"""Organisations: entered, changed with their past kept, dissolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import move_node, open_node, rename_node
from shuniu.accounts.states import NodeKind
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import (
    Body,
    InstructorDuty,
    NotBuilt,
    Organisation,
    OrganisationPast,
    PartyCover,
    PartyOrganisation,
    Post,
)
from shuniu.registry.models.organisations import OrganisationFacts
from shuniu.registry.queries.names import pinyin_of
from shuniu.registry.services.codes import checked_code, checked_phone
from shuniu.registry.states import Standing

DATED = tuple(f.name for f in OrganisationFacts._meta.get_fields() if hasattr(f, "attname"))
FIXED = ("code", "short_name", "registered_on")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of an organisation when it is entered."""

    code: str
    name: str
    type: str
    size: str = "regular"
    sector: str = ""
    region: str = ""
    address: str = ""
    supervisor: str = ""
    short_name: str = ""
    registered_on: date | None = None
    staff: int | None = None
    party_members: int | None = None
    formal_members: int | None = None
    standing: str = Standing.ACTIVE
    since: date | None = None
    contact: str = ""


def add_organisation(
    particulars: Particulars, *, parent: Node | None, by: User | None
) -> Organisation:
    """Enter an organisation under a place of the tree; the hub itself has no parent.

    Args:
        particulars: its facts; the code is checked with both its check characters.
        parent: hub or area.
        by: who; ``None`` for set-up, which no rule judges.

    Raises:
        Refused: by the rules; the code is wrong or already there.
    """
    code = checked_code(particulars.code)
    if not particulars.name.strip():
        raise Refused(refuse(_("请填写单位名称。"), "registry.name"))
    with transaction.atomic():
        if by is not None and parent is not None:
            ensure(rules.can_add(by, parent))
        kind = NodeKind.ORGANISATION if parent else NodeKind.HUB
        node = open_node(particulars.name, kind=kind, parent=parent, by=by)
        row = _made(particulars, node, code)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            words = _("统一社会信用代码 %(code)s 已在名册中，请直接修改原有记录。")
            raise Refused(refuse(words % {"code": code}, "registry.code_taken")) from error
        audit.record(
            "registry.organisation.added", row, by=by, node=node.pk, code=code, name=row.name
        )
    return row


def _made(particulars: Particulars, node: Node, code: str) -> Organisation:
    row = Organisation(
        node=node,
        code=code,
        short_name=particulars.short_name,
        registered_on=particulars.registered_on,
        since=particulars.since or particulars.registered_on or clock.today(),
        **{name: getattr(particulars, name) for name in DATED},
    )
    row.pinyin, row.initials = pinyin_of(row.name)
    _put_contact(row, particulars.contact)
    return row


def set_contact(row: Organisation, phone: str, *, by: User | None) -> None:
    """Keep the phone of the organisation's contact, sealed; empty takes it away.

    Raises:
        Refused: by the rules, or the number is none.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, row))
        _put_contact(row, phone)
        row.save(update_fields=["contact_sealed", "contact_hash", "key"])
        audit.record(
            "registry.organisation.contact",
            row,
            by=by,
            node=row.node_id,
            new=audit.commitment(phone),
        )


def _put_contact(row: Organisation, phone: str) -> None:
    number = checked_phone(phone)
    row.key = row.key or crypto.new_key()
    row.contact_sealed = crypto.seal(number, row.key)
    row.contact_hash = crypto.keyed_hash(number) if number else ""


def change_organisation(
    row: Organisation,
    changes: Mapping[str, object],
    *,
    by: User | None,
    version: int | None = None,
    since: date | None = None,
) -> list[str]:
    """Change facts; how it stood before is kept with its dates.

    Args:
        row: the organisation.
        changes: field → new value.
        by: who; ``None`` for set-up.
        version: as read; refused where somebody else was faster, with who changed what.
        since: the day from which the new facts hold, today where not given; the day on which the
            present state began makes it a correction.

    Returns:
        The names of the fields that really changed.

    Raises:
        Refused: by the rules, by a conflict, or the day lies before the present state began.
    """
    with transaction.atomic():
        fresh = Organisation.objects.select_for_update().get(pk=row.pk)
        if by is not None:
            ensure(rules.can_edit(by, fresh))
        if version is not None:
            ensure(rules.may_be_current(version, fresh))
        changed = _really(fresh, changes)
        if not changed:
            return []
        _apply(fresh, changed, since=since or clock.today(), by=by)
    row.refresh_from_db()
    return sorted(changed)


def _apply(
    fresh: Organisation, changed: Mapping[str, object], *, since: date, by: User | None
) -> None:
    old = {name: getattr(fresh, name) for name in changed}
    if set(changed) & set(DATED):
        _keep_past(fresh, since)
    for name, value in changed.items():
        setattr(fresh, name, value)
    fresh.pinyin, fresh.initials = pinyin_of(fresh.name)
    fresh.version += 1
    fresh.save()
    if "name" in changed:
        rename_node(fresh.node, name=fresh.name, by=by)
    audit.record(
        "registry.organisation.changed",
        fresh,
        by=by,
        node=fresh.node_id,
        version=fresh.version,
        since=fresh.since,
        old=old,
        new=dict(changed),
    )


def _really(row: Organisation, changes: Mapping[str, object]) -> dict[str, object]:
    """Those changes that change something, in their plain form.

    Raises:
        Refused: the code is wrong or belongs to another; the name is empty.
    """
    wanted = dict(changes)
    if "code" in wanted:
        code = wanted["code"] = checked_code(str(wanted["code"]))
        if Organisation.objects.filter(code=code).exclude(pk=row.pk).exists():
            words = _("统一社会信用代码 %(code)s 已属于另一家单位。")
            raise Refused(refuse(words % {"code": code}, "registry.code_taken"))
    if not str(wanted.get("name", row.name)).strip():
        raise Refused(refuse(_("请填写单位名称。"), "registry.name"))
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def _keep_past(row: Organisation, since: date) -> None:
    if since < row.since:
        words = _("生效日期不能早于现状的起始日期 %(day)s。")
        raise Refused(refuse(words % {"day": row.since}, "registry.since"))
    if since > clock.today():
        words = _("生效日期不能晚于今天（%(day)s）。请到那一天再变更。")
        raise Refused(refuse(words % {"day": clock.today()}, "registry.since"))
    if since > row.since:
        OrganisationPast.objects.create(
            organisation=row,
            since=row.since,
            until=since,
            **{name: getattr(row, name) for name in DATED},
        )
        row.since = since


def dissolve(row: Organisation, *, on: date, by: User) -> None:
    """The organisation is struck off; its posts, covers and instructors end with it.

    Raises:
        Refused: by the rules, or its party organisation still covers others.
    """
    with transaction.atomic():
        ensure(rules.can_dissolve(by, row))
        change_organisation(row, {"standing": Standing.DISSOLVED}, by=by, since=on)
        parties = PartyOrganisation.objects.filter(home=row, until__isnull=True, since__lte=on)
        covers = PartyCover.objects.filter(until__isnull=True, since__lte=on)
        ended = (covers.filter(organisation=row) | covers.filter(party__in=parties)).values_list(
            "pk", flat=True
        )
        PartyCover.objects.filter(pk__in=list(ended)).update(until=on)
        parties.update(until=on)
        for rows in (
            InstructorDuty.objects.filter(organisation=row),
            Body.objects.filter(organisation=row),
            Post.objects.filter(body__organisation=row),
        ):
            rows.filter(until__isnull=True, since__lte=on).update(until=on)
        NotBuilt.objects.filter(organisation=row, settled_on__isnull=True).update(settled_on=on)
        audit.record("registry.organisation.dissolved", row, by=by, node=row.node_id, on=on)


def reinstate(row: Organisation, *, on: date, by: User) -> None:
    """The organisation stands again; what ended with it is entered anew.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_reinstate(by, row))
        change_organisation(row, {"standing": Standing.ACTIVE}, by=None, since=on)
        audit.record("registry.organisation.reinstated", row, by=by, node=row.node_id, on=on)


def move_organisation(row: Organisation, *, to: Node, by: User) -> None:
    """Hang an organisation under another area.

    Raises:
        Refused: by the rules, here or there.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, row))
        ensure(rules.can_add(by, to))
        if row.node.parent_id != to.pk:
            move_node(row.node, to=to, by=by)
