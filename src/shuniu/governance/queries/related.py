"""Related parties: whose posts tie them to the other side of a matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from shuniu.base import crypto
from shuniu.governance.queries.alike import party_words
from shuniu.registry.models import Body, Organisation, PartyCover, Person, Post
from shuniu.registry.queries.party import holds


@dataclass(frozen=True, slots=True)
class Related:
    """Somebody with an interest, and why, without a name."""

    person: int
    reason: str


def counterpart(words: str) -> Organisation | None:
    """The organisation of the register that a counterparty's words name."""
    plain = words.strip()
    if not plain:
        return None
    exact = Organisation.objects.filter(Q(name=plain) | Q(code=plain) | Q(short_name=plain))
    found = exact.order_by("pk").first()
    if found is not None:
        return found
    near = Organisation.objects.filter(name__icontains=plain[:4]).only("pk", "name")[:200]
    same = [one for one in near if party_words(one.name) == party_words(plain)]
    return same[0] if same else None


def related(
    organisation: Organisation, counterparty: str, on: date, studying: Body | None = None
) -> list[Related]:
    """Those in posts here, or in the body that studies, who are also on the other side."""
    if not counterparty.strip():
        return []
    here = _insiders(organisation, on, studying)
    other = counterpart(counterparty)
    found: dict[int, Related] = {}
    if other is not None and other.pk != organisation.pk:
        theirs = Post.objects.filter(
            holds(on), holds(on, "body__"), body__organisation=other, person__in=here
        )
        for post in theirs.order_by("pk"):
            words = _("在交易或合作对方任%(post)s") % {"post": post.get_title_display()}
            found.setdefault(post.person_id, Related(post.person_id, words))
    own = Person.objects.filter(pk__in=here, name_hash=crypto.keyed_hash(counterparty.strip()))
    for pk in own.values_list("pk", flat=True):
        found.setdefault(pk, Related(pk, _("本人即交易或合作对方")))
    return list(found.values())


def insiders(organisation: Organisation, on: date, studying: Body | None = None) -> list[Person]:
    """The people among whom a conflict may be declared."""
    rows = Person.objects.filter(pk__in=_insiders(organisation, on, studying))
    return list(rows.filter(erased_at__isnull=True).order_by("pk"))


def _insiders(organisation: Organisation, on: date, studying: Body | None) -> set[int]:
    """Those in posts of an organisation, of the branch that covers it, of who studies."""
    covering = PartyCover.objects.filter(
        holds(on), holds(on, "party__"), organisation=organisation, party__body__isnull=False
    ).values("party__body")
    inside = Q(body__organisation=organisation) | Q(body__in=covering)
    if studying is not None:
        inside |= Q(body=studying)
    return set(Post.objects.filter(holds(on), inside).values_list("person_id", flat=True))
