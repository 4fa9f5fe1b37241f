"""Reports, charters, entries in public lists."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from shuniu.base import clock
from shuniu.registry.models import (
    AnnualReport,
    Charter,
    CreditEvent,
    Disclosure,
    Organisation,
)


def reports_of(organisation: Organisation, day: date) -> QuerySet[AnnualReport]:
    """Yearly reports up to a day, latest first."""
    return AnnualReport.objects.filter(organisation=organisation, year__lte=day.year).order_by(
        "-year"
    )


def disclosures_of(organisation: Organisation, day: date) -> QuerySet[Disclosure]:
    """What was made public, year by year, latest first."""
    rows = Disclosure.objects.filter(organisation=organisation, year__lte=day.year)
    return rows.order_by("-year")


def disclosure_before(organisation: Organisation) -> dict[str, object]:
    """What is known of last year, as a form shows it."""
    year = clock.today().year - 1
    row = Disclosure.objects.filter(organisation=organisation, year=year).values().first()
    said = {True: "yes", False: "no"}
    return {"year": year} | {
        name: said[value] if isinstance(value, bool) else value
        for name, value in (row or {}).items()
    }


def charters_of(organisation: Organisation, day: date) -> QuerySet[Charter]:
    """How the party clause stood, latest first."""
    return Charter.objects.filter(organisation=organisation, since__lte=day).order_by(
        "-since", "-pk"
    )


def credit_of(organisation: Organisation, day: date) -> QuerySet[CreditEvent]:
    """Entries in public lists up to a day, latest first."""
    return CreditEvent.objects.filter(organisation=organisation, since__lte=day).order_by(
        "-since", "-pk"
    )


def find_credit(pk: int) -> CreditEvent | None:
    """An entry with its organisation."""
    return CreditEvent.objects.select_related("organisation__node").filter(pk=pk).first()
