"""A chart by its kind, for papers: SVG for PDF, PNG for Word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shuniu.ui.documents import charts
from shuniu.ui.documents.pdf import png

_KINDS: dict[str, Callable[..., str]] = {
    "bars": charts.bars,
    "columns": charts.columns,
    "distribution": charts.distribution,
    "lines": charts.lines,
    "radar": charts.radar,
    "spark": charts.spark,
    "stacked": charts.stacked,
}


def chart_svg(kind: str, *what: Any, **more: Any) -> str:
    """A chart as SVG; what stands in it goes to the function of that name in ``charts``."""
    return _KINDS[kind](*what, **more)


def chart_png(kind: str, *what: Any, width: float = 400, **more: Any) -> bytes:
    """The same as a picture for Word, ``width`` in points."""
    return png(chart_svg(kind, *what, **more), width=width)
