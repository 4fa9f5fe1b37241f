"""Finding organisations by Chinese, pinyin, initials or code, and people by their exact name or phone.

Plain ``icontains`` on ordinary columns: right for every length and on both databases.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.base import crypto
from shuniu.identifiers import IdentifierError, Mobile, parse_phone
from shuniu.registry.models import Organisation, Post

MOST = 20
_LONGEST = 60  # characters of a question that are looked at
_MARKS = str.maketrans("", "", "'’·・-")


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found, by what they hold.

    Attributes:
        post: with its person, body and organisation.
        organisation: the one they belong to.
        current: whether they hold it today.
    """

    post: Post
    organisation: Organisation
    current: bool


def search(user: User, text: str) -> QuerySet[Organisation]:
    """At most twenty organisations, the likeliest first: code, start of the name, part of it, pinyin."""
    words = _words(text)
    rows = within(Organisation.objects.all(), user, Capability.REGISTRY_SEE)
    if not words:
        return rows.none()
    whole = "".join(words)
    rank = Case(
        When(code__iexact=whole, then=Value(0)),
        When(Q(name__istartswith=whole) | Q(short_name__istartswith=whole), then=Value(1)),
        When(code__istartswith=whole, then=Value(2)),
        When(Q(name__icontains=whole) | Q(short_name__icontains=whole), then=Value(3)),
        When(Q(initials=whole) | Q(pinyin=whole), then=Value(4)),
        When(Q(initials__startswith=whole) | Q(pinyin__startswith=whole), then=Value(5)),
        default=Value(6),
        output_field=IntegerField(),
    )
    return (
        rows.filter(matching(text))
        .annotate(rank=rank)
        .select_related("node__parent")
        .order_by("rank", "name", "pk")[:MOST]
    )


def matching(text: str) -> Q:
    """Rows whose name, short name, reading or code holds every word."""
    found = Q()
    for word in _words(text):
        one = Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__icontains=word)
        if word.isascii():
            plain = word.translate(_MARKS) or word
            one |= Q(pinyin__contains=plain) | Q(initials__contains=plain)
        found &= one
    return found


def _words(text: str) -> list[str]:
    """The words of a question in half width and lower case."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).lower().replace("\0", "")
    return plain.split()


def people(user: User, text: str) -> list[Hit]:
    """People by their exact name or phone, where somebody may read who they are; at most twenty."""
    asked = unicodedata.normalize("NFKC", text).strip()
    if not asked or len(asked) > _LONGEST:
        return []
    known = Q(person__name_hash=crypto.keyed_hash(asked))
    number = _number(asked)
    if number:
        known |= Q(person__phone_hash=crypto.keyed_hash(number))
    rows = within(
        Post.objects.filter(known, person__erased_at__isnull=True),
        user,
        Capability.PERSONS_READ,
        field="body__organisation__node",
    )
    held = rows.select_related("person", "body__organisation").order_by("until", "-since", "pk")
    return [Hit(one, one.body.organisation, one.until is None) for one in held[:MOST]]


def _number(text: str) -> str:
    try:
        found = parse_phone(text)
    except IdentifierError:
        return ""
    return found.number if isinstance(found, Mobile) else str(found)
