"""The trace of one result: plain values, from the grade down to the inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from shuniu.findings import Lang, Place, Text
from shuniu.scoring._exact import is_value, show


@dataclass(frozen=True, slots=True)
class Reading:
    """One input of a leaf.

    Attributes:
        key: the column the value came from (with its stage, where there are stages).
        title: the words a person knows the column by.
        milli: thousandths, or a mark.
        value: the value in words.
        source: ``record``, ``register``, ``asked``, ``rater`` or empty.
        by_default: whether a blank cell was read as the declared default.
    """

    key: str
    title: Text
    milli: int
    value: Text
    source: str = ""
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the working, with the value it arrives at (thousandths) where it has one.

    ``kind`` tells apart the sum of parts, a cap or floor that bit, a rounding, a rescaling.
    """

    text: Text
    value: int | None = None
    kind: Literal["", "sum", "cap", "rounding", "rescaling"] = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the sheet as it was scored.

    Attributes:
        key, title: of the item.
        rule: the wording of the rule, where the sheet prints one.
        place: where the rule stands in the framework file.
        points: what the parent adds up, thousandths; a mark where it blocks the result.
        maximum: the points of the item.
        raw: points before any strategy, thousandths or the mark that made one necessary.
        strategy: the strategy used for a mark (``zero``, ``redistribute`` …), else empty.
        readings: the inputs of a leaf.
        steps: the working, in order.
        entries: the items below.
    """

    key: str
    title: Text
    rule: Text | None
    place: Place
    points: int
    maximum: int
    raw: int
    strategy: str
    readings: tuple[Reading, ...]
    steps: tuple[Step, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether its points were left to others."""
        return self.strategy in {"redistribute", "exclude"}

    @property
    def is_leaf(self) -> bool:
        """Whether a rule scored it."""
        return not self.entries


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an organisation got what it got.

    Attributes:
        organisation, code: whom it is about.
        framework, version, table: by what.
        status: what came of it, in words.
        grade: in words, where there is one.
        points: the total in thousandths, or a mark.
        maximum: what can be reached.
        conclusion: from the sum to the grade, in order.
        entries: the sheet.
        bonus: the bonus pool.
    """

    organisation: str
    code: str
    framework: Text
    version: str
    table: Text | None
    status: Text
    grade: Text | None
    points: int
    maximum: int
    conclusion: tuple[Step, ...]
    entries: tuple[Entry, ...]
    bonus: tuple[Entry, ...] = ()

    def walk(self) -> Iterator[tuple[int, Entry]]:
        """Every entry with its depth, each before those below it."""
        for entry in (*self.entries, *self.bonus):
            yield from _walk(entry, 0)

    def lines(self, lang: Lang = "zh") -> list[str]:
        """The whole explanation as lines of text, indented by depth."""
        head = Text("{name}：{points} 分", "{name}: {points} points")
        out = [head.fill(name=self.organisation, points=_number(self.points)).say(lang)]
        words = Text("《{title}》（{version} 版）", "{title} ({version})")
        out.append(words.fill(title=self.framework, version=self.version).say(lang))
        if self.table is not None:
            out.append(Text("适用：{t}", "Table: {t}").fill(t=self.table).say(lang))
        out.append(Text("结论：{s}", "Result: {s}").fill(s=self.status).say(lang))
        out += [f"  · {step.text.say(lang)}" for step in self.conclusion]
        for depth, entry in self.walk():
            out += _entry_lines(entry, "  " * depth, lang)
        return out


def _walk(entry: Entry, depth: int) -> Iterator[tuple[int, Entry]]:
    yield depth, entry
    for below in entry.entries:
        yield from _walk(below, depth + 1)


def _number(milli: int) -> str:
    return show(milli) if is_value(milli) else "—"


def _entry_lines(entry: Entry, indent: str, lang: Lang) -> list[str]:
    of = Text("{title}  {points} / {maximum}", "{title}  {points} / {maximum}")
    words = of.fill(title=entry.title, points=_number(entry.points), maximum=show(entry.maximum))
    out = [f"{indent}{words.say(lang)}"]
    if entry.is_leaf and entry.rule is not None and entry.rule != entry.title:
        out.append(f"{indent}    {Text('规则', 'Rule').say(lang)}: {entry.rule.say(lang)}")
    for one in entry.readings:
        blank = Text("（未填，按默认值）", " (blank, read as the default)").say(lang)
        said = f"{one.title.say(lang)} = {one.value.say(lang)}{blank if one.by_default else ''}"
        out.append(f"{indent}    {said}")
    out += [f"{indent}    → {step.text.say(lang)}" for step in entry.steps]
    return out
