"""``export_facts FOLDER``: the facts that measures read, as Parquet, without a name in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from shuniu.base import clock
from shuniu.evaluation import sources
from shuniu.evaluation.queries.scale import organisations_numbered


class Command(BaseCommand):
    """Writes a file for each kind of fact; people are pseudonymous keys."""

    help = "导出指标所依据的事实（Parquet，每类一个文件），供大规模计算使用。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, and the day as on which."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--day", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files."""
        from shuniu.base import scale  # noqa: PLC0415 (the optional extra “scale”)

        day = options["day"] or clock.today()
        kinds = sorted({one.fact for one in sources.declared().values()})
        frames = scale.tables(kinds, organisations_numbered(), day)
        for path in scale.write(frames, options["folder"]):
            self.stdout.write(str(path))
        rows = sum(frame.height for frame in frames.values())
        self.stdout.write(_("共 %(rows)s 条事实。") % {"rows": rows})
