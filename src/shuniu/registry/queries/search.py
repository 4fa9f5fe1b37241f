"""Finding organisations by Chinese, pinyin, initials or code, within what somebody may see."""

from __future__ import annotations

import unicodedata

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.registry.models import Organisation

MOST = 20


def search(user: User, text: str) -> QuerySet[Organisation]:
    """At most twenty organisations, the likeliest first: code, start of the name, part of it, pinyin.

    Plain ``icontains`` on ordinary columns: right for every length and on both databases.
    """
    words = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    rows = within(Organisation.objects.all(), user, Capability.REGISTRY_SEE)
    if not words:
        return rows.none()
    rank = Case(
        When(code__iexact=words, then=Value(0)),
        When(name__startswith=words, then=Value(1)),
        When(short_name__startswith=words, then=Value(1)),
        When(name__icontains=words, then=Value(2)),
        When(code__icontains=words, then=Value(3)),
        When(initials__startswith=words, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    return (
        rows.filter(matching(words))
        .annotate(rank=rank)
        .select_related("node__parent")
        .order_by("rank", "name")[:MOST]
    )


def matching(words: str) -> Q:
    """Rows whose name, short name, reading or code holds the words."""
    found = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__icontains=words)
    if words.isascii():
        found |= Q(pinyin__contains=words) | Q(initials__contains=words)
    return found
