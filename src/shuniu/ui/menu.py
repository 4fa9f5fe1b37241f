"""The menu: each room adds its own lines when it starts; a person sees those that concern them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Visible = Callable[[object], bool]
Place = Callable[[object], str]


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


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a page shows it: where it goes, and whether one is there already."""

    item: MenuItem
    url: str
    current: str  # "page", "true" for a page below it, or empty: the words of aria-current


_ITEMS: dict[str, MenuItem] = {}
_PLACES: list[Place] = []


def add(item: MenuItem) -> None:
    """Add a line; the same code replaces the earlier one."""
    _ITEMS[item.code] = item


def place_by(place: Place) -> None:
    """Say by which function the organisation of a person is named in the bar above."""
    _PLACES[:] = [place]


def place_of(user: object) -> str:
    """The organisation of a person, as the bar above names it."""
    return _PLACES[0](user) if _PLACES else ""


def items_for(user: object) -> list[MenuItem]:
    """The lines of a person, in order."""
    return sorted((i for i in _ITEMS.values() if i.visible(user)), key=lambda i: (i.order, i.code))


def lines_for(user: object, path: str) -> list[Line]:
    """The lines of a person on a page; what has no address yet is left out."""
    found = [(item, url) for item in items_for(user) if (url := _address(item))]
    above = [url for _, url in found if path.startswith(url) and (url != "/" or path == "/")]
    nearest = max(above, key=len, default=None)
    return [
        Line(item, url, "" if url != nearest else "page" if url == path else "true")
        for item, url in found
    ]


def _address(item: MenuItem) -> str:
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""
