"""The menu: each room adds its own lines when it starts; a person sees those that concern them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Visible = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the menu.

    Attributes:
        code: stable name.
        label: the words.
        url_name: where it goes.
        icon: name of the icon.
        order: place among the others.
        visible: for whom.
    """

    code: str
    label: str | _StrPromise
    url_name: str
    icon: str
    order: int
    visible: Visible = lambda _user: True


_ITEMS: dict[str, MenuItem] = {}


def add(item: MenuItem) -> None:
    """Add a line; the same code replaces the earlier one."""
    _ITEMS[item.code] = item


def items_for(user: object) -> list[MenuItem]:
    """The lines of a person, in order."""
    return sorted((i for i in _ITEMS.values() if i.visible(user)), key=lambda i: (i.order, i.code))
