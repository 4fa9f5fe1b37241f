"""What the sample organisations made public."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from samples._organisations import Organisation as Sample
from shuniu.registry import services
from shuniu.registry.models import Organisation
from shuniu.scoring import Mark

# Which count of the register makes which share of the sample, out of how many.
_SHARES = {
    "changes_filed": ("changes_in_time", "changes", 6),
    "prices_public": ("prices_shown", "prices", 12),
    "paid_directors": ("directors_paid", "directors", 9),
    "certified": ("staff_certified", "staff", 8),
    "staff_stay": ("staff_stayed", "staff_before", 8),
}


def make_disclosure(row: Organisation, sample: Sample) -> None:
    """What was made public for the last year, as far as the register knows it."""
    values = sample.values
    told: dict[str, Any] = {
        name: values[name]
        for name in ("balance_public", "income_public", "opinion_public")
        if isinstance(values.get(name), bool)
    }
    for name, (part, whole, all_) in _SHARES.items():
        share = values.get(name)
        if isinstance(share, int | float):
            told |= {whole: all_, part: round(all_ * share / 100)}
    for name in ("training_hours", "reserve_months"):
        figure = values.get(name)
        if isinstance(figure, int | float):
            told[name] = Decimal(str(figure))
    published = values.get("report_published")
    audit = values.get("audit")
    services.record_disclosure(
        row,
        services.Disclosed(
            2025,
            audit=audit if isinstance(audit, str) and not isinstance(audit, Mark) else "",
            published_on=published if isinstance(published, date) else None,
            **told,
        ),
        by=None,
    )
