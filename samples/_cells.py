"""How people write a value into a sheet: habits that differ, and never leave it open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random
from typing import Literal, TypeAlias

from samples._organisations import Value
from shuniu.scoring import Column, ColumnKind, Mark

Look: TypeAlias = Literal["plain", "percent", "date"]
_FULL_WIDTH = str.maketrans("0123456789.%-", "０１２３４５６７８９．％－")


class Habit(StrEnum):
    """How a contact fills in a sheet."""

    NEAT = "neat"
    TEXT = "text"
    FULL_WIDTH = "full_width"
    UNITS = "units"


HABITS = tuple(Habit)
_YES_NO: dict[Habit, tuple[str | bool, str | bool]] = {
    Habit.NEAT: ("是", "否"),
    Habit.TEXT: ("有", "无"),
    Habit.FULL_WIDTH: ("√", "×"),
    Habit.UNITS: (True, False),
}
_NOT_APPLICABLE: dict[Habit, str] = {
    Habit.NEAT: "不适用",
    Habit.TEXT: "N/A",
    Habit.FULL_WIDTH: "不适用",
    Habit.UNITS: "n/a",
}
_DATES: dict[Habit, str] = {
    Habit.TEXT: "{0.year}年{0.month}月{0.day}日",
    Habit.FULL_WIDTH: "{0.year}.{0.month}.{0.day}",
    Habit.UNITS: "{0.year}/{0.month}/{0.day}",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is put into a cell, and how it looks there."""

    content: str | float | bool | date | None
    look: Look = "plain"


def written(column: Column, value: Value, habit: Habit, rng: Random) -> Cell:
    """A value as this contact writes it; now and then everybody writes neatly."""
    if value is Mark.MISSING:
        return Cell(None)
    if value is Mark.NOT_APPLICABLE:
        return Cell(_NOT_APPLICABLE[habit])
    if rng.random() < 0.4:
        habit = Habit.NEAT
    if isinstance(value, bool):
        return Cell(_YES_NO[habit][0 if value else 1])
    if isinstance(value, date):
        return Cell(value, "date") if habit is Habit.NEAT else Cell(_DATES[habit].format(value))
    if isinstance(value, str):
        return Cell(_option(column, value, habit))
    if column.kind is ColumnKind.PERCENT:
        return _percent(float(value), habit)
    return _number(float(value), column.unit, habit)


def _option(column: Column, key: str, habit: Habit) -> str:
    title = next(option.title.zh for option in column.options if option.key == key)
    return f" {title} " if habit is Habit.TEXT else title


def _percent(value: float, habit: Habit) -> Cell:
    match habit:
        case Habit.TEXT:
            return Cell(f"{value:g}%")
        case Habit.FULL_WIDTH:
            return Cell(f"{value:g}%".translate(_FULL_WIDTH))
        case Habit.UNITS if value > 1:  # a bare 0.9 could be 0.9 % or 90 %, so nobody writes it
            return Cell(value)
        case _:
            return Cell(round(value / 100, 6), "percent")


def _number(value: float, unit: str, habit: Habit) -> Cell:
    match habit:
        case Habit.TEXT:
            return Cell(f"{value:,.1f}" if value >= 1000 else f"{value:g}")
        case Habit.FULL_WIDTH:
            return Cell(f"{value:g}".translate(_FULL_WIDTH))
        case Habit.UNITS if unit:
            return Cell(f"{value:g} {unit}")
        case _:
            return Cell(value)
