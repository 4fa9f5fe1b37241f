"""The roof as an app: its commands and templates are found by Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses, commands that need every room."""

    name = "shuniu.config"
    label = "config"
