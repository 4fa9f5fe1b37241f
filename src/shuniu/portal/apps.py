"""The room's name."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room."""

    name = "shuniu.portal"
    label = "portal"
