"""The room's name."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The ground floor."""

    name = "shuniu.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
