"""What a framework allows an entry: its grades, and what holds whatever the points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from shuniu.evaluation.models import Entry
from shuniu.evaluation.queries import scores as engine
from shuniu.findings import Text
from shuniu.scoring import Scores

NO_GRADE = "none"  # the engine's word for below all grades


@dataclass(frozen=True, slots=True)
class GradeChoice:
    """A grade of a framework; ``index`` counts from the best."""

    index: int
    key: str
    title: Text


def grades_of(entry: Entry) -> list[GradeChoice]:
    """The grades of an entry's framework, best first, below all of them last."""
    framework = engine.judge_of(entry.framework).scorer.framework
    found = [
        GradeChoice(i, band.grade, band.title or Text.same(band.grade))
        for i, band in enumerate(framework.bands)
    ]
    if found:
        none = framework.no_grade or Text("未定级", "no grade")
        found.append(GradeChoice(len(found), NO_GRADE, none))
    return found


@dataclass(frozen=True, slots=True)
class Limit:
    """What a framework says about an entry whatever its points.

    Attributes:
        text: the rule's words.
        best: index of the best grade it leaves.
        only: whether it leaves that grade and no other.
    """

    text: Text
    best: int
    only: bool = False

    def exceeded_by(self, index: int) -> bool:
        """Whether a grade goes beyond it."""
        return index != self.best if self.only else index < self.best


def limits_of(entry: Entry) -> list[Limit]:
    """Gates, requirements of grades, ceilings and forced grades that hold for an entry."""
    _judge, found, row = engine.score_entry(entry)
    outline = found.outline(row)
    if outline is None:
        return []
    verdict = outline.verdict
    last = len(verdict.bands)
    nodes, limits = {}, {}
    for kind, conditions in (
        ("gate", verdict.gates),
        ("ceiling", verdict.ceilings),
        ("forced", verdict.forced),
    ):
        for number, one in enumerate(conditions):
            name = f"{kind}:{number}"
            best = last if one.grade is None else one.grade
            nodes[name] = one.holds
            limits[name] = Limit(one.declared.text, best, only=kind == "forced")
    holding = _values(found, row, outline.variant, nodes) if nodes else {}
    out = [limits[name] for name, value in holding.items() if value > 0]
    needed = {
        str(i): band.requires for i, band in enumerate(verdict.bands) if band.requires is not None
    }
    for name, value in (_values(found, row, outline.variant, needed) if needed else {}).items():
        if value <= 0:
            band = verdict.bands[int(name)].declared
            words = band.text or Text("该等级的附加条件未满足", "a further condition is not met")
            out.append(Limit(words, int(name) + 1))
    return out


def _values(found: Scores, row: int, variant: str, nodes: Mapping[str, object]) -> dict[str, int]:
    rows = np.array([row])
    matrix = found.scorer.values(variant, nodes, found, rows)  # type: ignore[arg-type]
    return dict(zip(nodes, (int(one) for one in matrix[:, 0]), strict=True))
