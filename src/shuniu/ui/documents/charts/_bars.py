"""Bars and columns: how many of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shuniu.ui.documents.charts._draw import (
    BLUE,
    FILLS,
    TRACK,
    Rows,
    any_link,
    box,
    cycled,
    legend,
    linked,
    pairs,
    rule,
    show,
    svg,
    words_at,
)


def bars(rows: Rows, label: str, *, most: float | None = None, fluid: bool = False) -> str:
    """Horizontal bars under their words.

    Args:
        rows: (words, number) or (words, number, link).
        label: what the chart shows.
        most: where the bars end; the largest number, where nothing is said.
        fluid: for a page: as wide as its box.
    """
    end = most or max((float(row[1]) for row in rows), default=0.0) or 1.0
    parts = []
    for place, row in enumerate(rows):
        top = place * 40
        share = min(max(float(row[1]), 0.0) / end, 1.0) * 100
        drawn = (
            words_at(0, top + 15, row[0])
            + words_at(100, top + 15, show(row[1]), anchor="end", kind="num")
            + box((0, top + 22, 100, 9), TRACK, "c-track")
            + box((0, top + 22, max(share, 0.4 if share else 0), 9), BLUE, "c-bar")
        )
        parts.append(linked(drawn, row[2] if len(row) > 2 else ""))
    told = [(row[0], show(row[1])) for row in rows]
    return svg(parts, 40 * len(rows), label, told, fluid=fluid, links=any_link(rows, 2))


def stacked(rows: Rows, series: Sequence[str], label: str, *, fluid: bool = False) -> str:
    """Bars in parts, each as long as the whole; rows are (words, numbers[, link])."""
    top, parts = legend(series, [(fill, "") for fill, _ in FILLS], boxes=True)
    told = []
    for place, row in enumerate(rows):
        y, numbers = top + place * 46, [max(float(n), 0.0) for n in row[1]]
        whole = sum(numbers) or 1.0
        drawn, left = [words_at(0, y + 15, row[0])], 0.0
        drawn.append(words_at(100, y + 15, show(sum(numbers)), anchor="end", kind="num"))
        for number, (fill, ink) in zip(numbers, cycled(FILLS, len(numbers)), strict=True):
            share = number / whole * 100
            drawn.append(box((left, y + 22, share, 18), fill, stroke="#ffffff"))
            if share >= 9:
                middle = left + share / 2
                drawn.append(
                    words_at(middle, y + 35, show(number), anchor="middle", size=12, ink=ink)
                )
            left += share
        parts.append(linked("".join(drawn), row[2] if len(row) > 2 else ""))
        told.append((row[0], "，".join(pairs(series, row[1]))))
    height = top + 46 * len(rows)
    return svg(parts, height, label, told, fluid=fluid, links=any_link(rows, 2))


def columns(rows: Rows, label: str, *, fluid: bool = False) -> str:
    """Upright columns for a distribution; rows are (words, number)."""
    most = max((float(row[1]) for row in rows), default=0.0) or 1.0
    step, tall = 100 / max(len(rows), 1), 140
    every = 1 if len(rows) <= 8 else 2
    size = 13 if len(rows) <= 6 else 11
    parts = [rule(tall + 20)]
    for place, row in enumerate(rows):
        height = max(float(row[1]), 0.0) / most * tall
        middle, top = (place + 0.5) * step, tall + 20 - height
        parts.append(
            box(
                (middle - step * 0.36, top, step * 0.72, max(height, 1 if height else 0)),
                BLUE,
                "c-bar",
            )
        )
        parts.append(
            words_at(middle, top - 6, show(row[1]), anchor="middle", kind="num", size=size)
        )
        if place % every == 0:
            parts.append(words_at(middle, tall + 38, row[0], anchor="middle", size=size))
    told = [(row[0], show(row[1])) for row in rows]
    return svg(parts, tall + 46, label, told, fluid=fluid)


def distribution(
    values: Iterable[float], edges: Sequence[float], label: str, *, fluid: bool = False
) -> str:
    """How many values lie in each span; the last edge belongs to the last span."""
    return columns(spans(values, edges), label, fluid=fluid)


def spans(values: Iterable[float], edges: Sequence[float]) -> list[tuple[str, int]]:
    """The rows of a distribution: (60–70, how many)."""
    counts = [0] * (len(edges) - 1)
    for value in values:
        for place in range(len(counts)):
            last = place == len(counts) - 1
            if edges[place] <= value < edges[place + 1] or (last and value == edges[-1]):
                counts[place] += 1
    return [
        (f"{show(low)}–{show(high)}", count)
        for low, high, count in zip(edges, edges[1:], counts, strict=False)
    ]
