"""Rounds of the sample hub: last year's finished, this year's running."""

from __future__ import annotations

from collections.abc import Callable

from samples.hub.people import People
from samples.hub.register import Register


def make(register: Register, people: People, say: Callable[[str], object]) -> None:
    """All rounds."""
