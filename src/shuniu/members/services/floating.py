"""Floating members: a link of two branches, contacts, the monthly sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu import attest
from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Contact, FloatingLink, Member, MonthlyReturn
from shuniu.members.queries.calendar import later, month_of
from shuniu.members.queries.floating import sheet_of
from shuniu.members.queries.parameters import parameters
from shuniu.members.queries.rosters import standing_of


@dataclass(frozen=True, slots=True)
class Floating:
    """What is known of a floating member.

    Attributes:
        home_branch: where the relation lies, in words.
        since: the day on which they came.
        home_contact: whom to call there.
        reason: why the relation is not transferred.
        certificate: number of the activity certificate.
        agreement_until: until when both branches agreed to look after them together.
    """

    home_branch: str
    since: date
    home_contact: str = ""
    reason: str = ""
    certificate: str = ""
    agreement_until: date | None = None


def link_floating(member: Member, form: Floating, *, by: User | None) -> FloatingLink:
    """A member whose relation lies elsewhere lives with the branch here; the clock starts.

    Raises:
        Refused: by the rules, or without the branch at home.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.not_ahead(form.since))
        ensure(rules.can_float(member, standing_of(member, clock.today())))
        if not form.home_branch.strip():
            raise Refused(refuse(_("请填写组织关系所在党组织。"), "members.floating.home"))
        wrapped = member.person.wrapped
        row = FloatingLink.objects.create(
            member=member,
            home_branch_sealed=crypto.seal(form.home_branch.strip(), wrapped),
            home_contact_sealed=crypto.seal(form.home_contact.strip(), wrapped),
            reason_sealed=crypto.seal(form.reason.strip(), wrapped),
            certificate_sealed=crypto.seal(form.certificate.strip(), wrapped),
            since=form.since,
            agreement_until=form.agreement_until,
            next_contact_due=form.since + timedelta(days=parameters().contact),
        )
        audit.record("members.floating.linked", member, by=by, node=member.organisation.node_id)
    return row


def note_contact(link: FloatingLink, *, on: date, way: str, by: User | None) -> Contact:
    """Somebody spoke with them; the clock starts again. Not what was said.

    Raises:
        Refused: by the rules, or it was before they came.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, link.member))
        ensure(rules.not_ahead(on))
        if on < link.since or link.ended_on is not None:
            raise Refused(refuse(_("日期不在流动期间。"), "members.contact.day"))
        row, _new = Contact.objects.get_or_create(link=link, on=on, way=way, defaults={"by": by})
        if link.last_contact_on is None or on > link.last_contact_on:
            link.last_contact_on = on
            link.next_contact_due = on + timedelta(days=parameters(on).contact)
            link.save(update_fields=["last_contact_on", "next_contact_due"])
        audit.record("members.floating.contact", link, by=by, node=link.member.organisation.node_id)
    return row


def end_floating(link: FloatingLink, *, on: date, by: User | None) -> None:
    """They went back, or their relation came here.

    Raises:
        Refused: by the rules, or before they came.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, link.member))
        if on < link.since or on > clock.today():
            raise Refused(refuse(_("日期不在流动期间。"), "members.contact.day"))
        link.ended_on = on
        link.save(update_fields=["ended_on"])
        audit.record("members.floating.ended", link, by=by, node=link.member.organisation.node_id)


def make_return(link: FloatingLink, month: date, *, by: User | None) -> MonthlyReturn:
    """The sheet of a month for the branch at home; made anew until it is sent.

    Raises:
        Refused: by the rules, the month is not over, or outside the time here.
    """
    month = month_of(month)
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, link.member))
        if later(month, 1) > clock.today() or later(month, 1) <= link.since:
            words = _("只能生成流动期间内已经结束的月份。")
            raise Refused(refuse(words, "members.return.month"))
        old = link.returns.filter(month=month).first()
        if old is not None and old.sent_on is not None:
            raise Refused(refuse(_("这个月的回传单已送达。"), "members.return.sent"))
        sheet = sheet_of(link, month)
        row, _new = MonthlyReturn.objects.update_or_create(
            link=link,
            month=month,
            defaults={
                "sheet_sealed": crypto.seal(
                    json.dumps(sheet, ensure_ascii=False), link.member.person.wrapped
                ),
                "digest": attest.digest(sheet),
                "made_at": clock.now(),
            },
        )
        audit.record(
            "members.return.made",
            row,
            by=by,
            node=link.member.organisation.node_id,
            digest=row.digest,
        )
    return row


def send_return(row: MonthlyReturn, *, on: date, by: User | None) -> None:
    """It reached the branch at home; how, is up to the people.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        member = row.link.member
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.not_ahead(on))
        row.sent_on = on
        row.save(update_fields=["sent_on"])
        audit.record("members.return.sent", row, by=by, node=member.organisation.node_id)
