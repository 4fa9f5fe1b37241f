"""What an assessor enters at a leaf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from shuniu.evaluation.forms.answers import SEPARATOR, Field, Option, number, plain
from shuniu.evaluation.models import Answer, LeafMark
from shuniu.evaluation.queries import scores, work
from shuniu.evaluation.queries.sheets import CONDITIONS, SAID, Leaf, Question, Sheet
from shuniu.evaluation.services.assessment import Said
from shuniu.scoring import is_value, show


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with the key that picks it."""

    option: Option
    key: str


class MarkForm:
    """The fields of a leaf, filled with what was found, with what is stated, or with what was typed.

    Where the framework has assessors write points there is one field: the points.
    """

    def __init__(
        self,
        sheet: Sheet,
        leaf: Leaf,
        mark: LeafMark | None = None,
        data: Mapping[str, str] | None = None,
    ) -> None:
        self.sheet = sheet
        self.leaf = leaf
        self.mark = mark
        self.data = data
        self.by_points = sheet.by_points
        self.fields = [self._field(one) for one in self._questions()]
        self.reason = (data or {}).get("reason", mark.reason if mark else "")
        self.version = number((data or {}).get("version", "")) or (mark.version if mark else 0)
        self.errors: dict[str, str] = {}
        self._number_choices()

    def _questions(self) -> list[Question]:
        if not self.by_points:
            return [one for one in self.leaf.questions if not one.shared]
        column = work.points_column(self.sheet, self.leaf.key)
        return [] if column is None else [Question(self.leaf.key, column)]

    def _field(self, question: Question) -> Field:
        text, not_applicable = self._stands(question)
        if self.data is not None:
            text = self.data.get(question.key, "").strip()
            not_applicable = bool(self.data.get(f"{question.key}{SEPARATOR}na"))
        may_not_apply = self.leaf.key != CONDITIONS and not self.by_points
        return Field(question, text, not_applicable, "", 0, may_not_apply)

    def _stands(self, question: Question) -> tuple[str, bool]:
        found = self.mark.values.get(question.key) if self.mark is not None else None
        if found is not None:
            held = Answer(value=found["value"], not_applicable=found["not_applicable"])
            return plain(held), held.not_applicable
        if self.by_points:
            own = self.leaf.now
            return (show(own) if own is not None and is_value(own) else ""), False
        current = question.current
        return plain(current), bool(current is not None and current.not_applicable)

    def _number_choices(self) -> None:
        """The first nine options of the page have keys of their own."""
        keys = count(1)
        self.choices: dict[str, list[Choice]] = {}
        for field in self.fields:
            if field.kind == "choice" and not field.many:
                self.choices[field.name] = [
                    Choice(option, str(n) if (n := next(keys)) < 10 else "")
                    for option in field.options
                ]

    def __iter__(self) -> Iterator[Field]:
        """Its fields."""
        return iter(self.fields)

    @property
    def values(self) -> dict[str, Said]:
        """What was entered."""
        return {one.name: Said(one.text, one.not_applicable) for one in self.fields}

    def fail(self, key: str, reason: str) -> None:
        """Say beside a field why it cannot be kept; with no key, above them all."""
        field = next((one for one in self.fields if one.name == key), None)
        if field is None:
            self.errors[key] = reason
        else:
            field.error = reason


def total_of(sheet: Sheet, marks: Mapping[str, LeafMark]) -> int:
    """The total with everything found so far."""
    extra = work.said_in(sheet.entry, work.merged(marks.values()))
    _judge, found, row = scores.score_entry(sheet.entry, stages=SAID, extra=extra)
    return int(found.points[row])
