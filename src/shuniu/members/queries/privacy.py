"""What is kept of somebody, for themselves; who read it; what has had its time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node, User
from shuniu.accounts.queries import nodes_where
from shuniu.accounts.states import Capability
from shuniu.members.models import Consent, Member, Packet, Plea, Reading, Standing, Talk
from shuniu.members.queries.calendar import later
from shuniu.members.queries.floating import unsealed
from shuniu.members.queries.parameters import Parameters
from shuniu.members.queries.rosters import key_of
from shuniu.members.states import BY_NUMBER, PacketState, PleaState
from shuniu.registry.models import Organisation


def own_record(user: User) -> Member | None:
    """The record of an account's own person."""
    rows = Member.objects.select_related(
        "person", "organisation__node", "party__home__node", "consent"
    )
    return rows.filter(user=user).first()


def readings_of(member: Member) -> QuerySet[Reading]:
    """Who looked, newest first."""
    return Reading.objects.filter(person=member.person).select_related("user")


def pleas_of(member: Member) -> QuerySet[Plea]:
    """Wishes to be erased, newest first."""
    return Plea.objects.filter(person=member.person)


def pleas_open(user: User) -> QuerySet[Plea]:
    """Wishes that somebody has to answer."""
    nodes = nodes_where(user, Capability.MEMBERS_KEEP)
    members = Member.objects.filter(
        Q(organisation__node__in=nodes) | Q(party__home__node__in=nodes)
    )
    rows = Plea.objects.filter(state=PleaState.OPEN, person__in=members.values("person_id"))
    return rows.select_related("person")


def everything(member: Member) -> dict[str, Any]:
    """All that is kept of somebody, in clear, for themselves: plain data."""
    person = member.person
    return {
        "person": {"name": person.name, "phone": person.phone},
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
        **_growth(member),
        **_life(member),
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


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()


def _moment(at: Any) -> str:
    return "" if at is None else localtime(at).isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True)
class Due:
    """Records that have had their time; a dry run until somebody acts."""

    code: str
    words: str
    pks: tuple[int, ...]
    before: date

    @property
    def count(self) -> int:
        """How many."""
        return len(self.pks)


def retention(user: User, on: date, rules: Parameters) -> list[Due]:
    """What the terms of keeping no longer keep, where somebody keeps the roster."""
    nodes = nodes_where(user, Capability.MEMBERS_KEEP)
    here = Q(organisation__node__in=nodes) | Q(party__home__node__in=nodes)
    left, read = later(on, -rules.keep_left), later(on, -rules.keep_reading)
    gone = Member.objects.filter(here, until__lt=left, person__erased_at__isnull=True)
    held = Plea.objects.filter(state=PleaState.HELD).filter(
        Q(hold_until__isnull=True) | Q(hold_until__gte=on)
    )
    gone = gone.exclude(person__in=held.values("person_id"))
    persons = Member.objects.filter(here).values("person_id")
    readings = Reading.objects.filter(person__in=persons, at__date__lt=read)
    waiting = later(on, -rules.silent_most)
    packets = Packet.objects.filter(
        party__home__node__in=nodes, state=PacketState.RECEIVED, made_at__date__lt=waiting
    )
    return [
        Due("left", _("离开名册已满保存期限的资料：销毁密钥"), _pks(gone), left),
        Due("readings", _("已满保存期限的查阅记录：删除"), _pks(readings), read),
        Due("packets", _("长期没有核对的移交材料：销毁密钥"), _pks(packets), waiting),
    ]


def _pks(rows: QuerySet[Any]) -> tuple[int, ...]:
    found: Iterable[int] = rows.distinct().order_by("pk").values_list("pk", flat=True)
    return tuple(found)


def held_until(member: Member, on: date) -> Plea | None:
    """A legal reason to keep somebody's record for now."""
    rows = Plea.objects.filter(person=member.person, state=PleaState.HELD)
    return rows.filter(Q(hold_until__isnull=True) | Q(hold_until__gte=on)).first()


def member_of(plea: Plea) -> Member | None:
    """The record that a wish is about."""
    rows = Member.objects.select_related("person", "organisation")
    return rows.filter(person_id=plea.person_id).first()


def organisation_at(nodes: list[Node]) -> Organisation | None:
    """The organisation of a place, where it is one."""
    rows = Organisation.objects.select_related("node").filter(node__in=nodes)
    return rows.order_by("pk").first()
