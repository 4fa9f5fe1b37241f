"""Reports, charters, entries in public lists."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from shuniu.registry.models import AnnualReport, Charter, CreditEvent, Organisation


def reports_of(organisation: Organisation, day: date) -> QuerySet[AnnualReport]:
    """Yearly reports up to a day, latest first."""
    return AnnualReport.objects.filter(organisation=organisation, year__lte=day.year).order_by(
        "-year"
    )


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
