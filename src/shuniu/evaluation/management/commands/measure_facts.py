"""``measure_facts FOLDER OUT.csv``: every declared measure over exported facts, by DuckDB."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shuniu.base import clock
from shuniu.evaluation import sources


class Command(BaseCommand):
    """Writes organisation, measure, value and the number of records behind it."""

    help = "用 DuckDB 计算已导出事实上的全部指标，结果写入 CSV。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder of facts, the file to write, the day as on which."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("out", type=Path)
        parser.add_argument("--day", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; it appears whole or not at all."""
        from shuniu.base import scale  # noqa: PLC0415 (the optional extra “scale”)

        day = options["day"] or clock.today()
        found = scale.measure_folder(list(sources.declared().values()), options["folder"], day)
        out: Path = options["out"]
        unfinished = out.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["organisation", "measure", "value", "records"])
            for key in sorted(found):
                for organisation, said in sorted(found[key].items()):
                    writer.writerow([organisation, key, said.value, len(said.records)])
        unfinished.replace(out)
        self.stdout.write(str(out))
