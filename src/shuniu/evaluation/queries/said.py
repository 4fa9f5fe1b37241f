"""Values as they were said: read without the weight of a model, put into the engine's numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from django.db.models import TextField
from django.db.models.functions import Cast

from shuniu.evaluation.models import Answer, Entry
from shuniu.evaluation.states import Stage
from shuniu.findings import FindingsError
from shuniu.scoring import MISSING, NOT_APPLICABLE, Column


class Value(Protocol):
    """What the engine needs of an answer, kept or not."""

    @property
    def entry_id(self) -> int:
        """Whose."""

    @property
    def key(self) -> str:
        """Of what."""

    @property
    def stage(self) -> str:
        """Said by whom."""

    @property
    def value(self) -> object:
        """A number as text, yes or no, an option's key, a day."""

    @property
    def not_applicable(self) -> bool:
        """Whether it does not apply."""


class Kept(NamedTuple):
    """A value as it was read, without the weight of a row of the model."""

    entry_id: int
    key: str
    stage: str
    value: object
    not_applicable: bool


def answers_of(entries: Iterable[Entry], *, stages: Sequence[str] = tuple(Stage)) -> list[Kept]:
    """The values of entries at some stages, in one query."""
    rows = Answer.objects.filter(entry__in=[one.pk for one in entries], stage__in=stages)
    plain = rows.order_by().annotate(text=Cast("value", TextField()))
    read: dict[str | None, object] = {None: None}  # few different values stand in many rows
    found = []
    for entry, key, stage, text, applies_not in plain.values_list(
        "entry_id", "key", "stage", "text", "not_applicable"
    ):
        if text not in read:
            read[text] = json.loads(text)
        found.append(Kept(entry, key, stage, read[text], applies_not))
    return found


def says_something(answer: Value | None) -> bool:
    """Whether there is a value; one that was taken back leaves a row without any."""
    return answer is not None and (answer.value is not None or answer.not_applicable)


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
