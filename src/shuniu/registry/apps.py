"""The room's name."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The room."""

    name = "shuniu.registry"
    label = "registry"
