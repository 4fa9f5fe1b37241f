"""Work in the background: unpack, call a service."""

from __future__ import annotations

from django.utils import translation
from django_tasks import task

from shuniu.registry.services import imports


@task()
def preview_import(run_id: int, user_id: int, language: str) -> None:
    """Compare a long sheet with the register."""
    with translation.override(language):
        imports.preview_for(run_id, user_id)
