"""The room's name."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Nodes, users, grants."""

    name = "shuniu.accounts"
    label = "accounts"
