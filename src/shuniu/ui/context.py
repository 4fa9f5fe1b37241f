"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shuniu.base import notices
from shuniu.ui import menu


def house(request: HttpRequest) -> dict[str, object]:
    """The menu of this person, unread notices, the languages on offer."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    path = request.path
    return {
        "menu_items": SimpleLazyObject(lambda: menu.items_for(user) if known else []),
        "unread_notices": SimpleLazyObject(
            lambda: notices.unread(int(user.pk)).count() if known and user else 0
        ),
        "languages_offered": settings.LANGUAGES,
        "here": path,
    }
