"""Lines over time, webs of axes."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from shuniu.ui.documents.charts._draw import (
    LINES,
    cycled,
    legend,
    pairs,
    rule,
    show,
    strokes,
    svg,
    words_at,
)

_WEB = "#c3ccd7"


def lines(
    series: Sequence[tuple[str, Sequence[float | None]]],
    marks: Sequence[str],
    label: str,
    *,
    fluid: bool = False,
) -> str:
    """Lines over time: (name, a number for each mark); ``None`` leaves a gap."""
    top, parts = legend([name for name, _ in series], LINES) if len(series) > 1 else (18, [])
    numbers = [n for _, row in series for n in row if n is not None]
    low, high = _round_ends(numbers)
    tall = 150
    xs = [8 + 84 * (i / max(len(marks) - 1, 1)) for i in range(len(marks))]
    for share in (0.0, 0.5, 1.0):
        y = top + tall * (1 - share)
        parts.append(rule(y))
        parts.append(words_at(0, y - 4, show(low + (high - low) * share), kind="num", size=11))
    for (_, row), look in zip(series, cycled(LINES, len(series)), strict=True):
        ys = [None if n is None else top + tall * (1 - (n - low) / (high - low)) for n in row]
        parts.extend(strokes(xs, ys, look))
        if len(series) == 1:
            parts.extend(
                words_at(x, y - 9, show(n), anchor="middle", kind="num", size=12)
                for x, y, n in zip(xs, ys, row, strict=True)
                if y is not None and n is not None
            )
    every = max(1, math.ceil(len(marks) / 8))
    for place, mark in enumerate(marks):
        if place % every == 0:
            parts.append(words_at(xs[place], top + tall + 18, mark, anchor="middle", size=12))
    told = [(name, "，".join(pairs(marks, row))) for name, row in series]
    return svg(parts, top + tall + 26, label, told, fluid=fluid)


def _round_ends(numbers: Sequence[float]) -> tuple[float, float]:
    """Ends of the scale: round, a little beyond the numbers, never below 0 for what is not."""
    if not numbers:
        return 0.0, 1.0
    low, high = min(numbers), max(numbers)
    step = 10 ** math.floor(math.log10(max(high - low, abs(high) / 10, 1e-9)))
    down, up = math.floor(low / step) * step, math.ceil(high / step) * step
    return float(down), float(up if up > down else down + step)


@dataclass(frozen=True, slots=True)
class _Web:
    """Where things stand in a web: its middle and how many axes it has."""

    x: float
    y: float
    axes: int
    radius: float = 92

    def at(self, place: int, share: float) -> tuple[float, float]:
        """A point on an axis, counted from the top, clockwise."""
        turn = 2 * math.pi * place / self.axes - math.pi / 2
        reach = self.radius * share
        return self.x + reach * math.cos(turn), self.y + reach * math.sin(turn)

    def around(self, shares: Sequence[float], look: str) -> str:
        """A polygon through a point on every axis."""
        points = (self.at(place, share) for place, share in enumerate(shares))
        return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" {look}/>'

    def spoke(self, place: int, words: str) -> str:
        """An axis with its words, broken where they are long."""
        (x, y), (to_x, to_y) = self.at(place, 1.0), self.at(place, 1.14)
        side = to_x - self.x
        anchor = "middle" if abs(side) < 12 else "start" if side > 0 else "end"
        pieces = textwrap.wrap(words, 14) if words.isascii() else _broken(words)
        top = to_y + 5 - 15 * (len(pieces) - 1) * (1 - (to_y - self.y) / self.radius) / 2
        written = "".join(
            words_at(f"{to_x:.1f}", top + 15 * number, piece, anchor=anchor)
            for number, piece in enumerate(pieces)
        )
        return (
            f'<line x1="{self.x:.1f}" y1="{self.y:.1f}" x2="{x:.1f}" y2="{y:.1f}" '
            f'stroke="{_WEB}"/>{written}'
        )


def _broken(words: str, most: int = 5) -> list[str]:
    """Chinese words in lines of about equal length."""
    count = math.ceil(len(words) / most)
    size = math.ceil(len(words) / max(count, 1)) or 1
    return [words[start : start + size] for start in range(0, len(words), size)]


def radar(
    series: Sequence[tuple[str, Sequence[float]]],
    axes: Sequence[str],
    label: str,
    *,
    most: float = 100,
) -> str:
    """A web of three to eight axes from 0 to ``most``: where one is strong, where weak."""
    top, parts = legend([name for name, _ in series], LINES) if len(series) > 1 else (6.0, [])
    web = _Web(180, top + 122, len(axes))
    parts += [
        web.around([ring] * len(axes), f'fill="none" stroke="{_WEB}"')
        for ring in (0.25, 0.5, 0.75, 1.0)
    ]
    parts += [web.spoke(place, words) for place, words in enumerate(axes)]
    for (_, row), (colour, dash) in zip(series, cycled(LINES, len(series)), strict=True):
        look = f'fill="{colour}" fill-opacity="0.12" stroke="{colour}" stroke-width="2"'
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        shares = [min(max(float(n) / most, 0.0), 1.0) for n in row]
        parts.append(web.around(shares, look + dashed))
    told = [(name, "，".join(pairs(axes, row))) for name, row in series]
    return svg(parts, web.y + 118, label, told, width=360, kind="chart chart--radar")


def spark(numbers: Sequence[float], label: str) -> str:
    """A small line beside words."""
    if not numbers:
        return ""
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0
    step = 112 / max(len(numbers) - 1, 1)
    ends = [(4 + i * step, 26 - (value - low) / span * 20) for i, value in enumerate(numbers)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in ends)
    drawn = (
        f'<polyline points="{points}" fill="none" stroke="#1f4e8c" stroke-width="2" '
        f'stroke-linejoin="round" class="c-line"/>'
        f'<circle cx="{ends[-1][0]:.1f}" cy="{ends[-1][1]:.1f}" r="3" fill="#1f4e8c"/>'
    )
    told = [(str(i + 1), show(value)) for i, value in enumerate(numbers)]
    return svg([drawn], 32, label, told, width=120, kind="spark")
