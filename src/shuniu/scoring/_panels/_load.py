"""From a ``tally-<id>.yaml`` to a typed tally, with every fault located."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shuniu.findings import Finding, FindingsError, Severity, Text
from shuniu.scoring._document import Document, Path_, parse_document, read_document
from shuniu.scoring._format_error import words_of
from shuniu.scoring._panels._declaration import TallyModel

TALLY_FILES = "tally-*.yaml"
_FIX = Text(
    "请对照 docs/tally-format.md 修改。", "Compare with docs/tally-format.md and change it."
)


@dataclass(frozen=True, slots=True)
class Tally:
    """A tally file as read.

    Attributes:
        document: plain data with lines.
        model: its typed form.
    """

    document: Document
    model: TallyModel


def load_tally(path: str | Path) -> Tally:
    """A tally from its file.

    Raises:
        FindingsError: F101–F106 (the file), F110 and F111 (its parts), each with its line.
    """
    return _typed(read_document(Path(path)))


def parse_tally(text: str, name: str = "tally.yaml") -> Tally:
    """A tally from its text.

    Raises:
        FindingsError: as ``load_tally``.
    """
    return _typed(parse_document(text, name))


def tallies_in(folder: str | Path) -> tuple[Path, ...]:
    """The tally files of a framework's folder, by name."""
    return tuple(sorted(Path(folder).glob(TALLY_FILES)))


def _typed(document: Document) -> Tally:
    try:
        return Tally(document, TallyModel.model_validate(document.data))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise FindingsError([_located(document, one) for one in faults]) from error


def _located(document: Document, fault: ErrorDetails) -> Finding:
    loc = fault["loc"]
    extra = fault["type"] == "extra_forbidden"
    name = str(loc[-1]) if loc else ""
    words = Text("内容不合格式：{why}。", "This does not fit the format: {why}.")
    if extra:
        words = Text("“{name}”不在格式之内。", "“{name}” is not part of the format.")
    place = document.place(_inside(document, loc))
    text = words.fill(why=words_of(fault), name=name)
    return Finding("F111" if extra else "F110", Severity.ERROR, place, text, _FIX)


def _inside(document: Document, loc: Path_) -> Path_:
    """The part of an error's location that is a path in the file; union tags are left out."""
    path: Path_ = ()
    for part in loc:
        if (*path, part) in document.lines:
            path = (*path, part)
    return path
