"""The heavy things people do: the proposal of a round; and what an import is compared with."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from django.db import transaction

from benchmarks.web.register import World, code_of, name_of
from shuniu.accounts.models import Node
from shuniu.evaluation.models import Round
from shuniu.evaluation.services.proposals import propose
from shuniu.registry.models import Organisation

ROWS = 10_000
_REPEATS = 3


def proposal(world: World) -> float:
    """Seconds for 2,000 organisations × 45 leaves, from the answers to the kept lines."""
    row = Round.objects.get(pk=world.objects["waiting"])

    def work() -> None:
        propose(row, by=world.people["lead"])

    return _undone(work)


def bulk_insert(world: World) -> float:
    """Seconds for the same rows with nothing but two bare inserts: nodes and organisations."""

    def work() -> None:
        nodes = Node.objects.bulk_create(
            [
                Node(parent=world.hub, path=f"/x{n}/", kind="organisation", name=name_of(n))
                for n in range(len(world.organisations), len(world.organisations) + ROWS)
            ]
        )
        Organisation.objects.bulk_create(
            Organisation(
                node=node,
                code=code_of(len(world.organisations) + at),
                name=node.name,
                type="service",
                since="2026-01-01",
            )
            for at, node in enumerate(nodes)
        )

    return _undone(work)


def _undone(work: Callable[[], None]) -> float:
    times = []
    for _ in range(_REPEATS):
        with transaction.atomic():
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
            transaction.set_rollback(True)  # nothing that is measured stays
    return statistics.median(times)
