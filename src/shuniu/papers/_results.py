"""One run as the papers show it: the scores, why, what would raise them, where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from shuniu.findings import Finding, Text
from shuniu.scoring import (
    MISSING,
    Advice,
    Explanation,
    Scores,
    Status,
    advise,
    explain_all,
    is_value,
    maximum_of,
)

Progress = Callable[[str, int, int], None]
STATUS_WORDS = {
    Status.GRADED: Text("已评定", "graded"),
    Status.BLOCKED: Text("待补数据", "data missing"),
    Status.NOT_ADMITTED: Text("不予参评", "not admitted"),
    Status.NO_TABLE: Text("无适用表", "no table"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a run comes from.

    Attributes:
        framework: name of the framework file as given.
        framework_digest, data_digest: SHA-256.
        data: name of the data file.
        made: the day, ISO, as the caller says it.
        findings: warnings of the reading.
    """

    framework: str
    framework_digest: str
    data: str
    data_digest: str
    made: str
    findings: tuple[Finding, ...] = ()


@dataclass
class Results:
    """A run with everything the papers need; each part is worked out once, when first asked for."""

    scores: Scores
    origin: Origin
    progress: Progress | None = None

    def __len__(self) -> int:
        return len(self.scores)

    @cached_property
    def explanations(self) -> list[Explanation]:
        """The trace of each organisation."""
        out = []
        for told in explain_all(self.scores):
            out.append(told)
            if self.progress is not None:
                self.progress("explain", len(out), len(self.scores))
        return out

    @cached_property
    def advice(self) -> list[tuple[Advice, ...]]:
        """What would raise each."""
        return advise(self.scores)

    @cached_property
    def tops(self) -> list[tuple[str, Text, int]]:
        """Key, title and points of the topmost items, over all tables."""
        found: dict[str, tuple[str, Text, int]] = {}
        for outline in self.scores.scorer.outlines.values():
            for one in outline.items:
                if not one.parent and not one.bonus:
                    found.setdefault(one.key, (one.key, one.item.title, one.item.points))
        return list(found.values())

    @cached_property
    def maximum(self) -> int:
        """The most that any table can give."""
        return max(maximum_of(outline) for outline in self.scores.scorer.outlines.values())

    def grade(self, row: int) -> Text | None:
        """The grade of an organisation in words."""
        return self.scores.grade_title(int(self.scores.grade[row]))

    def status(self, row: int) -> Text:
        """Its state in words."""
        return STATUS_WORDS[self.scores.status_of(row)]

    def points(self, row: int) -> int | None:
        """Its total in thousandths, where it can be said."""
        points = int(self.scores.points[row])
        return points if is_value(points) else None

    def missing(self, row: int) -> int:
        """How many leaves lack data."""
        return sum(
            any(reading.milli == MISSING for reading in entry.readings)
            for _, entry in self.explanations[row].walk()
            if entry.is_leaf
        )

    def share(self, row: int) -> float | None:
        """The total as a share of the maximum, from 0 to 1 and beyond."""
        points = self.points(row)
        return None if points is None or not self.maximum else points / self.maximum

    @cached_property
    def distribution(self) -> list[tuple[Text, int]]:
        """How many hold each grade, best first, then those without one."""
        scores = self.scores
        bands = len(scores.scorer.framework.bands)
        count = Counter(int(grade) for grade in scores.grade)
        indices = [*range(bands), *([bands] if count[bands] else [])]
        out = [(scores.grade_title(i) or Text.same(""), count[i]) for i in indices]
        for status, words in STATUS_WORDS.items():
            held = sum(scores.status_of(row) is status for row in range(len(scores)))
            if held and status is not Status.GRADED:
                out.append((words, held))
        return out
