"""The room's name."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """The room."""

    name = "shuniu.members"
    label = "members"
