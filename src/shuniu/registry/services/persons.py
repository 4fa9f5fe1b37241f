"""Persons: sealed, found again by keyed hash, erased by destroying their key."""

from __future__ import annotations

import unicodedata

from django.db import transaction

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.identifiers import parse_mobile
from shuniu.registry.models import Person


def open_person(name: str, *, by: User | None, phone: str = "") -> Person:
    """A person by name and phone; the same two again give the same person.

    Raises:
        shuniu.identifiers.IdentifierError: the phone number is none.
    """
    name = unicodedata.normalize("NFKC", name).strip()
    number = parse_mobile(phone).number if phone else ""
    if number:
        found = Person.objects.filter(
            phone_hash=crypto.keyed_hash(number), name_hash=crypto.keyed_hash(name)
        ).first()
        if found is not None:
            return found
    with transaction.atomic():
        row = Person()
        row.name_sealed = crypto.seal(name, row.wrapped)
        row.name_hash = crypto.keyed_hash(name)
        row.phone_sealed = crypto.seal(number, row.wrapped)
        row.phone_hash = crypto.keyed_hash(number) if number else ""
        row.save()
        audit.record("registry.person.opened", row, by=by, name=audit.commitment(name))
    return row


def erase_person(row: Person, *, reason: str, by: User | None) -> None:
    """Destroy the person's key: the name is gone here, in papers' hashes and in every backup."""
    with transaction.atomic():
        Person.objects.filter(pk=row.pk).update(
            wrapped="",
            name_sealed="",
            name_hash="",
            phone_sealed="",
            phone_hash="",
            id_sealed="",
            id_hash="",
            erased_at=clock.now(),
        )
        audit.record("registry.person.erased", row, by=by, reason=reason)
    row.refresh_from_db()
