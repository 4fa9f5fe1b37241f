"""What must be done before anything else: a password of one's own, a second factor where ruled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuniu.accounts import queries
from shuniu.accounts.models import User
from shuniu.accounts.passwords import DAYS
from shuniu.base import clock, rulebook

SECOND = rulebook.declare(
    "accounts.second_factor.roles",
    [],
    gettext_lazy("必须使用第二验证因素的角色代码"),
    "GB/T 22239-2019",
)
_FREE = ("/account/", "/static/", "/i18n/", "/health/", "/api/")


class FirstThingsFirst:
    """Sends people to what they must do first; everything else waits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or send away with a reason."""
        user = request.user
        if isinstance(user, User) and not request.path.startswith(_FREE):
            first = _first(user)
            if first is not None:
                words, where = first
                messages.warning(request, words)
                return redirect(where)
        return self.get_response(request)


def _first(user: User) -> tuple[str, str] | None:
    if user.must_change_password:
        words = _("这是首次登录，请先换成只有您自己知道的口令。")
        return words, reverse("account_change_password")
    days = rulebook.number(DAYS)
    if days and clock.now() - user.password_changed_at > timedelta(days=days):
        words = _("口令已使用超过 %(days)s 天，请更换。") % {"days": days}
        return words, reverse("account_change_password")
    needed = rulebook.value(SECOND)
    asked = isinstance(needed, list) and bool(queries.roles_of(user) & set(needed))
    if asked and not is_mfa_enabled(user):
        return _("您的角色须启用第二验证因素，请先设置。"), reverse("mfa_index")
    return None
