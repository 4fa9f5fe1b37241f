"""Work in the background: unpack, call a service."""

from __future__ import annotations

from django_tasks import task

from shuniu.evaluation.services import grades


@task()
def expire_grades() -> int:
    """End the grades whose last day has passed."""
    return grades.expire_grades()
