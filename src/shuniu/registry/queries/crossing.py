"""Posts that cross between party and governing bodies, over the whole register at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
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


def crossings(day: date, rules: Parameters) -> Iterator[Crossing]:
    """All of them on a day, by the same rule as ``derived.cross_posts``."""
    seats, _secretaries = _seats(day, rules)
    columns = ("organisation_id", "title", "id", "person__key", "since", "until")
    for person, organisation, title, *found in _governing(day, rules, *columns):
        if title in rules.cross_titles and organisation in seats.get(person, ()):
            yield Crossing(organisation, *found)


def crossed_on(day: date, rules: Parameters) -> tuple[set[int], set[int]]:
    """The organisations with posts that cross, and those whose head is the secretary."""
    seats, secretaries = _seats(day, rules)
    crossed: set[int] = set()
    one_head: set[int] = set()
    for person, organisation, title, kind in _governing(
        day, rules, "organisation_id", "title", "body__kind"
    ):
        if title in rules.cross_titles and organisation in seats.get(person, ()):
            crossed.add(organisation)
        heads = title == PostTitle.HEAD and kind == BodyKind.COUNCIL
        if heads and organisation in secretaries.get(person, ()):
            one_head.add(organisation)
    return crossed, one_head


def _governing(day: date, rules: Parameters, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Governing posts of people with a party post: their person, then the columns."""
    named = ["body__organisation_id" if one == "organisation_id" else one for one in columns]
    return Post.objects.filter(
        holds(day),
        body__kind__in=GOVERNING,
        title__in=rules.cross_titles | {PostTitle.HEAD.value},
        person__in=_party(day, rules).values("person"),
    ).values_list("person_id", *named)


def _party(day: date, rules: Parameters) -> QuerySet[Post]:
    """Party posts; they end with their body, so its dates need not be asked."""
    titles = rules.party_titles | {PostTitle.SECRETARY.value}
    return Post.objects.filter(holds(day), body__kind=BodyKind.PARTY, title__in=titles)


def _seats(day: date, rules: Parameters) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Of which organisations' party organisations each person is a committee member, a secretary."""
    joined: dict[int, list[int]] = defaultdict(list)
    covers = PartyCover.objects.filter(
        holds(day), holds(day, "party__"), party__body__isnull=False
    ).exclude(organisation=F("party__home"))
    for body, organisation in covers.values_list("party__body_id", "organisation_id"):
        joined[int(body or 0)].append(organisation)
    seats: dict[int, set[int]] = defaultdict(set)
    secretaries: dict[int, set[int]] = defaultdict(set)
    for body, home, person, title in _party(day, rules).values_list(
        "body_id", "body__organisation_id", "person_id", "title"
    ):
        covered = (home, *joined[body]) if body in joined else (home,)
        if title in rules.party_titles:
            seats[person].update(covered)
        if title == PostTitle.SECRETARY:
            secretaries[person].update(covered)
    return seats, secretaries
