"""``prune_audit``: remove audit lines older than the policy keeps."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shuniu.base.keeping import prune_book


class Command(BaseCommand):
    """Keeps what the policy says; the chain goes on from an anchor."""

    help = "按保存期限清理审计记录，链条由锚点延续。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, and say how many."""
        self.stdout.write(str(prune_book()))
