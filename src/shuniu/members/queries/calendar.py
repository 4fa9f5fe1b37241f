"""Months on the calendar."""

from __future__ import annotations

import calendar
from datetime import date


def later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is no such day."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(since: date, until: date) -> int:
    """Whole months from a day to another."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months if later(since, months) <= until else months - 1


def age(born: date, on: date) -> int:
    """Whole years."""
    return months_between(born, on) // 12


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)
