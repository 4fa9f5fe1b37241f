"""Nodes of the hub tree."""

from __future__ import annotations

from django.db import transaction

from shuniu.accounts.models import Node, User
from shuniu.accounts.states import NodeKind
from shuniu.base import audit


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
