"""Reviews and dues as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shuniu.members.models import Member, Review
from shuniu.members.queries.calendar import months_between
from shuniu.members.queries.floating import unsealed
from shuniu.members.queries.parameters import Parameters
from shuniu.members.queries.rosters import standings
from shuniu.members.states import Grade, Status
from shuniu.registry.models import PartyOrganisation


def excellent_in(party: PartyOrganisation, year: int, *, without: Member | None = None) -> int:
    """How many of a branch were rated excellent in a year."""
    rows = Review.objects.filter(party=party, year=year).select_related("member__person")
    if without is not None:
        rows = rows.exclude(member=without)
    return sum(unsealed(one.grade_sealed, one.member) == Grade.EXCELLENT for one in rows)


def full_members_in(party: PartyOrganisation, on: date) -> int:
    """Full members who live with a branch; the base of the share."""
    return standings(on).filter(party=party, status=Status.FULL).count()


@dataclass(frozen=True, slots=True)
class DuesShown:
    """A year's dues."""

    year: int
    amount: str
    months_paid: int
    elsewhere: bool
    tone: str
    words: str


def dues_of(member: Member, on: date, rules: Parameters) -> list[DuesShown]:
    """Dues by year, the latest first; arrears are said, never judged."""
    found = []
    for row in member.dues.all():
        due = min(12, max(0, months_between(date(row.year, 1, 1), on)))
        behind = due - row.months_paid
        tone, words = "good", _("已按月交纳")
        if row.elsewhere:
            tone, words = "info", _("在原党组织交纳")
        elif behind >= rules.arrears:
            tone, words = "bad", _("欠交 %(months)s 个月，请党组织了解情况") % {"months": behind}
        elif behind > 0:
            tone, words = "warn", _("欠交 %(months)s 个月") % {"months": behind}
        amount = unsealed(row.amount_sealed, member)
        found.append(DuesShown(row.year, amount, row.months_paid, row.elsewhere, tone, words))
    return found


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A year's review."""

    row: Review
    grade: str


def reviews_of(member: Member) -> list[ReviewShown]:
    """Reviews, the latest first."""
    return [_review(row, member) for row in member.reviews.all()]


def _review(row: Review, member: Member) -> ReviewShown:
    grade = unsealed(row.grade_sealed, member)
    return ReviewShown(row, str(Grade(grade).label) if grade else "")
