"""``expire_grades``: end the grades whose last day has passed; run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from shuniu.evaluation.services.grades import expire_grades


class Command(BaseCommand):
    """Ends what has run out; the same day again changes nothing."""

    help = "把已过有效期的等级标为到期；每天运行一次。"

    def handle(self, *args: Any, **options: Any) -> None:
        """End, and say how many."""
        ended = expire_grades()
        self.stdout.write(f"到期 {ended} 个 / {ended} grades have ended")
