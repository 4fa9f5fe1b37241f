"""``rotate_keys``: wrap every person's key anew with the key-encryption key now in use.

Put the new key first in ``SHUNIU_KEYS``, keep the old one behind it, run this, then take the old
one out. Sealed values stay as they are.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from shuniu.base import audit, crypto


class Command(BaseCommand):
    """Asks each room to wrap its keys anew, all in one transaction."""

    help = "更换主密钥后，用新主密钥重新包装全部数据密钥；已加密的内容不变。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Wrap, and say how many."""
        with transaction.atomic():
            count = crypto.rotate_all()
            audit.record("base.keys.rotated", "keys:all", by=None, count=count)
        self.stdout.write(str(count))
