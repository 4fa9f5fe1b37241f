"""Ballots as rows, and the same as numbered columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuniu.findings import Finding, FindingsError, Place, Severity, Text
from shuniu.scoring._exact import show, to_milli
from shuniu.scoring._panels._declaration import ONE_GROUP, Numbers, Question, TallyModel

Ints = NDArray[np.int64]
BLANK = -(2**62)  # a question left blank on a ballot
MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class BallotTable:
    """Ballots, one row per mark.

    Attributes:
        ballot: opaque key of the ballot (never of the rater).
        candidate: who or what is marked.
        mark: key or title of a mark, or a number; ``None`` or ``""`` is left blank.
        group: group of the rater; may be empty where the tally declares none.
        question: question answered; may be empty where there is only one.
        candidates: everybody who should be marked, in the order of the result; all who appear,
            by key, where empty.
        spoilt: ballots the tellers have declared void.
        places: where each row was read; its number where empty.
    """

    ballot: Sequence[str]
    candidate: Sequence[str]
    mark: Sequence[object]
    group: Sequence[str] = ()
    question: Sequence[str] = ()
    candidates: tuple[str, ...] = ()
    spoilt: frozenset[str] = frozenset()
    places: Sequence[Place] = ()

    def __post_init__(self) -> None:
        rows = len(self.ballot)
        lists = (self.candidate, self.mark, self.group, self.question, self.places)
        wrong = [one for one in lists[:2] if len(one) != rows]
        if wrong or any(one and len(one) != rows for one in lists[2:]):
            message = "all columns of a ballot table have the same number of rows"
            raise ValueError(message)

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, object]],
        candidates: Sequence[str] = (),
        spoilt: Iterable[str] = (),
        places: Sequence[Place] = (),
    ) -> BallotTable:
        """A table from rows with the keys of ``ballot_columns``."""
        kept = list(rows)
        names = {
            key: [_word(row.get(key)) for row in kept]
            for key in ("ballot", "candidate", "group", "question")
        }
        return cls(
            mark=[row.get("mark") for row in kept],
            candidates=tuple(candidates),
            spoilt=frozenset(spoilt),
            places=places,
            **names,
        )

    def place(self, row: int) -> Place:
        """Where a row was read."""
        return self.places[row] if self.places else Place(line=row + 1, path="ballots")


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows with numbers in place of names; ``code`` is a mark's index or thousandths."""

    ballots: tuple[str, ...]
    candidates: tuple[str, ...]
    ballot: Ints
    group: Ints
    candidate: Ints
    question: Ints
    code: Ints

    def only(self, keep: NDArray[np.bool_]) -> Rows:
        """The rows that ``keep`` names; ballots and candidates stay numbered as they are."""
        columns = (self.ballot, self.group, self.candidate, self.question, self.code)
        return Rows(self.ballots, self.candidates, *(column[keep] for column in columns))


class _Reader:
    """Reads names and marks, and notes what cannot be read."""

    def __init__(self, model: TallyModel, table: BallotTable) -> None:
        self.model = model
        self.table = table
        self.findings: list[Finding] = []
        self.known: dict[tuple[int, str], int] = {}
        self.words = {
            word: number
            for number, mark in reversed(list(enumerate(model.marks)))
            for word in (*mark.aliases, mark.title.en, mark.title.zh, mark.key)
        }

    def fault(self, row: int, code: str, text: Text, fix: Text) -> int:
        self.findings.append(Finding(code, Severity.ERROR, self.table.place(row), text, fix))
        if len(self.findings) >= MOST_FINDINGS:
            raise FindingsError(self.findings)
        return 0

    def named(self, column: Sequence[str], words: Mapping[str, int], code: str, what: Text) -> Ints:
        """Numbers of names; the only one there is may be left out."""
        if not column or words == {ONE_GROUP: 0}:
            column = [""] * len(self.table.ballot)
        only = len(set(words.values())) == 1
        numbers = np.zeros(len(column), np.int64)
        for row, word in enumerate(column):
            number = words.get(word)
            if number is None and not (only and not word):
                text = Text("没有{what}“{word}”。", "There is no {what} “{word}”.")
                number = self.fault(row, code, text.fill(what=what, word=word), _NAMES)
            numbers[row] = number or 0
        return numbers

    def marks(self, question: Ints) -> Ints:
        """Each different word is read once."""
        codes = np.zeros(len(question), np.int64)
        for row, (mark, number) in enumerate(zip(self.table.mark, question.tolist(), strict=True)):
            seen = (number, _word(mark))
            if seen not in self.known:
                self.known[seen] = self.mark(row, seen[1], self.model.questions[number])
            codes[row] = self.known[seen]
        return codes

    def mark(self, row: int, word: str, question: Question) -> int:
        if not word:
            return BLANK
        numbers = self.model.numbers_of(question)
        if numbers is None:
            code = self.words.get(word)
            if code is None:
                allowed = "、".join(m.title.zh for m in self.model.marks)
                english = ", ".join(m.title.en for m in self.model.marks)
                return self._unread(row, word, Text(allowed, english))
            return code
        try:
            milli = to_milli(word)
        except ValueError:
            return self._unread(row, word, said_numbers(numbers))
        if not numbers.min <= milli <= numbers.max or milli % numbers.step:
            return self._unread(row, word, said_numbers(numbers))
        return milli

    def _unread(self, row: int, word: str, expected: Text) -> int:
        text = Text("“{word}”不是这张票上的评分。", "“{word}” is not a mark of this ballot.")
        fix = Text("可填：{expected}。", "Expected: {expected}.")
        return self.fault(row, "T303", text.fill(word=word), fix.fill(expected=expected))


_NAMES = Text("请改成表上所列的名称。", "Use one of the names on the sheet.")


def said_numbers(numbers: Numbers) -> Text:
    """The limits of a number in words."""
    low, high, step = show(numbers.min), show(numbers.max), show(numbers.step)
    return Text(f"{low} 至 {high}，间隔 {step}", f"{low} to {high} in steps of {step}")


def read_rows(model: TallyModel, table: BallotTable) -> Rows:
    """The table as numbers.

    Raises:
        FindingsError: T301 unknown group, T302 unknown question, T303 a mark that cannot be read,
            T304 one line twice on a ballot, T305 one ballot in two groups, T306 not a candidate.
    """
    reader = _Reader(model, table)
    groups = {w: n for n, g in enumerate(model.rater_groups) for w in _titles(g.key, g.title)}
    asked = {w: n for n, q in enumerate(model.questions) for w in _titles(q.key, q.title)}
    if not model.groups:
        groups = {ONE_GROUP: 0}
    group = reader.named(table.group, groups, "T301", Text("评议人类别", "group of raters"))
    question = reader.named(table.question, asked, "T302", Text("评议项目", "question"))
    ballots = tuple(sorted(set(table.ballot)))
    candidates = table.candidates or tuple(sorted(set(table.candidate)))
    ballot_no = {name: n for n, name in enumerate(ballots)}
    ballot = np.array([ballot_no[name] for name in table.ballot], np.int64)
    listed = {name: n for n, name in enumerate(candidates)}
    candidate = reader.named(table.candidate, listed, "T306", Text("评议对象", "candidate"))
    rows = Rows(ballots, candidates, ballot, group, candidate, question, reader.marks(question))
    _once(reader, rows, len(model.questions))
    if reader.findings:
        raise FindingsError(reader.findings)
    return rows


def _titles(key: str, title: Text) -> tuple[str, ...]:
    return (key, title.zh, title.en)


def _once(reader: _Reader, rows: Rows, questions: int) -> None:
    """Each line stands once on a ballot, and a ballot belongs to one group."""
    line = (rows.ballot * max(len(rows.candidates), 1) + rows.candidate) * questions
    line = line + rows.question
    _, first = np.unique(line, return_index=True)
    for row in sorted(set(range(len(line))) - set(first.tolist()))[:MOST_FINDINGS]:
        reader.fault(row, "T304", _TWICE, _TWICE_FIX)
    _, first, inverse = np.unique(rows.ballot, return_index=True, return_inverse=True)
    for row in np.flatnonzero(rows.group != rows.group[first][inverse])[:MOST_FINDINGS].tolist():
        reader.fault(row, "T305", _GROUPS, _GROUPS_FIX)


_TWICE = Text(
    "同一张票对同一对象的同一项目评了两次。", "One ballot marks the same person and question twice."
)
_TWICE_FIX = Text("请核对票号，保留一次。", "Check the number of the ballot and keep one.")
_GROUPS = Text("同一张票写着两类评议人。", "One ballot names two groups of raters.")
_GROUPS_FIX = Text("请核对票号和评议人类别。", "Check the number of the ballot and the group.")
