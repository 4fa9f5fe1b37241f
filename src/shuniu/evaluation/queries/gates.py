"""What keeps organisations out, and what keeps a grade from being the one of its points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shuniu.findings import Text
from shuniu.scoring import UNIT, Scores

_UNMET = Text("未满足：{words}", "not met: {words}")
_FURTHER = Text("该等级的附加条件未满足", "a further condition of the grade is not met")


def _unmet(words: Text | None) -> Text:
    return _FURTHER if words is None else _UNMET.fill(words=words)


def gates_held(found: Scores, variant: str, rows: NDArray[np.int64]) -> list[list[Text]]:
    """For organisations of one table: the entry gates that do not let them in, in words."""
    gates = found.scorer.outlines[variant].verdict.gates
    out: list[list[Text]] = [[] for _row in rows]
    if not gates or not len(rows):
        return out
    nodes = {str(number): one.holds for number, one in enumerate(gates)}
    matrix = found.scorer.values(variant, nodes, found, rows)
    for one, held in zip(gates, matrix, strict=True):
        for at in np.flatnonzero(held > 0).tolist():
            out[at].append(one.declared.text)
    return out


def held_back(found: Scores, variant: str, rows: NDArray[np.int64]) -> list[list[Text]]:
    """For organisations of one table: what keeps the grade from being the one of their points."""
    verdict = found.scorer.outlines[variant].verdict
    if not verdict.bands:
        return [[] for _row in rows]
    nodes = {"position": verdict.position}
    told: dict[str, tuple[int, str, Text]] = {}
    for number, band in enumerate(verdict.bands):
        if band.requires is not None:
            name = f"requires:{number}"
            nodes[name] = band.requires
            told[name] = (number, "requires", _unmet(band.declared.text))
    for kind, conditions in (("ceiling", verdict.ceilings), ("forced", verdict.forced)):
        for number, one in enumerate(conditions):
            name = f"{kind}:{number}"
            nodes[name] = one.holds
            told[name] = (one.grade or 0, kind, one.declared.text)
    matrix = found.scorer.values(variant, nodes, found, rows)
    values = dict(zip(nodes, matrix, strict=True))
    place = values.pop("position") // UNIT
    out: list[list[Text]] = [[] for _row in rows]
    for name, held in values.items():
        grade, kind, words = told[name]
        if kind == "requires":
            bites = (place == grade) & (held <= 0)
        else:
            beyond = place < grade if kind == "ceiling" else place != grade
            bites = (held > 0) & beyond
        for at in np.flatnonzero(bites).tolist():
            out[at].append(words)
    return out
