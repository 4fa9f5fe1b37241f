"""What a check sees: one table with its nodes, its bounds and its places in the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuniu.findings import Finding, Severity, Text
from shuniu.scoring._bounds import Bounder, Bounds
from shuniu.scoring._columns import ColumnKind
from shuniu.scoring._document import Path_
from shuniu.scoring._exact import LARGEST, UNIT
from shuniu.scoring._load import Declaration
from shuniu.scoring._model import Framework
from shuniu.scoring._outline import Outline


@dataclass(slots=True)
class Table:
    """One table under the linter."""

    declaration: Declaration
    outline: Outline
    bounder: Bounder = field(init=False)
    open_items: tuple[Path_, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.bounder = Bounder(self.limits)
        named = {part.item for part in self.framework.open}
        self.open_items = tuple(one.path for one in self.outline.items if one.key in named)

    @property
    def framework(self) -> Framework:
        """As declared."""
        return self.outline.framework

    def limits(self, name: str) -> Bounds:
        """What a column may hold, taking its declared limits at their word."""
        keys = self.outline.sources.get(name, (name,))
        column = self.outline.by_key[keys[0]]
        low = -LARGEST if column.low is None else column.low
        high = LARGEST if column.high is None else column.high
        if column.kind is ColumnKind.YES_NO:
            low, high = 0, UNIT
        elif column.kind is ColumnKind.CHOICE:
            low, high = 0, (len(column.options) - 1) * UNIT
        elif column.kind is ColumnKind.DATE:
            low = max(low, 0)
        return Bounds(low, high, marked=column.default is None)

    def find(
        self, code: str, path: Path_, text: Text, fix: Text, severity: Severity = Severity.WARNING
    ) -> Finding:
        """A finding at a path of this table.

        An error in an item that the framework itself names as open in its source is a warning: the
        sheet says so, and its visible part can still be used.
        """
        if severity is Severity.ERROR and any(path[: len(one)] == one for one in self.open_items):
            severity = Severity.WARNING
        place = self.declaration.place(self.outline.variant, path)
        return Finding(code, severity, place, text, fix)
