"""The yearly review, talks, dues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Dues, Member, Review, Talk
from shuniu.members.queries.living import excellent_in, full_members_in
from shuniu.members.queries.parameters import parameters, review_share
from shuniu.members.queries.rosters import standing_of
from shuniu.members.states import Grade
from shuniu.registry.models import PartyOrganisation, Person


@dataclass(frozen=True, slots=True)
class DuesTold:
    """A year's dues as they are told: agreed amount a month, months paid, where."""

    year: int
    amount: Decimal
    months: int
    elsewhere: bool = False


def settle_dues(member: Member, form: DuesTold, *, by: User | None) -> Dues:
    """Amount and months of a year at once.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        row = agree_dues(
            member, year=form.year, amount=form.amount, elsewhere=form.elsewhere, by=by
        )
        row.member = member
        if form.months != row.months_paid:
            pay_dues(row, months=form.months, on=clock.today(), by=by)
    return row


def review_member(member: Member, *, year: int, grade: str, on: date, by: User | None) -> Review:
    """The outcome of the yearly review; at most a third of a branch is excellent.

    Raises:
        Refused: by the rules, or the share is used up.
    """
    party = member.party
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.not_ahead(on))
        if party is None:
            raise Refused(refuse(_("请先登记所在党组织。"), "members.review.party"))
        PartyOrganisation.objects.select_for_update().get(pk=party.pk)
        standing = standing_of(member, on)
        ensure(rules.can_review(party, standing, grade))
        if grade == Grade.EXCELLENT:
            others = excellent_in(party, year, without=member)
            share = review_share(on)
            ensure(rules.within_share(others + 1, full_members_in(party, on), share))
        row, _new = Review.objects.update_or_create(
            member=member,
            year=year,
            defaults={
                "party": party,
                "on": on,
                "grade_sealed": crypto.seal(grade, member.person.wrapped),
                "reported_home_on": None,
            },
        )
        audit.record("members.review", member, by=by, node=member.organisation.node_id, year=year)
    return row


def report_home(row: Review, *, on: date, by: User | None) -> None:
    """The result was told to the branch at home.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, row.member))
        ensure(rules.not_ahead(on))
        row.reported_home_on = on
        row.save(update_fields=["reported_home_on"])
        audit.record("members.review.reported", row, by=by, node=row.member.organisation.node_id)


def note_talk(party: PartyOrganisation, a: Person, b: Person, *, on: date, by: User | None) -> Talk:
    """Two people talked; what about is nobody's business.

    Raises:
        Refused: by the rules, or somebody with themselves.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep_branch(by, party))
        ensure(rules.not_ahead(on))
        if a.pk == b.pk:
            raise Refused(refuse(_("谈心谈话须是两个人。"), "members.talk.self"))
        first, second = sorted((a, b), key=lambda one: one.pk)
        row, _new = Talk.objects.get_or_create(a=first, b=second, on=on, defaults={"party": party})
        audit.record("members.talk", row, by=by, node=party.home.node_id)
    return row


def agree_dues(
    member: Member,
    *,
    year: int,
    amount: Decimal,
    elsewhere: bool,
    by: User | None,
) -> Dues:
    """The monthly amount agreed for a year; the wage is not asked.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        today = clock.today()
        ensure(rules.sound_dues(amount, 0, today, year, parameters(today).arrears))
        row, _new = Dues.objects.update_or_create(
            member=member,
            year=year,
            defaults={
                "amount_sealed": crypto.seal(f"{amount:.2f}", member.person.wrapped),
                "elsewhere": elsewhere,
            },
        )
        audit.record("members.dues", member, by=by, node=member.organisation.node_id, year=year)
    return row


def pay_dues(row: Dues, *, months: int, on: date, by: User | None) -> None:
    """Paid up to a number of months of the year.

    Raises:
        Refused: by the rules, or too far ahead.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, row.member))
        ensure(rules.not_ahead(on))
        rules_now = parameters(on)
        ensure(rules.sound_dues(Decimal(0), months, on, row.year, rules_now.arrears))
        row.months_paid, row.paid_on = months, on
        row.save(update_fields=["months_paid", "paid_on"])
        audit.record(
            "members.dues.paid",
            row.member,
            by=by,
            node=row.member.organisation.node_id,
            year=row.year,
            months=months,
        )
