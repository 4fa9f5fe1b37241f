"""From points to a grade, as nodes: admission, bands with requirements, ceilings, forced grades."""

from __future__ import annotations

from shuniu.findings import Text
from shuniu.scoring._document import Path_
from shuniu.scoring._exact import MISSING, UNIT
from shuniu.scoring._expression import parse_number, parse_truth
from shuniu.scoring._interval import Interval
from shuniu.scoring._model import Ceiling, Framework, Gate
from shuniu.scoring._nodes import (
    Arith,
    Choose,
    Compare,
    Const,
    Every,
    Fallback,
    Node,
    Some,
    Tier,
    Tiers,
)
from shuniu.scoring._outline import BandOutline, Condition, Faults, Verdict
from shuniu.scoring._scope import Scope


class VerdictBuilder:
    """Reads the grade logic of one table with the results of its tree in scope."""

    def __init__(self, framework: Framework, scope: Scope, faults: Faults) -> None:
        self.framework = framework
        self.scope = scope
        self.faults = faults
        self.grades = [band.grade for band in framework.bands]

    def value(self, total: Node) -> Node:
        """What the bands read: the total, or the declared expression."""
        written = self.framework.grade_on
        if written is None:
            return total
        try:
            return parse_number(written, self.scope)
        except ValueError as error:
            self.faults.expression(("grade_on",), error)
            return total

    def verdict(self, value: Node) -> Verdict:
        """The whole grade logic over the value that the bands read."""
        framework = self.framework
        gates = tuple(self.condition(gate, ("entry", i)) for i, gate in enumerate(framework.entry))
        ceilings = tuple(
            self.graded(one, ("ceilings", i)) for i, one in enumerate(framework.ceilings)
        )
        forced = tuple(self.graded(one, ("forced", i)) for i, one in enumerate(framework.forced))
        bands = self.bands()
        position = self.position(value)
        grade = _by_requirements(position, bands)
        for ceiling in ceilings:
            lowest = Arith("max", grade, Const((ceiling.grade or 0) * UNIT))
            grade = Choose(ceiling.holds, lowest, grade, ceiling.declared.text)
        for one in reversed(forced):
            at = Const((one.grade or 0) * UNIT)
            grade = Choose(one.holds, at, grade, one.declared.text)
        refused = Some(tuple(g.holds for g in gates)) if gates else Const(0)
        return Verdict(gates, ceilings, forced, bands, position, grade, refused)

    def condition(self, gate: Gate | Ceiling, path: Path_) -> Condition:
        """A condition; where it does not apply it does not hold, where unknown as declared."""
        unknown = MISSING if gate.unknown == "block" else 0
        holds = Fallback(self.truth(gate.when, (*path, "when")), unknown, 0)
        return Condition(gate, holds)

    def graded(self, ceiling: Ceiling, path: Path_) -> Condition:
        """A condition with the band that its grade names."""
        condition = self.condition(ceiling, path)
        if ceiling.grade in self.grades:
            index = self.grades.index(ceiling.grade)
            return Condition(ceiling, condition.holds, index)
        if ceiling.grade == _none_word(self.framework):
            return Condition(ceiling, condition.holds, len(self.grades))
        self.faults.add(
            "F122",
            (*path, "grade"),
            Text(f"没有等级“{ceiling.grade}”。", f"There is no grade “{ceiling.grade}”."),
            Text("请写 bands 中的一个等级。", "Name one of the grades in bands."),
        )
        return condition

    def bands(self) -> tuple[BandOutline, ...]:
        """The bands with their further requirements; one that does not apply is met."""
        out = []
        for i, band in enumerate(self.framework.bands):
            requires: Node | None = None
            if band.requires is not None:
                met = self.truth(band.requires, ("bands", i, "requires"))
                requires = Fallback(met, MISSING, UNIT)
            out.append(BandOutline(band, requires))
        return tuple(out)

    def position(self, value: Node) -> Node:
        """The band the value lies in; one past the last below all; not known in a gap."""
        bands = self.framework.bands
        tiers = [Tier(b.range, i * UNIT, b.title) for i, b in enumerate(bands)]
        lowest = min((b.range for b in bands), key=_low_end, default=None)
        if lowest is not None and lowest.low is not None:
            below = Interval(None, lowest.low - 1, high_open=not lowest.low_open)
            tiers.append(Tier(below, len(bands) * UNIT, self.framework.no_grade))
        return Tiers(value, tuple(tiers), MISSING) if bands else Const(0)

    def truth(self, written: str, path: Path_) -> Node:
        """A condition of the grade logic; what cannot be read is reported and counts as no."""
        try:
            return parse_truth(written, self.scope)
        except ValueError as error:
            self.faults.expression(path, error)
            return Const(0)


def _low_end(interval: Interval) -> int:
    return MISSING if interval.low is None else interval.low


def _none_word(framework: Framework) -> str:
    return framework.no_grade.zh if framework.no_grade else ""


def _by_requirements(position: Node, bands: tuple[BandOutline, ...]) -> Node:
    """The first band at or below the position whose requirements hold."""
    if not any(band.requires is not None for band in bands):
        return position
    node: Node = Const(len(bands) * UNIT)
    for i in range(len(bands) - 1, -1, -1):
        requires = bands[i].requires
        holds: Node = Compare("le", position, Const(i * UNIT))
        if requires is not None:
            holds = Every((holds, requires))
        node = Choose(holds, Const(i * UNIT), node)
    return node
