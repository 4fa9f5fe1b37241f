"""Floating members with their clocks, and the sheet for the branch at home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import crypto
from shuniu.members.models import FloatingLink, Member, Transfer
from shuniu.members.queries.calendar import later
from shuniu.members.queries.parameters import Parameters
from shuniu.members.states import Grade, TransferState


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nobody has heard of somebody; what follows is for people to decide.

    Attributes:
        since: the last contact, or the day they came.
        months: the alarm that rings: 0 for none, else after how many months.
        words: a sentence.
        tone: of the badge.
    """

    since: date
    months: int
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A line of the list, masked, with its clocks."""

    link: FloatingLink
    home_branch: str
    silence: Silence
    overdue: bool


def silence_of(link: FloatingLink, on: date, rules: Parameters) -> Silence:
    """Alarms after two, three and five months; at six the branch has to decide."""
    since = link.last_contact_on or link.since
    if on > later(since, rules.silent_most):
        words = _("超过 %(months)s 个月未联系上，请党组织研究；系统不作任何处置。")
        return Silence(since, rules.silent_most, words % {"months": rules.silent_most}, "bad")
    for months in (rules.silent_three, rules.silent_two, rules.silent_one):
        if on > later(since, months):
            words = _("超过 %(months)s 个月未联系上。")
            tone = "warn" if months == rules.silent_one else "bad"
            return Silence(since, months, words % {"months": months}, tone)
    return Silence(since, 0, "", "good")


def in_contact(link: FloatingLink, on: date) -> bool:
    """Whether somebody spoke with them within the cycle, as of a day."""
    return link.next_contact_due is not None and link.next_contact_due >= on


def links(user: User) -> QuerySet[FloatingLink]:
    """Floating members where somebody may look, the longest silence first."""
    rows = FloatingLink.objects.filter(ended_on__isnull=True, member__until__isnull=True)
    here = within(rows, user, Capability.MEMBERS_SEE, field="member__organisation__node")
    branch = within(rows, user, Capability.MEMBERS_SEE, field="member__party__home__node")
    return (
        (here | branch)
        .distinct()
        .select_related("member__person", "member__organisation", "member__party")
        .order_by("next_contact_due", "pk")
    )


def shown(rows: Iterable[FloatingLink], on: date, rules: Parameters) -> list[LinkShown]:
    """With their clocks, the branch at home in clear."""
    return [
        LinkShown(
            one,
            unsealed(one.home_branch_sealed, one.member),
            silence_of(one, on, rules),
            not in_contact(one, on),
        )
        for one in rows
    ]


def find_link(pk: int) -> FloatingLink | None:
    """A link with its member."""
    rows = FloatingLink.objects.select_related(
        "member__person", "member__organisation__node", "member__party__home__node"
    )
    return rows.filter(pk=pk).first()


def unsealed(sealed: str, member: Member) -> str:
    """A sealed value of somebody's; empty once erased."""
    try:
        return crypto.unseal(sealed, member.person.wrapped)
    except crypto.Sealed:
        return ""


def sheet_of(link: FloatingLink, month: date) -> dict[str, Any]:
    """Attendance, dues and review of a month, for the branch at home."""
    member, after = link.member, later(month, 1)
    seen = member.presences.filter(on__gte=month, on__lt=after).order_by("on", "pk")
    paid = member.dues.filter(year=month.year).first()
    review = member.reviews.filter(on__gte=month, on__lt=after).first()
    grade = unsealed(review.grade_sealed, member) if review is not None else ""
    return {
        "name": member.person.name,
        "month": month.isoformat()[:7],
        "host": member.party.name if member.party is not None else "",
        "organisation": member.organisation.name,
        "attended": [{"on": one.on.isoformat(), "kind": one.kind} for one in seen],
        "contacts": link.contacts.filter(on__gte=month, on__lt=after).count(),
        "months_paid": 0 if paid is None else paid.months_paid,
        "paid_elsewhere": bool(paid is not None and paid.elsewhere),
        "review": str(Grade(grade).label) if grade else "",
    }


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A letter of transfer as we know of it."""

    row: Transfer
    letter: str
    source: str
    target: str
    until: date
    tone: str
    words: str


def letters_of(member: Member, on: date) -> list[LetterShown]:
    """Letters with how long they hold; we follow them and do not transfer anybody."""
    return [_letter(row, member, on) for row in member.transfers.all()]


def _letter(row: Transfer, member: Member, on: date) -> LetterShown:
    until = date.fromordinal(row.issued_on.toordinal() + row.valid_days)
    tone, words = "info", str(row.get_state_display())
    if row.state == TransferState.ISSUED and on > until:
        tone, words = "bad", _("介绍信已于 %(on)s 过期，请补开") % {"on": until}
    elif row.state == TransferState.ISSUED:
        words = _("等待回执，有效至 %(on)s") % {"on": until}
    elif row.state == TransferState.RECEIPT:
        tone = "good"
    return LetterShown(
        row,
        unsealed(row.letter_sealed, member),
        unsealed(row.from_sealed, member),
        unsealed(row.to_sealed, member),
        until,
        tone,
        words,
    )
