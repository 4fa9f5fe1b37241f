"""The columns of a sheet of ballots."""

from __future__ import annotations

from shuniu.findings import Text
from shuniu.scoring._columns import Column, ColumnKind, ColumnOption
from shuniu.scoring._exact import UNIT
from shuniu.scoring._panels._declaration import TallyModel
from shuniu.scoring._panels._load import Tally


def ballot_columns(declaration: Tally) -> tuple[Column, ...]:
    """The columns of a sheet of ballots, for a reader or a template to build on.

    A column of groups or questions is there only where the tally has several. The columns of
    ballots and candidates are choices without options: any name will do.
    """
    model = declaration.model
    model = declaration.model
    words = (
        ("ballot", Text("票号", "ballot")),
        ("candidate", Text("评议对象", "candidate")),
    )
    columns = [Column(key, title, ColumnKind.CHOICE) for key, title in words]
    if model.groups:
        options = tuple(ColumnOption(g.key, g.title) for g in model.groups)
        title = Text("评议人类别", "group of raters")
        columns.append(Column("group", title, ColumnKind.CHOICE, options))
    if len(model.questions) > 1:
        options = tuple(ColumnOption(q.key, q.title) for q in model.questions)
        title = Text("评议项目", "question")
        columns.append(Column("question", title, ColumnKind.CHOICE, options))
    return (*columns, _mark_column(model))


def _mark_column(model: TallyModel) -> Column:
    title = Text("评价", "mark")
    if model.marks:
        options = tuple(ColumnOption(m.key, m.title) for m in model.marks)
        return Column("mark", title, ColumnKind.CHOICE, options)
    limits = [n for q in model.questions if (n := model.numbers_of(q)) is not None]
    return Column(
        "mark",
        title,
        ColumnKind.NUMBER,
        low=min(n.min for n in limits),
        high=max(n.max for n in limits),
        step=min((n.step for n in limits), default=UNIT),
    )
