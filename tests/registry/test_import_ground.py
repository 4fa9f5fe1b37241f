"""What the import stands on: many nodes and many lines of the book at once."""

from __future__ import annotations

import pytest

from shuniu.accounts.models import Node
from shuniu.accounts.services import move_leaves, open_node, open_nodes, rename_nodes
from shuniu.accounts.states import NodeKind
from shuniu.base import audit
from shuniu.base.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_many_nodes_stand_where_single_ones_would() -> None:
    hub = open_node("枢纽", kind=NodeKind.HUB, parent=None, by=None)
    area = open_node("片区", kind=NodeKind.AREA, parent=hub, by=None)
    nodes = open_nodes([("甲", hub), ("乙", area)], kind=NodeKind.ORGANISATION, by=None)
    assert [node.path for node in nodes] == [
        f"{hub.path}{nodes[0].pk}/",
        f"{area.path}{nodes[1].pk}/",
    ]
    assert [Node.objects.get(pk=node.pk).path for node in nodes] == [node.path for node in nodes]


def test_nodes_are_renamed_and_moved_together() -> None:
    hub = open_node("枢纽", kind=NodeKind.HUB, parent=None, by=None)
    area = open_node("片区", kind=NodeKind.AREA, parent=hub, by=None)
    nodes = open_nodes([("甲", hub), ("乙", hub)], kind=NodeKind.ORGANISATION, by=None)
    rename_nodes([(nodes[0], "丙")], by=None)
    move_leaves(nodes, to=area, by=None)
    kept = Node.objects.filter(parent=area).order_by("pk")
    assert [(node.name, node.path) for node in kept] == [
        ("丙", f"{area.path}{nodes[0].pk}/"),
        ("乙", f"{area.path}{nodes[1].pk}/"),
    ]


def test_many_lines_are_one_chain_with_single_ones() -> None:
    audit.record("test.one", "thing:1", by=None)
    lines = [audit.Line("test.many", f"thing:{n}", None, {"n": n}) for n in range(5)]
    assert audit.record_many(lines, by=None) == 5
    audit.record("test.one", "thing:2", by=None)
    assert [*audit.verify()] == []
    AuditEntry.objects.filter(action="test.many", subject="thing:3").update(detail={"n": 4})
    assert len([*audit.verify()]) == 1
