"""What came of earlier evaluations."""

from __future__ import annotations

from shuniu.base.measures import Measure
from shuniu.findings import Text

MEASURES: tuple[Measure, ...] = (
    Measure(
        "repairs_done",
        Text("上期问题整改率", "Last year's problems repaired"),
        "evaluation.plan_item",
        "share",
        "year",
        share_of={"state": ("done",)},
        applies=False,
        unit="%",
    ),
)
