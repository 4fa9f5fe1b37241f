"""Posts that cross between party and governing bodies, over the whole register at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from shuniu.registry.models import PartyCover, Post
from shuniu.registry.queries.derived import GOVERNING
from shuniu.registry.queries.parameters import Parameters
from shuniu.registry.queries.party import holds
from shuniu.registry.states import BodyKind, PostTitle


@dataclass(frozen=True, slots=True)
class Crossing:
    """A governing post held by somebody of the party organisation that covers the organisation."""

    organisation: int
    post: int
    person: UUID
    since: date
    until: date | None
    one_head: bool


def crossings(day: date, rules: Parameters) -> Iterator[Crossing]:
    """All of them on a day, by the same rule as ``derived.cross_posts``; three queries."""
    party = _party(day, rules)
    seats, secretaries = _seats(party, day)
    governing = Post.objects.filter(
        holds(day),
        holds(day, "body__"),
        body__kind__in=GOVERNING,
        title__in=rules.cross_titles,
        person__in=party.values("person"),
    )
    for pk, organisation, person, key, title, kind, since, until in governing.values_list(
        "pk",
        "body__organisation_id",
        "person_id",
        "person__key",
        "title",
        "body__kind",
        "since",
        "until",
    ):
        if organisation not in seats[person]:
            continue
        heads = kind == BodyKind.COUNCIL and title == PostTitle.HEAD
        one = heads and organisation in secretaries[person]
        yield Crossing(organisation, pk, key, since, until, one)


def _party(day: date, rules: Parameters) -> QuerySet[Post]:
    return Post.objects.filter(
        holds(day),
        holds(day, "body__"),
        body__kind=BodyKind.PARTY,
        title__in=rules.party_titles,
    )


def _seats(party: QuerySet[Post], day: date) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Of which organisations' party organisations each person is a committee member, a secretary."""
    joined: dict[int, list[int]] = defaultdict(list)
    covers = PartyCover.objects.filter(
        holds(day), holds(day, "party__"), party__body__isnull=False
    ).exclude(organisation=F("party__home"))
    for body, organisation in covers.values_list("party__body_id", "organisation_id"):
        joined[int(body or 0)].append(organisation)
    seats: dict[int, set[int]] = defaultdict(set)
    secretaries: dict[int, set[int]] = defaultdict(set)
    for body, home, person, title in party.values_list(
        "body_id", "body__organisation_id", "person_id", "title"
    ):
        covered = {home, *joined.get(body, ())}
        seats[person] |= covered
        if title == PostTitle.SECRETARY:
            secretaries[person] |= covered
    return seats, secretaries
