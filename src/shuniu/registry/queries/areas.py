"""Hub and areas as a tree, with how many organisations hang under each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import NodeKind
from shuniu.registry.queries.organisations import places, visible
from shuniu.registry.states import Standing


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the tree.

    Attributes:
        node: hub or area.
        depth: steps below the first one shown.
        direct: organisations that hang right under it.
        whole: organisations anywhere under it.
    """

    node: Node
    depth: int
    direct: int
    whole: int


def tree(user: User) -> list[Place]:
    """The places somebody may look at, from the root down; two queries."""
    nodes = list(places(user))
    rows = visible(user).exclude(standing=Standing.DISSOLVED).exclude(node__kind=NodeKind.HUB)
    direct = Counter(rows.values_list("node__parent__path", flat=True))
    least = min((_depth(node) for node in nodes), default=0)
    return [
        Place(
            node,
            _depth(node) - least,
            direct[node.path],
            sum(n for path, n in direct.items() if str(path).startswith(str(node.path))),
        )
        for node in nodes
    ]


def _depth(node: Node) -> int:
    return str(node.path).strip("/").count("/")


def find(pk: int) -> Node | None:
    """An area."""
    return Node.objects.select_related("parent").filter(pk=pk, kind=NodeKind.AREA).first()
