"""Small charts as SVG: the same on a page, in a PDF and, drawn, in Word. Red never means down."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

_BAR, _GAP, _LABEL, _WIDTH = 22, 10, 132, 520


def bars(rows: Sequence[Sequence[Any]], label: str) -> str:
    """Horizontal bars with words and numbers, readable without seeing them.

    Args:
        rows: (words, number) or (words, number, link).
        label: what the chart shows.
    """
    most = max((float(row[1]) for row in rows), default=0.0) or 1.0
    height = len(rows) * (_BAR + _GAP) + _GAP
    parts = [_open(_WIDTH, height, label, rows)]
    for number, row in enumerate(rows):
        y = _GAP + number * (_BAR + _GAP)
        width = float(row[1]) / most * (_WIDTH - _LABEL - 70)
        words = escape(str(row[0]))
        middle = y + _BAR / 2 + 5
        drawn = (
            f'<text x="{_LABEL - 8}" y="{middle:.1f}" text-anchor="end" class="c-word">{words}</text>'
            f'<rect x="{_LABEL}" y="{y}" width="{max(width, 1):.1f}" height="{_BAR}" rx="2" '
            f'class="c-bar"/>'
            f'<text x="{_LABEL + width + 8:.1f}" y="{middle:.1f}" class="c-num">{_show(row[1])}</text>'
        )
        if len(row) > 2 and row[2]:
            drawn = f'<a href="{escape(str(row[2]), quote=True)}">{drawn}</a>'
        parts.append(drawn)
    return "".join([*parts, "</svg>"])


def columns(rows: Sequence[Sequence[Any]], label: str) -> str:
    """Upright columns for a distribution; rows are (words, number)."""
    most = max((float(row[1]) for row in rows), default=0.0) or 1.0
    step = _WIDTH / max(len(rows), 1)
    tall = 140
    parts = [_open(_WIDTH, tall + 52, label, rows)]
    for number, row in enumerate(rows):
        height = float(row[1]) / most * (tall - 16)
        x = number * step + step * 0.18
        middle = number * step + step / 2
        parts.append(
            f'<rect x="{x:.1f}" y="{tall - height + 12:.1f}" width="{step * 0.64:.1f}" '
            f'height="{max(height, 1):.1f}" rx="2" class="c-bar"/>'
            f'<text x="{middle:.1f}" y="{tall - height + 6:.1f}" text-anchor="middle" '
            f'class="c-num">{_show(row[1])}</text>'
            f'<text x="{middle:.1f}" y="{tall + 32}" text-anchor="middle" '
            f'class="c-word">{escape(str(row[0]))}</text>'
        )
    return "".join([*parts, "</svg>"])


def spark(numbers: Sequence[float], label: str) -> str:
    """A small line; the first and last number stand beside it in words."""
    if not numbers:
        return ""
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0
    step = 100 / max(len(numbers) - 1, 1)
    points = " ".join(
        f"{i * step:.1f},{26 - (value - low) / span * 22:.1f}" for i, value in enumerate(numbers)
    )
    rows = [(str(i + 1), value) for i, value in enumerate(numbers)]
    return _open(100, 30, label, rows) + f'<polyline points="{points}" class="c-line"/></svg>'


def _open(width: float, height: float, label: str, rows: Sequence[Sequence[Any]]) -> str:
    told = "；".join(f"{row[0]} {_show(row[1])}" for row in rows)
    return (
        f'<svg class="chart" role="img" viewBox="0 0 {width:g} {height:g}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(label)}</title>'
        f"<desc>{escape(told)}</desc>"
    )


def _show(number: Any) -> str:
    value = float(number)
    return f"{value:g}" if value != int(value) else str(int(value))
