"""Persons: found again by keyed hash, shown masked."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from shuniu.accounts.models import Node
from shuniu.base import clock, crypto
from shuniu.registry.models import Instructor, Organisation, Person
from shuniu.registry.queries.party import holds


def same(name: str, number: str, identity: str) -> Person | None:
    """Somebody known by this identity number, or by this name and phone together."""
    if identity:
        found = Person.objects.filter(id_hash=crypto.keyed_hash(identity)).first()
        if found is not None:
            return found
    if not number:
        return None
    return Person.objects.filter(
        phone_hash=crypto.keyed_hash(number), name_hash=crypto.keyed_hash(name)
    ).first()


def of_organisation(organisation: Organisation, day: date | None = None) -> QuerySet[Person]:
    """Those who hold a post in an organisation, or in what covers it, on a day."""
    on = day or clock.today()
    inside = Q(posts__body__organisation=organisation) & holds(on, "posts__")
    return Person.objects.filter(inside).distinct().order_by("pk")


def known_to(organisation: Organisation) -> QuerySet[Person]:
    """Those who hold or held a post in an organisation: offered where a post is filled."""
    rows = Person.objects.filter(posts__body__organisation=organisation, erased_at__isnull=True)
    return rows.distinct().order_by("pk")


def places_of(person: Person) -> list[Node]:
    """The places in which somebody holds or held a post, or instructs."""
    by_post = Q(pk__in=person.posts.values("body__organisation__node"))
    by_field = Q(pk__in=Instructor.objects.filter(person=person).values("node"))
    return list(Node.objects.filter(by_post | by_field))


def masked(phone: str) -> str:
    """A number whose middle is hidden: 138****8000."""
    if len(phone) < 7:
        return "*" * len(phone)
    return f"{phone[:3]}****{phone[-4:]}"


def contact_of(organisation: Organisation) -> str:
    """The organisation's own number, masked; empty where there is none."""
    return masked(crypto.unseal(organisation.contact_sealed, organisation.key))
