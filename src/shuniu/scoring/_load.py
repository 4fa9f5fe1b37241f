"""From a file to typed frameworks, one per variant, with every fault located.

A value written as ``{vary: {default: 10, small: 5}}`` differs by variant; it is replaced before the
typed model reads the file, so that no part of the model knows of variants but their list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shuniu.findings import Finding, FindingsError, Place, Severity, Text
from shuniu.scoring._document import (
    Document,
    Path_,
    Plain,
    parse_document,
    read_document,
)
from shuniu.scoring._format_error import words_of
from shuniu.scoring._model import Framework

FILE_NAME = "framework.yaml"
WHOLE = ""  # the key of the only table of a framework without variants


@dataclass(frozen=True, slots=True)
class Declaration:
    """A framework file as read: its document and one typed table per variant.

    Attributes:
        document: plain data with lines.
        tables: variant key (``""`` for the only table) to its typed form.
        origins: per variant, the path of a part in the typed form to its path in the document.
    """

    document: Document
    tables: Mapping[str, Framework]
    origins: Mapping[str, Mapping[Path_, Path_]]

    def place(self, variant: str, path: Path_) -> Place:
        """Where a part of a variant's table stands in the file."""
        origin = self.origins[variant]
        for end in range(len(path), -1, -1):
            if (found := origin.get(path[:end])) is not None:
                return self.document.place((*found, *path[end:]))
        return self.document.place(path)

    @property
    def first(self) -> Framework:
        """Any of the tables, for what they all share: code, version, title."""
        return next(iter(self.tables.values()))


def load_framework(path: str | Path) -> Declaration:
    """A framework from its file, or from the folder that holds ``framework.yaml``.

    Raises:
        FindingsError: F101–F106 (the file), F110–F113 (its parts), each with its line.
    """
    where = Path(path)
    return _typed(read_document(where / FILE_NAME if where.is_dir() else where))


def parse_framework(text: str, name: str = FILE_NAME) -> Declaration:
    """A framework from its text.

    Raises:
        FindingsError: as ``load_framework``.
    """
    return _typed(parse_document(text, name))


def _typed(document: Document) -> Declaration:
    data = document.data
    if not isinstance(data, dict):
        raise FindingsError(
            [
                _fault(
                    document,
                    Text("评分标准以“format: 1”开头", "a framework is a mapping with “format: 1”"),
                )
            ]
        )
    tables: dict[str, Framework] = {}
    origins: dict[str, Mapping[Path_, Path_]] = {}
    findings: dict[tuple[str, Path_, str], Finding] = {}
    for key in _variant_keys(data):
        resolved, origin = _Resolver(key, _values_of(data, key)).table(data)
        origins[key] = origin
        try:
            tables[key] = Framework.model_validate(resolved)
        except ValidationError as error:
            for found in _located(document, error, resolved, origin):
                findings.setdefault((found.code, (found.place.path,), found.text.en), found)
        except RecursionError:
            raise FindingsError([_fault(document, Text("层次太深", "nested too deeply"))]) from None
    if findings:
        raise FindingsError(sorted(findings.values(), key=lambda f: f.place.line or 0))
    return Declaration(document, tables, origins)


def _variant_keys(data: dict[str, Plain]) -> list[str]:
    variants = data.get("variants")
    keys = (
        [str(v["key"]) for v in variants if isinstance(v, dict) and "key" in v]
        if (isinstance(variants, list))
        else []
    )
    return list(dict.fromkeys(keys)) or [WHOLE]


def _values_of(data: dict[str, Plain], key: str) -> list[str]:
    """The words that pick a value for a variant: its key, then the facet values it is for."""
    picked = [key]
    variants = data.get("variants")
    for variant in variants if isinstance(variants, list) else []:
        if isinstance(variant, dict) and str(variant.get("key")) == key:
            when = variant.get("when")
            for value in (when if isinstance(when, dict) else {}).values():
                picked += [str(v) for v in value] if isinstance(value, list) else [str(value)]
    return picked


class _Resolver:
    """Replaces ``vary`` and drops items of other variants, keeping each part's first path."""

    def __init__(self, variant: str, values: list[str]) -> None:
        self.variant = variant
        self.values = values
        self.origin: dict[Path_, Path_] = {}

    def table(self, data: Plain) -> tuple[Any, dict[Path_, Path_]]:
        return self.walk(data, (), ()), self.origin

    def walk(self, value: Plain, new: Path_, old: Path_) -> Any:
        self.origin[new] = old
        if isinstance(value, dict):
            if set(value) == {"vary"} and isinstance(value["vary"], dict):
                options = value["vary"]
                key = next((v for v in [*self.values, "default"] if v in options), None)
                found = options[key] if key else None
                return self.walk(found, new, (*old, "vary", *([key] if key else [])))
            kept = {k: v for k, v in value.items() if not self.dropped(v)}
            return {k: self.walk(v, (*new, k), (*old, k)) for k, v in kept.items()}
        if isinstance(value, list):
            stay = [(i, v) for i, v in enumerate(value) if not self.dropped(v)]
            return [self.walk(v, (*new, n), (*old, i)) for n, (i, v) in enumerate(stay)]
        return value

    def dropped(self, value: Plain) -> bool:
        only = value.get("only") if isinstance(value, dict) else None
        return isinstance(only, list) and bool(only) and not set(map(str, only)) & set(self.values)


def _located(
    document: Document,
    error: ValidationError,
    data: Any,
    origin: dict[Path_, Path_],
) -> list[Finding]:
    findings = []
    for one in error.errors(include_url=False, include_input=False):
        path = _walked(data, one["loc"])
        extra = one["type"] == "extra_forbidden"
        text = words_of(one)
        name = str(one["loc"][-1]) if one["loc"] else ""
        words = (
            Text(f"“{name}”不在格式之内。", f"“{name}” is not part of the format.")
            if extra
            else Text("内容不合格式：{why}。", "This does not fit the format: {why}.").fill(
                why=text
            )
        )
        place = document.place(origin.get(path, path))
        findings.append(Finding("F111" if extra else "F110", Severity.ERROR, place, words, _FIX))
    return findings


_FIX = Text(
    "请对照 docs/framework-format.md 修改。",
    "Compare with docs/framework-format.md and change it.",
)


def _below(here: object, part: str | int) -> object | None:
    if isinstance(here, dict):
        return here.get(part)
    listed = isinstance(here, list) and isinstance(part, int) and part < len(here)
    return here[part] if listed else None  # type: ignore[index]  # it is a list


def _walked(data: Any, loc: tuple[str | int, ...]) -> Path_:
    """The part of an error's location that is a path in the data; union tags are left out."""
    path: list[str | int] = []
    here: object = data
    for part in loc:
        below = _below(here, part)
        if below is not None:
            here = below
            path.append(part)
    return tuple(path)


def _fault(document: Document, why: Text) -> Finding:
    text = Text("内容不合格式：{why}。", "This does not fit the format: {why}.").fill(why=why)
    return Finding("F110", Severity.ERROR, document.place(()), text, _FIX)
