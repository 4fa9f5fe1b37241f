"""What would raise it: for each leaf, the points still open and the smallest change that gains some.

The change is searched, not derived: the leaf's own plan is run for all organisations at once with
one input moved, first in doubling steps, then halving the last one. So it holds for every rule,
also for one that nobody has thought of when this was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from shuniu.findings import Text
from shuniu.scoring._columns import Column, ColumnKind
from shuniu.scoring._exact import MISSING, NOT_APPLICABLE, UNIT
from shuniu.scoring._facts import Facts
from shuniu.scoring._nodes import Cohort, Divide, Node, names, walk
from shuniu.scoring._outline import ItemOutline, Outline
from shuniu.scoring._phrase import say_value
from shuniu.scoring._program import Floats, Ints
from shuniu.scoring._run_numpy import thousandths
from shuniu.scoring._scorer import Scores

_DOUBLINGS = 42  # from a step of 0.001 this passes 10^9, further than any count or sum asked for
_FURTHEST = 10**9 * UNIT
_AT_ONCE = 4096  # values tried in one run while that costs no more than one value does
Flags: TypeAlias = NDArray[np.bool_]
_CENTURY = 36525 * UNIT  # how far a date may move


@dataclass(frozen=True, slots=True)
class Change:
    """One input moved as little as gains points.

    Attributes:
        column: key of the input.
        title: its words.
        before, after: the value in words.
        gain: points gained in the leaf, thousandths.
    """

    column: str
    title: Text
    before: Text
    after: Text
    gain: int


@dataclass(frozen=True, slots=True)
class Advice:
    """What is still open in a leaf, and the changes of a single input that gain some of it.

    Attributes:
        key, title: of the leaf.
        open: points still open, thousandths.
        changes: the largest gain first; empty where no single input gains anything (it takes
            several at once, or the figure depends on everybody).
        depends_on_others: whether rank, best or mean of the cohort enters.
    """

    key: str
    title: Text
    open: int
    changes: tuple[Change, ...]
    depends_on_others: bool = False


def advise(scores: Scores, *, leaves: Collection[str] | None = None) -> list[tuple[Advice, ...]]:
    """Per organisation, its leaves with points open; the largest single gain first.

    Args:
        scores: of a run.
        leaves: keys of the leaves to search; all of them where ``None``.

    A leaf that does not apply to an organisation is left out, and so is a column that only divides;
    of a rule over everybody only what is open is said, for others move too.
    """
    out: list[list[Advice]] = [[] for _ in range(len(scores))]
    for outline in scores.scorer.outlines.values():
        number = list(scores.scorer.outlines).index(outline.variant)
        rows = np.flatnonzero(scores.table == number)
        if len(rows):
            for item in outline.items:
                if item.is_leaf and (leaves is None or item.key in leaves):
                    _Search(scores, outline, item, rows).into(out)
    return [tuple(sorted(found, key=_best_first)) for found in out]


def _best_first(advice: Advice) -> tuple[int, int]:
    return (-max((c.gain for c in advice.changes), default=0), -advice.open)


def _bases(node: Node) -> set[str]:
    """Columns that only ever divide: nobody is advised to have fewer members or matters."""
    below: set[str] = set()
    above: set[str] = set()
    for one in walk(node):
        if isinstance(one, Divide):
            below |= set(names(one.right))
            above |= set(names(one.left))
    return below - above


@dataclass(frozen=True, slots=True)
class _Moved:
    """A column moved for each organisation: the value, and the gain (0 where none was found)."""

    column: Column
    before: Ints
    after: Ints
    gain: Ints


class _Search:
    """The search over one leaf for all organisations of a table."""

    def __init__(self, scores: Scores, outline: Outline, item: ItemOutline, rows: Ints) -> None:
        self.scores = scores
        self.outline = outline
        self.item = item
        self.rows = rows
        facts = scores.facts
        keys = {key for name in item.reads for key in outline.sources.get(name, (name,))}
        nobody = np.full(len(facts), np.nan)
        self.columns = {key: facts.columns.get(key, nobody)[rows] for key in keys}
        self.run = self._runner()
        self.raw = self.run(self.columns)
        known = self.raw > NOT_APPLICABLE
        self.points = np.where(known, self.raw, 0)
        self.open = np.where(self.raw == NOT_APPLICABLE, 0, item.ceiling - self.points)

    def into(self, out: list[list[Advice]]) -> None:
        """Add this leaf's advice to each organisation's list."""
        if not (self.open > 0).any():
            return
        others = any(isinstance(node, Cohort) for node in walk(self.item.raw))
        bases = _bases(self.item.raw)
        asked = [] if others else [name for name in self.item.reads if name not in bases]
        moved = [m for name in asked for m in self.moved(name)]
        for at in np.flatnonzero(self.open > 0).tolist():
            changes = [_change(m, at) for m in moved if m.gain[at] > 0]
            changes.sort(key=lambda c: -c.gain)
            advice = Advice(
                self.item.key, self.item.item.title, int(self.open[at]), tuple(changes), others
            )
            out[int(self.rows[at])].append(advice)

    def _runner(self) -> Callable[..., Ints]:
        program = self.scores.scorer.compile(self.outline.variant, {"raw": self.item.raw})
        wholes = [
            values
            for one in program.wholes
            for cohort, values in zip(
                self.scores.scorer.cohorts(self.outline.variant),
                self.scores.wholes[self.outline.variant],
                strict=True,
            )
            if cohort is one
        ]

        def run(columns: Mapping[str, Floats], times: int = 1) -> Ints:
            facts = Facts([""] * (len(self.rows) * times), columns)
            repeated = [np.tile(one, times) for one in wholes]
            found, too_large = self.scores.scorer.run_plainly(program, facts, None, repeated)
            found[:, too_large] = MISSING  # a step too far gains nothing
            result: Ints = found[0]
            return result

        return run

    def moved(self, name: str) -> Iterator[_Moved]:
        """The smallest move of one input that gains points, for each organisation."""
        keys = self.outline.sources.get(name, (name,))
        column = self.outline.column(keys[0])
        if column.key in self.scores.scorer.framework.facets:
            return  # what an organisation is cannot be advised to change
        before = self._milli(keys)
        if column.kind in {ColumnKind.YES_NO, ColumnKind.CHOICE}:
            yield self.best_option(column, before)
        else:
            up, down = (self.least_step(column, before, sign) for sign in (1, -1))
            nearer = (down.gain > 0) & (
                (up.gain <= 0) | (np.abs(down.after - before) < np.abs(up.after - before))
            )
            yield _Moved(
                column,
                before,
                np.where(nearer, down.after, up.after),
                np.where(nearer, down.gain, up.gain),
            )

    def _milli(self, keys: tuple[str, ...]) -> Ints:
        value = thousandths(self.columns[keys[-1]])
        for key in reversed(keys[:-1]):
            later = thousandths(self.columns[key])
            value = np.where(np.isnan(self.columns[key]), value, later)
        return value

    def gain(self, column: Column, values: Ints) -> Ints:
        """Points gained with other values in one column."""
        gained: Ints = self.gains(column, values[np.newaxis])[0]
        return gained

    def gains(self, column: Column, values: Ints) -> Ints:
        """As ``gain`` for several values of each organisation in one run: (values × rows)."""
        times = len(values)
        moved = {key: np.tile(one, times) for key, one in self.columns.items()}
        moved[column.key] = values.ravel() / UNIT
        found = self.run(moved, times).reshape(values.shape)
        gained: Ints = np.where(found > NOT_APPLICABLE, found - self.points, 0)
        return np.where(self.open > 0, gained, 0)

    def best_option(self, column: Column, before: Ints) -> _Moved:
        """The option that gains most; of equal ones the first."""
        count = 2 if column.kind is ColumnKind.YES_NO else len(column.options)
        after, best = before.copy(), np.zeros_like(before)
        for option in range(count):
            values = np.full_like(before, option * UNIT)
            gain = self.gain(column, values)
            better = gain > best
            after[better], best[better] = values[better], gain[better]
        return _Moved(column, before, after, best)

    def least_step(self, column: Column, before: Ints, sign: int) -> _Moved:
        """The nearest value in one direction that gains points."""
        step = _step(column, before)
        low, high = _ends(column)
        start = np.where(before > NOT_APPLICABLE, before, _start(column))
        room = np.where(sign > 0, high - start, start - low)  # beyond it nothing moves

        def pays(steps: Ints) -> Flags:
            values = np.clip(start + sign * steps * step, low, high)
            found: Flags = self.gains(column, values) > 0
            return found

        least, enough = self._doubled(pays, room, step)
        while ((enough - least > 1) & (enough > 0)).any():
            least, enough = self._halved(pays, least, enough)
        after = np.clip(start + sign * enough * step, low, high)
        gain = np.where(enough > 0, self.gain(column, after), 0)
        return _Moved(column, before, after, gain)

    def _doubled(self, pays: Callable[[Ints], Flags], room: Ints, step: int) -> tuple[Ints, Ints]:
        """Double the steps until they gain: how many do not, how many do (0 where none does).

        The doublings of a few organisations are tried in one run, those of many one by one.
        """
        least, enough = np.zeros_like(room), np.zeros_like(room)
        lanes = _lanes(len(room), _DOUBLINGS)
        for first in range(0, _DOUBLINGS, lanes):
            some = [min(1 << n, _FURTHEST // step) for n in range(first, first + lanes)]
            if not ((enough == 0) & (self.open > 0) & (least * step < room)).any():
                break
            paying = pays(np.array(some)[:, np.newaxis] + np.zeros_like(room))
            for steps, gained in zip(some, paying, strict=True):
                open_ = (enough == 0) & (self.open > 0) & (least * step < room)
                enough = np.where(open_ & gained, steps, enough)
                least = np.where(open_ & ~gained, steps, least)
        return least, enough

    def _halved(
        self, pays: Callable[[Ints], Flags], least: Ints, enough: Ints
    ) -> tuple[Ints, Ints]:
        """Halve what lies between; for a few organisations several halvings in one run."""
        levels = 3 if _lanes(len(least), 7) == 7 else 1
        bounds = [least, enough]
        for _ in range(levels):  # every middle that a halving could ask for
            between = [(a + b) // 2 for a, b in pairwise(bounds)]
            bounds = [one for pair in zip(bounds, between, strict=False) for one in pair]
            bounds.append(enough)
        paying = pays(np.stack(bounds[1:-1]))
        lower, upper = np.zeros_like(least), np.full_like(least, len(bounds) - 1)
        across = np.arange(len(least))
        for _ in range(levels):
            middle = (lower + upper) // 2
            gained = paying[middle - 1, across]
            upper = np.where(gained, middle, upper)
            lower = np.where(gained, lower, middle)
        kept = np.stack(bounds)
        searched = enough > 0
        return (
            np.where(searched, kept[lower, across], least),
            np.where(searched, kept[upper, across], enough),
        )


def _lanes(rows: int, wanted: int) -> int:
    """How many values of each organisation are tried in one run: all for a few, one for many."""
    return wanted if rows * wanted <= _AT_ONCE else 1


def _step(column: Column, before: Ints) -> int:
    """The step in which a value moves: as declared, whole days, else by the decimals in use."""
    if column.step is not None:
        return column.step
    if column.kind is ColumnKind.DATE:
        return UNIT
    known = before[before > NOT_APPLICABLE]
    for step in (UNIT, UNIT // 10, UNIT // 100):
        if not (known % step).any():
            return step if column.kind is not ColumnKind.PERCENT else min(step, UNIT // 10)
    return 1


def _ends(column: Column) -> tuple[int, int]:
    low = -_FURTHEST if column.low is None else column.low
    high = _FURTHEST if column.high is None else column.high
    if column.kind is ColumnKind.PERCENT:
        high = min(high, max(100 * UNIT, low))
    return low, high


def _start(column: Column) -> int:
    """Where the search begins for a value that nobody gave."""
    if column.default is not None:
        return column.default
    low, high = _ends(column)
    return min(max(0, low), high)


def _change(moved: _Moved, at: int) -> Change:
    column = moved.column
    return Change(
        column.key,
        column.title,
        say_value(column, int(moved.before[at])),
        say_value(column, int(moved.after[at])),
        int(moved.gain[at]),
    )
