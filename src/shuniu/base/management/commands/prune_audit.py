"""``prune_audit``: remove audit lines older than the policy keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy

from shuniu.base import audit, clock, rulebook

KEPT = rulebook.declare(
    "base.audit.days",
    730,
    gettext_lazy("审计记录保存天数"),
    gettext_lazy("网络安全法：网络日志不少于六个月"),
)


class Command(BaseCommand):
    """Keeps what the policy says; the chain goes on from an anchor."""

    help = "按保存期限清理审计记录，链条由锚点延续。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove, and say how many."""
        gone = audit.prune(clock.now() - timedelta(days=rulebook.number(KEPT)), by=None)
        self.stdout.write(str(gone))
