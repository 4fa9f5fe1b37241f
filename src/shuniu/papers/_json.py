"""``result.json``: the whole result for other programs, in a shape that does not change in silence.

``shape`` is raised when the meaning of a field changes. Points are numbers with at most three
decimals, ``null`` where nothing can be said; sentences come in both languages.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shuniu.findings import Text
from shuniu.papers._results import Results
from shuniu.scoring import Entry, Step, is_value

SHAPE = 1


def write_json(results: Results, path: Path) -> None:
    """Write the result of a run, one organisation per line."""
    made = as_json(results)
    organisations = made.pop("organisations")
    head = json.dumps(made, ensure_ascii=False)[:-1]
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{head}, "organisations": [')
        for number, one in enumerate(organisations):
            file.write(("\n" if number == 0 else ",\n") + json.dumps(one, ensure_ascii=False))
        file.write("\n]}\n")


def as_json(results: Results) -> dict[str, Any]:
    """The result as plain values."""
    scores, origin = results.scores, results.origin
    framework = scores.scorer.framework
    return {
        "shape": SHAPE,
        "framework": {
            "code": framework.code,
            "version": framework.version,
            "title": _text(framework.title),
            "sha256": origin.framework_digest,
        },
        "data": {"file": origin.data, "sha256": origin.data_digest},
        "made": origin.made,
        "grades": [
            {"grade": band.grade, "title": _text(band.title), "range": str(band.range)}
            for band in framework.bands
        ],
        "quotas": [
            {
                "grades": list(one.quota.grades),
                "cohort": one.cohort,
                "limit": one.limit,
                "before": one.before,
                "after": one.after,
            }
            for one in scores.quotas.results
        ],
        "organisations": [_organisation(results, row) for row in range(len(results))],
    }


def _organisation(results: Results, row: int) -> dict[str, Any]:
    scores, told = results.scores, results.explanations[row]
    outline = scores.outline(row)
    return {
        "name": told.organisation,
        "code": told.code,
        "table": outline.variant if outline is not None else None,
        "status": str(scores.status_of(row)),
        "points": _points(told.points),
        "maximum": _points(told.maximum),
        "grade": scores.grade_of(row),
        "proposed": scores.grade_key(int(scores.proposed[row])),
        "conclusion": [_step(step) for step in told.conclusion],
        "items": [_entry(entry) for entry in (*told.entries, *told.bonus)],
        "advice": [
            {
                "item": one.key,
                "open": _points(one.open),
                "changes": [
                    {
                        "column": change.column,
                        "before": _text(change.before),
                        "after": _text(change.after),
                        "gain": _points(change.gain),
                    }
                    for change in one.changes
                ],
            }
            for one in results.advice[row]
        ],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    out: dict[str, Any] = {
        "key": entry.key,
        "points": _points(entry.points),
        "maximum": _points(entry.maximum),
        "strategy": entry.strategy or None,
        "steps": [_step(step) for step in entry.steps],
    }
    if entry.is_leaf:
        out["inputs"] = [
            {
                "column": r.key,
                "value": _points(r.milli),
                "default": r.by_default,
            }
            for r in entry.readings
        ]
    else:
        out["items"] = [_entry(below) for below in entry.entries]
    return out


def _step(step: Step) -> dict[str, Any]:
    value = None if step.value is None else _points(step.value)
    return {**(_text(step.text) or {}), "value": value}


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _points(milli: int) -> float | int | None:
    if not is_value(milli):
        return None
    return milli // 1000 if milli % 1000 == 0 else milli / 1000
