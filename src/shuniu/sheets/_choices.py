"""Yes or no, and one of several options, in the words people use for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuniu.findings import Text
from shuniu.sheets._fault import Fault, number_shown, shown
from shuniu.sheets._spec import ColumnSpec
from shuniu.sheets._words import folded

_YES = frozenset(("是", "有", "对", "对勾", "已", *"√✓✔☑✅", "y", "yes", "true", "t", "1"))
_NO = frozenset(("否", "无", "没有", "不是", "叉", *"×✗✘✕❌", "x", "n", "no", "false", "f", "0"))


@dataclass(frozen=True, slots=True)
class YesNoParser:
    """Reads the cells of a ``YES_NO`` column: yes 1, no 0."""

    spec: ColumnSpec

    def __call__(self, value: object) -> float | Fault:
        """1 or 0, or why it is neither."""
        word = _word(value)
        if word in _YES:
            return 1.0
        return 0.0 if word in _NO else Fault("S148", {"found": shown(value)})


@dataclass(frozen=True, slots=True)
class ChoiceParser:
    """Reads the cells of a ``CHOICE`` column into the index of the option."""

    spec: ColumnSpec
    _index: dict[str, int | None] = field(init=False)

    def __post_init__(self) -> None:
        index: dict[str, int | None] = {}
        for at, option in enumerate(self.spec.options):
            for word in {folded(word) for word in option.words} - {""}:
                # A word of two options stands for neither.
                index[word] = at if index.get(word, at) == at else None
        object.__setattr__(self, "_index", index)

    def __call__(self, value: object) -> float | Fault:
        """The index, or why there is none."""
        at = self._index.get(_word(value))
        if at is not None:
            return float(at)
        return Fault("S149", {"found": shown(value), "options": self._titles()})

    def _titles(self) -> Text:
        titles = [option.title for option in self.spec.options]
        return Text("、".join(t.zh for t in titles), ", ".join(t.en for t in titles))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return number_shown(float(value))
    return folded(value) if isinstance(value, str) else ""
