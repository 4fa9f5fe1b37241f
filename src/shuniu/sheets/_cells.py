"""Cells that are more than their value, as a workbook's own markup tells."""

from __future__ import annotations

from dataclasses import dataclass


class Percent(float):
    """A number whose cell is formatted as a percentage: 0.85 shows as 85%."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """An error value, such as ``#N/A``."""

    shown: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula whose result the file does not hold."""
