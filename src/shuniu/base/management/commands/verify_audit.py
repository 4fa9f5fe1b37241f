"""``verify_audit``: walk the audit chain and say whether anything was changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shuniu.base import audit


class Command(BaseCommand):
    """Walks the chain; fails where a line was changed, added or taken out."""

    help = "校验审计链：任何一条被改动、插入或删除都会被指出。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, and say what was found."""
        faults = list(audit.verify())
        for fault in faults[:20]:
            self.stderr.write(f"{fault.number}: {fault.reason}")
        if faults:
            message = f"{len(faults)} 处与原记录不符 / {len(faults)} faults in the chain"
            raise CommandError(message)
        number, digest = audit.head()
        self.stdout.write(f"完整 / intact: {number} {digest}")
