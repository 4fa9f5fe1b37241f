"""Small charts as SVG: the same on a page, in a PDF and, drawn, in Word. Red never means down."""

from shuniu.ui.documents.charts._bars import bars, columns, distribution, spans, stacked
from shuniu.ui.documents.charts._draw import show
from shuniu.ui.documents.charts._lines import lines, radar, spark

__all__ = ["bars", "columns", "distribution", "lines", "radar", "show", "spans", "spark", "stacked"]
