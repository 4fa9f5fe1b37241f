"""To which class a matter belongs, and the arithmetic that says so; plain values in and out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shuniu.governance.queries.alike import Case, Piece
from shuniu.governance.queries.lists import Line
from shuniu.governance.states import LISTED, MatterClass

Look = Callable[[Decimal], Sequence[Piece]]  # the pieces that lie below a threshold
Step = dict[str, object]  # a code of ``sentences.SAID`` and its numbers


@dataclass(frozen=True, slots=True)
class Classed:
    """Where a matter belongs.

    Attributes:
        major: whether it is on the list.
        line: the line by which it is; ``None`` for an ordinary matter.
        steps: the arithmetic.
        pieces: other matters that make up the same sum.
    """

    major: bool
    line: Line | None
    steps: list[Step]
    pieces: tuple[Piece, ...] = field(default=())


def classed(case: Case, lines: Mapping[str, Line], look: Look) -> Classed:
    """Weigh a matter against every line that it may belong to; the first that bites holds."""
    steps: list[Step] = []
    for line, why in _candidates(case, lines):
        steps.append(why)
        if line.threshold is None:
            steps.append({"code": "always", "title": line.title})
            return Classed(major=True, line=line, steps=steps)
        if case.amount is None:
            if case.kind == MatterClass.OTHER and why["code"] == "money":
                steps.append({"code": "no_money"})
                continue
            steps.append({"code": "no_amount", "threshold": _sum(line.threshold)})
            return Classed(major=True, line=line, steps=steps)
        found = _weighed(case.amount, line.threshold, look, steps)
        if found is not None:
            return Classed(major=True, line=line, steps=steps, pieces=tuple(found))
    steps.append({"code": "ordinary"})
    return Classed(major=False, line=None, steps=steps)


def _weighed(
    amount: Decimal, threshold: Decimal, look: Look, steps: list[Step]
) -> Sequence[Piece] | None:
    """The sum alone, then with its pieces; nothing where it stays below the threshold."""
    said = {"amount": _sum(amount), "threshold": _sum(threshold)}
    if amount >= threshold:
        steps.append({"code": "reached", **said})
        return ()
    steps.append({"code": "below", **said})
    found = look(threshold)
    if not found:
        return None
    total = amount + sum((one.amount for one in found), Decimal(0))
    for one in found:
        code = "piece_party" if one.same_party else "piece_title"
        said_of_it = {"number": one.number, "title": one.title, "amount": _sum(one.amount)}
        steps.append({"code": code, **said_of_it})
    parts = {"total": _sum(total), "count": len(found) + 1, "threshold": _sum(threshold)}
    if total < threshold:
        steps.append({"code": "sum_below", **parts})
        return None
    steps.append({"code": "sum_reached", **parts})
    return found


def _candidates(case: Case, lines: Mapping[str, Line]) -> list[tuple[Line, Step]]:
    """The class that was chosen, then those whose words stand in the title, then money alone."""
    found: list[tuple[Line, Step]] = []
    chosen = lines.get(case.kind)
    if chosen is not None:
        found.append((chosen, {"code": "chosen", "title": chosen.title}))
    for kind in (one.value for one in LISTED):
        line = lines[kind]
        word = next((one for one in line.words if one and one in case.title), "")
        if word and kind != case.kind:
            found.append((line, {"code": "word", "word": word, "title": line.title}))
    if case.kind in (MatterClass.OTHER, MatterClass.ACTIVITY):
        line = lines[MatterClass.EXPENSE.value]
        found.append((line, {"code": "money", "title": line.title}))
    return found


def _sum(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")
