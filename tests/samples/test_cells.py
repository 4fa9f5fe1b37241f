"""Cells of the sample hub: written by habit, never open to two readings."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from samples._cells import HABITS, Cell, Habit, written
from shuniu.findings import Text
from shuniu.scoring import Column, ColumnKind, ColumnOption, Mark

COUNT = Column("count", Text("次数", "times"), unit="次")
RATE = Column("rate", Text("比例", "rate"), ColumnKind.PERCENT)
HELD = Column("held", Text("已召开", "held"), ColumnKind.YES_NO)
DAY = Column("day", Text("日期", "day"), ColumnKind.DATE)
FORM = Column(
    "form",
    Text("形式", "form"),
    ColumnKind.CHOICE,
    (ColumnOption("own", Text("单独组建", "own")), ColumnOption("none", Text("未建", "none"))),
)


class Never(Random):
    """Keeps everybody to the own habit."""

    def random(self) -> float:
        return 1.0


@pytest.mark.parametrize(
    ("habit", "cell"),
    [
        (Habit.NEAT, Cell(12.0)),
        (Habit.TEXT, Cell("12")),
        (Habit.FULL_WIDTH, Cell("１２")),
        (Habit.UNITS, Cell("12 次")),
    ],
)
def test_a_count_is_written_by_habit(habit: Habit, cell: Cell) -> None:
    assert written(COUNT, 12, habit, Never()) == cell


@pytest.mark.parametrize(
    ("habit", "cell"),
    [
        (Habit.NEAT, Cell(0.855, "percent")),
        (Habit.TEXT, Cell("85.5%")),
        (Habit.FULL_WIDTH, Cell("８５．５％")),
        (Habit.UNITS, Cell(85.5)),
    ],
)
def test_a_rate_is_written_by_habit(habit: Habit, cell: Cell) -> None:
    assert written(RATE, 85.5, habit, Never()) == cell


@pytest.mark.parametrize("value", [0, 0.4, 1])
@pytest.mark.parametrize("habit", HABITS)
def test_a_small_rate_is_never_a_bare_number(habit: Habit, value: float) -> None:
    cell = written(RATE, value, habit, Never())
    assert cell.look == "percent" or isinstance(cell.content, str)


@pytest.mark.parametrize("habit", HABITS)
def test_yes_and_no_are_two_different_words(habit: Habit) -> None:
    yes, no = (written(HELD, value, habit, Never()).content for value in (True, False))
    assert yes != no
    assert None not in {yes, no}


@pytest.mark.parametrize(
    ("habit", "cell"),
    [
        (Habit.NEAT, Cell(date(2026, 3, 5), "date")),
        (Habit.TEXT, Cell("2026年3月5日")),
        (Habit.FULL_WIDTH, Cell("2026.3.5")),
        (Habit.UNITS, Cell("2026/3/5")),
    ],
)
def test_a_day_is_written_by_habit(habit: Habit, cell: Cell) -> None:
    assert written(DAY, date(2026, 3, 5), habit, Never()) == cell


@pytest.mark.parametrize("habit", HABITS)
def test_an_option_is_written_with_its_words(habit: Habit) -> None:
    content = written(FORM, "own", habit, Never()).content
    assert isinstance(content, str)
    assert content.strip() == "单独组建"


@pytest.mark.parametrize("habit", HABITS)
def test_missing_is_blank_and_not_applicable_is_said(habit: Habit) -> None:
    assert written(COUNT, Mark.MISSING, habit, Never()) == Cell(None)
    assert written(COUNT, Mark.NOT_APPLICABLE, habit, Never()).content in {"不适用", "n/a", "N/A"}


def test_now_and_then_everybody_writes_neatly() -> None:
    rng = Random(1)
    cells = {written(COUNT, 12, Habit.FULL_WIDTH, rng) for _ in range(50)}
    assert cells == {Cell(12.0), Cell("１２")}
