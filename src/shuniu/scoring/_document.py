"""A declared file as plain data that still knows on which line each part stands.

YAML is read by ruamel's round-trip loader because it keeps lines; what leaves this module are plain
dicts, lists and scalars beside a table from path to line. Hostile files end in a finding: size,
depth, number of nodes (aliases count each time) and repeated keys are bounded.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.scalarfloat import ScalarFloat

from shuniu.findings import Finding, FindingsError, Place, Severity, Text

Path_: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = (
    "dict[str, Plain] | list[Plain] | str | int | float | bool | Decimal | date | None"
)

LARGEST_FILE = 2_000_000  # bytes; the longest printed sheet found has 274 pages, under 500 kB
MOST_NODES = 200_000
DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data and the line of each path in it.

    Attributes:
        name: the file's name as the person gave it.
        data: dicts, lists, scalars.
        lines: path to line, from 1.
    """

    name: str
    data: Plain
    lines: Mapping[Path_, int] = field(default_factory=dict)

    def place(self, path: Path_) -> Place:
        """The place of ``path``, or of the nearest part above it that has a line."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return Place(self.name, line=self.lines[path[:end]], path=said(path))
        return Place(self.name, line=1, path=said(path))


def said(path: Path_) -> str:
    """A path as a finding shows it."""
    return "/".join(str(part) for part in path)


def read_document(path: Path) -> Document:
    """A declared file from disk.

    Raises:
        FindingsError: F101 not there or not readable, F102 not UTF-8, F103 too large, F104 not
            YAML, F105 a key twice, F106 too deep or too many nodes.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
    except OSError as error:
        raise FindingsError([_refusal("F101", Place(str(path)), error.strerror or "")]) from error
    if raw is None:
        raise FindingsError([_refusal("F103", Place(path.name), "")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FindingsError([_refusal("F102", Place(path.name, line=line), "")]) from error
    return parse_document(text, path.name)


def parse_document(text: str, name: str = "framework.yaml") -> Document:
    """A declared file from its text.

    Raises:
        FindingsError: F103 to F106, as ``read_document``.
    """
    if len(text) > LARGEST_FILE:
        raise FindingsError([_refusal("F103", Place(name), "")])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ReusedAnchorWarning
            )  # the last anchor counts, as in YAML
            loaded = YAML(typ="rt").load(text)
        walker = _Walker(name)
        return Document(name, walker.plain(loaded, (), 1), walker.lines)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(name, line=mark.line + 1 if mark else 1)
        code = "F105" if "duplicate key" in str(error.problem) else "F104"
        raise FindingsError([_refusal(code, place, str(error.problem or ""))]) from error
    except (
        YAMLError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
    ) as error:
        raise FindingsError([_refusal("F104", Place(name, line=1), str(error)[:200])]) from error
    except (RecursionError, AssertionError, NotImplementedError) as error:
        raise FindingsError([_refusal("F106", Place(name, line=1), "")]) from error


class _Walker:
    """Turns ruamel's containers into plain ones and notes the lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.nodes = 0

    def plain(self, value: object, path: Path_, line: int) -> Plain:
        self.nodes += 1
        self.lines[path] = line
        if self.nodes > MOST_NODES or len(path) > DEEPEST:
            raise FindingsError(
                [_refusal("F106", Place(self.name, line=line, path=said(path)), "")]
            )
        if isinstance(value, CommentedMap):
            return {
                str(k): self.plain(v, (*path, str(k)), _line(value, k)) for k, v in value.items()
            }
        if isinstance(value, CommentedSeq):
            return [self.plain(v, (*path, i), _line(value, i)) for i, v in enumerate(value)]
        return self.scalar(value, path, line)

    def scalar(self, value: object, path: Path_, line: int) -> Plain:
        match value:
            case None | bool():
                return value
            case ScalarFloat():
                return Decimal(repr(value)) if abs(value) < 1e300 else float(value)
            case int():
                return int(value)
            case float() | str() | date():
                return str(value) if isinstance(value, str) else value
        place = Place(self.name, line=line, path=said(path))
        raise FindingsError([_refusal("F104", place, type(value).__name__)])


def _line(container: CommentedMap | CommentedSeq, key: object) -> int:
    try:
        position = container.lc.key(key) if isinstance(container, CommentedMap) else None
        position = position or container.lc.item(key)
        return int(position[0]) + 1
    except (KeyError, TypeError, AttributeError, IndexError):
        return int(getattr(container.lc, "line", 0) or 0) + 1


_REFUSALS = {
    "F101": (
        Text("打不开文件（{detail}）。", "The file cannot be opened ({detail})."),
        Text("请检查文件名和读取权限。", "Check the name and the right to read it."),
    ),
    "F102": (
        Text("文件不是 UTF-8 编码。", "The file is not UTF-8."),
        Text("请另存为 UTF-8。", "Save it as UTF-8."),
    ),
    "F103": (
        Text("文件超过 2 MB。", "The file is larger than 2 MB."),
        Text("评分标准应当只含规则，请去掉其他内容。", "Keep only the rules in it."),
    ),
    "F104": (
        Text("不是有效的 YAML（{detail}）。", "This is not valid YAML ({detail})."),
        Text(
            "请检查这一行的缩进、引号和冒号。",
            "Check indent, quotes and colons on this line.",
        ),
    ),
    "F105": (
        Text("同一个键写了两次（{detail}）。", "A key stands twice ({detail})."),
        Text("请删去其中一个。", "Remove one of them."),
    ),
    "F106": (
        Text("层次太深或内容太多。", "Too deep or too many parts."),
        Text("最多 40 层、20 万个节点。", "At most 40 levels and 200,000 parts."),
    ),
}


def _refusal(code: str, place: Place, detail: str) -> Finding:
    text, fix = _REFUSALS[code]
    words = " ".join(detail.split())
    return Finding(code, Severity.ERROR, place, text.fill(detail=words), fix)
