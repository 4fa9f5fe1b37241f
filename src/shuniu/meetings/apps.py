"""The room's name."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The room."""

    name = "shuniu.meetings"
    label = "meetings"
