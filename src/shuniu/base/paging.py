"""Pages of long lists."""

from __future__ import annotations

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

_Row = TypeVar("_Row", bound=Model)


def page_of(rows: QuerySet[_Row], request: HttpRequest, size: int = 20) -> Page[_Row]:
    """The page asked for by ``?page=``; the nearest one where there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
