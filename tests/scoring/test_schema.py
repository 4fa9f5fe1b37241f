"""The published schema is the generated one, and every framework that ships keeps to it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import jsonschema
import pytest

from shuniu.scoring import schema
from shuniu.scoring._document import parse_document
from soak.sheets import ROOT, sheets

PUBLISHED = ROOT / "frameworks" / "framework.schema.json"
SHEETS = sheets()


def test_the_published_schema_is_the_generated_one() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == json.loads(json.dumps(schema()))


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_keeps_to_the_schema(name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema())
    data = _as_json(parse_document(SHEETS[name]).data)
    assert [error.message for error in validator.iter_errors(data)] == []


def test_the_schema_refuses_what_the_format_does_not_know() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    data = _as_json(parse_document(next(iter(SHEETS.values()))).data)
    assert isinstance(data, dict)
    assert not validator.is_valid({**data, "colour": "red"})
    assert not validator.is_valid({k: v for k, v in data.items() if k != "items"})


def _as_json(value: object) -> object:
    match value:
        case dict():
            return {key: _as_json(one) for key, one in value.items()}
        case list():
            return [_as_json(one) for one in value]
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
    return value
