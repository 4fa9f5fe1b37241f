"""Why an organisation got what it got: the trace of one result, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shuniu.findings import Text
from shuniu.scoring._conclude import Conclusion
from shuniu.scoring._evaluate import Evaluator, Values
from shuniu.scoring._exact import MISSING, is_value, show
from shuniu.scoring._load import Declaration
from shuniu.scoring._model import Strategy
from shuniu.scoring._nodes import Choose, Clamp, Cohort, Node, Ref, Rescale, Sum, names, walk
from shuniu.scoring._outline import ItemOutline, Outline
from shuniu.scoring._phrase import Phraser, say_value
from shuniu.scoring._scorer import Scores
from shuniu.scoring._trace import Entry, Explanation, Reading, Step
from shuniu.scoring._working import Working

_NO_TABLE = Text(
    "没有适用的评分表：请检查类别等基本信息。",
    "No table fits: check the type and other particulars.",
)
_LACKING = Text("缺少数据：{what}", "Data is missing: {what}")
_DIVISOR = Text("分母为 0，算不出比例", "The divisor is 0, so there is no ratio")
_NOT_CONCERNED = Text("本项不适用", "The item does not apply")
_STRATEGIES: dict[Strategy, Text] = {
    "zero": Text("按规定记 0 分", "so it counts 0, as declared"),
    "full": Text("按规定记满分 {points} 分", "so it counts its full {points} points, as declared"),
    "redistribute": Text(
        "按规定，{points} 分由同组其他项分摊",
        "so its {points} points are spread over the rest of its group, as declared",
    ),
    "exclude": Text(
        "按规定，{points} 分从总分中剔除，总分按比例折算",
        "so its {points} points are taken out and the total is rescaled, as declared",
    ),
    "block": Text(
        "按规定，补齐之前不予评定", "so nothing can be said until it is given, as declared"
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """The values of one organisation, as the explanation reads them."""

    scores: Scores
    outline: Outline
    row: int

    def reading(self, name: str) -> tuple[str, int, bool]:
        """The column that answers a name, its value, and whether a default stands for a blank."""
        keys = self.outline.sources.get(name, (name,))
        for key in keys:
            milli = self.scores.facts.milli(key, self.row)
            if milli != MISSING:
                return key, milli, False
        default = self.outline.column(keys[-1]).default
        return (keys[-1], MISSING, False) if default is None else (keys[-1], default, True)

    def read(self, name: str) -> int:
        """Thousandths or a mark."""
        return self.reading(name)[1]

    def whole(self, cohort: Cohort) -> int:
        """A figure over everybody, as it was for this organisation."""
        variant = self.outline.variant
        number = list(self.scores.scorer.outlines).index(variant)
        rows = np.flatnonzero(self.scores.table == number)
        at = int(np.searchsorted(rows, self.row))
        for one, values in zip(
            self.scores.scorer.cohorts(variant), self.scores.wholes[variant], strict=True
        ):
            if one is cohort:
                return int(values[at])
        return MISSING


def explain(scores: Scores, row: int) -> Explanation:
    """The trace of one organisation's result, worked out anew by the scalar evaluator.

    Args:
        scores: of a run.
        row: the organisation's number, from 0.

    Raises:
        IndexError: there is no such row.
    """
    outline = scores.outline(row)
    if outline is None:
        return _without_table(scores, row)
    known = Known(scores, outline, row)
    words = _Words(scores.scorer.declaration, outline)
    return _Explainer(known, Evaluator(known.read, known.whole), words).explanation()


def explain_all(scores: Scores) -> Iterator[Explanation]:
    """The traces of all organisations in order; the values of all nodes come from the plan.

    Equal to ``explain`` of each, and several times faster for many.
    """
    declaration = scores.scorer.declaration
    words = {key: _Words(declaration, one) for key, one in scores.scorer.outlines.items()}
    for start in range(0, len(scores), CHUNK):
        rows = range(start, min(start + CHUNK, len(scores)))
        values = {
            key: _Values(scores, outline, rows) for key, outline in scores.scorer.outlines.items()
        }
        for row in rows:
            outline = scores.outline(row)
            if outline is None:
                yield _without_table(scores, row)
                continue
            known = Known(scores, outline, row)
            at = values[outline.variant].of(row, known)
            yield _Explainer(known, at, words[outline.variant]).explanation()


CHUNK = 500  # organisations whose node values are held at once


class _Values:
    """The value of every node of a table for some organisations, computed by the plan."""

    def __init__(self, scores: Scores, outline: Outline, rows: range) -> None:
        number = list(scores.scorer.outlines).index(outline.variant)
        self.rows = rows.start + np.flatnonzero(scores.table[rows.start : rows.stop] == number)
        verdict = outline.verdict
        conditions = (*verdict.gates, *verdict.ceilings, *verdict.forced)
        bands = [b.requires for b in verdict.bands if b.requires is not None]
        roots = [outline.total, outline.value, verdict.grade, verdict.refused, verdict.position]
        roots += [c.holds for c in conditions] + bands
        roots += [node for one in outline.items for node in (one.raw, one.score, one.result)]
        self.nodes = list(walk(*roots))
        self.values: dict[int, list[int]] = {}
        if len(self.rows):
            keyed = {str(i): node for i, node in enumerate(self.nodes)}
            held = scores.scorer.values(outline.variant, keyed, scores, self.rows)
            lists = held.tolist()
            self.values = {id(node): lists[i] for i, node in enumerate(self.nodes)}

    def of(self, row: int, known: Known) -> _At:
        """The values of one organisation."""
        return _At(self.values, int(np.searchsorted(self.rows, row)), known)


class _At:
    """Values looked up; stands where an evaluator stands."""

    def __init__(self, values: dict[int, list[int]], at: int, known: Known) -> None:
        self.values = values
        self.at = at
        self.known = known

    def read(self, name: str) -> int:
        """Thousandths of a column, or a mark."""
        return self.known.read(name)

    def value(self, node: Node) -> int:
        """Thousandths, or a mark."""
        return self.values[id(node)][self.at]


def _without_table(scores: Scores, row: int) -> Explanation:
    facts, framework = scores.facts, scores.scorer.framework
    code = facts.codes[row] if facts.codes else ""
    return Explanation(
        facts.names[row], code, framework.title, framework.version, None, _NO_TABLE, None,
        MISSING, framework.points, (), (),
    )  # fmt: skip


class _Words:
    """The words of one table, the same for everybody."""

    def __init__(self, declaration: Declaration, outline: Outline) -> None:
        self.below: dict[tuple[str, bool], list[ItemOutline]] = {}
        for one in outline.items:
            self.below.setdefault((one.parent, one.bonus), []).append(one)
        self.places = {
            one.key: declaration.place(outline.variant, one.path) for one in outline.items
        }
        self.columns = {name: outline.column(keys[0]) for name, keys in outline.sources.items()}
        self.phraser = Phraser(self.columns, _result_words(outline))


class _Explainer:
    """Puts the entries and the conclusion together."""

    def __init__(self, known: Known, values: Values, words: _Words) -> None:
        self.known = known
        self.outline = known.outline
        self.evaluator = values
        self.words = words
        self.phraser = words.phraser
        self.working = Working(values, words.phraser)

    def explanation(self) -> Explanation:
        scores, outline, row = self.known.scores, self.outline, self.known.row
        facts = scores.facts
        conclusion = Conclusion(scores, outline, row, self.evaluator, self.working, self.phraser)
        variants = {v.key: v.title for v in outline.framework.variants}
        total = self.evaluator.value(outline.total)
        return Explanation(
            facts.names[row],
            facts.codes[row] if facts.codes else "",
            outline.framework.title,
            outline.framework.version,
            variants.get(outline.variant),
            conclusion.status(),
            scores.grade_title(int(scores.grade[row])),
            total,
            maximum_of(outline),
            tuple(conclusion.steps()),
            self.entries("", bonus=False),
            self.entries("", bonus=True),
        )

    def entries(self, parent: str, *, bonus: bool) -> tuple[Entry, ...]:
        return tuple(self.entry(item) for item in self.words.below.get((parent, bonus), ()))

    def entry(self, item: ItemOutline) -> Entry:
        raw = self.evaluator.value(item.raw)
        strategy = None if is_value(raw) else self.strategy(item, raw)
        steps = self.leaf_steps(item) if item.is_leaf else self.group_steps(item)
        if strategy is not None:
            steps = [*steps, self.instead(item, raw, strategy)]
        return Entry(
            item.key,
            item.item.title,
            item.item.text,
            self.words.places[item.key],
            self.evaluator.value(item.score),
            item.item.points,
            raw,
            strategy or "",
            tuple(self.reading(name) for name in item.reads),
            tuple(steps),
            () if item.is_leaf else self.entries(item.key, bonus=item.bonus),
        )

    def strategy(self, item: ItemOutline, raw: int) -> Strategy:
        return item.missing if raw == MISSING else item.not_applicable

    def instead(self, item: ItemOutline, raw: int, strategy: Strategy) -> Step:
        """Which strategy was used for what is missing or does not apply."""
        why = _NOT_CONCERNED
        if raw == MISSING:
            titles = [self.reading(n).title for n in self.lacking(item)][:5]
            zh = "、".join(f"【{t.zh}】" for t in titles)
            en = ", ".join(f"[{t.en}]" for t in titles)
            why = _LACKING.fill(what=Text(zh, en)) if titles else _DIVISOR
        then = _STRATEGIES[strategy].fill(points=show(item.item.points))
        text = Text("{why}，{then}", "{why}, {then}").fill(why=why, then=then)
        return Step(text, self.evaluator.value(item.score))

    def lacking(self, item: ItemOutline) -> list[str]:
        read = item.reads or names(item.raw)
        return [name for name in read if self.known.read(name) == MISSING]

    def reading(self, name: str) -> Reading:
        key, milli, by_default = self.known.reading(name)
        column = self.outline.column(key)
        return Reading(
            key, column.title, milli, say_value(column, milli), column.source, by_default
        )

    def leaf_steps(self, item: ItemOutline) -> list[Step]:
        steps = self.working.steps(item.raw)
        return steps if is_value(self.evaluator.value(item.raw)) else _sure(steps)

    def group_steps(self, item: ItemOutline) -> list[Step]:
        """The sum of a group and what happened to it; its summands are its entries."""
        out: list[Step] = []
        node: Node | None = item.raw
        while node is not None and not isinstance(node, Sum):
            if isinstance(node, Choose):
                condition = self.evaluator.value(node.condition)
                taken = node.then if is_value(condition) and condition > 0 else node.other
                chosen = [] if taken is _inner(node) else self.working.steps(node)[:1]
                out = [*chosen, *out]
            else:
                out = [*_bite(self.working, node), *out]
            node = _inner(node)
        if node is not None and is_value(self.evaluator.value(node)):
            value = self.evaluator.value(node)
            text = Text("下级合计 {v} 分", "the items below give {v}").fill(v=show(value))
            out = [Step(text, value), *out]
        return out


def _sure(steps: list[Step]) -> list[Step]:
    """Of a leaf that cannot be said, only the steps that have a value."""
    return [step for step in steps if step.value is not None]


def _inner(node: Node) -> Node | None:
    """The node inside a group's wrapper that leads to its sum."""
    for name in ("part", "then", "other"):
        below = getattr(node, name, None)
        if below is not None and not isinstance(below, Ref) and _has_sum(below):
            return below  # type: ignore[no-any-return]  # by name
    return None


def _has_sum(node: Node | None) -> bool:
    while node is not None:
        if isinstance(node, Sum):
            return True
        node = _inner(node)
    return False


def _bite(working: Working, node: Node) -> list[Step]:
    """The step that a wrapper itself adds."""
    match node:
        case Clamp():
            return working.clamp(node)
        case Rescale():
            return working.rescaled(node)
        case _:
            return []


def _result_words(outline: Outline) -> dict[int, Text]:
    """Words for the nodes that stand for results, as conditions after the tree read them."""
    words = {
        id(one.result): Text("“{t}”得分", "points of “{t}”").fill(t=one.item.title)
        for one in outline.items
    }
    words[id(outline.total)] = Text("总分", "the total")
    return words


def maximum_of(outline: Outline) -> int:
    """The most a table can give, as it declares it: points, bonus pool, open scales."""
    framework = outline.framework
    if framework.maximum is not None:
        return framework.maximum
    most = framework.points
    if framework.bonus is not None:
        most += framework.bonus.up_to
        if framework.bonus.total_up_to is not None:
            most = min(most, framework.bonus.total_up_to)
    return most
