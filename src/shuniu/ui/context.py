"""What every page knows."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shuniu.base import notices
from shuniu.ui import menu


def house(request: HttpRequest) -> dict[str, object]:
    """The menu and the organisation of this person, unread notices."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    path = request.path
    return {
        "menu_lines": SimpleLazyObject(lambda: menu.lines_for(user, path) if known else []),
        "my_organisation": SimpleLazyObject(lambda: menu.place_of(user) if known else ""),
        "unread_notices": SimpleLazyObject(
            lambda: notices.unread(int(user.pk)).count() if known and user else 0
        ),
    }
