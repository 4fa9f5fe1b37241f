"""Photos and files on a page of questions, and which of them go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from shuniu.base import clock
from shuniu.evaluation.queries.entries import Part
from shuniu.evaluation.queries.values import say


@dataclass(frozen=True, slots=True)
class Upload:
    """One file for a leaf."""

    leaf: str
    file: File[bytes]
    title: str


class Uploads:
    """What came with a page."""

    def __init__(self, part: Part, data: QueryDict, files: MultiValueDict[str, Any]) -> None:
        self.part = part
        self.data = data
        self.files = files
        self.errors: dict[str, str] = {}

    def __iter__(self) -> Iterator[Upload]:
        """Every file with the leaf it stands for; a photo is named after the leaf and the day."""
        for leaf in self.part.leaves:
            typed = self.data.get(f"title--{leaf.key}", "").strip()
            photo = f"{say(leaf.title)} {clock.today().isoformat()}"
            for file in self.files.getlist(f"photo--{leaf.key}"):
                yield Upload(leaf.key, file, typed or photo)
            for file in self.files.getlist(f"file--{leaf.key}"):
                yield Upload(leaf.key, file, typed)

    @property
    def dropped(self) -> int | None:
        """The use that was taken away."""
        text = self.data.get("drop", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
