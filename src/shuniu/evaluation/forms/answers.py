"""A page of questions: what stands in each field, what was typed, what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shuniu.evaluation.models import Answer
from shuniu.evaluation.queries.entries import Part, source_of
from shuniu.evaluation.queries.sheets import CONDITIONS, Leaf, Question
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.services.answers import Typed
from shuniu.findings import Text
from shuniu.scoring import Column, ColumnKind, say_value

SEPARATOR = "--"  # between a question's key and a part of its field; no key holds it


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    value: str
    label: str
    checked: bool


def plain(answer: Answer | None) -> str:
    """A kept value as it stands in an input."""
    if answer is None or answer.value is None:
        return ""
    if isinstance(answer.value, bool):
        return "1" if answer.value else "0"
    return str(answer.value)


def options_of(column: Column, text: str) -> list[Option]:
    """The choices of a column: yes and no, or what the framework offers."""
    if column.kind is ColumnKind.YES_NO:
        pairs = [("1", _("是")), ("0", _("否"))]
    else:
        pairs = [(one.key, say(one.title)) for one in column.options]
    return [Option(value, label, value == text) for value, label in pairs]


def input_mode(column: Column) -> str:
    """The keyboard a phone shows."""
    whole = column.step is not None and column.step % 1000 == 0
    return "numeric" if whole else "decimal"


@dataclass(slots=True)
class Field:
    """One question on the page.

    Attributes:
        question: what is asked.
        text, not_applicable, note: as they stand in the inputs.
        version: of the value that was seen.
        error: why it could not be kept.
    """

    question: Question
    text: str
    not_applicable: bool
    note: str
    version: int
    may_not_apply: bool = True
    error: str = ""

    @property
    def name(self) -> str:
        """Of the input."""
        return self.question.key

    @property
    def kind(self) -> str:
        """Which input it takes: ``choice``, ``date`` or ``number``."""
        match self.question.column.kind:
            case ColumnKind.YES_NO | ColumnKind.CHOICE:
                return "choice"
            case ColumnKind.DATE:
                return "date"
            case _:
                return "number"

    @property
    def many(self) -> bool:
        """Whether there are too many choices to show them all."""
        return len(self.question.column.options) > 6

    @property
    def options(self) -> list[Option]:
        """Its choices."""
        return options_of(self.question.column, self.text)

    @property
    def unit(self) -> str:
        """Beside the input."""
        column = self.question.column
        return column.unit or ("%" if column.kind is ColumnKind.PERCENT else "")

    @property
    def mode(self) -> str:
        """The keyboard a phone shows."""
        return input_mode(self.question.column)

    @property
    def known(self) -> bool:
        """Whether records answer it, so that it is only corrected."""
        return self.question.known

    @property
    def blank(self) -> Text | None:
        """What a blank stands for, where the framework says so."""
        column = self.question.column
        return None if column.default is None else say_value(column, column.default)

    @property
    def recorded(self) -> Text:
        """What records say, in words."""
        return self.question.words(self.question.record)

    @property
    def said(self) -> Text:
        """What the organisation says, in words."""
        return self.question.words(self.question.own)

    @property
    def source(self) -> Text:
        """What records it comes from."""
        return source_of(self.question.record)

    @property
    def unfolded(self) -> bool:
        """Whether the correction is shown: something stands in it."""
        return self.question.corrected or bool(self.error)

    @property
    def was(self) -> str:
        """What is kept, by which a change is known."""
        own = self.question.own
        return "-" if own is not None and own.not_applicable else plain(own)

    @property
    def typed(self) -> str:
        """What stands in the inputs."""
        return "-" if self.not_applicable else self.text


class PartForm:
    """The questions of a page with what was kept, or with what was just typed."""

    def __init__(self, part: Part, data: Mapping[str, str] | None = None) -> None:
        self.part = part
        self.data = data
        self.fields: dict[str, Field] = {}
        for leaf in part.leaves:
            for question in leaf.questions:
                if question.asked and not question.proof:
                    self.fields[question.key] = self._field(leaf, question)

    def _field(self, leaf: Leaf, question: Question) -> Field:
        own = question.own
        may_not_apply = leaf.key != CONDITIONS
        if self.data is None or f"{question.key}{SEPARATOR}version" not in self.data:
            said = own is not None and own.not_applicable
            note = own.note if own is not None else ""
            return Field(question, plain(own), said, note, question.version, may_not_apply)
        typed = self.data
        return Field(
            question,
            typed.get(question.key, ""),
            bool(typed.get(f"{question.key}{SEPARATOR}na")),
            typed.get(f"{question.key}{SEPARATOR}note", ""),
            number(typed.get(f"{question.key}{SEPARATOR}version", "0")),
            may_not_apply,
        )

    def of(self, leaf: Leaf) -> list[Field]:
        """The fields of a leaf."""
        return [self.fields[q.key] for q in leaf.questions if q.key in self.fields and q.asked]

    def changes(self) -> dict[str, Typed]:
        """What a person changed since the page was made."""
        if self.data is None:
            return {}
        found = {}
        for key, field in self.fields.items():
            was = self.data.get(f"{key}{SEPARATOR}was")
            if was is None:  # not part of what was sent
                continue
            note = self.question_note(field.question)
            if was != field.typed or (field.note != note and f"{key}{SEPARATOR}note" in self.data):
                found[key] = Typed(field.text, field.not_applicable, field.note, field.version)
        return found

    def question_note(self, question: Question) -> str:
        """The remark that is kept."""
        return question.own.note if question.own is not None else ""

    def fail(self, key: str, typed: Typed, reason: str, version: int | None = None) -> None:
        """Show what was typed again, with the reason why it was not kept.

        Where somebody else was faster, ``version`` is theirs: saving again keeps what stands here.
        """
        field = self.fields[key]
        field.text, field.not_applicable = typed.text, typed.not_applicable
        field.note, field.error = typed.note, reason
        field.version = typed.version if version is None else version

    @property
    def faulty(self) -> list[Field]:
        """Fields that could not be kept."""
        return [field for field in self.fields.values() if field.error]


def number(text: str) -> int:
    """A version as it comes back; anything else counts as none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def typed_of(data: Mapping[str, str]) -> tuple[str, Typed]:
    """One value as the page sends it by itself."""
    return data.get("name", ""), Typed(
        data.get("value", ""),
        bool(data.get("not_applicable")),
        data.get("note", ""),
        number(data.get("version", "0")),
    )


def wanted(pks: Sequence[str]) -> list[int]:
    """Numbers of rows that were picked."""
    return [int(one) for one in pks if one.isascii() and one.isdigit() and len(one) < 19]
