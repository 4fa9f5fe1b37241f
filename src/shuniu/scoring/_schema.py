"""The JSON Schema of a framework file, made from the typed model."""

from __future__ import annotations

from typing import Any

from shuniu.scoring._model import Framework

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_VARY = "vary"  # the definition of a value that differs by variant


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a framework file.

    Any value may also be written as ``{vary: {default: …, key: …}}``; what stands inside is held
    to the typed model when the file is loaded, once per variant.
    """
    made = Framework.model_json_schema()
    definitions = made.pop("$defs", {})
    out = {name: _open(definition) for name, definition in sorted(definitions.items())}
    out[_VARY] = {
        "type": "object",
        "properties": {"vary": {"type": "object", "minProperties": 1}},
        "required": ["vary"],
        "additionalProperties": False,
    }
    return {"$schema": _DIALECT, **_open(made), "$defs": out}


def _open(part: dict[str, Any]) -> dict[str, Any]:
    """A definition whose properties also take a value that varies."""
    properties = part.get("properties")
    if not isinstance(properties, dict):
        return part
    fixed = {"key", "kind", "format", "code", "version", "only", "variants", "facets"}
    opened = {
        name: one if name in fixed else {"anyOf": [one, {"$ref": f"#/$defs/{_VARY}"}]}
        for name, one in properties.items()
    }
    return {**part, "properties": opened}
