"""Which columns a table asks for, and under which names expressions know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shuniu.findings import Text
from shuniu.scoring._columns import Column, ColumnKind, ColumnOption
from shuniu.scoring._document import Path_
from shuniu.scoring._exact import UNIT
from shuniu.scoring._model import Facet, Framework, Input, Item, Stage
from shuniu.scoring._outline import Faults, ceiling
from shuniu.scoring._rules import Frame, deduction_columns

TABLE = "variant"  # the column that picks a table when facets do not
EVIDENCE = "evidence"  # the part of a leaf that says whether proof was handed in


def frame_of(item: Item, group: tuple[Text, ...]) -> Frame:
    """What a rule may know of its leaf."""
    return Frame(item.key, item.title, item.points, item.text or item.title, group)


def placed(
    items: tuple[Item, ...], path: Path_, group: tuple[Text, ...] = ()
) -> Iterator[tuple[Item, Path_, tuple[Text, ...]]]:
    """Every item with its path and the titles above it, each before those below."""
    for i, item in enumerate(items):
        here = (*path, i)
        yield item, here, group
        yield from placed(item.items, (*here, "items"), (*group, item.title))


def all_items(framework: Framework) -> Iterator[tuple[Item, Path_, tuple[Text, ...]]]:
    """The items of the sheet, then those of the bonus pool."""
    yield from placed(framework.items, ("items",))
    if framework.bonus:
        yield from placed(framework.bonus.items, ("bonus", "items"))


def asked_columns(framework: Framework, faults: Faults) -> tuple[Column, ...]:
    """All columns but those of later stages: facets, inputs, then what the items ask."""
    columns: dict[str, Column] = {}
    for path, column in _asked(framework):
        if column.key in columns:
            faults.add(
                "F121",
                path,
                Text(f"“{column.key}”被定义了两次。", f"“{column.key}” is defined twice."),
                Text("请给其中一个换个键。", "Give one of them another key."),
            )
        columns[column.key] = column
    return tuple(columns.values())


def _asked(framework: Framework) -> Iterator[tuple[Path_, Column]]:
    for key, facet in framework.facets.items():
        yield ("facets", key), facet_column(key, facet)
    if len(framework.variants) > 1 and not any(v.when for v in framework.variants):
        options = tuple(ColumnOption(v.key, v.title) for v in framework.variants)
        title = Text("适用类别", "table")
        yield ("variants",), Column(TABLE, title, ColumnKind.CHOICE, options)
    for key, declared in framework.inputs.items():
        for column in input_columns(key, declared):
            yield ("inputs", key), column
    for item, path, group in all_items(framework):
        for column in item_columns(item, group):
            yield path, column


def facet_column(key: str, facet: Facet) -> Column:
    """A property of the organisation, as a choice."""
    options = tuple(ColumnOption(k, words) for k, words in facet.options.items())
    return Column(key, facet.title, ColumnKind.CHOICE, options, source="register")


def input_columns(key: str, declared: Input) -> list[Column]:
    """One column, or one per year."""
    default = declared.default
    if isinstance(default, bool):
        default = UNIT if default else 0
    column = Column(
        key,
        declared.title,
        ColumnKind(declared.kind),
        tuple(ColumnOption(k, words) for k, words in declared.options.items()),
        unit=declared.unit,
        low=declared.min,
        high=declared.max,
        step=declared.step,
        default=default,
        aliases=declared.aliases,
        help=declared.help or declared.measure,
        source=declared.source,
    )
    if not declared.years:
        return [column]
    words = Text("{title}（近第{year}年）", "{title} (year {year} back)")
    return [
        replace(
            column,
            key=f"{key}.y{year}",
            title=words.fill(title=declared.title, year=year),
            aliases=(),
        )
        for year in range(1, declared.years + 1)
    ]


def item_columns(item: Item, group: tuple[Text, ...]) -> list[Column]:
    """What a leaf asks for itself: by its rule, its extra deductions, its evidence."""
    if item.rule is None:
        return []
    frame = frame_of(item, group)
    columns = [*item.rule.asks(frame), *deduction_columns(frame, item.deductions)]
    if item.requires == "True":
        title = Text("{title}：是否有佐证材料", "{title}: evidence handed in")
        columns.append(
            Column(
                f"{item.key}.{EVIDENCE}",
                title.fill(title=item.title),
                ColumnKind.YES_NO,
                group=(*group, item.title),
                help=Text(
                    "；".join(e.zh for e in item.evidence), "; ".join(e.en for e in item.evidence)
                )
                if item.evidence
                else None,
            )
        )
    return columns


def staged(
    framework: Framework, columns: tuple[Column, ...]
) -> tuple[tuple[Column, ...], dict[str, tuple[str, ...]]]:
    """The columns once per stage, and which of them answer each name, the last stage first."""
    stages = [s for s in framework.stages if s.gives == "inputs"]
    sources: dict[str, tuple[str, ...]] = {}
    out: list[Column] = []
    fixed = {*framework.facets, TABLE}
    for column in columns:
        if column.key in fixed or not stages:
            out.append(column)
            sources[column.key] = (column.key,)
            continue
        keys = [f"{column.key}@{s.key}" for s in stages]
        for n, stage in enumerate(stages):
            out.append(_at(column, stage, first=n == 0))
            sources[keys[n]] = tuple(reversed(keys[: n + 1]))
        sources[column.key] = tuple(reversed(keys))
    for item, _, group in all_items(framework):
        for stage in framework.stages:
            if stage.gives == "points" and item.rule is not None:
                key = f"{item.key}@{stage.key}"
                out.append(points_column(item, group, stage))
                sources[key] = (key,)
    return tuple(out), sources


_STAGED = Text("{title}（{stage}）", "{title} ({stage})")


def _at(column: Column, stage: Stage, *, first: bool) -> Column:
    """A column in one stage; the first stage also goes by the plain words."""
    aliases = (column.key, column.title.zh, column.title.en, *column.aliases) if first else ()
    return replace(
        column,
        key=f"{column.key}@{stage.key}",
        title=_STAGED.fill(title=column.title, stage=stage.title),
        aliases=aliases,
        default=column.default if first else None,
    )


def points_column(item: Item, group: tuple[Text, ...], stage: Stage) -> Column:
    """The points that a stage writes for a leaf."""
    return Column(
        f"{item.key}@{stage.key}",
        _STAGED.fill(title=item.title, stage=stage.title),
        unit="分",
        low=item.down_to,
        high=ceiling(item),
        group=group,
        help=item.text,
    )
