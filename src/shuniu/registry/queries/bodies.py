"""Bodies and posts on a day, for one organisation or for many with the same few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from shuniu.registry.models import Body, Organisation, PartyCover, Post
from shuniu.registry.queries.derived import Derived, Governed, Held, Standing, derive
from shuniu.registry.queries.parameters import parameters
from shuniu.registry.queries.party import holds
from shuniu.registry.states import BodyKind


def find(pk: int) -> Body | None:
    """A body with its organisation."""
    return Body.objects.select_related("organisation__node").filter(pk=pk).first()


def find_post(pk: int) -> Post | None:
    """A post with its body and person."""
    rows = Post.objects.select_related("body__organisation__node", "person")
    return rows.filter(pk=pk).first()


def bodies_of(organisation: Organisation, day: date) -> QuerySet[Body]:
    """The bodies that stood on a day."""
    return Body.objects.filter(holds(day), organisation=organisation).order_by("kind", "pk")


def closed_bodies_of(organisation: Organisation, day: date) -> QuerySet[Body]:
    """The bodies that had ended before a day."""
    return Body.objects.filter(organisation=organisation, until__lt=day).order_by("-until")


def past_posts_of(organisation: Organisation, day: date) -> QuerySet[Post]:
    """Posts that had ended before a day, latest first."""
    return (
        Post.objects.filter(body__organisation=organisation, until__lt=day)
        .select_related("person", "body")
        .order_by("-until", "pk")
    )


def governed(organisations: Sequence[int], day: date) -> dict[int, Governed]:
    """Bodies and posts of organisations on a day: three queries, however many there are."""
    wanted = list(organisations)
    joined: dict[int, list[int]] = defaultdict(list)  # a party organisation's body → the covered
    for body, organisation in PartyCover.objects.filter(
        holds(day), holds(day, "party__"), organisation__in=wanted, party__body__isnull=False
    ).values_list("party__body_id", "organisation_id"):
        joined[int(body or 0)].append(organisation)
    bodies: dict[int, list[Standing]] = defaultdict(list)
    for row in Body.objects.filter(holds(day), organisation__in=wanted).order_by("kind", "pk"):
        bodies[row.organisation_id].append(standing_of(row))
    posts: dict[int, list[Held]] = defaultdict(list)
    party: dict[int, list[Held]] = defaultdict(list)
    standing = {body.pk for found in bodies.values() for body in found}
    for post in _posts([*(standing | set(joined))], day):
        held = _held(post)
        posts[held.organisation].append(held)
        if held.kind == BodyKind.PARTY:
            for organisation in {held.organisation, *joined.get(held.body, ())}:
                party[organisation].append(held)
    return {pk: Governed(tuple(bodies[pk]), tuple(posts[pk]), tuple(party[pk])) for pk in wanted}


def _posts(bodies: Sequence[int], day: date) -> QuerySet[Post]:
    rows = Post.objects.filter(holds(day), body__in=bodies)
    return rows.select_related("person", "body").order_by("pk")


def derived_for(organisations: Sequence[int], day: date) -> dict[int, list[Derived]]:
    """What the posts of organisations say on a day; as many queries for one as for all."""
    rules = parameters(day)
    found = governed(organisations, day)
    return {pk: derive(one, day, rules) for pk, one in found.items()}


def standing_of(row: Body) -> Standing:
    """A body as a plain value."""
    return Standing(
        pk=row.pk,
        organisation=row.organisation_id,
        kind=row.kind,
        name=row.name,
        since=row.since,
        elected_on=row.elected_on,
        term_years=row.term_years,
        extended_until=row.extended_until,
        seats=row.seats,
    )


def _held(row: Post) -> Held:
    return Held(
        pk=row.pk,
        organisation=row.body.organisation_id,
        body=row.body_id,
        kind=row.body.kind,
        person=row.person,
        title=row.title,
        words=row.words,
        since=row.since,
        until=row.until,
    )
