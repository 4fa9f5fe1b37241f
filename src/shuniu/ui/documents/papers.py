"""Where the templates of papers lie: a hub's own first, then those that come with a room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings


class NoSuchPaper(LookupError):  # noqa: N818 (it says what is the case)
    """Nobody has a template of that name."""


def paper(name: str) -> Path:
    """The template file of a paper.

    Args:
        name: such as ``score-sheet.typ``; a file of the same name in ``papers/`` of the data
            folder replaces ours.

    Raises:
        NoSuchPaper: there is none.
    """
    for folder in folders():
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return path
    raise NoSuchPaper(name)


def folders() -> Iterator[Path]:
    """Where papers are looked for, in order."""
    yield Path(settings.SHUNIU_DATA) / "papers"
    for room in apps.get_app_configs():
        if room.name.startswith("shuniu."):
            yield Path(room.path) / "papers"
