"""Life cycles: one step, taken once, from where it may start."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from shuniu.accounts.models import Node
from shuniu.base.moves import Move, can_move, moves, walk
from shuniu.base.verdicts import Refused

pytestmark = pytest.mark.django_db
# A node's kind stands in for a state: the ground floor has no life cycle of its own.
CLOSE = Move("close", ("hub", "area"), "organisation")


def _node(kind: str = "hub") -> Node:
    return Node.objects.create(name="某处", kind=kind, path="/1/")


def test_a_table_of_moves_finds_them_by_verb() -> None:
    assert moves(CLOSE)["close"] is CLOSE


def test_a_step_changes_the_row_in_hand_and_the_one_kept() -> None:
    row = _node()
    walk(row, CLOSE, field="kind")
    assert row.kind == "organisation"
    assert Node.objects.get(pk=row.pk).kind == "organisation"


def test_a_step_from_elsewhere_is_refused_and_says_where_the_row_stands() -> None:
    row = _node("organisation")
    assert not can_move(row, CLOSE, field="kind")
    with pytest.raises(Refused) as refusal:
        walk(row, CLOSE, field="kind")
    assert "社会组织" in refusal.value.verdict.reason
    assert refusal.value.verdict.rule == "moves.state"


def test_a_row_that_moved_on_meanwhile_is_refused_and_brought_up_to_date() -> None:
    row = _node()
    Node.objects.filter(pk=row.pk).update(kind="organisation")
    assert can_move(row, CLOSE, field="kind")  # as far as the row in hand knows
    with pytest.raises(Refused):
        walk(row, CLOSE, field="kind")
    assert row.kind == "organisation"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_takes_the_step() -> None:
    pk = _node().pk
    start, taken, refused = threading.Barrier(4), [], []

    def take(number: int) -> None:
        try:
            row = Node.objects.get(pk=pk)
            start.wait(timeout=20)
            walk(row, CLOSE, field="kind")
            taken.append(number)
        except Refused:
            refused.append(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert (len(taken), len(refused)) == (1, 3)
