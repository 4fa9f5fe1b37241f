"""Onto the roster and off it: declared by the person, or handed in by the branch with consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.members import rules
from shuniu.members.models import Consent, Member
from shuniu.members.queries.rosters import standing_of
from shuniu.members.services import standings
from shuniu.members.states import (
    CONSENT_VERSION,
    CONSENTS,
    ConsentWay,
    Relation,
    Status,
    consent_digest,
)
from shuniu.registry.models import Organisation, PartyOrganisation, Person
from shuniu.registry.services import open_person


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What is entered of somebody.

    Attributes:
        status: applicant to full member.
        since: the day from which they are that.
        name: of the person; empty where ``person`` is given.
        phone: mobile number, may be empty.
        party: the branch they live with, if there is one.
        relation: where the formal relation lies; only for members.
        came_on: the day on which they came to the organisation; ``since`` where it is not given.
        person: somebody known already.
        way: how they agreed.
        version: to which text.
        consented_at: when; now where it is not given.
        user: the account with which they sign in.
    """

    status: str
    since: date
    name: str = ""
    phone: str = ""
    party: PartyOrganisation | None = None
    relation: str = ""
    came_on: date | None = None
    person: Person | None = None
    way: str = ConsentWay.PAPER.value
    version: str = CONSENT_VERSION
    consented_at: datetime | None = None
    user: User | None = None


def enrol(organisation: Organisation, form: Enrolment, *, by: User | None) -> Member:
    """Enter somebody who agreed.

    By the person alone: it waits to be confirmed by the branch. By the branch: confirmed at once.

    Args:
        organisation: where they work.
        form: what they told, and to what they agreed.
        by: who enters it; ``None`` for the house itself.

    Raises:
        shuniu.identifiers.IdentifierError: the phone number is none.
        Refused: by the rules, without consent, or they are on a roster already.
    """
    with transaction.atomic():
        own = by is not None and form.user is not None and form.user.pk == by.pk
        if by is not None:
            own_verdict = rules.can_declare(by, organisation)
            ensure(own_verdict if own else rules.can_enrol(by, organisation, form.party))
        ensure(rules.sound(form.status, form.relation, form.since))
        if form.version not in CONSENTS:
            words = _("没有这个版本的知情同意书：%(version)s。") % {"version": form.version}
            raise Refused(refuse(words, "members.consent"))
        person = form.person or open_person(form.name, by=by, phone=form.phone)
        ensure(rules.not_yet(person))
        member = _entered(organisation, person, form, confirmed=not own)
        standings.place(member, standings.Stand(form.status, _relation(form), form.since))
        audit.record(
            "members.enrolled",
            member,
            by=by,
            node=organisation.node_id,
            consent=form.version,
            way=form.way,
            declared=own,
        )
    return member


def _entered(
    organisation: Organisation, person: Person, form: Enrolment, *, confirmed: bool
) -> Member:
    consent = Consent.objects.create(
        person=person,
        text_version=form.version,
        text_digest=consent_digest(form.version),
        way=form.way,
        given_at=form.consented_at or clock.now(),
    )
    came_on = form.came_on or form.since
    facts = {
        "consent": consent,
        "organisation": organisation,
        "party": form.party,
        "user": form.user,
        "since": came_on,
        "until": None,
        "left": "",
        "confirmed_on": min(came_on, clock.today()) if confirmed else None,
        "counted_from": None,
        "leaves_on": None,
    }
    member, _new = Member.objects.update_or_create(person=person, defaults=facts)
    return member


def _relation(form: Enrolment) -> str:
    if form.status not in Status.of_party():
        return Relation.NONE.value
    return form.relation or Relation.ELSEWHERE.value


def confirm(member: Member, *, by: User) -> None:
    """The branch has seen proof of what somebody declared.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_keep(by, member))
        member.confirmed_on = clock.today()
        member.save(update_fields=["confirmed_on"])
        audit.record("members.confirmed", member, by=by, node=member.organisation.node_id)


def set_user(member: Member, user: User, *, by: User) -> None:
    """With which account somebody signs in, to see their own record.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_keep(by, member))
        ensure(rules.can_be_user(user, member))
        member.user = user
        member.save(update_fields=["user"])
        audit.record("members.user", member, by=by, node=member.organisation.node_id)


def leave(member: Member, *, on: date, why: str, by: User | None) -> None:
    """Somebody leaves the roster; the record stays until its term, and can only be looked at.

    Raises:
        Refused: by the rules, or before they came.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
        ensure(rules.can_leave(member, on))
        standings.close(member, on)
        for link in member.links.filter(ended_on__isnull=True):
            link.ended_on = max(on, link.since)
            link.save(update_fields=["ended_on"])
        member.until, member.left = on, why
        member.save(update_fields=["until", "left"])
        audit.record("members.left", member, by=by, node=member.organisation.node_id, why=why)


def move(
    member: Member,
    organisation: Organisation,
    party: PartyOrganisation | None,
    *,
    on: date,
    by: User | None,
) -> None:
    """Somebody works elsewhere in the hub, or lives with another branch; what they are stays.

    Raises:
        Refused: by the rules of where they go, or the day is before what is on record.
    """
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_keep(by, member))
            ensure(rules.can_enrol(by, organisation, party))
        ensure(rules.not_ahead(on))
        standing = standing_of(member, clock.today())
        if standing is None:
            raise Refused(refuse(_("没有身份记录，请先登记。"), "members.standing"))
        member.organisation, member.party = organisation, party
        member.save(update_fields=["organisation", "party"])
        since = max(on, standing.since)
        standings.place(member, standings.Stand(standing.status, standing.relation, since))
        audit.record("members.moved", member, by=by, node=organisation.node_id)
