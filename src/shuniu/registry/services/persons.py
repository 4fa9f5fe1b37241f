"""Persons: sealed, found again by keyed hash, erased by destroying their key."""

from __future__ import annotations

import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from shuniu.accounts.models import User
from shuniu.base import audit, clock, crypto
from shuniu.base.verdicts import Refused, ensure, refuse
from shuniu.identifiers import parse_mobile, parse_resident_id
from shuniu.registry import rules
from shuniu.registry.models import Organisation, Person
from shuniu.registry.queries import persons


def open_person(name: str, *, by: User | None, phone: str = "", id_number: str = "") -> Person:
    """A person by name and phone or identity number; the same again give the same person.

    A name alone opens somebody new: two people may share it.

    Raises:
        shuniu.identifiers.IdentifierError: the phone or identity number is none.
        Refused: no name, or the identity number belongs to another name.
    """
    name = plain_name(name)
    number = parse_mobile(phone).number if phone.strip() else ""
    identity = parse_resident_id(id_number).code if id_number.strip() else ""
    if not name:
        raise Refused(refuse(_("请填写姓名。"), "registry.person_name"))
    found = persons.same(name, number, identity)
    if found is not None:
        if found.name_hash != crypto.keyed_hash(name):
            words = _("这个身份证号已登记在另一个姓名下，请核对。")
            raise Refused(refuse(words, "registry.person_identity"))
        return found
    with transaction.atomic():
        row = Person()
        _put(row, name, number)
        row.id_sealed = crypto.seal(identity, row.wrapped)
        row.id_hash = crypto.keyed_hash(identity) if identity else ""
        row.save()
        audit.record("registry.person.opened", row, by=by, name=audit.commitment(name))
    return row


def correct_person(row: Person, *, name: str, phone: str, within: Organisation, by: User) -> None:
    """Put a name or phone number right.

    Args:
        row: the person.
        name: as it should read.
        phone: a mobile number; empty takes it away.
        within: the organisation in which they hold a post, whose rules judge.
        by: who.

    Raises:
        shuniu.identifiers.IdentifierError: the phone number is none.
        Refused: by the rules, or no name.
    """
    number = parse_mobile(phone).number if phone.strip() else ""
    if not plain_name(name):
        raise Refused(refuse(_("请填写姓名。"), "registry.person_name"))
    with transaction.atomic():
        ensure(rules.can_edit(by, within))
        ensure(rules.can_read_persons(by, within))
        _put(row, plain_name(name), number)
        row.save()
        audit.record(
            "registry.person.corrected",
            row,
            by=by,
            node=within.node_id,
            name=audit.commitment(plain_name(name)),
            phone=audit.commitment(number),
        )


def plain_name(name: str) -> str:
    """A name without what typing leaves around it."""
    return unicodedata.normalize("NFKC", name).strip()


def _put(row: Person, name: str, number: str) -> None:
    row.name_sealed = crypto.seal(name, row.wrapped)
    row.name_hash = crypto.keyed_hash(name)
    row.phone_sealed = crypto.seal(number, row.wrapped)
    row.phone_hash = crypto.keyed_hash(number) if number else ""


def read_phones(organisation: Organisation, *, by: User) -> dict[int, str]:
    """The phone numbers of an organisation's people in clear, by person; the book notes it.

    The contact's own number stands under 0.

    Raises:
        Refused: by the rules.
    """
    with transaction.atomic():
        ensure(rules.can_read_persons(by, organisation))
        audit.record("registry.persons.read", organisation, by=by, node=organisation.node_id)
        found = {row.pk: row.phone for row in persons.of_organisation(organisation)}
        contact = crypto.unseal(organisation.contact_sealed, organisation.key)
    return {**found, 0: contact}


def erase_person(row: Person, *, reason: str, by: User | None) -> None:
    """Destroy the person's key: the name is gone here, in papers' hashes and in every backup.

    Raises:
        Refused: by the rules, or without a reason.
    """
    if not reason.strip():
        raise Refused(refuse(_("请写明删除的原因。"), "registry.erase_reason"))
    with transaction.atomic():
        if by is not None:
            ensure(rules.can_erase(by, row))
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
