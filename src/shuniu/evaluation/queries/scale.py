"""Whom measures are taken of when all of them are."""

from __future__ import annotations

from shuniu.registry.models import Organisation


def organisations_numbered() -> list[int]:
    """The numbers of all organisations that still stand."""
    return list(
        Organisation.objects.exclude(standing="dissolved")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
