"""Life cycles as tables of moves, and the one function that walks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _

from shuniu.base.verdicts import ALLOWED, Refused, Verdict, refuse


@dataclass(frozen=True, slots=True)
class Move:
    """One legal step of a life cycle: its verb, where it may start, where it ends."""

    name: str
    sources: tuple[str, ...]
    target: str


def moves(*rows: Move) -> Mapping[str, Move]:
    """A table of moves by verb."""
    return {row.name: row for row in rows}


def can_move(row: models.Model, move: Move, *, field: str = "state") -> Verdict:
    """Whether the row stands where the move may start."""
    if getattr(row, field) in move.sources:
        return ALLOWED
    return refuse(
        _("当前状态是“%(state)s”，不能进行这一步。请刷新页面查看最新状态。")
        % {"state": _shown(row, field)},
        "moves.state",
    )


def walk(row: models.Model, move: Move, *, field: str = "state") -> None:
    """Take the step, or refuse because somebody was faster.

    The update names the states it may start from, because SQLite ignores row locks; the row in
    hand is brought up to date.

    Raises:
        Refused: the row does not stand where the move may start.
    """
    with transaction.atomic():
        manager = type(row)._default_manager  # noqa: SLF001 (Django's documented public name)
        here = manager.select_for_update().filter(pk=row.pk, **{f"{field}__in": move.sources})
        if not here.update(**{field: move.target}):
            row.refresh_from_db(fields=[field])
            raise Refused(can_move(row, move, field=field))
    setattr(row, field, move.target)


def _shown(row: models.Model, field: str) -> str:
    display = getattr(row, f"get_{field}_display", None)
    return str(display() if callable(display) else getattr(row, field))
