"""All that is kept of somebody, in clear, for themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from shuniu.members.models import Consent, Member, Standing, Talk
from shuniu.members.queries.floating import unsealed
from shuniu.members.queries.privacy import pleas_of, readings_of
from shuniu.members.queries.rosters import key_of
from shuniu.members.states import BY_NUMBER


def everything(member: Member) -> dict[str, Any]:
    """All that is kept of somebody, in clear, for themselves: plain data."""
    return {
        "person": {"name": member.person.name, "phone": member.person.phone},
        **_roster(member),
        **_growth(member),
        **_life(member),
        **_rights(member),
    }


def _roster(member: Member) -> dict[str, Any]:
    person = member.person
    return {
        "membership": {
            "organisation": member.organisation.name,
            "party": member.party.name if member.party is not None else "",
            "status": member.status,
            "since": _day(member.since),
            "until": _day(member.until),
            "counted_from": _day(member.counted_from),
            "leaves_on": _day(member.leaves_on),
            "confirmed_on": _day(member.confirmed_on),
        },
        "consents": [
            {
                "version": one.text_version,
                "digest": one.text_digest,
                "way": one.way,
                "given_at": _moment(one.given_at),
                "withdrawn_at": _moment(one.withdrawn_at),
            }
            for one in Consent.objects.filter(person=person)
        ],
        "standings": [
            {
                "status": one.status,
                "relation": one.relation,
                "organisation": one.organisation.name,
                "since": _day(one.since),
                "until": _day(one.until),
            }
            for one in Standing.objects.filter(key=key_of(person)).select_related("organisation")
        ],
    }


def _rights(member: Member) -> dict[str, Any]:
    return {
        "readings": [
            {
                "at": _moment(one.at),
                "by": one.user.display_name if one.user is not None else "",
                "purpose": str(one.get_purpose_display()),
            }
            for one in readings_of(member)
        ],
        "erasure": [
            {"asked_at": _moment(one.asked_at), "state": one.state, "hold": one.hold_reason}
            for one in pleas_of(member)
        ],
    }


def _growth(member: Member) -> dict[str, Any]:
    return {
        "steps": [
            {
                "number": one.number,
                "name": str(BY_NUMBER[one.number].name),
                "on": _day(one.on),
                "facts": one.facts,
                "note": unsealed(one.note_sealed, member),
                "carried": one.carried,
            }
            for one in member.steps.all()
        ],
        "half_years": [
            {"on": _day(one.on), "text": unsealed(one.text_sealed, member)}
            for one in member.half_years.all()
        ],
        "trainings": [
            {"on": _day(one.on), "hours": str(one.hours), "title": one.title}
            for one in member.trainings.all()
        ],
        "papers": [
            {"step": one.number, "title": unsealed(one.title_sealed, member), "digest": one.digest}
            for one in member.scans.all()
        ],
        "packets": [
            {"number": one.number, "digest": one.digest, "state": one.state}
            for one in member.packets.all()
        ],
    }


def _life(member: Member) -> dict[str, Any]:
    talks = Talk.objects.filter(Q(a=member.person) | Q(b=member.person))
    return {
        "attended": [
            {"on": _day(one.on), "kind": one.kind, "record": one.record}
            for one in member.presences.all()
        ],
        **_elsewhere(member),
        "dues": [
            {
                "year": one.year,
                "monthly": unsealed(one.amount_sealed, member),
                "months_paid": one.months_paid,
            }
            for one in member.dues.all()
        ],
        "reviews": [
            {"year": one.year, "on": _day(one.on), "grade": unsealed(one.grade_sealed, member)}
            for one in member.reviews.all()
        ],
        "talks": [_day(one.on) for one in talks],
    }


def _elsewhere(member: Member) -> dict[str, Any]:
    return {
        "floating": [
            {
                "home_branch": unsealed(one.home_branch_sealed, member),
                "home_contact": unsealed(one.home_contact_sealed, member),
                "reason": unsealed(one.reason_sealed, member),
                "certificate": unsealed(one.certificate_sealed, member),
                "since": _day(one.since),
                "until": _day(one.ended_on),
                "contacts": [{"on": _day(c.on), "way": c.way} for c in one.contacts.all()],
                "returns": [_day(r.month) for r in one.returns.all()],
            }
            for one in member.links.all()
        ],
        "transfers": [
            {
                "letter": unsealed(one.letter_sealed, member),
                "from": unsealed(one.from_sealed, member),
                "to": unsealed(one.to_sealed, member),
                "issued_on": _day(one.issued_on),
                "receipt_on": _day(one.receipt_on),
                "state": one.state,
            }
            for one in member.transfers.all()
        ],
    }


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()


def _moment(at: Any) -> str:
    return "" if at is None else localtime(at).isoformat(timespec="minutes")
