"""Grants of a person, the subtrees they open, who holds what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from shuniu.accounts.models import Grant, Node, User
from shuniu.accounts.states import GRANTS, Capability, roles_with
from shuniu.base import clock

Somebody = User | AnonymousUser
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Held:
    """A grant in force."""

    role: str
    path: str
    node_id: int
    node: str
    capabilities: frozenset[Capability]
    whole: bool = False  # the node is the one root: everything lies under it


def grants_of(user: Somebody) -> tuple[Held, ...]:
    """The grants of a person that are in force today; read once per request."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    today = clock.today()
    cached = getattr(user, "_held", None)
    if cached is not None and cached[0] == today:
        held: tuple[Held, ...] = cached[1]
        return held
    other_roots = Node.objects.filter(parent__isnull=True).exclude(pk=OuterRef("node_id"))
    rows = (
        Grant.objects.filter(user=user, since__lte=today, node__active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .annotate(whole=Q(node__parent__isnull=True) & ~Exists(other_roots))
        .order_by("pk")
        .values_list("role", "node__path", "node_id", "node__name", "whole")
    )
    found = tuple(
        Held(role, str(path), node_id, name, GRANTS.get(role, frozenset()), bool(whole))
        for role, path, node_id, name, whole in rows
    )
    user._held = (today, found)  # type: ignore[attr-defined]  # noqa: SLF001 (a note on the row in hand)
    return found


def forget(user: User) -> None:
    """Read the person's grants again next time."""
    if hasattr(user, "_held"):
        del user._held  # noqa: SLF001 (as above)


def roles_of(user: Somebody) -> set[str]:
    """The roles somebody holds anywhere."""
    return {grant.role for grant in grants_of(user)}


def places(user: object) -> str:
    """Where somebody works, as the bar above each page names it."""
    held = grants_of(user) if isinstance(user, User) else ()
    names = list(dict.fromkeys(grant.node for grant in held))
    return _("%(name)s 等") % {"name": names[0]} if len(names) > 2 else "、".join(names)


def paths_where(user: Somebody, capability: Capability | str) -> list[str]:
    """The tops of the subtrees in which somebody may do a thing, none inside another."""
    paths = sorted({g.path for g in grants_of(user) if capability in g.capabilities}, key=len)
    kept: list[str] = []
    for path in paths:
        if not any(path.startswith(top) for top in kept):
            kept.append(path)
    return kept


def within(
    rows: QuerySet[_Row], user: Somebody, capability: Capability | str, *, field: str = "node"
) -> QuerySet[_Row]:
    """Those rows whose node lies where somebody may do a thing.

    Args:
        rows: of any model.
        user: who asks.
        capability: what for.
        field: the way from the row to its node, as in a lookup.
    """
    if any(one.whole and capability in one.capabilities for one in grants_of(user)):
        return rows.all()  # no need to follow every row to its place
    paths = paths_where(user, capability)
    if not paths:
        return rows.none()
    inside = Q()
    for path in paths:
        inside |= Q(**{f"{field}__path__startswith": path})
    return rows.filter(inside)


def nodes_where(user: Somebody, capability: Capability | str) -> QuerySet[Node]:
    """The nodes on which somebody may do a thing."""
    paths = paths_where(user, capability)
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(path__startswith=path)
    return Node.objects.filter(inside)


def holders(capability: Capability | str, node: Node) -> QuerySet[User]:
    """The people who may do a thing on a node, by name."""
    today = clock.today()
    above = [int(part) for part in str(node.path).strip("/").split("/")]
    grants = Grant.objects.filter(
        node_id__in=above, role__in=roles_with(capability), since__lte=today
    ).filter(Q(until__isnull=True) | Q(until__gte=today))
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id")).order_by(
        "display_name", "pk"
    )


def holders_by_node(capability: Capability | str, nodes: Iterable[Node]) -> dict[int, list[int]]:
    """For many nodes at once: the numbers of the people who may do a thing on each."""
    today = clock.today()
    grants = (
        Grant.objects.filter(role__in=roles_with(capability), since__lte=today)
        .filter(Q(until__isnull=True) | Q(until__gte=today), user__is_active=True)
        .order_by("user_id")
        .values_list("node_id", "user_id")
    )
    held: dict[int, list[int]] = {}
    for node_id, user_id in grants:
        held.setdefault(node_id, []).append(user_id)
    found: dict[int, list[int]] = {}
    for node in nodes:
        above = [int(part) for part in str(node.path).strip("/").split("/")]
        found[node.pk] = sorted({user for one in above for user in held.get(one, ())})
    return found


def holders_of_role(role: str, node: Node) -> QuerySet[User]:
    """The people who hold a role on a node, above it or anywhere under it."""
    today = clock.today()
    above = [int(part) for part in str(node.path).strip("/").split("/")]
    grants = (
        Grant.objects.filter(role=role, since__lte=today)
        .filter(Q(node_id__in=above) | Q(node__path__startswith=str(node.path)))
        .filter(Q(until__isnull=True) | Q(until__gte=today))
    )
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id")).order_by(
        "display_name", "pk"
    )


def hub() -> Node | None:
    """The root of the tree."""
    return Node.objects.filter(parent__isnull=True).order_by("pk").first()
