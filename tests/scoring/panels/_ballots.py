"""Ballots of a golden case: counted marks or single ballots, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from shuniu.scoring._panels import BallotTable, TallyModel

Row = dict[str, object]


def table_of(model: TallyModel, case: Mapping[str, Any]) -> BallotTable:
    """The table that a case describes."""
    rows = [*_counted(model, case.get("votes", {})), *_single(model, case.get("ballots", []))]
    return BallotTable.from_rows(rows, spoilt=case.get("spoilt", ()))


def _counted(model: TallyModel, votes: Mapping[str, Any]) -> Iterator[Row]:
    for candidate, parts in votes.items():
        for group, questions in parts.items() if model.groups else [("", parts)]:
            for question, counts in questions.items():
                marks = [mark for mark, n in counts.items() for _ in range(n)]
                for number, mark in enumerate(marks):
                    ballot = f"{group}{candidate}{number:04}"
                    yield _row(ballot, group, candidate, question, mark)


def _single(model: TallyModel, ballots: list[Mapping[str, Any]]) -> Iterator[Row]:
    numbers: dict[str, int] = defaultdict(int)
    for one in ballots:
        group = one.get("group", "")
        numbers[group] += 1
        for candidate, given in one["marks"].items():
            line = given if isinstance(given, dict) else {model.questions[0].key: given}
            for question, mark in line.items():
                yield _row(f"{group}{numbers[group]:04}", group, candidate, question, mark)


def _row(ballot: str, group: str, candidate: str, question: str, mark: object) -> Row:
    return {
        "ballot": ballot,
        "group": group,
        "candidate": candidate,
        "question": question,
        "mark": mark,
    }
