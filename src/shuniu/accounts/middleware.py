"""A session lives while it is used; what must be done first is done first."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from shuniu.accounts import rules
from shuniu.accounts.models import User
from shuniu.accounts.passwords import DAYS
from shuniu.accounts.rules import First
from shuniu.base import rulebook

_Next = Callable[[HttpRequest], HttpResponse]
# Leaving, changing the language, proving who one is: never in the way of what comes first.
_FREE = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "set_language",
        "portal:health",
    }
)


class Activity:
    """Keeps a session alive and notes where it is used; writes at most once in so many seconds.

    Where a session has run out, the page of signing in says so.
    """

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note, pass on, explain."""
        known = request.user.is_authenticated
        if known:
            self._seen(request)
        response = self.get_response(request)
        if not known and _ran_out(request) and _to_sign_in(response):
            minutes = settings.SESSION_COOKIE_AGE // 60
            words = _("登录已失效：超过 %(minutes)s 分钟没有操作，或已在别处退出。请重新登录。")
            messages.warning(request, words % {"minutes": minutes})
        return response

    def _seen(self, request: HttpRequest) -> None:
        now = int(time.time())
        if now - int(request.session.get("seen", 0)) >= settings.SHUNIU_SEEN_EVERY:
            request.session["seen"] = now
            UserSession.objects.create_from_request(request)


def _ran_out(request: HttpRequest) -> bool:
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.is_empty()


def _to_sign_in(response: HttpResponse) -> bool:
    where = response.headers.get("Location", "")
    return response.status_code == 302 and where.startswith(resolve_url(settings.LOGIN_URL))


class FirstThingsFirst:
    """Sends people to what they must do first; everything else waits."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send away with a reason, or let through."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None or match.view_name in _FREE:
            return None
        if match.namespaces[:1] == ["api"]:
            return None  # programs come with a token; a session counts for nothing there
        first = rules.what_first(user)
        if first is None or (first is First.SECOND_FACTOR and _about_factors(match.view_name)):
            return None
        messages.warning(request, _reason(first))
        where = "mfa_index" if first is First.SECOND_FACTOR else "account_change_password"
        return redirect(where)


def _about_factors(view_name: str) -> bool:
    return view_name.startswith("mfa_")


def _reason(first: First) -> str:
    if first is First.OWN_PASSWORD:
        return _("这是首次登录，请先换成只有您自己知道的口令。")
    if first is First.NEW_PASSWORD:
        days = rulebook.number(DAYS)
        return _("口令已使用超过 %(days)s 天，请更换。") % {"days": days}
    return _("您的角色须启用第二验证因素，请先设置。")
