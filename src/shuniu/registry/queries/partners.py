"""Partners outside the hub."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shuniu.accounts.models import User
from shuniu.accounts.queries import within
from shuniu.accounts.states import Capability
from shuniu.registry.models import Partner


def visible(user: User) -> QuerySet[Partner]:
    """The partners of the places somebody may look at."""
    return within(Partner.objects.all(), user, Capability.REGISTRY_SEE)


def filtered(user: User, q: str, kind: str) -> QuerySet[Partner]:
    """Those somebody looks for; those no longer in use last."""
    rows = visible(user)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(code__icontains=q) | Q(contact__icontains=q))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("-active", "kind", "name")


def kinds(user: User) -> list[str]:
    """The kinds there are."""
    return list(visible(user).order_by("kind").values_list("kind", flat=True).distinct())


def find(pk: int) -> Partner | None:
    """A partner."""
    return Partner.objects.select_related("node").filter(pk=pk).first()
