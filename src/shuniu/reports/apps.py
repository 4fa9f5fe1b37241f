"""The room's name."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room."""

    name = "shuniu.reports"
    label = "reports"
