"""Where other rooms tell of an organisation: each adds its page when it starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuniu.accounts.models import User
from shuniu.accounts.rules import may
from shuniu.registry.models import Organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page of another room about an organisation.

    Attributes:
        order: its place among the others.
        title: the words of the tab.
        address: of the page, for the number of an organisation.
        capabilities: whoever has one of them at the organisation sees it.
    """

    order: int
    title: str | _StrPromise
    address: Callable[[int], str]
    capabilities: tuple[str, ...]


_PAGES: dict[int, Elsewhere] = {}


def add(page: Elsewhere) -> None:
    """Add a page; the same place replaces the earlier one."""
    _PAGES[page.order] = page


def pages_for(user: User, row: Organisation) -> list[tuple[str, str]]:
    """Title and address of the pages that somebody may open."""
    return [
        (str(page.title), page.address(row.pk))
        for _order, page in sorted(_PAGES.items())
        if any(may(user, one, row.node) for one in page.capabilities)
    ]
