"""``open_hub``: the first node of a new installation and the people who build the rest from it."""

from __future__ import annotations

import secrets
import string
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from shuniu.accounts import queries, services
from shuniu.accounts.models import User
from shuniu.accounts.states import NodeKind, Role

_PEOPLE = {
    Role.HUB_LEAD: "lead",
    Role.SYSTEM_ADMIN: "system",
    Role.SECURITY_ADMIN: "security",
    Role.AUDIT_ADMIN: "audit",
}
_CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "+-=@")
_LENGTH = 16


class Command(BaseCommand):
    """Opens the hub, its lead and the three administrators, each with a password for one sign-in."""

    help = "新装系统时建立枢纽、负责人和三类管理员；口令只显示一次，首次登录必须更换。"

    def add_arguments(self, parser: CommandParser) -> None:
        """The name of the hub; asked for where it is not given."""
        parser.add_argument(
            "name", nargs="?", default="", help="枢纽名称，例如：某某区社会组织服务中心"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Open everything in one transaction, then say the sign-ins."""
        if queries.hub() is not None:
            raise CommandError("已有枢纽，未作改动 / there is a hub already, nothing was changed")
        name = options["name"].strip() or input("枢纽名称 / name of the hub: ").strip()
        if not name:
            raise CommandError("需要枢纽名称 / a name is needed")
        with transaction.atomic():
            hub = services.open_node(name, kind=NodeKind.HUB, parent=None, by=None)
            made = [(role, username, _first_password()) for role, username in _PEOPLE.items()]
            for role, username, password in made:
                user: User = services.open_user(
                    username, display_name=str(role.label), password=password, by=None
                )
                services.grant(user, role=role, node=hub, by=None)
        for role, username, password in made:
            self.stdout.write(f"{role.label}\t{username}\t{password}")


def _first_password() -> str:
    """A password that the policy accepts: every class of sign, nothing guessable."""
    signs = [secrets.choice(group) for group in _CLASSES]
    every = "".join(_CLASSES)
    signs += [secrets.choice(every) for _ in range(_LENGTH - len(signs))]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)
