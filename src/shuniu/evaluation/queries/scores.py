"""The engine at work on a round: declared frameworks, values by stage, points and reasons.

Nothing here writes. A framework without stages of its own is read with three: what records say,
what the organisation says, what the assessor found; the last that said something counts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shuniu.evaluation.models import Entry, FrameworkVersion
from shuniu.evaluation.queries.said import Value, answers_of, as_float, says_something
from shuniu.evaluation.states import Stage
from shuniu.scoring import (
    Column,
    Explanation,
    Facts,
    Mark,
    Scorer,
    Scores,
    explain,
    parse_framework,
)

VARIANT = "variant"  # the column that picks a table where facets do not
_STAGES = """
stages:
  - {key: record, title: {zh: 记录, en: records}}
  - {key: self, title: {zh: 自评, en: own}}
  - {key: assess, title: {zh: 评分, en: assessed}}
"""


@dataclass(frozen=True, slots=True)
class Judge:
    """A framework ready to score entries.

    Attributes:
        scorer: compiled.
        stages: our stage → the framework's own.
        by_points: whether the assessor writes points and not values.
        cohort: whether any figure is over everybody, so that nobody can be scored alone.
        reads: by table: the plain keys that points, grade or admission depend on.
        tables: type and size → table, as far as anybody asked; no table is an empty answer.
    """

    scorer: Scorer
    stages: dict[str, str]
    by_points: bool
    cohort: bool
    reads: Mapping[str, frozenset[str]]
    tables: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def column(self, key: str, stage: str) -> str:
        """The engine's column for a plain key at one of our stages."""
        return f"{key}@{self.stages[stage]}"


_KEPT: dict[str, Judge] = {}  # by digest, the oldest first
_MOST = 32


def _judge(text: str) -> Judge:
    declaration = parse_framework(text)
    declared = declaration.first.stages
    if not declared:
        # Appended at the end, so that every line of the file keeps its number.
        declaration = parse_framework(text.rstrip("\n") + "\n" + _STAGES)
        stages = {stage.value: stage.value for stage in Stage}
        by_points = False
    else:
        first, last = declared[0].key, declared[-1].key
        stages = {Stage.RECORD.value: first, Stage.SELF.value: first, Stage.ASSESS.value: last}
        by_points = declared[-1].gives == "points"
    scorer = Scorer(declaration)
    cohort = any(scorer.cohorts(variant) for variant in scorer.outlines)
    reads = {variant: _reads(scorer, variant) for variant in scorer.outlines}
    return Judge(scorer, stages, by_points, cohort, reads)


def _reads(scorer: Scorer, variant: str) -> frozenset[str]:
    """Tables share their inputs; each reads its own part of them."""
    outline = scorer.outlines[variant]
    nodes = {"total": outline.total, "grade": outline.verdict.grade}
    program = scorer.compile(variant, {**nodes, "refused": outline.verdict.refused})
    return frozenset(name.partition("@")[0] for name in program.loads)


def judge_of(framework: FrameworkVersion) -> Judge:
    """A framework version compiled; kept for the next time.

    Raises:
        FindingsError: the text cannot be read (drafts only).
    """
    kept = _KEPT.get(framework.digest)
    if kept is None:  # lists read frameworks without their texts; only here one is needed
        kept = _judge(framework.text)
        while len(_KEPT) >= _MOST:
            _KEPT.pop(next(iter(_KEPT)), None)
        _KEPT[framework.digest] = kept
    return kept


def variant_of(judge: Judge, entry: Entry) -> str:
    """The table of an entry; an empty key where there is one only.

    Raises:
        KeyError: no table fits the type and size.
    """
    if entry.variant and entry.variant in judge.scorer.outlines:
        return entry.variant
    kind = (entry.type, entry.size)
    if kind not in judge.tables:
        judge.tables[kind] = _table(judge, *kind)
    found = judge.tables[kind]
    if found is None:
        raise KeyError(entry.type)
    return found


def _table(judge: Judge, kind: str, size: str) -> str | None:
    held = {}
    for column in judge.scorer.columns:
        if column.key in {"type", "size"}:
            word = kind if column.key == "type" else size
            held[column.key] = np.array([as_float(column, word)])
    outline = judge.scorer.score(Facts([""], held)).outline(0)
    return None if outline is None else outline.variant


def facts_of(judge: Judge, entries: Sequence[Entry], answers: Iterable[Value]) -> Facts:
    """Values as the engine takes them: a column for each key and stage.

    What does not fit its column counts as missing: it was checked when it was entered, and a later
    version of the framework may ask differently.
    """
    return _facts(judge, entries, answers)


def _facts(judge: Judge, entries: Sequence[Entry], answers: Iterable[Value]) -> Facts:
    said: dict[int, list[Value]] = defaultdict(list)
    for one in answers:
        said[one.entry_id].append(one)
    return _facts_of_rows(judge, [(entry, said[entry.pk]) for entry in entries])


def _facts_of_rows(judge: Judge, rows: Sequence[tuple[Entry, Sequence[Value]]]) -> Facts:
    """A row for each pair; the same entry may stand in several, with different values."""
    columns = _Columns(judge, len(rows))
    for row, (entry, answers) in enumerate(rows):
        for one in sorted(answers, key=_by_stage):
            # A value that was taken back leaves what an earlier stage said in the same column.
            if says_something(one):
                columns.put(row, one)
        columns.place(row, entry)
    names = [entry.organisation.name for entry, _said in rows]
    codes = [entry.organisation.code for entry, _said in rows]
    return Facts(names, columns.held, codes)


class _Columns:
    """Columns being filled; the same word in the same column is read once."""

    def __init__(self, judge: Judge, count: int) -> None:
        self.judge = judge
        self.count = count
        self.columns = {column.key: column for column in judge.scorer.columns}
        self.held: dict[str, NDArray[np.float64]] = {}
        self.found: dict[tuple[str, str], Column | None] = {}
        self.read: dict[tuple[str, object], float] = {}

    def put(self, row: int, said: Value) -> None:
        name = (said.key, said.stage)
        if name not in self.found:
            self.found[name] = self.columns.get(self.judge.column(*name))
        column = self.found[name]
        if column is not None:
            value = -math.inf if said.not_applicable else self.float_of(column, said.value)
            self.of(column)[row] = value

    def place(self, row: int, entry: Entry) -> None:
        for key, word in (("type", entry.type), ("size", entry.size), (VARIANT, entry.variant)):
            if key in self.columns:
                column = self.columns[key]
                self.of(column)[row] = self.float_of(column, word or None)

    def of(self, column: Column) -> NDArray[np.float64]:
        if column.key not in self.held:
            self.held[column.key] = np.full(self.count, np.nan)
        return self.held[column.key]

    def float_of(self, column: Column, value: object) -> float:
        if not isinstance(value, str | bool | None):
            return as_float(column, value)
        name = (column.key, value)
        if name not in self.read:
            self.read[name] = as_float(column, value)
        return self.read[name]


_ORDER = {Stage.RECORD.value: 0, Stage.SELF.value: 1, Stage.ASSESS.value: 2}


def _by_stage(said: Value) -> int:
    return _ORDER[said.stage]


def encode(column: Column, value: object, *, applies: bool = True) -> int:
    """Thousandths of a kept value.

    Raises:
        ValueError: it does not fit the column.
    """
    return column.encode(value if applies else Mark.NOT_APPLICABLE)


def cohort_of(entry: Entry) -> list[Entry]:
    """Everybody an entry is compared with inside the engine: same round, same framework."""
    rows = Entry.objects.filter(round=entry.round_id, framework=entry.framework_id)
    return list(rows.select_related("organisation").order_by("pk"))


def scores_of(
    entries: Sequence[Entry], *, stages: Sequence[str] = tuple(Stage)
) -> tuple[Judge, Scores]:
    """Score entries of one framework with what was said up to some stage."""
    judge = judge_of(entries[0].framework)
    facts = facts_of(judge, entries, answers_of(entries, stages=stages))
    return judge, judge.scorer.score(facts)


Scored = tuple[Judge, Scores, int]


def score_entry(
    entry: Entry, *, stages: Sequence[str] = tuple(Stage), extra: Iterable[Value] = ()
) -> Scored:
    """One entry scored; alone where nothing is over everybody.

    Args:
        entry: with its organisation and framework at hand.
        stages: whose values count.
        extra: values that are not kept (yet), put over the kept ones.

    Returns:
        The judge, the scores, and the entry's row in them.
    """
    judge = judge_of(entry.framework)
    entries = cohort_of(entry) if judge.cohort else [entry]
    row = next(i for i, one in enumerate(entries) if one.pk == entry.pk)
    answers = [*answers_of(entries, stages=stages), *extra]
    return judge, judge.scorer.score(facts_of(judge, entries, answers)), row


def explain_entry(entry: Entry, *, stages: Sequence[str] = tuple(Stage)) -> Explanation:
    """Why an entry stands where it stands, from grade to input."""
    _, scores, row = score_entry(entry, stages=stages)
    return explain(scores, row)


def standing(
    entry: Entry, answers: Sequence[Value], *, stages: Sequence[str]
) -> tuple[int, dict[str, int]]:
    """Total and points of every item from answers at hand; others' are read where they count."""
    judge = judge_of(entry.framework)
    if judge.cohort:
        _judge_of, found, row = score_entry(entry, stages=stages)
    else:
        found, row = judge.scorer.score(_facts_of_rows(judge, [(entry, answers)])), 0
    return int(found.points[row]), found.item_points(row)


def leaf_points(
    entry: Entry, *, stages: Sequence[str] = tuple(Stage), extra: Iterable[Value] = ()
) -> dict[str, int]:
    """Thousandths of every item of an entry."""
    return points_in_cases(entry, [list(extra)], stages=stages)[0]


def points_in_cases(
    entry: Entry, cases: Sequence[Sequence[Value]], *, stages: Sequence[str] = tuple(Stage)
) -> list[dict[str, int]]:
    """Thousandths of every item of an entry, once for each set of further values, in one run."""
    judge = judge_of(entry.framework)
    if judge.cohort:
        found = [score_entry(entry, stages=stages, extra=case) for case in cases]
        return [scores.item_points(row) for _judge_of, scores, row in found]
    said = answers_of([entry], stages=stages)
    facts = _facts_of_rows(judge, [(entry, [*said, *case]) for case in cases])
    variant = variant_of(judge, entry)
    keys = [one.key for one in judge.scorer.outlines[variant].items]
    matrix = judge.scorer.items(variant, keys, facts, np.arange(len(cases)), ())
    return [dict(zip(keys, column, strict=True)) for column in matrix.T.tolist()]
