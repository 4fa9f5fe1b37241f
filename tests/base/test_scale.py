"""One declaration, many engines: every value and every record behind it is the same on all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import ibis
import pytest

from shuniu.base import facts, scale
from shuniu.base.facts import Fact
from shuniu.base.measures import Measure, measure
from shuniu.findings import Text
from tools import postgres

DAY = date(2026, 3, 31)  # the days before it cross short months, a year and a leap day
TAKES = (
    *("count", "sum", "any", "people", "word", "latest"),
    *("months_since", "days_since", "distinct", "share"),
)
WINDOWS = ("held", "half_year", "year", "three_years", "last_year", "ever")
DECLARED = [
    Measure(
        f"{take}-{window}-{number}",
        Text.same("某数"),
        "test.fact",
        take,  # type: ignore[arg-type]
        window,  # type: ignore[arg-type]
        where,  # type: ignore[arg-type]
        word=word,
        share_of={"kind": ("党课",), "present": ("yes",)},
    )
    for take in TAKES
    for window in WINDOWS
    for number, (where, word) in enumerate(
        (({}, "quarter"), ({"kind": ("党课", "主题党日")}, "month"), ({"present": ("no",)}, "kind"))
    )
]


def _facts(seed: int, count: int = 600) -> list[Fact]:
    rng = Random(seed)
    rows = []
    for number in range(count):
        on = DAY - timedelta(days=rng.randrange(-40, 1500))
        ends = on + timedelta(days=rng.randrange(0, 500)) if rng.random() < 0.5 else None
        rows.append(
            Fact(
                rng.randrange(1, 25),
                on,
                f"test.row:{number}",
                ends,
                rng.choice((1.0, 0.1, 2.335, 1e6 / 3)),
                {
                    "kind": rng.choice(("党课", "主题党日", "党员大会", "")),
                    "present": rng.choice(("yes", "no")),
                },
                rng.choice(("", "a", "b", "c")),
            )
        )
    return rows


@pytest.fixture(params=(1, 2))
def published(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = _facts(request.param)
    monkeypatch.setattr(facts, "_KINDS", {})
    facts.publish("test.fact", lambda _some, _day: rows, ("kind", "present"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server") / "pg"
    yield postgres.begin(folder, hasty=True)
    postgres.end(folder)


def _connected(name: str, server: str) -> Any:
    match name:
        case "sqlite":
            return ibis.sqlite.connect()
        case "duckdb":
            return ibis.duckdb.connect()
        case _:
            return ibis.connect(server)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("engine", ["sqlite", "duckdb", "postgres"])
def test_every_engine_gives_what_the_process_gives(engine: str, server: str) -> None:
    here = measure(DECLARED, range(1, 25), DAY)
    there = _connected(engine, server)
    frame = scale.plain(facts.frame("test.fact", range(1, 25), DAY))
    try:
        table = scale.load(there, "test.fact", frame)
        found = scale.measure_on(there, {"test.fact": table}, DECLARED, DAY)
    finally:
        there.disconnect()
    for one in DECLARED:
        expected = {number: said for number, said in here[one.key].items() if said.records}
        assert found[one.key] == expected, one.key


@pytest.mark.usefixtures("published")
def test_a_snapshot_in_files_gives_the_same(tmp_path: Path) -> None:
    frames = scale.tables(["test.fact"], range(1, 25), DAY)
    assert [path.name for path in scale.write(frames, tmp_path)] == ["test.fact.parquet"]
    found = scale.measure_folder(DECLARED, tmp_path, DAY)
    here = measure(DECLARED, range(1, 25), DAY)
    for one in DECLARED:
        expected = {number: said for number, said in here[one.key].items() if said.records}
        assert found[one.key] == expected, one.key
