"""The room's name."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The room."""

    name = "shuniu.governance"
    label = "governance"
