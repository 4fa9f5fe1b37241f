"""A framework read, compared with another, and tried on a past round; nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shuniu.evaluation.models import Entry, FrameworkVersion, Round
from shuniu.evaluation.queries import scores
from shuniu.evaluation.queries.values import say
from shuniu.evaluation.states import EntryState
from shuniu.findings import Text
from shuniu.scoring import Scorer, is_value, parse_framework, show


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item of a sheet as a reader meets it."""

    key: str
    depth: int
    title: Text
    rule: Text | None
    points: int
    leaf: bool
    bonus: bool
    inputs: tuple[Text, ...]
    line: int | None


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table of a framework with its items and bands."""

    key: str
    title: Text
    points: int
    items: tuple[ReadItem, ...]
    bands: tuple[tuple[Text, str], ...]


def tables(framework: FrameworkVersion) -> list[ReadTable]:
    """Every table of a framework, to be read.

    Raises:
        FindingsError: the text cannot be read.
    """
    return list(_tables(framework.text))


@lru_cache(maxsize=16)
def _tables(text: str) -> tuple[ReadTable, ...]:
    """Read once: a sheet of sixty leaves takes half a second."""
    return tuple(_read(text))


def _read(text: str) -> Iterator[ReadTable]:
    declaration = parse_framework(text)
    scorer = Scorer(declaration)
    for key, outline in scorer.outlines.items():
        titles = {v.key: v.title for v in outline.framework.variants}
        items = tuple(
            ReadItem(
                one.key,
                one.depth,
                one.item.title,
                one.item.text,
                one.item.points,
                one.is_leaf,
                one.bonus,
                _asked(outline, one.reads),
                declaration.place(key, one.path).line,
            )
            for one in outline.items
        )
        bands = tuple(
            (band.declared.title or Text.same(band.declared.grade), str(band.declared.range))
            for band in outline.verdict.bands
        )
        title = titles.get(key, outline.framework.title)
        yield ReadTable(key, title, outline.framework.points, items, bands)


def _asked(outline: Any, reads: tuple[str, ...]) -> tuple[Text, ...]:
    """The words of the inputs a leaf reads."""
    return tuple(outline.column(outline.sources[name][-1]).title for name in reads)


@dataclass(frozen=True, slots=True)
class Moved:
    """An organisation under both versions."""

    name: str
    before: int | None
    after: int | None
    grade_before: str
    grade_after: str

    @property
    def change(self) -> int | None:
        """Thousandths gained or lost."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Trial:
    """What a version would have made of a past round."""

    rows: tuple[Moved, ...]
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]

    @property
    def changed(self) -> int:
        """How many would have another grade."""
        return sum(one.grade_before != one.grade_after for one in self.rows)


def trial(framework: FrameworkVersion, round_: Round) -> Trial:
    """Score a past round's answers with another version.

    Raises:
        FindingsError: the text cannot be read.
    """
    entries = list(
        Entry.objects.filter(round=round_, state=EntryState.ASSESSED)
        .select_related("organisation", "framework")
        .order_by("pk")
    )
    if not entries:
        return Trial((), (), ())
    before = _by_entry(entries)
    for entry in entries:
        entry.framework, entry.variant = framework, ""
    after = _by_entry(entries)
    rows = [
        Moved(entry.organisation.name, *_pair(before[entry.pk], after[entry.pk]))
        for entry in entries
    ]
    rows.sort(key=lambda one: (one.grade_before == one.grade_after, -abs(one.change or 0)))
    return Trial(
        tuple(rows),
        tuple(Counter(grade for _points, grade in before.values()).most_common()),
        tuple(Counter(grade for _points, grade in after.values()).most_common()),
    )


def _pair(
    first: tuple[int | None, str], second: tuple[int | None, str]
) -> tuple[int | None, int | None, str, str]:
    return first[0], second[0], first[1], second[1]


def _by_entry(entries: list[Entry]) -> dict[int, tuple[int | None, str]]:
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.framework_id, []).append(entry)
    out = {}
    for members in groups.values():
        judge, found = scores.scores_of(members)
        for row, entry in enumerate(members):
            points = int(found.points[row])
            title = found.grade_title(int(found.grade[row]))
            out[entry.pk] = (
                points if is_value(points) else None,
                say(title) if title else "—",
            )
        del judge
    return out


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same in two versions."""

    key: str
    title: Text
    what: Text
    before: str
    after: str


def compare(first: FrameworkVersion, second: FrameworkVersion) -> list[Difference]:
    """Items added, removed, worded, weighted or ruled otherwise; bands that moved.

    Raises:
        FindingsError: one of the texts cannot be read.
    """
    old, new = _items(first.text), _items(second.text)
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        found += list(_differences(key, old.get(key), new.get(key)))
    before, after = _bands(first.text), _bands(second.text)
    if before != after:
        title, words = Text("等级区间", "bands"), Text("等级区间变了", "bands changed")
        found.append(Difference("", title, words, before, after))
    return found


def _items(text: str) -> dict[str, tuple[Text, int, str, str]]:
    held: dict[str, tuple[Text, int, str, str]] = {}
    declaration = parse_framework(text)
    for table, framework in declaration.tables.items():
        scorer_items = _walk(framework.items)
        for item in scorer_items:
            key = f"{table}/{item.key}" if table else item.key
            rule = repr(item.rule.model_dump()) if item.rule is not None else ""
            held[key] = (item.title, item.points, say(item.text), rule)
    return held


def _walk(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _walk(item.items)


_Held = tuple[Text, int, str, str]


def _differences(key: str, old: _Held | None, new: _Held | None) -> Iterator[Difference]:
    if old is None and new is not None:
        yield Difference(key, new[0], Text("新增项目", "added"), "", f"{show(new[1])}")
    elif new is None and old is not None:
        yield Difference(key, old[0], Text("删去项目", "removed"), f"{show(old[1])}", "")
    elif old is not None and new is not None:
        if old[0] != new[0]:
            yield Difference(key, new[0], Text("名称变了", "renamed"), say(old[0]), say(new[0]))
        if old[1] != new[1]:
            words = Text("分值变了", "points changed")
            yield Difference(key, new[0], words, show(old[1]), show(new[1]))
        if old[2] != new[2]:
            yield Difference(key, new[0], Text("规则文字变了", "reworded"), old[2], new[2])
        if old[3] != new[3]:
            yield Difference(key, new[0], Text("规则变了", "rule changed"), "", "")


def _bands(text: str) -> str:
    declaration = parse_framework(text)
    return "；".join(f"{band.grade} {band.range}" for band in declaration.first.bands)
