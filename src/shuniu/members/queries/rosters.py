"""Who belongs to a branch on a day, and with which vote.

What somebody is stands under a keyed hash; it is joined with the roster here, in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from shuniu.accounts.models import User
from shuniu.base import crypto
from shuniu.members.models import Member, Standing
from shuniu.members.states import Relation, Status
from shuniu.registry.models import PartyOrganisation, Person
from shuniu.registry.queries.party import holds


@dataclass(frozen=True, slots=True)
class RollEntry:
    """Somebody who should attend.

    Attributes:
        person_id: number of the person.
        organisation_id: where they work.
        vote: whether they vote and count for the quorum.
    """

    person_id: int
    organisation_id: int
    vote: bool


def key_of(person: Person) -> str:
    """The key under which a person's standing is counted."""
    return key_from(person.key)


def key_from(key: UUID) -> str:
    """The same from a pseudonymous key."""
    return crypto.keyed_hash(f"members.standing:{key}")


def standings(day: date) -> QuerySet[Standing]:
    """What people were on a day."""
    return Standing.objects.filter(holds(day))


def standing_of(member: Member, day: date) -> Standing | None:
    """What somebody was on a day."""
    return standings(day).filter(key=key_of(member.person)).order_by("-since", "-pk").first()


def members_of(rows: Iterable[Standing]) -> list[tuple[Member, Standing]]:
    """Standings with the members they are of, in the order of the roster.

    First among those who live with the same branches and organisations today; whoever moved since
    is looked for among all.
    """
    wanted = {row.key: row for row in rows}
    if not wanted:
        return []
    members = Member.objects.select_related("person")
    parties = {row.party_id for row in wanted.values()}
    near = members.filter(
        party_id__in=parties, organisation_id__in={row.organisation_id for row in wanted.values()}
    )
    found = _matched(near, wanted)
    if len(found) < len(wanted):
        found = _matched(members, wanted)
    return sorted(found, key=lambda pair: pair[0].pk)


def _matched(
    members: Iterable[Member], wanted: dict[str, Standing]
) -> list[tuple[Member, Standing]]:
    pairs = ((one, wanted.get(key_of(one.person))) for one in members)
    return [(one, row) for one, row in pairs if row is not None]


def roster(party: PartyOrganisation, on: date) -> list[RollEntry]:
    """Who should attend a meeting of a branch on a day.

    Its members, and those who live with it while their relation is elsewhere; a vote for full
    members whose relation is here and whom the branch has confirmed.
    """
    rows = standings(on).filter(party=party, status__in=Status.of_party())
    return [
        RollEntry(member.person_id, row.organisation_id, _votes(member, row, on))
        for member, row in members_of(rows)
    ]


def _votes(member: Member, row: Standing, on: date) -> bool:
    confirmed = member.confirmed_on is not None and member.confirmed_on <= on
    return confirmed and row.status == Status.FULL and row.relation == Relation.HERE


def activists(party: PartyOrganisation, on: date) -> list[int]:
    """Persons on the way into the party, who are invited to lectures."""
    rows = standings(on).filter(party=party, status__in=(Status.ACTIVIST, Status.PROSPECT))
    return [member.person_id for member, _row in members_of(rows)]


def users_of(persons: Iterable[int]) -> list[int]:
    """Numbers of the accounts of some people who are on a roster and sign in themselves."""
    rows = Member.objects.filter(person_id__in=list(persons), until=None, user__is_active=True)
    return list(rows.values_list("user_id", flat=True))


def persons_of(user: User) -> set[int]:
    """Numbers of the persons that an account is the own account of."""
    return set(Member.objects.filter(user=user, until=None).values_list("person_id", flat=True))
