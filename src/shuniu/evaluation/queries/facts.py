"""The room's own facts, flat: what came of earlier evaluations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from shuniu.base.facts import Fact, publish
from shuniu.evaluation.models import PlanItem
from shuniu.evaluation.states import PlanState


def publish_all() -> None:
    """Make every kind known; called once when the room starts."""
    publish("evaluation.plan_item", _plan_items, ("state",))


def _plan_items(organisations: Sequence[int], day: date) -> Iterator[Fact]:
    """Items whose day has come; one that is settled later still counts as open on the day."""
    rows = PlanItem.objects.filter(entry__organisation__in=list(organisations), due__lte=day)
    for pk, organisation, due, state, settled in rows.values_list(
        "pk", "entry__organisation_id", "due", "state", "settled_on"
    ):
        known = settled is not None and settled <= day
        words = {"state": state if known else PlanState.OPEN.value}
        yield Fact(organisation, due, f"evaluation.planitem:{pk}", attributes=words)
