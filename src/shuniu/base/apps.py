"""The room's name."""

from functools import partial

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The ground floor."""

    name = "shuniu.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the rules of keeping known, and where keys of this floor lie."""
        from shuniu.base import crypto, keeping  # noqa: F401, PLC0415 (tables are known only now)
        from shuniu.base.models import Webhook  # noqa: PLC0415 (the same)

        crypto.rotates(partial(crypto.rewrap_column, Webhook, "key"))
