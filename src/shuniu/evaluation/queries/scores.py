"""The engine at work on a round: declared frameworks, values by stage, points and reasons.

Nothing here writes. A framework without stages of its own is read with three: what records say,
what the organisation says, what the assessor found; the last that said something counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shuniu.evaluation.models import Answer, Entry, FrameworkVersion
from shuniu.evaluation.states import Stage
from shuniu.findings import FindingsError
from shuniu.scoring import (
    MISSING,
    NOT_APPLICABLE,
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
    """

    scorer: Scorer
    stages: dict[str, str]
    by_points: bool
    cohort: bool

    def column(self, key: str, stage: str) -> str:
        """The engine's column for a plain key at one of our stages."""
        return f"{key}@{self.stages[stage]}"


@lru_cache(maxsize=32)
def _judge(digest: str, text: str) -> Judge:  # noqa: ARG001 (the digest is what the cache goes by)
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
    return Judge(scorer, stages, by_points, cohort)


def judge_of(framework: FrameworkVersion) -> Judge:
    """A framework version compiled; kept for the next time.

    Raises:
        FindingsError: the text cannot be read (drafts only).
    """
    return _judge(framework.digest, framework.text)


def variant_of(judge: Judge, entry: Entry) -> str:
    """The table of an entry; an empty key where there is one only.

    Raises:
        KeyError: no table fits the type and size.
    """
    if entry.variant and entry.variant in judge.scorer.outlines:
        return entry.variant
    scores = judge.scorer.score(_facts(judge, [entry], ()))
    outline = scores.outline(0)
    if outline is None:
        raise KeyError(entry.type)
    return outline.variant


def answers_of(entries: Iterable[Entry], *, stages: Sequence[str] = tuple(Stage)) -> list[Answer]:
    """The values of entries at some stages, in one query."""
    rows = Answer.objects.filter(entry__in=[one.pk for one in entries], stage__in=stages)
    return list(rows.only("entry_id", "key", "stage", "value", "not_applicable"))


def facts_of(judge: Judge, entries: Sequence[Entry], answers: Iterable[Answer]) -> Facts:
    """Values as the engine takes them: a column for each key and stage.

    What does not fit its column counts as missing: it was checked when it was entered, and a later
    version of the framework may ask differently.
    """
    return _facts(judge, entries, answers)


def _facts(judge: Judge, entries: Sequence[Entry], answers: Iterable[Answer]) -> Facts:
    count = len(entries)
    columns = {column.key: column for column in judge.scorer.columns}
    held: dict[str, NDArray[np.float64]] = {}
    at = {entry.pk: row for row, entry in enumerate(entries)}
    ordered = sorted(answers, key=lambda one: _ORDER[one.stage])
    for one in ordered:
        column = columns.get(judge.column(one.key, one.stage))
        if column is None:
            continue
        values = held.get(column.key)
        if values is None:
            values = held[column.key] = np.full(count, np.nan)
        values[at[one.entry_id]] = as_float(column, one.value, applies=not one.not_applicable)
    for row, entry in enumerate(entries):
        for key, word in (("type", entry.type), ("size", entry.size), (VARIANT, entry.variant)):
            column = columns.get(key)
            if column is not None:
                values = held.setdefault(key, np.full(count, np.nan))
                values[row] = as_float(column, word or None)
    names = [entry.organisation.name for entry in entries]
    codes = [entry.organisation.code for entry in entries]
    return Facts(names, held, codes)


_ORDER = {Stage.RECORD.value: 0, Stage.SELF.value: 1, Stage.ASSESS.value: 2}


def as_float(column: Column, value: object, *, applies: bool = True) -> float:
    """One kept value as it stands in a column of floats; what does not fit is missing."""
    if not applies:
        return -math.inf
    try:
        milli = column.encode(value)
    except (ValueError, FindingsError):
        return math.nan
    if milli == MISSING:
        return math.nan
    return -math.inf if milli == NOT_APPLICABLE else milli / 1000


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


def score_entry(
    entry: Entry, *, stages: Sequence[str] = tuple(Stage), extra: Iterable[Answer] = ()
) -> tuple[Judge, Scores, int]:
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


def leaf_points(
    entry: Entry, *, stages: Sequence[str] = tuple(Stage), extra: Iterable[Answer] = ()
) -> dict[str, int]:
    """Thousandths of every item of an entry."""
    _, scores, row = score_entry(entry, stages=stages, extra=extra)
    return scores.item_points(row)
