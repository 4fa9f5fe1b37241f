"""The room's name."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """The room."""

    name = "shuniu.evaluation"
    label = "evaluation"
