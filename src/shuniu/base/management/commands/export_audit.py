"""``export_audit FILE``: the audit chain as lines of JSON, to be kept elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.forms.models import model_to_dict

from shuniu.base.models import AuditEntry


class Command(BaseCommand):
    """Writes every line with its digests, oldest first."""

    help = "导出审计记录（每行一条 JSON）。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        path: Path = options["file"]
        with path.open("w", encoding="utf-8") as out:
            for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
                row = model_to_dict(entry) | {"at": entry.at.isoformat()}
                out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        self.stdout.write(str(path))
