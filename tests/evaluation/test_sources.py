"""Every declared measure, over the sample hub: in process, from files by DuckDB, the same."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from samples.hub.seed import seed
from shuniu.base import clock, facts
from shuniu.evaluation import sources
from shuniu.registry.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_measure_reads_facts_that_somebody_publishes() -> None:
    known = set(facts.kinds())
    assert [one.key for one in sources.MEASURES if one.fact not in known] == []
    assert len({one.key for one in sources.MEASURES}) == len(sources.MEASURES)


def test_the_hub_measured_here_and_by_duckdb_is_the_same(tmp_path: Path) -> None:
    seed(lambda _words: None, 12)
    out = StringIO()
    call_command("export_facts", tmp_path / "facts", stdout=out)
    call_command("measure_facts", tmp_path / "facts", tmp_path / "out.csv", stdout=out)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        there = {
            (row["measure"], int(row["organisation"])): (row["value"], int(row["records"]))
            for row in csv.DictReader(file)
        }
    numbers = list(Organisation.objects.values_list("pk", flat=True))
    here = {
        (key, number): (str(said.value), len(said.records))
        for key, found in sources.values_on(numbers, clock.today()).items()
        for number, said in found.items()
        if said.records
    }
    assert len(here) > 100
    assert there == here
