"""Nodes of the hub tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import NodeKind
from shuniu.base import audit, prepared


def open_node(
    name: str, *, kind: NodeKind | str, parent: Node | None, by: User | None, order: int = 0
) -> Node:
    """Add a place to the tree; the caller's room has asked whether it may."""
    with transaction.atomic():
        node = Node.objects.create(name=name, kind=kind, parent=parent, order=order)
        node.path = f"{parent.path if parent else '/'}{node.pk}/"
        node.save(update_fields=["path"])
        audit.record("accounts.node.opened", node, by=by, node=node.pk, name=name, kind=str(kind))
    return node


def open_nodes(
    places: Sequence[tuple[str, Node]], *, kind: NodeKind | str, by: User | None
) -> list[Node]:
    """Add many places at once, each a name and the node it hangs under; in the order given."""
    with transaction.atomic():
        nodes = Node.objects.bulk_create(
            [Node(name=name, kind=kind, parent=parent) for name, parent in places]
        )
        for parent in {parent.pk: parent for _name, parent in places}.values():
            _hang(parent, [node.pk for node in nodes if node.parent_id == parent.pk])
        for node, (_name, parent) in zip(nodes, places, strict=True):
            node.path = f"{parent.path}{node.pk}/"
        audit.record_many(
            (
                audit.Line("accounts.node.opened", n, n.pk, {"name": n.name, "kind": str(kind)})
                for n in nodes
            ),
            by=by,
        )
    return nodes


def rename_nodes(names: Iterable[tuple[Node, str]], *, by: User | None) -> None:
    """Give many places other names."""
    with transaction.atomic():
        lines, nodes = [], []
        for node, name in names:
            detail = {"old": node.name, "new": name}
            lines.append(audit.Line("accounts.node.renamed", node, node.pk, detail))
            node.name = name
            nodes.append(node)
        prepared.update(nodes, ["name"])
        audit.record_many(lines, by=by)


def move_leaves(nodes: Sequence[Node], *, to: Node, by: User | None) -> None:
    """Hang nodes that have nothing under them under another."""
    with transaction.atomic():
        _hang(to, [node.pk for node in nodes])
        lines = []
        for node in nodes:
            old, node.parent, node.path = str(node.path), to, f"{to.path}{node.pk}/"
            detail = {"old": old, "new": node.path}
            lines.append(audit.Line("accounts.node.moved", node, node.pk, detail))
        audit.record_many(lines, by=by)


def _hang(parent: Node, numbers: Sequence[int]) -> None:
    own = Cast(F("pk"), CharField())
    path = Concat(Value(str(parent.path)), own, Value("/"), output_field=CharField())
    for start in range(0, len(numbers), 500):
        part = numbers[start : start + 500]
        Node.objects.filter(pk__in=part).update(parent=parent, path=path)


def rename_node(node: Node, *, name: str, by: User | None) -> None:
    """Give a place another name."""
    with transaction.atomic():
        old, node.name = node.name, name
        node.save(update_fields=["name"])
        audit.record("accounts.node.renamed", node, by=by, node=node.pk, old=old, new=name)


def move_node(node: Node, *, to: Node, by: User | None) -> None:
    """Hang a node, with everything under it, under another."""
    with transaction.atomic():
        old = str(node.path)
        new = f"{to.path}{node.pk}/"
        for below in Node.objects.select_for_update().filter(path__startswith=old):
            below.path = new + str(below.path)[len(old) :]
            below.save(update_fields=["path"])
        Node.objects.filter(pk=node.pk).update(parent=to)
        node.parent, node.path = to, new
        audit.record("accounts.node.moved", node, by=by, node=node.pk, old=old, new=new)
