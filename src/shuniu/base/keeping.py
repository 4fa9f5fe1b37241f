"""How long the audit book is kept."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy

from shuniu.base import audit, clock, rulebook

AUDIT_DAYS = rulebook.declare(
    "base.audit.days",
    730,
    gettext_lazy("审计记录保存天数"),
    gettext_lazy("网络安全法：网络日志不少于六个月"),
)


def prune_book() -> int:
    """Remove the lines that the policy no longer keeps; returns how many."""
    return audit.prune(clock.now() - timedelta(days=rulebook.number(AUDIT_DAYS)), by=None)
