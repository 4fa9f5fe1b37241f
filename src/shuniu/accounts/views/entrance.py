"""Doors that open without signing in: a one-time link, and the notice of a locked one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shuniu.accounts import queries, services
from shuniu.accounts.backends import address_of, attempted
from shuniu.accounts.forms import Accept
from shuniu.accounts.models import User
from shuniu.accounts.services.invitations import open_invitation
from shuniu.base.verdicts import Refused

_FIELDS = {"accounts.username_taken": "username", "accounts.username_shape": "username"} | {
    "accounts.phone_taken": "phone"
}


@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds a link sets their name and password."""
    row = open_invitation(token)
    if row is None:
        return render(request, "accounts/link_gone.html", status=404)
    renewing = row.user is not None
    initial = {"display_name": row.display_name}
    form = Accept(request.POST or None, renewing=renewing, initial=initial)
    if request.method == "POST" and form.is_valid() and _accepted(form, token) is not None:
        messages.success(request, _("已设好，请用新口令登录。"))
        return redirect("account_login")
    context = {"row": row, "form": form, "renewing": renewing}
    return render(request, "accounts/accept.html", context)


def _accepted(form: Accept, token: str) -> User | None:
    """The account, or ``None`` with the reasons beside the fields they concern."""
    held = {name: value for name, value in form.cleaned_data.items() if name != "again"}
    try:
        return services.accept_invitation(token, username=held.pop("username", ""), **held)
    except Refused as refusal:
        field = _FIELDS.get(refusal.verdict.rule)
        form.add_error(field if field in form.fields else None, refusal.verdict.reason)
    except ValidationError as error:
        form.add_error("password", error)
    return None


def locked(
    request: HttpRequest, _response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Too many wrong passwords: from when on to try again."""
    until = queries.locked_until(attempted(request, credentials), address_of(request))
    wait = 60 if until is None else max(1, round((until - timezone.now()).total_seconds()))
    context = {"until": until, "minutes": -(-wait // 60)}
    response = render(request, "accounts/locked.html", context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response
