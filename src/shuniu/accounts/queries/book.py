"""Reads of the audit book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from shuniu.accounts.models import User
from shuniu.base.models import AuditEntry


def lines_about(user: User) -> QuerySet[AuditEntry]:
    """What the book says a person did, or others did to their account."""
    about = Q(subject=f"accounts.user:{user.pk}") | Q(actor_id=user.pk)
    return AuditEntry.objects.filter(about).order_by("-number")


def lines_asked(asked: Mapping[str, str]) -> QuerySet[AuditEntry]:
    """Lines of the book by person, action, subject and days."""
    rows = AuditEntry.objects.order_by("-number")
    who = asked.get("actor", "").strip()
    if who:
        named = User.objects.filter(Q(username__iexact=who) | Q(display_name=who))
        rows = rows.filter(actor_id__in=list(named.values_list("pk", flat=True)))
    if action := asked.get("action", "").strip():
        rows = rows.filter(action__startswith=action)
    if subject := asked.get("subject", "").strip():
        rows = rows.filter(subject__icontains=subject)
    if since := _day(asked.get("since", "")):
        rows = rows.filter(at__gte=_midnight(since))
    if until := _day(asked.get("until", "")):
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows


def _day(given: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", given.strip()):
        return None
    try:
        found = date.fromisoformat(given.strip())
    except ValueError:
        return None
    return found if 1900 < found.year < 9000 else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def names_of(numbers: Iterable[int | None]) -> dict[int, str]:
    """Display names by number."""
    wanted = {one for one in numbers if one is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name"))
