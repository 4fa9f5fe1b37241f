"""The room's name."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The room."""

    name = "shuniu.registry"
    label = "registry"

    def ready(self) -> None:
        """Publish the register's facts."""
        from shuniu.registry.queries import facts  # noqa: PLC0415 (tables are known only now)

        facts.publish_all()
