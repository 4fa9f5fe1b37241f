"""Yearly reports, the party clause in the charter, entries in public lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.registry import rules
from shuniu.registry.models import AnnualReport, Charter, CreditEvent, Organisation


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
        Refused: by the rules, or the year has not come.
    """
    if report.year > clock.today().year:
        words = _("年度 %(year)s 还没有到，请检查。")
        raise Refused(refuse(words % {"year": report.year}, "registry.report_year"))
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
    row: Organisation,
    *,
    clause: str,
    since: date,
    by: User | None,
    ratified_on: date | None = None,
    wording: str = "",
) -> Charter:
    """How the party clause stands in the charter, from a day on; the same day again corrects it.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_edit(by, row))
        kept, _made = Charter.objects.update_or_create(
            organisation=row,
            since=since,
            defaults={"clause": clause, "ratified_on": ratified_on, "wording": wording},
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
    """The entry was taken off its list on a day; the day before is its last.

    Raises:
        Refused: by the rules, or the day lies before it began.
    """
    if on < event.since:
        raise Refused(refuse(_("移出日期不能早于列入日期。"), "registry.dates"))
    with transaction.atomic():
        ensure(rules.can_edit(by, event.organisation))
        event.until = on - timedelta(days=1) if on > event.since else on
        event.save(update_fields=["until"])
        audit.record("registry.credit.ended", event, by=by, node=event.organisation.node_id, on=on)
