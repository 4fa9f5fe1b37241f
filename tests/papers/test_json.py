"""result.json keeps its shape."""

from __future__ import annotations

import json
from pathlib import Path

from shuniu.papers import as_json, write_json

from ._runs import results


def test_the_file_holds_what_was_worked_out(tmp_path: Path) -> None:
    run = results()
    write_json(run, tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8")) == as_json(run)


def test_the_shape_of_an_organisation() -> None:
    made = as_json(results())
    assert (made["shape"], made["framework"]["code"]) == (1, "demo")
    second, third = made["organisations"][1:]
    assert (second["points"], second["grade"], second["status"]) == (46.667, "none", "graded")
    assert (third["points"], third["grade"], third["status"]) == (None, None, "blocked")
    leaf = second["items"][0]["items"][0]
    assert leaf["inputs"] == [{"column": "meetings", "value": 5, "default": False}]
    assert (leaf["points"], leaf["maximum"], leaf["strategy"]) == (16.667, 40, None)
    assert third["items"][1]["strategy"] == "block"
