"""``seed_demo``: the sample hub, made through the services; ``--show`` prints the sign-ins."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Makes the sample hub in an empty database."""

    help = "建立示例枢纽（虚构的人员和单位）。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to show the sign-ins only."""
        parser.add_argument("--show", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, or show."""
        try:
            sample = import_module("samples.hub.seed")
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith("samples"):
                raise
            message = "示例数据随源代码提供 / the sample comes with the source tree"
            raise CommandError(message) from error
        if options["show"]:
            self.stdout.write(sample.sign_ins())
            return
        sample.seed(self.stdout.write)
