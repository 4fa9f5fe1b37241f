"""The room's name."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, components, documents."""

    name = "shuniu.ui"
    label = "ui"
