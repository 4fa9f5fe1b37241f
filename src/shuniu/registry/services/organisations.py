"""Organisations: entered, changed with their past kept, dissolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.services import move_node, open_node, rename_node
from shuniu.accounts.states import NodeKind
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.identifiers import IdentifierError, parse_credit_code
from shuniu.registry import rules
from shuniu.registry.models import (
    AnnualReport,
    Charter,
    CreditEvent,
    Organisation,
    OrganisationPast,
)
from shuniu.registry.models.organisations import OrganisationFacts
from shuniu.registry.queries.names import pinyin_of
from shuniu.registry.states import Standing

DATED = tuple(f.name for f in OrganisationFacts._meta.get_fields() if hasattr(f, "attname"))  # noqa: SLF001
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
        row = Organisation(
            node=node,
            code=code,
            short_name=particulars.short_name,
            registered_on=particulars.registered_on,
            since=particulars.since or particulars.registered_on or clock.today(),
            **{name: getattr(particulars, name) for name in DATED},
        )
        row.pinyin, row.initials = pinyin_of(row.name)
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


def checked_code(code: str) -> str:
    """The code in its plain form.

    Raises:
        Refused: a check character does not fit; says which.
    """
    try:
        return parse_credit_code(code).code
    except IdentifierError as error:
        words = _("统一社会信用代码有误：%(why)s%(fix)s")
        verdict = refuse(words % {"why": error.text.zh, "fix": error.fix.zh}, "registry.code")
        raise Refused(verdict) from error


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
        version: as read; refused where somebody else was faster.
        since: the day from which the new facts hold; today where not given.

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
        changed = {k: v for k, v in changes.items() if getattr(fresh, k) != v}
        if "code" in changed:
            changed["code"] = checked_code(str(changed["code"]))
        if not changed:
            return []
        old = {name: getattr(fresh, name) for name in changed}
        if set(changed) & set(DATED):
            _keep_past(fresh, since or clock.today())
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
            old=old,
            new=dict(changed),
        )
    row.refresh_from_db()
    return sorted(changed)


def _keep_past(row: Organisation, since: date) -> None:
    if since < row.since:
        words = _("生效日期不能早于现状的起始日期 %(day)s。")
        raise Refused(refuse(words % {"day": row.since}, "registry.since"))
    if since > row.since:
        OrganisationPast.objects.create(
            organisation=row,
            since=row.since,
            until=since,
            **{name: getattr(row, name) for name in DATED},
        )
        row.since = since


def dissolve(row: Organisation, *, on: date, by: User) -> None:
    """The organisation is struck off.

    Raises:
        Refused: by the rules.
    """
    change_organisation(row, {"standing": Standing.DISSOLVED}, by=by, since=on)


def move_organisation(row: Organisation, *, to: Node, by: User) -> None:
    """Hang an organisation under another area.

    Raises:
        Refused: by the rules, here or there.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, row))
        ensure(rules.can_add(by, to))
        move_node(row.node, to=to, by=by)


@dataclass(frozen=True, slots=True)
class Report:
    """A yearly check or report."""

    year: int
    result: str
    filed_on: date | None = None
    income: Decimal | None = None
    expenses: Decimal | None = None
    net_assets: Decimal | None = None
    members: int | None = None


def record_report(row: Organisation, report: Report, *, by: User | None) -> AnnualReport:
    """Keep a year's report; the same year again corrects it.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, row))
        values = {f: getattr(report, f) for f in report.__dataclass_fields__ if f != "year"}
        kept, _made = AnnualReport.objects.update_or_create(
            organisation=row, year=report.year, defaults=values
        )
        audit.record(
            "registry.report.recorded", kept, by=by, node=row.node_id, year=report.year, **values
        )
    return kept


def record_charter(
    row: Organisation, *, clause: str, since: date, by: User | None, ratified_on: date | None = None
) -> Charter:
    """How the party clause stands in the charter, from a day on.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, row))
        kept = Charter.objects.create(
            organisation=row, clause=clause, since=since, ratified_on=ratified_on
        )
        audit.record(
            "registry.charter.recorded", kept, by=by, node=row.node_id, clause=clause, since=since
        )
    return kept


def record_credit(
    row: Organisation, *, kind: str, since: date, by: User | None, **more: object
) -> CreditEvent:
    """An entry in a public list; ``more`` holds ``until`` and ``note``.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, row))
        kept = CreditEvent.objects.create(organisation=row, kind=kind, since=since, **more)
        audit.record(
            "registry.credit.recorded", kept, by=by, node=row.node_id, kind=kind, since=since
        )
    return kept


def end_credit(event: CreditEvent, *, on: date, by: User) -> None:
    """The entry was taken off its list.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_edit(by, event.organisation))
        event.until = on - timedelta(days=1) if on > event.since else on
        event.save(update_fields=["until"])
        audit.record("registry.credit.ended", event, by=by, node=event.organisation.node_id, on=on)
